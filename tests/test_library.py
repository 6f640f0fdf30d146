"""Articles put and deleted one by one: the outcome of each change, and that their order leaves no trace."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.article_store import Original
from index.changes import Change, ChangeState, Delete, Put
from index.encoder.hashing import HashingEmbedder
from index.errors import ArticleError, GenerationGoneError, MismatchedGenerationError
from index.generation import Generation
from index.library import Library
from index.noise.repeats import REPEATED_AT_LEAST
from index.search import EVERYTHING, Query, Searcher
from index.sqlite_store import SqliteStore
from tests.indexed_home import CHUNKING, CountingEmbedder

# With this cue a piece is noise once three articles hold it, and the article's own words before that.
SHARED = (
    "Les articles de cette page sont réservés à nos lecteurs fidèles de la région.",
    "Toute la rédaction vous souhaite une belle lecture de ces quelques pages du soir.",
)


def article(name: str, text: str = "Une phrase de cet article. Elle dit une chose.", title: str = "Titre") -> Article:
    return Article(name, title, text, hashlib.sha256(text.encode()).hexdigest(), "fr", None, None, None)


def nothing(_done: int, _total: int) -> None:
    return None


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(SqliteStore(tmp_path / "articles.db"), HashingEmbedder(), CHUNKING)


def states(library: Library, *changes: Change) -> list[str]:
    return [outcome.state for outcome in library.apply(changes, nothing).outcomes]


def test_an_empty_library_opens_as_an_empty_generation(library: Library) -> None:
    opened = library.open()
    assert (opened.name, opened.contents.articles, opened.contents.chunks) == ("", {}, ())
    assert library.apply([], nothing).generation.name == ""
    assert states(library, Delete("a")) == ["absent"]
    assert not library.store.exists()


def test_each_change_says_what_came_of_it(library: Library) -> None:
    one, two = article("a"), article("a", "Un autre texte.")
    assert states(library, Put(one), Put(one), Put(two), Delete("b")) == ["created", "unchanged", "replaced", "absent"]
    assert states(library, Put(two), Delete("a"), Delete("a")) == ["unchanged", "deleted", "absent"]
    applied = library.apply([Put(one)], nothing)
    assert [(o.article_id, o.state, o.sha256) for o in applied.outcomes] == [("a", ChangeState.CREATED, one.sha256)]
    assert dict(applied.generation.contents.articles) == {"a": one}


def test_a_condition_that_does_not_hold_is_a_conflict_and_stops_no_other_change(library: Library) -> None:
    one, two = article("a"), article("a", "Un autre texte.")
    assert states(library, Put(one, if_match=frozenset({"*"})), Put(one, if_match=frozenset({one.sha256}))) == [
        "conflict",
        "conflict",
    ]
    assert states(library, Put(one), Put(two, if_match=frozenset({two.sha256})), Put(article("b"))) == [
        "created",
        "conflict",
        "created",
    ]
    assert library.current().contents.articles["a"] == one
    assert states(library, Put(two, if_match=frozenset({one.sha256}))) == ["replaced"]
    assert states(library, Delete("a", if_match=frozenset({one.sha256})), Delete("a", if_match=frozenset({"*"}))) == [
        "conflict",
        "deleted",
    ]
    (conflict,) = library.apply([Delete("b", if_match=frozenset({"0"}))], nothing).outcomes
    assert conflict.sha256 == article("b").sha256  # what is stored, for whoever wants to try again


def test_a_condition_may_name_several_texts_or_one_state_with_its_title(library: Library) -> None:
    plain, titled = article("a"), article("a", title="Autre")
    library.apply([Put(plain)], nothing)
    row = library.current().heads["a"].row
    assert states(library, Put(titled, if_match=frozenset({row})), Put(plain, if_match=frozenset({row}))) == [
        "replaced",
        "conflict",
    ]
    assert states(library, Put(plain, if_match=frozenset()), Put(plain, if_match=frozenset({"0", plain.sha256}))) == [
        "conflict",
        "replaced",
    ]


def test_a_changed_title_is_a_change_and_no_new_revision(library: Library) -> None:
    assert states(library, Put(article("a")), Put(article("a", title="Autre"))) == ["created", "replaced"]
    assert library.current().contents.articles["a"].title == "Autre"
    assert len(library.store.history("a")) == 1


def test_a_text_that_is_not_that_of_its_sha256_undoes_all_changes(library: Library) -> None:
    wrong = Article("b", "T", "Texte.", "0" * 64, "fr", None, None, None)
    with pytest.raises(ArticleError, match="'b': its text has sha256"):
        library.apply([Put(article("a")), Put(wrong)], nothing)
    assert not library.store.exists()
    half = Article("b", "T", "\ud800", "0" * 64, "fr", None, None, None)
    with pytest.raises(ArticleError, match="character 0 is half a surrogate pair"):
        library.apply([Put(half)], nothing)


def test_an_original_is_kept_with_its_article_and_leaves_with_it(library: Library) -> None:
    original = Original(b"<p>Une phrase.</p>", "text/html", '{"0": "p"}')
    assert states(library, Put(article("a"), original), Put(article("a"), original)) == ["created", "unchanged"]
    assert library.store.original("a") == original
    assert states(library, Put(article("a"))) == ["replaced"]
    assert library.store.original("a") is None
    library.apply([Put(article("a"), original), Delete("a")], nothing)
    assert library.store.original("a") is None


def test_another_encoder_is_refused_by_a_change(library: Library, tmp_path: Path) -> None:
    library.apply([Put(article("a"))], nothing)
    other = Library(SqliteStore(tmp_path / "articles.db"), HashingEmbedder(32), CHUNKING)
    for refused in (other.open, lambda: other.apply([Put(article("b"))], nothing)):
        with pytest.raises(MismatchedGenerationError, match="the index was made with encoder hashing"):
            refused()


def test_generations_have_one_name_only_where_they_hold_the_same(library: Library) -> None:
    names = [library.apply([Put(article("a", f"Texte {n}."))], nothing).generation.name for n in (1, 2, 2, 1)]
    assert [name.partition("-")[0] for name in names] == ["1", "2", "2", "3"]
    assert len(set(names)) == 3
    assert library.open().name == names[-1]


def test_only_what_changed_is_embedded(tmp_path: Path) -> None:
    embedder = CountingEmbedder()
    library = Library(SqliteStore(tmp_path / "articles.db"), embedder, CHUNKING)
    library.apply([Put(article(name, f"Le texte de {name} est court.")) for name in "abc"], nothing)
    assert len(embedder.shown) == 3
    progress: list[tuple[int, int]] = []
    library.apply([Put(article("b", "Le texte de b a changé."))], lambda *done: progress.append(done))
    assert embedder.shown[3:] == ["Titre Le texte de b a changé."]
    assert progress == [(0, 1), (1, 1)]
    library.apply([Delete("b"), Put(article("b", "Le texte de b a changé."))], nothing)
    assert len(embedder.shown) == 4


def test_a_passage_that_was_deleted_is_gone_from_an_older_generation_once_it_must_be_fetched(
    library: Library, tmp_path: Path
) -> None:
    library.apply([Put(article("a")), Put(article("b", "Un autre texte."))], nothing)
    elsewhere = Library(SqliteStore(tmp_path / "articles.db"), HashingEmbedder(), CHUNKING)
    before = elsewhere.open()
    library.apply([Delete("b")], nothing)
    assert len(before.contents.late.chunk(0).rows) > 0
    with pytest.raises(GenerationGoneError, match="ask the current one"):
        before.contents.late.chunk(1)
    assert list(elsewhere.current().contents.articles) == ["a"]


def test_what_repeats_in_three_articles_is_masked_in_all_of_them_and_comes_back(library: Library) -> None:
    texts = {name: f"{SHARED[0]}\n\nLe maire de {name} a inauguré le pont neuf lundi matin." for name in "abcd"}
    seen = []
    changes: list[Change] = [*(Put(article(n, texts[n])) for n in "abc"), Delete("b"), Put(article("d", texts["d"]))]
    for change in changes:
        contents = library.apply([change], nothing).generation.contents
        shown = {c.chunk.span.article_id for c in contents.chunks if c.chunk.span.start == 0}
        seen.append("".join(sorted(shown)))
    assert REPEATED_AT_LEAST == 3
    assert seen == ["a", "ab", "", "ac", ""]


NAMES = st.sampled_from("abcdef")
TEXTS = st.lists(
    st.sampled_from([*SHARED, "Le pont est neuf.", "La rivière monte depuis lundi.", "Le marché ouvre tôt."]),
    min_size=1,
    max_size=4,
).map("\n\n".join)
STEPS = st.lists(st.lists(st.tuples(NAMES, st.none() | TEXTS), max_size=3), max_size=6)


def seen(generation: Generation) -> tuple[object, ...]:
    """All that a question can see of a generation, and what one finds."""
    contents = generation.contents
    vectors = HashingEmbedder().embed_questions(["Quand le pont de la région est-il neuf ?"])[0]
    query = Query("Quand le pont de la région est-il neuf ?", "fr", vectors, EVERYTHING, 10)
    found = Searcher(generation).search([query])[0].passages
    return (
        list(contents.articles.items()),
        contents.chunks,
        contents.dense.vectors().tolist(),
        [contents.late.chunk(place).rows.tolist() for place in range(len(contents.late))],
        [(passage.chunk.id, passage.score) for passage in found],
    )


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_whatever_the_order_of_changes_the_result_is_that_of_the_articles_at_the_end(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, str | None]]]
) -> None:
    folder = tmp_path_factory.mktemp("order")
    step_by_step = Library(SqliteStore(folder / "one.db"), HashingEmbedder(), CHUNKING)
    end: dict[str, Article] = {}
    for step in steps:
        step_by_step.apply([Put(article(name, text)) if text else Delete(name) for name, text in step], nothing)
        for name, text in step:
            end.pop(name, None)
            if text:
                end[name] = article(name, text)
    at_once = Library(SqliteStore(folder / "two.db"), HashingEmbedder(), CHUNKING)
    at_once.apply([Put(one) for one in end.values()], nothing)
    expected = seen(at_once.current())
    assert seen(step_by_step.current()) == expected
    assert seen(Library(SqliteStore(folder / "one.db"), HashingEmbedder(), CHUNKING).open()) == expected


def test_vectors_that_no_passage_has_any_more_are_deleted(library: Library, tmp_path: Path) -> None:
    library.apply([Put(article("a")), Put(article("b"))], nothing)  # the same words, so one vector
    store = SqliteStore(tmp_path / "articles.db")
    with store.reading() as reading:
        assert len(list(reading.rows("vectors"))) == len(list(reading.rows("tokens"))) == 1
        assert len(list(reading.chunks())) == 2
    library.apply([Delete("a")], nothing)
    with store.reading() as reading:
        assert len(list(reading.rows("vectors"))) == 1
    library.apply([Delete("b")], nothing)
    with store.reading() as reading:
        assert [list(reading.rows(table)) for table in ("vectors", "tokens", "chunks", "articles")] == [[], [], [], []]
    assert np.array_equal(library.current().contents.dense.vectors(), np.empty((0, 64), dtype=np.float32))
