"""Articles are listed, described and given byte for byte, and quotes are found again."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.catalog import Catalog
from index.article import Span
from index.changes import Put
from index.chunks import ChunkingSettings
from index.encoder.hashing import HashingEmbedder
from index.formats.extracted import Extracted
from index.library import Library
from index.metadata import Metadata
from index.reading import article_of
from index.sqlite_store import SqliteStore
from rag.citations import span_id
from rag.pipeline import Pipeline

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
ARTICLES = {
    "a": "The first article says little.\n",
    "b/with space & 100%?#é": "\ufeff🚀 The second article\r\nhas lines of Windows, a balloon 🎈 and a quarrel over money.\r\n",
    "c": "The third article has no news either.\n",
    "folder/text": "The fourth article has a name that ends like a route.\n",
    "z": "The fifth article says: a quarrel over money. Then again: a quarrel over money.\n",
}


def get(pipeline: Pipeline, serving: Serving, path: str, **rest: object) -> httpx.Response:
    async def run() -> httpx.Response:
        async with serving(pipeline) as client:
            return await client.get(path, **rest)

    return asyncio.run(run())


def path_of(article_id: str) -> str:
    return f"/v1/articles/{quote(article_id, safe='')}"


@pytest.fixture
def five(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline(ARTICLES)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 200])
def test_the_pages_together_list_every_article_once_in_order(five: Pipeline, serving: Serving, limit: int) -> None:
    async def run() -> list[str]:
        async with serving(five) as client:
            ids, cursor = [], None
            while True:
                params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
                page = (await client.get("/v1/articles", params=params)).json()
                assert 1 <= len(page["articles"]) <= limit
                ids += [article["id"] for article in page["articles"]]
                cursor = page["next_cursor"]
                if cursor is None:
                    return ids

    assert asyncio.run(run()) == sorted(ARTICLES)


@pytest.mark.parametrize("words", ["ebranle", "ÉBRANLÉ", "e\u0301branle\u0301", "Ébranlé par"])
def test_titles_are_looked_through_without_accents_as_the_search_looks(
    hashing_pipeline: HashingPipeline, serving: Serving, words: str
) -> None:
    pipeline = hashing_pipeline(
        {"a": "OpenAI ébranlé par un départ\n\nAlice left.\n", "b": "Another title\n\nBruno came.\n"}
    )
    listed = get(pipeline, serving, "/v1/articles", params={"title": words}).json()["articles"]
    assert [article["id"] for article in listed] == ["a"]


def test_an_empty_index_has_one_empty_page(hashing_pipeline: HashingPipeline, serving: Serving) -> None:
    assert get(hashing_pipeline({}), serving, "/v1/articles").json() == {"articles": [], "next_cursor": None}


@pytest.mark.parametrize(
    "params",
    [{"limit": 0}, {"limit": 201}, {"limit": "NaN"}, {"cursor": "€"}, {"cursor": "_w"}, {"cursor": "a" * 9_000}],
)
def test_a_page_that_cannot_be_is_refused(five: Pipeline, serving: Serving, params: dict[str, object]) -> None:
    response = get(five, serving, "/v1/articles", params=params)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("article_id", ARTICLES)
def test_an_article_is_described_without_its_text(five: Pipeline, serving: Serving, article_id: str) -> None:
    described = get(five, serving, path_of(article_id)).json()
    assert described == {
        "id": article_id,
        "title": five.searcher.article(article_id).title,
        "publisher": None,
        "language": five.searcher.article(article_id).language,
        "published_at": None,
        "url": None,
        "sha256": hashlib.sha256(ARTICLES[article_id].encode()).hexdigest(),
        "characters": len(ARTICLES[article_id]),
        "passages": sum(c.chunk.span.article_id == article_id for c in five.searcher.generation.contents.chunks),
        "indexed_at": f"{five.searcher.generation.heads[article_id].changed_at:%Y-%m-%dT%H:%M:%SZ}",
    }


@pytest.mark.parametrize("article_id", ARTICLES)
def test_a_text_is_given_byte_for_byte(five: Pipeline, serving: Serving, article_id: str) -> None:
    response = get(five, serving, path_of(article_id) + "/text")
    assert response.content == ARTICLES[article_id].encode()
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["etag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/v1/articles/a", "/v1/articles/folder%2Ftext"])
def test_a_description_that_is_known_is_not_sent_again(five: Pipeline, serving: Serving, path: str) -> None:
    first = get(five, serving, path)
    tag = first.headers["etag"]
    assert tag.startswith(f'"{first.json()["sha256"]}.')
    again = get(five, serving, path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    # The text alone may be the same under another title.
    of_text = get(five, serving, path, headers={"if-none-match": f'"{first.json()["sha256"]}"'})
    assert (of_text.status_code, of_text.json()) == (200, first.json())


def test_slashes_of_an_id_may_stand_as_they_are(five: Pipeline, serving: Serving) -> None:
    assert get(five, serving, "/v1/articles/folder/text/text").text == ARTICLES["folder/text"]
    assert get(five, serving, "/v1/articles/folder/text").json()["id"] == "folder/text"


def test_a_text_that_is_known_is_not_sent_again(five: Pipeline, serving: Serving) -> None:
    tag = f'"{hashlib.sha256(ARTICLES["a"].encode()).hexdigest()}"'
    for named in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = get(five, serving, "/v1/articles/a/text", headers={"if-none-match": named})
        assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", tag)
    assert get(five, serving, "/v1/articles/a/text", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["nothing", "nothing/text", "%00", "..%2F..%2Fetc%2Fpasswd", "a%2Ftext%2Ftext", ""])
def test_an_unknown_article_is_a_problem(five: Pipeline, serving: Serving, path: str) -> None:
    response = get(five, serving, f"/v1/articles/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_an_unknown_article_is_named(five: Pipeline, serving: Serving) -> None:
    detail = get(five, serving, "/v1/articles/news%2Fzoë").json()["detail"]
    assert detail.startswith("no article has this id: 'news/zoë'; GET /v1/articles")


# ---- quotes found again ----------------------------------------------------------------------------------------------

PHRASE = "a quarrel over money."


def id_of(pipeline: Pipeline, article_id: str, start: int, end: int) -> str:
    return span_id(pipeline.searcher.article(article_id), Span(article_id, start, end))


def test_a_quote_that_stands_is_shown_with_its_surroundings(five: Pipeline, serving: Serving) -> None:
    article_id = "b/with space & 100%?#é"
    text = ARTICLES[article_id]
    start = text.index(PHRASE)
    found = get(five, serving, f"/v1/spans/{id_of(five, article_id, start, start + len(PHRASE))}").json()
    assert (found["state"], found["quote"], found["article_id"]) == ("unchanged", PHRASE, article_id)
    assert (found["before"], found["after"]) == (text[:start], "\r\n")
    assert (found["start"], found["end"]) == (start, start + len(PHRASE))
    # Two emoji before it take two UTF-16 units each, four bytes each; the byte order mark takes three bytes.
    assert found["utf16_start"] == start + 2
    assert found["byte_start"] == start + 2 * 3 + 2


def test_surroundings_are_two_hundred_code_points_at_most(hashing_pipeline: HashingPipeline, serving: Serving) -> None:
    text = "é" * 300 + " quoted words " + "è" * 300
    pipeline = hashing_pipeline({"long": text})
    found = get(pipeline, serving, f"/v1/spans/{id_of(pipeline, 'long', 301, 313)}").json()
    assert found["quote"] == "quoted words"
    assert (found["before"], found["after"]) == (text[101:301], text[313:513])


def test_a_quote_that_moved_is_shown_where_it_stands_now(five: Pipeline, serving: Serving) -> None:
    article = five.searcher.article("z")
    before = replace(article, text=f"A correction. {article.text}", sha256="0" * 64)
    start = before.text.index(PHRASE)
    found = get(five, serving, f"/v1/spans/{span_id(before, Span('z', start, start + len(PHRASE)))}").json()
    assert (found["state"], found["quote"]) == ("moved", PHRASE)
    assert ARTICLES["z"][found["start"] : found["end"]] == PHRASE
    assert found["start"] == ARTICLES["z"].index(PHRASE)


def test_a_quote_that_is_gone_has_no_words_and_no_offsets(five: Pipeline, serving: Serving) -> None:
    before = replace(five.searcher.article("z"), text="Some words that were taken back since.", sha256="0" * 64)
    found = get(five, serving, f"/v1/spans/{span_id(before, Span('z', 5, 20))}").json()
    assert found["state"] == "gone"
    gone = ("quote", "before", "after", "start", "end", "utf16_start", "utf16_end", "byte_start", "byte_end")
    assert [found[name] for name in gone] == [None] * len(gone)


def packed(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "nonsense",
    [
        "x",
        "a" * 7_000,
        "é",
        packed("a", "b", 0, 4, "anchor"),
        packed("a", "b", 0, 4, "", "c"),
        packed("a", "b", 0, 4, 5, "c"),
        packed("a", "b", *[True], 4, "x", "c"),
        packed("a", "b", -3, 4, "x", "c"),
        packed("a", "b", 4, 4, "x", "c"),
        packed("a", "b", 0.0, 1e300, "x", "c"),
        packed("nothing", "b", 0, 4, "x", "c"),
        packed("\ud800", "b", 0, 4, "x", "c"),
        base64.urlsafe_b64encode(b"[" * 4_000).decode().rstrip("="),
        base64.urlsafe_b64encode(b'["a","b",0,' + b"9" * 4_000 + b',"x","c"]').decode().rstrip("="),
        base64.urlsafe_b64encode(b"\xff\xfe\xff").decode().rstrip("="),
    ],
)
def test_a_span_id_that_is_nonsense_is_not_found(five: Pipeline, serving: Serving, nonsense: str) -> None:
    response = get(five, serving, f"/v1/spans/{nonsense}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_span_id_that_was_tampered_with_is_gone_and_never_other_words(five: Pipeline, serving: Serving) -> None:
    for parts in (
        ("a", "0" * 24, 0, 9, "The first ar", "0" * 24),
        ("a", "0" * 24, 10**30, 10**30 + 5, "The", "0" * 24),
    ):
        assert get(five, serving, f"/v1/spans/{packed(*parts)}").json()["state"] == "gone"


def test_an_id_whose_words_could_stand_at_very_many_places_is_answered(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    pipeline = hashing_pipeline({"same": "ab " * 100_000})
    for end in (20, 1_000, 300_000):
        response = get(pipeline, serving, f"/v1/spans/{packed('same', '0' * 24, 1, end, 'b ab ab ab a', '0' * 24)}")
        assert response.status_code == 404 or response.json()["state"] == "gone"


def test_an_article_was_indexed_when_it_was_last_written_whatever_came_later(tmp_path: Path) -> None:
    noon = datetime(2024, 5, 15, 12, tzinfo=UTC)
    # The clock says whatever `noon` is by then.
    store = SqliteStore(tmp_path / "articles.db", lambda: noon)
    library = Library(store, HashingEmbedder(), ChunkingSettings())

    def put(text: str) -> Put:
        return Put(article_of(text[:5], Extracted(text, Metadata()), Metadata()))

    library.apply([put("Alice left."), put("Bruno came.")], lambda _done, _total: None)
    noon += timedelta(hours=1)
    applied = library.apply([put("Bruno opened a bakery."), put("Clara slept.")], lambda _done, _total: None)
    listed = Catalog(applied.generation).page(None, 10).articles
    assert {article.id: article.indexed_at for article in listed} == {
        "Alice": "2024-05-15T12:00:00Z",
        "Bruno": "2024-05-15T13:00:00Z",
        "Clara": "2024-05-15T13:00:00Z",
    }
