"""One agency's text on several sites: an answer cites the earliest print, names the others, and reads the text once."""

import asyncio
import io
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from playwright.async_api import Page
from rich.console import Console

from api.chat.shown import Link, show
from api.doors.mcp_tools import ask_result
from api.doors.message import write_message
from index.article import Article, PartialDate, Span
from index.changes import Change, Delete, Put
from index.encoder.hashing import HashingEmbedder
from index.formats.extracted import Extracted
from index.homes import DEFAULT_COLLECTION
from index.metadata import Metadata
from index.reading import article_of
from index.search import EVERYTHING, Filters, Query, Searcher
from rag.answer import Answer, Citation, Evidence
from rag.answer_out import answer_out
from rag.contract import AnswerOut
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.quotes.prints import cite_earliest
from rag.render import show_answer
from rag.settings import Settings
from rag.wire import Engine
from tests.browser_kit import Visit

Serving = Callable[[Pipeline], AbstractAsyncContextManager[httpx.AsyncClient]]
Browsing = Callable[..., Visit]

# Hashed words find what they stand in, so the question has those of the sentence.
WHY = "The ferry Aurora stopped before the island because its rudder had broken?"
BECAUSE = "The ferry Aurora stopped before the island because its rudder had broken in the night."
ALONE = "The harbour master Ann Tulloch told this newspaper that the quay was too short for her."
AGENCY = f"""A ferry with 212 people aboard drifted for six hours off the northern coast on Tuesday.
{BECAUSE} Two tugs brought it into the harbour of Lerwick towards noon.
Nobody was hurt, the coast guard said, and passengers were given soup and blankets in the town hall.
The company promised to pay for hotels and for the journey home of everyone aboard.
It was the third such incident on the line within a year, after a fire in March and a collision in May.
A spokeswoman for the union called for more engineers on night crossings.
"""
# The same text under another site's header and with its own words around it, its lines broken elsewhere, small edits made.
GAZETTE = (
    "Menu | News | Sport | Weather | Sign in\n\nTHE SHETLAND GAZETTE\n\n"
    + AGENCY.replace(BECAUSE, BECAUSE.replace("because its", "because\nits"))
    .replace("towards noon", "at noon")
    .replace("212 people", "more than 200 people")
    + f"{ALONE}\nMore on this: Ferries in winter. Subscribe to our newsletter for news from the islands every morning.\n"
)
POST = AGENCY.replace("soup and blankets", "tea and blankets") + "\nThis report is from an agency. (c) The Post\n"
# Another article that quotes one sentence of it.
COMMENT = f"""Why do ships break in winter? {BECAUSE}
So wrote the agencies this week, and nobody asked who pays for old ships on a route that earns little in the dark months.
The council has known of the matter for ten years and has had four reports written, each longer than the one before it.
What is missing is a decision, and those who could make it are looking towards the elections in the spring instead.
"""


def article(article_id: str, text: str, publisher: str, published_at: str | None) -> Article:
    published = PartialDate.parse(published_at) if published_at else None
    stated = Metadata(f"Ferry adrift ({publisher})", publisher, published, "en")
    return article_of(article_id, Extracted(text, Metadata()), stated)


PRINTS = (
    article("gazette", GAZETTE, "The Shetland Gazette", "2024-02-08"),
    article("agency", AGENCY, "The Agency", "2024-02-07"),
    article("post", POST, "The Post", None),
    article("talk", COMMENT, "The Comment", "2024-02-06"),
)


@pytest.fixture
def ferry(tmp_path: Path) -> Engine:
    engine = Engine(Settings(home=tmp_path / "home", min_confidence=0), HashingEmbedder())
    write(engine, *(Put(one) for one in PRINTS))
    return engine


def write(engine: Engine, *changes: Change) -> None:
    engine.library.apply(changes, lambda _done, _total: None)


def ask(engine: Engine, **more: object) -> Answer:
    return engine.pipeline().answer(Question(WHY, **more))  # type: ignore[arg-type]


def others(answer: Answer) -> list[list[str]]:
    return [[elsewhere.article.id for elsewhere in citation.also_in] for citation in answer.citations]


def test_prints_of_one_text_are_a_group_and_an_article_that_quotes_it_is_not_in_it(ferry: Engine) -> None:
    group = ("agency", "gazette", "post")
    assert ferry.pipeline().searcher.generation.near_duplicates == dict.fromkeys(group, group)


def test_the_earliest_print_is_cited_and_the_others_are_named_the_undated_last(ferry: Engine) -> None:
    [cited, *_] = ask(ferry).citations
    assert (cited.article.id, cited.quote) == ("agency", BECAUSE)
    assert [elsewhere.article.id for elsewhere in cited.also_in] == ["gazette", "post"]


