"""Only plain text has front matter: a mail or a page that begins with a line of dashes is an article like any other."""

from pathlib import Path

import pytest

from index.changes import Put
from index.encoder.hashing import HashingEmbedder
from index.front_matter_yaml import read_yaml
from index.library import Library
from index.metadata import front_matter_end, read_front_matter
from index.sqlite_store import SqliteStore
from tests.test_library import CHUNKING, article, nothing

MAIL = b"""From: a@example.org
Subject: Minutes
Content-Type: text/plain; charset=utf-8

---
%s
---

The bridge opens on Monday.
"""
NO_YAML = b"Agenda: the bridge: when does it open?"
YAML = b"Chair: Marie Dupont"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(SqliteStore(tmp_path / "articles.db"), HashingEmbedder(), CHUNKING)


def shown(library: Library, article_id: str) -> str:
    contents = library.current().contents
    text = contents.articles[article_id].text
    sentences = (s for c in contents.chunks if c.chunk.span.article_id == article_id for s in c.chunk.sentences)
    return " ".join(text[s.start : s.end] for s in sentences)


def test_a_mail_that_begins_with_dashes_is_indexed_with_its_first_lines_and_stops_nothing(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "no_yaml.eml").write_bytes(MAIL % NO_YAML)
    (folder / "yaml.eml").write_bytes(MAIL % YAML)
    (folder / "page.html").write_bytes(b"<article><p>---</p><p>%s</p><p>---</p><p>More.</p></article>" % NO_YAML)
    (folder / "text.txt").write_text("---\ntitle: Notes\n---\nThe river is high.\n")
    report = library.sync([folder], nothing)
    assert (report.articles, report.failures) == (4, ())
    assert "when does it open?" in shown(library, "no_yaml")
    assert "Chair: Marie Dupont" in shown(library, "yaml")
    assert "when does it open?" in shown(library, "page")
    assert shown(library, "text") == "The river is high."


def test_a_text_put_in_by_itself_whose_first_block_is_none_of_ours_is_shown_whole(library: Library) -> None:
    library.apply([Put(article("a", "---\nAgenda: the bridge: when?\n---\n\nIt opens on Monday."))], nothing)
    assert "the bridge: when?" in shown(library, "a")


def test_two_angle_brackets_and_an_equals_sign_are_words_so_that_nothing_is_multiplied_by_them() -> None:
    # Taken over, ten at a time, four times, k would stand there 10,000 times before the last of them counts.
    lines = [f"m{n}: &m{n} {{<<: [{','.join([f'*m{n - 1}'] * 10)}]}}" for n in range(1, 5)]
    values = read_yaml("\n".join(["m0: &m0 {k: 1}", *lines, "a: =", "=: b"]))
    assert isinstance(values, dict)
    assert values["m1"] == {"<<": [{"k": 1}] * 10}
    assert list(values["m4"]) == ["<<"]
    assert (values["a"], values["="]) == ("=", "b")


@pytest.mark.parametrize("key", ["!!merge <<", "!!value ="])
def test_a_key_said_to_take_over_another_mapping_is_of_no_known_kind(key: str) -> None:
    with pytest.raises(
        ValueError, match=r"could not determine a constructor for the tag 'tag:yaml\.org,2002:(merge|value)'"
    ):
        read_yaml(f"a: &a {{k: 1}}\n{key}: *a")


def test_a_rule_of_markdown_with_an_empty_line_behind_it_begins_no_front_matter() -> None:
    assert front_matter_end("---\n\nHe said: no\n\n---\n\nText.") == 0
    assert read_front_matter("---\n\nHe said: no: never\n\n---\n\nText.", "a.md").end == 0  # which is no YAML
    assert front_matter_end("---\nHe said: no\n---\n\nText.") == len("---\nHe said: no\n---\n")
    # Where it states what an article is called, it is front matter all the same.
    named = "---\n\ntitle: No\n\n---\n"
    found = read_front_matter(named + "\nText.", "a.md")
    assert (found.metadata.title, found.end) == ("No", len(named))
