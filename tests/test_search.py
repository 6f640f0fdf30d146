"""Search: filters, order and what is found, over hashed words and over the five articles with the real encoder."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.article import Article, PartialDate
from index.chunks import ChunkingSettings
from index.encoder.embedder import Embedder
from index.encoder.hashing import HashingEmbedder
from index.generation import empty_generation
from index.language import detect_language
from index.library import Library
from index.search import EVERYTHING, Filters, Passage, Query, Searcher
from index.sqlite_store import SqliteStore
from index.words import fold
from rag.wire import Engine

EMBEDDER = HashingEmbedder()
CHUNKING = ChunkingSettings()
ARTICLES = {
    "fr/leike": ("fr", "2024-05-17", "Jan Leike quitte le laboratoire. La sécurité passe après les produits."),
    "fr/mois": ("fr", "2024-05", "Le laboratoire perd une équipe entière de recherche."),
    "fr/semaine": ("fr", "2023-W47", "Le conseil renvoie le directeur du laboratoire."),
    "en/year": ("en", "2023", "The board of the laboratory dismissed its director."),
    "en/undated": ("en", None, "A laboratory without a date in its article."),
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("search")
    for name, (language, published, text) in ARTICLES.items():
        path = folder / "articles" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        dated = f"published_at: {published}\n" if published else ""
        path.write_text(f"---\ntitle: Un titre\nlanguage: {language}\n{dated}---\n{text}\n", "utf-8")
    library = Library(SqliteStore(folder / "articles.db"), EMBEDDER, CHUNKING)
    library.sync([folder / "articles"], lambda _done, _total: None)
    return Searcher(library.open())


def ask(
    searcher: Searcher, text: str, filters: Filters = EVERYTHING, top_k: int = 50, embedder: Embedder = EMBEDDER
) -> list[Passage]:
    vectors = embedder.embed_questions([text])[0]
    return list(searcher.search([Query(text, detect_language(text), vectors, filters, top_k)])[0].passages)


def found(searcher: Searcher, text: str, filters: Filters = EVERYTHING, top_k: int = 50) -> set[str]:
    return {passage.chunk.span.article_id for passage in ask(searcher, text, filters, top_k)}


def test_without_filters_every_passage_is_proposed_and_the_best_comes_first(searcher: Searcher) -> None:
    passages = ask(searcher, "Jan Leike quitte le laboratoire")
    assert {passage.chunk.span.article_id for passage in passages} == set(ARTICLES)
    assert passages[0].chunk.span.article_id == "fr/leike"
    assert [passage.rank for passage in passages] == [1, 2, 3, 4, 5]
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    # All five words stand in the first passage: each token's closest is itself, so whatever their weights the score is 1.
    assert scores[0] == pytest.approx(1, abs=0.01)


def test_a_question_of_which_the_encoder_makes_no_token_finds_nothing(engine: Engine) -> None:
    (vectors,) = engine.embedder.embed_questions(["\x07"])
    assert len(vectors.tokens) == 0
    (result,) = Searcher(engine.library.open()).search([Query("\x07", "en", vectors, EVERYTHING, 5)])
    assert (result.passages, len(result.token_weights)) == ((), 0)


def test_words_that_say_nothing_are_searched_for_where_one_is_a_name_or_no_such_word(searcher: Searcher) -> None:
    for question in ("Who won?", "What is IT?", "Who are The Who?", "Wer ist Will?"):
        assert ask(searcher, question), question
    for question in ("Why?", "Who was it?", "And then?", "?"):
        assert not ask(searcher, question), question


def test_a_passage_is_the_exact_slice_of_its_article(searcher: Searcher) -> None:
    for passage in ask(searcher, "laboratoire"):
        article = searcher.article(passage.chunk.span.article_id)
        assert passage.text == article.text[passage.chunk.span.start : passage.chunk.span.end]
        assert searcher.generation.contents.chunks[passage.position].chunk == passage.chunk


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(languages=frozenset({"en"})), {"en/year", "en/undated"}),
        (Filters(languages=frozenset({"en", "fr"})), set(ARTICLES)),
        (Filters(languages=frozenset({"de"})), set()),
        (Filters(languages=frozenset()), set()),
        (Filters(article_ids=frozenset({"fr/mois", "missing"})), {"fr/mois"}),
        (Filters(languages=frozenset({"en"}), article_ids=frozenset({"fr/mois"})), set()),
        # May 2024 may lie after the 20th, the 17th does not; both bounds are included.
        (Filters(published_after=date(2024, 5, 20)), {"fr/mois"}),
        (Filters(published_after=date(2024, 5, 17)), {"fr/mois", "fr/leike"}),
        (Filters(published_after=date(2024, 5, 31)), {"fr/mois"}),
        (Filters(published_after=date(2024, 6, 1)), set()),
        # Week 47 of 2023 is 20 to 26 November; the year 2023 may be any day of it.
        (Filters(published_before=date(2023, 11, 19)), {"en/year"}),
        (Filters(published_before=date(2023, 11, 20)), {"en/year", "fr/semaine"}),
        (Filters(published_after=date(2023, 11, 26), published_before=date(2023, 12, 31)), {"en/year", "fr/semaine"}),
        (Filters(published_after=date(2023, 11, 27), published_before=date(2023, 12, 31)), {"en/year"}),
        (Filters(published_before=date(2022, 12, 31)), set()),
        (Filters(published_after=date(2025, 1, 1), published_before=date(2020, 1, 1)), set()),
        (
            Filters(frozenset({"fr"}), date(2024, 1, 1), date(2024, 5, 17), frozenset({"fr/leike", "en/year"})),
            {"fr/leike"},
        ),
    ],
)
def test_a_filter_admits_what_it_says(searcher: Searcher, filters: Filters, expected: set[str]) -> None:
    assert found(searcher, "laboratoire", filters) == expected


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_the_only_admitted_article_is_found_whatever_is_asked(searcher: Searcher, name: str) -> None:
    assert found(searcher, "Jan Leike", Filters(article_ids=frozenset({name})), top_k=1) == {name}


def test_an_article_without_a_date_is_outside_any_dates() -> None:
    undated = Article("a", "t", "x", "", "fr", None, None, None)
    dated = Article("a", "t", "x", "", "fr", None, PartialDate.parse("2024"), None)
    for filters in (Filters(published_after=date(1, 1, 1)), Filters(published_before=date(9999, 12, 31))):
        assert not filters.admit(undated)
        assert filters.admit(dated)
    assert EVERYTHING.admit(undated)


@pytest.mark.parametrize("top_k", [1, 3, 5, 50, 500])
def test_as_many_passages_are_given_as_asked_for_where_there_are_so_many(searcher: Searcher, top_k: int) -> None:
    all_five = ask(searcher, "le laboratoire", top_k=500)
    assert ask(searcher, "le laboratoire", top_k=top_k) == all_five[:top_k]
    assert len(all_five) == 5


def test_the_order_is_the_same_each_time_and_does_not_depend_on_the_other_questions(searcher: Searcher) -> None:
    texts = ["Jan Leike", "the board", "mots inconnus partout", "?", "laboratoire " * 200]
    queries = [
        Query(text, "fr", vectors, EVERYTHING, 5)
        for text, vectors in zip(texts, EMBEDDER.embed_questions(texts), strict=True)
    ]
    together = searcher.search(queries)
    alone = [searcher.search([query])[0] for query in queries]
    backwards = searcher.search(queries[::-1])[::-1]
    for other in (alone, backwards):
        assert [found.passages for found in together] == [found.passages for found in other]
        assert all(np.array_equal(a.token_weights, b.token_weights) for a, b in zip(together, other, strict=True))
    assert searcher.search([]) == []


def test_equal_passages_keep_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in "dbca":
        (folder / f"{name}.md").write_text("---\ntitle: T\nlanguage: fr\n---\nUne phrase unique.\n")
    library = Library(SqliteStore(tmp_path / "articles.db"), EMBEDDER, CHUNKING)
    library.sync([folder], lambda _done, _total: None)
    passages = ask(Searcher(library.open()), "phrase unique")
    assert [passage.chunk.span.article_id for passage in passages] == ["a", "b", "c", "d"]
    assert len({passage.score for passage in passages}) == 1


def test_an_empty_index_finds_nothing() -> None:
    searcher = Searcher(empty_generation(EMBEDDER.identity, CHUNKING))
    assert ask(searcher, "Jan Leike") == []
    assert ask(searcher, "Jan Leike", Filters(languages=frozenset({"fr"}))) == []


def test_an_unknown_article_is_a_key_error(searcher: Searcher) -> None:
    with pytest.raises(KeyError, match="missing"):
        searcher.article("missing")


@pytest.fixture(scope="module")
def seeds(engine: Engine) -> Searcher:
    return Searcher(engine.library.open())


@pytest.mark.parametrize("word", ["leike", "Leïke", "LEIKE"])
def test_a_name_is_found_however_it_is_written(engine: Engine, seeds: Searcher, word: str) -> None:
    passages = ask(seeds, word, top_k=3, embedder=engine.embedder)
    assert len(passages) == 3
    assert all("leike" in fold(passage.text) for passage in passages)


@pytest.mark.parametrize("written", ["20%", "20 %", "20\u00a0%", "20\u202f%"])
def test_a_percentage_is_found_however_it_is_written(engine: Engine, seeds: Searcher, written: str) -> None:
    texts = [seeds.article(c.chunk.span.article_id).text[c.chunk.span.start : c.chunk.span.end]
             for c in seeds.generation.contents.chunks]  # fmt: skip
    holding = [text for text in texts if "20%" in fold(text).replace(" ", "")]
    assert holding
    passages = ask(seeds, written, top_k=3, embedder=engine.embedder)
    assert {passage.text for passage in passages} & set(holding)


def test_a_question_in_another_language_finds_the_same_article(engine: Engine, seeds: Searcher) -> None:
    for question in (
        "why did Jan Leike resign?",
        "pourquoi Jan Leike a-t-il démissionné ?",
        "¿por qué dimitió Jan Leike?",
    ):
        best = ask(seeds, question, top_k=3, embedder=engine.embedder)
        assert any("leike" in fold(passage.text) for passage in best)


def test_scores_lie_between_minus_one_and_one_and_fall(engine: Engine, seeds: Searcher) -> None:
    passages = ask(seeds, "Qui remplace Sam Altman ?", embedder=engine.embedder)
    scores = [passage.score for passage in passages]
    assert len(passages) == len(seeds.generation.contents.chunks) <= 50
    assert scores == sorted(scores, reverse=True)
    assert -1 <= scores[-1] <= scores[0] <= 1.01  # eight bits may add a hundredth
