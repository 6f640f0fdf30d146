"""What an address says: nothing but UTF-8, and no parameter that nobody reads."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx

from tests.writing_kit import writing

ONE = "/v1/articles/one"


def run(home: Path, do: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    async def go() -> None:
        async with writing(home) as client:
            await client.put(ONE, json={"text": "Alice left the company because of a quarrel over money."})
            await do(client)

    asyncio.run(go())


NOT_UTF_8 = (
    ("PUT", "/v1/articles/%ff"),
    ("DELETE", "/v1/articles/%ff"),
    ("GET", "/v1/articles/%ff"),
    ("GET", "/v1/articles/caf%c3%28/text"),
    ("GET", "/v1/articles/%ed%a0%80/original"),  # half a surrogate pair
    ("GET", "/v1/articles/%ff/revisions"),
    ("GET", "/v1/spans/%ff"),
    ("GET", "/v1/jobs/%c3"),
    ("GET", "/v1/models/%ff"),
    ("GET", "/v1/articles?title=%ff"),
    ("POST", "/v1/ask?%ff=1"),
)


def test_an_address_that_is_not_utf_8_is_refused_and_stands_for_no_other(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        for method, address in NOT_UTF_8:
            body = {"json": {"text": "A text."}} if method == "PUT" else {}
            response = await client.request(method, address, **body)
            # OpenAI's clients know no 422.
            assert response.status_code == (400 if address.startswith("/v1/models") else 422), address
            assert "of the address is not UTF-8" in response.text
        assert [one["id"] for one in (await client.get("/v1/articles")).json()["articles"]] == ["one"]

    run(tmp_path, do)


def test_the_refusal_says_which_byte(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        problem = (await client.put("/v1/articles/caf%ff", json={"text": "A text."})).json()
        # "/v1/articles/caf" has 16 bytes.
        assert (problem["type"], problem["status"]) == ("urn:pourquoi:problem:url-not-utf8", 422)
        assert problem["detail"].startswith("the path of the address is not UTF-8: byte 16 is 0xff;")

    run(tmp_path, do)


def test_an_id_in_any_script_is_what_was_sent(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        # The character that stands for what cannot be read is one of them.
        for article_id in ("café", "新聞", "\ufffd"):
            put = await client.put(f"/v1/articles/{article_id}", json={"text": "A text."})
            assert (put.status_code, put.json()["id"]) == (201, article_id)

    run(tmp_path, do)


READ_NOWHERE = (
    ("GET", "/v1/articles"),
    ("GET", ONE),
    ("GET", f"{ONE}/text"),
    ("GET", f"{ONE}/original"),
    ("GET", f"{ONE}/revisions"),
    ("PUT", ONE),
    ("DELETE", ONE),
    ("POST", "/v1/articles"),
    ("POST", "/v1/ask"),
    ("POST", "/v1/search"),
    ("GET", "/v1/spans/x"),
    ("GET", "/v1/jobs/x"),
)
BODIES = {"PUT": {"text": "Another."}, "POST": {"question": "why?"}}


def test_a_parameter_that_nobody_reads_is_refused_by_its_name(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        for method, address in READ_NOWHERE:
            body = {"json": BODIES[method]} if method in BODIES else {}
            response = await client.request(method, f"{address}?langauge=fr&limit=3", **body)
            listing = (method, address) == ("GET", "/v1/articles")
            assert response.status_code == 422, address
            unknown = [["query", "langauge"]] + [["query", "limit"]] * (not listing)
            assert [one["location"] for one in response.json()["errors"]] == unknown
            assert response.json()["detail"].startswith("query.langauge: Extra parameters are not permitted;")
            assert ("language, limit, published_after" in response.text) == listing
        # And nothing was done.
        assert (await client.get(f"{ONE}/text")).text.startswith("Alice left")

    run(tmp_path, do)


def test_a_collection_named_in_an_address_that_takes_none_is_told_the_header(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        response = await client.post("/v1/ask?collection=news", json={"question": "why?"})
        assert response.json()["detail"].endswith("; a collection is named in the header x-pourquoi-collection")

    run(tmp_path, do)


def test_probes_scrapers_and_clients_of_others_may_add_parameters_of_their_own(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        for address in ("/healthz", "/readyz", "/metrics", "/v1/models", "/"):
            assert (await client.get(f"{address}?api-version=1")).status_code == 200

    run(tmp_path, do)