def test_each_other_print_has_the_words_where_it_is_said_white_space_aside(ferry: Engine) -> None:
    [cited, *_] = ask(ferry).citations
    found = [e.article.text[e.offsets.start : e.offsets.end] for e in cited.also_in]
    assert found == [BECAUSE.replace("because its", "because\nits"), BECAUSE]


def test_the_marked_words_are_marked_in_the_print_that_is_cited(ferry: Engine) -> None:
    """The gazette breaks its lines elsewhere, so its offsets are not those of the agency."""
    write(ferry, Delete("agency"))
    [cited, *_] = ask(ferry).citations
    marked = cited.article.text[cited.answer_span.start : cited.answer_span.end]
    assert (cited.article.id, " ".join(marked.split())) == ("gazette", BECAUSE)


def test_a_print_that_has_the_words_too_far_apart_for_a_quote_is_neither_cited_nor_named(ferry: Engine) -> None:
    # 60,000 spaces among the words: a quote of them has 50,000 characters at most.
    spaced = AGENCY.replace("because its", f"because{' ' * 60_000}its")
    write(ferry, Delete("gazette"), Put(article("spaced", spaced, "The Typewriter", "2024-02-06")))
    assert "spaced" in ferry.pipeline().searcher.generation.near_duplicates["agency"]
    answer = ask(ferry)
    assert (answer.citations[0].article.id, others(answer)[0]) == ("agency", ["post"])


def test_words_that_one_print_has_alone_are_cited_from_it_without_others(ferry: Engine) -> None:
    [cited, *_] = ferry.pipeline().answer(ALONE).citations
    assert (cited.article.id, cited.quote, cited.also_in) == ("gazette", ALONE, ())


def test_an_article_that_only_quotes_is_never_named_as_another_print(ferry: Engine) -> None:
    assert all("talk" not in named for named in others(ask(ferry)))
    answer = ask(ferry, filters=Filters(article_ids=frozenset({"talk", "agency"})))
    assert [(c.article.id, c.also_in) for c in answer.citations] == [("agency", ())]
    answer = ask(ferry, filters=Filters(article_ids=frozenset({"talk"})))
    assert [(c.article.id, c.quote, c.also_in) for c in answer.citations] == [("talk", BECAUSE, ())]


def test_a_deleted_print_is_named_no_more(ferry: Engine) -> None:
    write(ferry, Delete("gazette"))
    assert others(ask(ferry))[0] == ["post"]
    write(ferry, Delete("post"))
    assert others(ask(ferry))[0] == []
    assert ferry.pipeline().searcher.generation.near_duplicates == {}


def test_only_articles_that_are_searched_are_cited_and_named(ferry: Engine) -> None:
    answer = ask(ferry, filters=Filters(article_ids=frozenset({"gazette", "post"})))
    assert [c.article.id for c in answer.citations][:1] == ["gazette"]
    assert others(answer)[0] == ["post"]
    answer = ask(ferry, filters=Filters(published_after=date(2024, 2, 8)))
    assert (answer.citations[0].article.id, others(answer)[0]) == ("gazette", [])


def test_a_text_is_read_once_however_many_print_it(tmp_path: Path) -> None:
    engine = Engine(Settings(home=tmp_path / "home", min_confidence=0), HashingEmbedder())
    prints = [article(f"site{n:02}", AGENCY, f"Site {n}", None) for n in range(60)]
    write(engine, Put(article("talk", COMMENT, "The Comment", None)), *map(Put, prints))
    # 60 prints would fill both rankings, of 50 passages each, before the talk.
    passages = engine.pipeline().search(WHY)
    assert sorted(passage.chunk.span.article_id for passage in passages) == ["site00", "talk"]
    assert len(ask(engine).citations[0].also_in) == 20


class Ranked:
    """Rankings that always go in one order."""

    def __init__(self, *positions: int) -> None:
        self._positions = np.array(positions)

    def rank(self, _: object, depth: int, allowed: object) -> Any:  # noqa: ANN401, ARG002
        return self._positions[:depth]


def test_an_article_is_found_behind_prints_whose_passages_fill_one_ranking_each(tmp_path: Path) -> None:
    engine = Engine(Settings(home=tmp_path / "home", min_confidence=0), HashingEmbedder())
    two_passages = AGENCY + "".join(
        f"In the year {year} the ferry carried {year * 7} people over the sound.\n\n" for year in range(10)
    )
    prints = [article(f"site{n:02}", two_passages, f"Site {n}", None) for n in range(60)]
    write(engine, Put(article("talk", COMMENT, "The Comment", None)), *map(Put, prints))
    generation = engine.library.open()
    first, last = generation.contents.positions_of("talk"), generation.contents.positions_of("site00")
    assert (len(first), len(last)) == (1, 2)
    every = range(len(generation.contents.chunks))
    begins, ends = ([n for n in every if n % 2 == part and n not in first] for part in (0, 1))
    lexical, dense = Ranked(*begins, *ends, *first), Ranked(*ends, *begins, *first)
    contents = replace(
        generation.contents, lexical=lexical, dense=SimpleNamespace(rank=lambda *asked: [dense.rank(*asked)])
    )
    [found] = Searcher(replace(generation, contents=contents)).search([query(engine)])
    assert sorted({passage.chunk.span.article_id for passage in found.passages}) == ["site00", "talk"]


