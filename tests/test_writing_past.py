"""What an article was: quotes of texts that have changed or are gone, revisions, and original files."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from api.writing.incoming import put_text
from api.writing.schemas import ArticleIn
from index.article import Span
from index.article_store import Original
from index.changes import Put
from rag.citations import span_id
from tests.writing_kit import engine_over, path_of, writing

FIRST = "Alice left because of a quarrel. She will be missed."


def run(home: Path, do: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    async def go() -> None:
        async with writing(home) as client:
            await do(client)

    asyncio.run(go())


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def span_of(article_id: str, text: str, quote: str) -> str:
    start = text.index(quote)
    article = put_text(article_id, ArticleIn(text=text)).article
    return f"/v1/spans/{span_id(article, Span(article_id, start, start + len(quote)))}"


def test_a_made_up_span_id_with_half_a_surrogate_pair_is_not_found(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        # ["\ud800", "aaaaaaaaaaaaaaaaaaaaaaaa", 0, 3, "x", "y"], whose first string no store takes as a name.
        response = await client.get(
            "/v1/spans/WyJcdWQ4MDAiLCAiYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhIiwgMCwgMywgIngiLCAieSJd"
        )
        assert (response.status_code, response.json()["type"]) == (404, "urn:pourquoi:problem:span-not-found")

    run(tmp_path, do)


def test_a_quote_is_followed_through_changes_until_it_is_gone_and_then_tells_when_it_was_true(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        path = span_of("a", FIRST, "because of a quarrel")
        before = datetime.now(UTC).replace(microsecond=0)
        await client.put(path_of("a"), json={"text": FIRST})
        span = (await client.get(path)).json()
        assert (span["state"], span["start"], span["quote"], span["was"]) == (
            "unchanged", 11, "because of a quarrel", None,
        )  # fmt: skip
        # Six characters stand before it now, so 11 becomes 17.
        await client.put(path_of("a"), json={"text": "News: " + FIRST})
        span = (await client.get(path)).json()
        assert (span["state"], span["start"], span["was"]["start"]) == ("moved", 17, 11)
        await client.put(path_of("a"), json={"text": "Alice stayed."})
        span = (await client.get(path)).json()
        assert (span["state"], span["quote"], span["start"], span["article_sha256"]) == (
            "gone", None, None, sha("Alice stayed."),
        )  # fmt: skip
        was = span["was"]
        assert (was["quote"], was["before"], was["after"]) == (
            "because of a quarrel",
            "Alice left ",
            ". She will be missed.",
        )
        assert was["article_sha256"] == sha(FIRST)
        times = [datetime.fromisoformat(was[name]) for name in ("valid_from", "valid_until")]
        assert before <= times[0] <= times[1] <= datetime.now(UTC)
        await client.delete(path_of("a"))
        span = (await client.get(path)).json()
        assert (span["state"], span["title"], span["article_sha256"], span["was"]) == ("gone", None, None, was)

    run(tmp_path, do)


def test_a_quote_of_a_text_that_is_not_kept_any_more_is_gone_without_its_words(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.put(path_of("a"), json={"text": FIRST})
        await client.put(path_of("b"), json={"text": FIRST})
        await client.put(path_of("a"), json={"text": "Alice stayed."})
        await client.delete(path_of("b"))
        soon = datetime.now(UTC) + timedelta(days=1)
        await asyncio.to_thread(engine_over(tmp_path).library.purge, soon)
        span = (await client.get(span_of("a", FIRST, "a quarrel"))).json()
        assert (span["state"], span["quote"], span["was"]) == ("gone", None, None)
        gone = await client.get(span_of("b", FIRST, "a quarrel"))
        assert (gone.status_code, gone.json()["type"]) == (404, "urn:pourquoi:problem:article-not-found")

    run(tmp_path, do)


def test_an_id_that_was_made_up_tells_nothing_of_a_revision(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.put(path_of("a"), json={"text": FIRST})
        await client.put(path_of("a"), json={"text": "Alice stayed."})
        # The right article and revision by its digest, but other words than stand there.
        text = FIRST.replace("quarrel", "lottery")
        article = put_text("a", ArticleIn(text=text)).article
        made_up = span_id(Put(article).article, Span("a", 11, 31))
        span = (await client.get(f"/v1/spans/{made_up}")).json()
        assert (span["state"], span["was"]) == ("gone", None)

    run(tmp_path, do)


def test_revisions_are_listed_newest_first_also_of_a_deleted_article(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        path = path_of("a") + "/revisions"
        assert (await client.get(path)).status_code == 404
        for text in (FIRST, "Alice stayed.", "Nobody knows."):
            await client.put(path_of("a"), json={"text": text})
        kept = (await client.get(path)).json()["revisions"]
        assert [one["sha256"] for one in kept] == [sha(t) for t in ("Nobody knows.", "Alice stayed.", FIRST)]
        assert [one["characters"] for one in kept] == [13, 13, len(FIRST)]
        assert (kept[0]["valid_until"], kept[1]["valid_until"]) == (None, kept[0]["valid_from"])
        await client.delete(path_of("a"))
        kept = (await client.get(path)).json()["revisions"]
        assert (len(kept), kept[0]["valid_until"] is None) == (3, False)

    run(tmp_path, do)


def test_the_original_is_given_to_be_saved_and_never_to_be_opened(tmp_path: Path) -> None:
    page = b"<html><script>alert(1)</script><p>Alice left.</p></html>"
    put = Put(put_text("a", ArticleIn(text="Alice left.")).article, Original(page, "text/html"))
    engine_over(tmp_path).library.apply([put], lambda _done, _total: None)

    async def do(client: httpx.AsyncClient) -> None:
        response = await client.get(path_of("a") + "/original")
        assert (response.content, response.headers["content-type"].partition(";")[0]) == (page, "text/html")
        assert response.headers["content-disposition"] == "attachment"
        assert response.headers["x-content-type-options"] == "nosniff"
        await client.put(path_of("b"), json={"text": "Bruno left."})
        plain = await client.get(path_of("b") + "/original")
        assert (plain.status_code, plain.json()["type"]) == (404, "urn:pourquoi:problem:no-original")
        # An article whose own id ends like a route.
        for name in ("x/original", "x/revisions"):
            await client.put(path_of(name), json={"text": "Clara left."})
            assert (await client.get(f"/v1/articles/{name}")).json()["id"] == name

    run(tmp_path, do)
