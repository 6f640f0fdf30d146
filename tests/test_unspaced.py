"""Articles in scripts without spaces between words: questions find them, and an older store learns their terms by itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.changes import Put
from index.encoder.hashing import HashingEmbedder
from index.language import detect_language
from index.library import Library
from index.maintenance import verify
from index.manifest import Manifest
from index.search import EVERYTHING, Query, Searcher
from index.sqlite_store import SqliteStore
from index.words import TERMS_VERSION, question_terms
from tests.test_library import CHUNKING, CountingEmbedder, article, nothing

BRIDGE = "大桥于周一上午开放，市长前来参观。"
RIVER = "河水在星期三上涨，村民离开家园。"


def found(library: Library, question: str) -> list[str]:
    vectors = HashingEmbedder().embed_questions([question])[0]
    query = Query(question, detect_language(question), vectors, EVERYTHING, 5)
    passages = Searcher(library.open()).search([query])[0].passages
    return [passage.chunk.span.article_id for passage in passages]


def matching(library: Library, question: str) -> int:
    """How many passages hold a term of the question."""
    contents = library.open().contents
    wanted = question_terms(question, "zh", {one.language for one in contents.articles.values()})
    return len(contents.lexical.rank(wanted, 5, None))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(SqliteStore(tmp_path / "articles.db"), CountingEmbedder(), CHUNKING)
    library.apply([Put(article("bridge", BRIDGE)), Put(article("river", RIVER))], nothing)
    return library


@pytest.mark.parametrize("question", ["大桥什么时候开放？", "สะพานเปิดเมื่อไร", "橋はいつ開通しましたか"])
def test_a_question_without_spaces_is_no_single_word(library: Library, question: str) -> None:
    assert sorted(found(library, question)) == ["bridge", "river"]


def test_a_single_word_with_spaces_around_it_still_has_to_stand_somewhere(library: Library) -> None:
    assert found(library, "Leike?") == []
    assert found(library, "？") == []


def test_a_question_matches_the_passages_that_have_two_of_its_letters_side_by_side(library: Library) -> None:
    assert matching(library, "大桥什么时候开放？") == 1
    assert matching(library, "市河") == 0


@pytest.mark.parametrize("question", ["किताब?", "Le\u0308ike?"])
def test_a_word_with_signs_over_its_letters_is_a_single_word(library: Library, question: str) -> None:
    assert found(library, question) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "राम ने किताब खोली।"),
        ("", "Łódź won."),
        ("", "Das kostete 20’000 Franken."),
        ("", "It cost 1,234.56 dollars."),
        ("", "In the 1930s."),
        ("", "عام ٢٠٢٤"),
        ("", "Soft\u00adware."),
        ("Łódź", "A town."),
    ],
)
def test_the_next_writer_renews_the_terms_of_each_article_that_they_came_out_otherwise_for(
    tmp_path: Path, title: str, text: str
) -> None:
    library = Library(SqliteStore(tmp_path / "articles.db"), CountingEmbedder(), CHUNKING)
    one = replace(article("one", text), title=title)
    library.apply([Put(one)], nothing)
    with library.store.writing() as writing:
        stored = [one.cut for one in writing.chunks_of("one")]
        writing.put_chunks("one", [replace(cut, terms=("before",)) for cut in stored])
        writing.finish(Manifest(library.embedder.identity, CHUNKING, "2026-01-01T00:00:00Z", terms_version=3))
    library.apply([Put(article("two", "Une phrase."))], nothing)
    assert isinstance(library.store, SqliteStore)
    assert verify(library.store, library.embedder).problems == ()


def as_before(library: Library) -> None:
    """Make of the store what it was before terms were counted: each run of letters is one term."""
    with library.store.writing() as writing:
        for name in ("bridge", "river"):
            stored = [one.cut for one in writing.chunks_of(name)]
            writing.put_chunks(name, [replace(cut, terms=("大桥于周一上午开放",)) for cut in stored])
        writing.finish(Manifest(library.embedder.identity, CHUNKING, "2026-01-01T00:00:00Z", terms_version=1))


@pytest.mark.parametrize("how", ["put", "sync"])
def test_a_store_of_before_opens_and_the_next_writer_makes_its_terms_anew_without_embedding(
    library: Library, tmp_path: Path, how: str
) -> None:
    as_before(library)
    assert matching(library, "大桥什么时候开放？") == 0
    assert sorted(found(library, "大桥什么时候开放？")) == ["bridge", "river"]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "new.txt").write_text("Une phrase.")
    assert isinstance(library.embedder, CountingEmbedder)
    library.embedder.shown.clear()
    if how == "put":
        library.apply([Put(article("new", "Une phrase."))], nothing)
    else:
        library.sync([tmp_path / "corpus"], nothing)
    assert len(library.embedder.shown) == 1  # the new article's
    assert matching(library, "大桥什么时候开放？") == 1
    assert isinstance(library.store, SqliteStore)
    assert verify(library.store, library.embedder).problems == ()
    assert library.open().manifest.terms_version == TERMS_VERSION


def test_a_manifest_that_does_not_say_its_terms_is_of_the_first() -> None:
    written = Manifest(HashingEmbedder().identity, CHUNKING, "").to_json()
    before = written.replace(f', "terms_version": {TERMS_VERSION}', "")
    assert before != written
    assert Manifest.from_json(before).terms_version == 1
    assert Manifest.from_json(written).terms_version == TERMS_VERSION
