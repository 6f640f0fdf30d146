"""What front matter and `articles.toml` state is what their writer meant, and a value that does harm costs its own file alone."""

import json
from pathlib import Path

import pytest

from index.errors import ArticleError
from index.metadata import front_matter_end, read_front_matter
from index.reading import read_corpus
from tests.indexed_home import index, library_of

LONG_KEY = f"? 0x{'f' * 4_000}\n: a key of 4,817 decimal digits"


def title_of(matter: str) -> str | None:
    return read_front_matter(f"---\ntitle: {matter}\n---\nText.", "a").metadata.title


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text("A good article.")
    return folder


@pytest.mark.parametrize("title", ["Rain 😀", "😀 𝔸𝔹", "a\ufeffb", 'Said "no"'])
def test_a_title_written_as_json_is_that_title(title: str) -> None:
    assert title_of(json.dumps(title)) == title


@pytest.mark.parametrize("half", [r"\ud83d", r"\ude00", r"\ude00\ud83d"])
def test_half_a_character_in_front_matter_is_a_failure_of_its_own_file(folder: Path, half: str) -> None:
    (folder / "bad.md").write_text(f'---\ntitle: "Rain {half}"\n---\nText.')
    corpus = read_corpus((folder,))
    assert [article.id for article in corpus.articles] == ["good"]
    assert [failure.reason for failure in corpus.failures] == [
        f"{folder / 'bad.md'}, front matter: title: it holds half a surrogate pair, which is not text; write the character itself"
    ]


def test_a_folder_with_escaped_characters_in_front_matter_is_indexed(folder: Path, tmp_path: Path) -> None:
    (folder / "rain.md").write_text(f"---\ntitle: {json.dumps('Rain 😀')}\n---\nIt rains in June.")
    assert index(tmp_path / "home", folder).failures == ()
    assert library_of(tmp_path / "home").open().contents.articles["rain"].title == "Rain 😀"


def test_a_number_as_a_key_is_no_field_of_ours_however_long_it_is(folder: Path) -> None:
    text = f"---\n{LONG_KEY}\ntitle: Long\n---\nText."
    (folder / "long.md").write_text(text)
    corpus = read_corpus((folder,))
    assert [(article.id, article.title) for article in corpus.articles] == [
        ("good", "A good article."),
        ("long", "Long"),
    ]
    # As a text is read that is put in over HTTP.
    assert text[front_matter_end(text) :] == "Text."


def test_a_long_number_in_a_sidecar_costs_that_sidecar_alone(folder: Path) -> None:
    (folder / "articles.toml").write_text(f"[good]\ntitle = {'9' * 5_000}")
    corpus = read_corpus((folder,))
    assert [article.id for article in corpus.articles] == ["good"]
    [failure] = corpus.failures
    assert failure.reason.startswith(f"{folder / 'articles.toml'} cannot be read as TOML: ")


@pytest.mark.parametrize(
    "words",
    ["12:30:45", "190:20", "190:20:30.15", "010", "007", "1_000", "0b11", "no", "Yes", "ON", "off", "n", "1e5", "0o17"],
)
def test_a_title_that_is_a_number_or_a_truth_value_to_yaml_1_1_alone_is_the_words_that_stand_there(words: str) -> None:
    assert title_of(words) == words


@pytest.mark.parametrize(("words", "title"), [("2024", "2024"), ("-5", "-5"), ("0", "0"), ("'2024'", "2024")])
def test_a_title_may_be_a_whole_number(words: str, title: str) -> None:
    assert title_of(words) == title


@pytest.mark.parametrize(
    ("words", "found"), [("true", "True"), ("False", "False"), ("1.5", "1.5"), ("1.5e+3", "1500.0"), (".inf", "inf")]
)
def test_a_truth_value_or_a_fraction_is_no_title(words: str, found: str) -> None:
    with pytest.raises(ArticleError, match=f"a, front matter: title: expected text, found {found}"):
        title_of(words)


def test_norwegian_is_a_language() -> None:
    assert read_front_matter("---\nlanguage: no\n---\nTekst.", "a").metadata.language == "no"