def query(engine: Engine) -> Query:
    return Query(WHY, "en", engine.embedder.embed_questions([WHY])[0], EVERYTHING, 8)


def test_a_number_is_not_found_in_a_longer_one_of_another_print() -> None:
    early = article("early", "A fire broke out on Friday. 17 people died in the blaze.\n", "A", "2024-05-01")
    later = article("later", "A fire broke out on Friday. 7 people died in the blaze.\n", "B", "2024-05-03")
    same = article("same", "Last week:\n\n7 people died in\nthe blaze. Nobody knows why.\n", "C", "2024-05-02")

    def cited(words: str) -> Citation:
        start = later.text.index(words)
        span = Span("later", start, start + len(words))
        return cite_earliest(
            Evidence(SimpleNamespace(chunk=SimpleNamespace(id="x")), span, span, 1.0), later, [early, same]
        )  # type: ignore[arg-type]

    found = cited("7 people died in the blaze.")
    assert (found.article.id, found.quote) == ("same", "7 people died in\nthe blaze.")
    assert [elsewhere.article.id for elsewhere in found.also_in] == ["later"]
    assert cited("A fire broke out on Friday.").article.id == "early"


def wire(engine: Engine) -> AnswerOut:
    pipeline = engine.pipeline()
    return answer_out(pipeline.answer(WHY), pipeline, DEFAULT_COLLECTION)


def test_every_door_names_the_other_prints(ferry: Engine) -> None:
    answer = wire(ferry)
    named = [
        {"id": other.article_id, "publisher": other.publisher, "published_at": other.published_at}
        for other in answer.citations[0].also_in
    ]
    assert named == [
        {"id": "gazette", "publisher": "The Shetland Gazette", "published_at": "2024-02-08"},
        {"id": "post", "publisher": "The Post", "published_at": None},
    ]
    assert "The Agency · 2024-02-07 (also in Ferry adrift (The Shetland Gazette) · The Shetland Gazette" in (
        write_message(answer).text.replace("\\", "")
    )
    structured = ask_result(answer).structured_content
    assert structured is not None
    assert [other["article_id"] for other in structured["citations"][0]["also_in"]] == ["gazette", "post"]
    [first, *_] = show(answer, Link(None, 0), 500).quotes
    assert first.source.endswith("The Agency · 2024-02-07 · also in The Shetland Gazette, The Post")
    terminal = Console(file=io.StringIO(), width=300)
    pipeline = ferry.pipeline()
    show_answer(pipeline.answer(WHY), terminal, dict(pipeline.searcher.generation.contents.articles))
    shown = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert "also in The Shetland Gazette, 2024-02-08, gazette; The Post, undated, post" in shown


def test_over_http_every_other_print_re_slices(ferry: Engine, serving: Serving) -> None:
    async def run() -> None:
        async with serving(ferry.pipeline()) as client:
            answer = (await client.post("/v1/ask", json={"question": WHY})).json()
            [cited, *_] = answer["citations"]
            assert [other["article_id"] for other in cited["also_in"]] == ["gazette", "post"]
            for other in cited["also_in"]:
                text = (await client.get(f"/v1/articles/{other['article_id']}/text")).text
                assert text[other["start"] : other["end"]].split() == cited["quote"].split()

    asyncio.run(run())


@pytest.mark.browser
def test_the_start_page_opens_another_print_at_the_words(ferry: Engine, browsing: Browsing) -> None:
    async def test(page: Page) -> None:
        await page.goto(f"http://test/?q={quote(WHY)}")
        also = page.locator(".source").first.locator(".also")
        assert (await also.inner_text()).split("\n")[0].startswith("Also in")
        await also.get_by_role("button", name="The Shetland Gazette (8 February 2024)").click()
        await page.wait_for_selector("mark")
        assert await page.locator("mark").text_content() == BECAUSE.replace("because its", "because\nits")
        assert await page.locator("#article-note").is_hidden()

    browsing(ferry.pipeline()).run(test)


def test_no_two_of_the_five_first_articles_are_prints_of_one(hashed_seeds: Engine) -> None:
    assert hashed_seeds.pipeline().searcher.generation.near_duplicates == {}


def test_titles_do_not_make_a_group(tmp_path: Path) -> None:
    engine = Engine(Settings(home=tmp_path / "home"), HashingEmbedder())
    write(engine, Put(PRINTS[1]), Put(article("other", COMMENT, "The Agency", "2024-02-07")))
    assert engine.pipeline().searcher.generation.near_duplicates == {}
