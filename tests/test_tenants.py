"""Tenants of one service see nothing of each other: not in answers, errors, headers, caches, metrics or logs."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from itertools import permutations
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.access.database import AccessDatabase
from api.access.needs import need_of
from api.watched.logs import JsonLines, TextLines
from tests.chat_kit import NOW, fixture, iso, teams_headers
from tests.gate_results import Results
from tests.tenants import HEADER, NAMES, Tenant, every_call, everything_of, leaked, question, served, tenants_app
from tests.writing_kit import path_of

_ARTICLES = 10
Use = Callable[[FastAPI, httpx.AsyncClient, list[Tenant]], Awaitable[None]]


def with_tenants(home: Path, use: Use, articles: int = _ARTICLES) -> None:
    async def run() -> None:
        app = tenants_app(home)
        async with served(app, home, articles) as (client, tenants):
            await use(app, client, tenants)

    asyncio.run(run())


async def kept(client: httpx.AsyncClient, tenant: Tenant) -> dict[str, str]:
    """The articles of a tenant by id."""
    found: dict[str, str] = {}
    cursor = None
    while True:
        query = {"limit": 200} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/articles", params=query, headers=tenant.headers)).json()
        found |= {article["id"]: article["sha256"] for article in page["articles"]}
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def ask_everything(
    app: FastAPI, client: httpx.AsyncClient, tenants: list[Tenant], pairs: Iterable[tuple[Tenant, Tenant]]
) -> Counter[tuple[str, int]]:
    """Ask every route, as the first of each pair, for what is the second's, and find nothing of anybody else's; the statuses."""
    statuses: Counter[tuple[str, int]] = Counter()
    for asking, owner in pairs:
        others = [tenant for tenant in tenants if tenant is not asking]
        for bare in every_call(app, owner):
            need = need_of(bare.method, bare.path)
            ways = [(bare, {}), (bare, {HEADER: owner.name})]
            for call, named in ways + [(bare.in_address(owner.name), {})] * (need is not None and need.linked):
                headers = call.headers | asking.headers | named
                response = await client.request(call.method, call.path, headers=headers, content=call.body)
                # The chat platforms ask in amber's collection, and their requests are signed; these are not.
                found = leaked(everything_of(response), call.sent(), others)
                assert not found, (asking.name, owner.name, call, found)
                if need is not None:
                    assert {"Authorization", "X-Pourquoi-Collection"} <= set(response.headers["vary"].split(", "))
                statuses[call.template if call is bare else "a link", response.status_code] += 1
    return statuses


async def all_is_apart(
    app: FastAPI,
    client: httpx.AsyncClient,
    tenants: list[Tenant],
    numbers: Iterable[int],
    pairs: Iterable[tuple[Tenant, Tenant]],
) -> None:
    before = {tenant.name: await kept(client, tenant) for tenant in tenants}
    # The same questions in the same words: each answer is in the cache before another tenant asks.
    for number in numbers:
        for tenant in tenants:
            response = await client.post("/v1/ask", json=question(number), headers=tenant.headers)
            assert leaked(response.json()["answer"].encode(), b"", [tenant])
            assert not leaked(response.content, b"", [other for other in tenants if other is not tenant])
    statuses = await ask_everything(app, client, tenants, pairs)
    # Not all was refused at the door: whoever asks has answers, and what is another's is not found behind it.
    for template, status in [
        *[("/v1/ask", 200), ("/mcp", 200), ("/v1/articles", 200), ("/v1/chat/completions", 200), ("/metrics", 200)],
        *[("/v1/jobs/{job_id}", 404), ("/v1/articles/{article_id}/text", 200)],
    ]:
        assert statuses[template, status], (template, status)
    assert not statuses["/v1/jobs/{job_id}", 200]
    assert not statuses["/v1/articles/{article_id}/text", 304]
    # By a link to another's collection nothing is read at all.
    assert {status for template, status in statuses if template == "a link"} == {404}
    for tenant in tenants:
        # What others have put and deleted under the same ids is theirs; what each has put itself is new or deleted again.
        after = await kept(client, tenant)
        assert {i: after.get(i) for i in before[tenant.name] if i != "vault/0"} == {
            i: sha256 for i, sha256 in before[tenant.name].items() if i != "vault/0"
        }


def test_what_is_looked_for_would_be_found() -> None:
    one, other = Tenant("amber", {}, 1), Tenant("birch", {}, 1)
    word = list(one.lines()) and one.secret("text 0")
    assert leaked(f"x{word}".encode(), b"", [one]) == {word}
    assert leaked(f"x{word}".encode(), b"", [other]) == leaked(f"x{word}".encode(), word.encode(), [one]) == set()


def test_a_tenant_sees_nothing_of_another_by_any_route(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for package in ("api", "index", "rag"):
        caplog.set_level(logging.DEBUG, logger=package)

    async def use(app: FastAPI, client: httpx.AsyncClient, tenants: list[Tenant]) -> None:
        # Each asks for what is the next one's, and must be told nothing of the third's either.
        pairs = list(zip(tenants, tenants[1:] + tenants[:1], strict=True))
        await all_is_apart(app, client, tenants, range(3), pairs)
        lines = "\n".join(form.format(record) for record in caplog.records for form in (JsonLines(), TextLines()))
        assert '"message": "request"' in lines
        # The ids that were asked for stand in no line either.
        assert leaked(lines.encode(), b"", tenants) == set()

    with_tenants(tmp_path, use)
    entries = AccessDatabase(tmp_path).entries(10_000)
    of_keys = {(entry.key_id, entry.collection) for entry in entries}
    assert {collection for _, collection in of_keys} == set(NAMES)
    assert len(of_keys) == len(NAMES)
    of_amber = [entry for entry in entries if entry.collection == "amber"]
    assert list(AccessDatabase(tmp_path).entries(10_000, "amber")) == of_amber


@pytest.mark.soak
def test_a_thousand_articles_each_are_as_far_apart(tmp_path: Path, results: Results) -> None:
    async def use(app: FastAPI, client: httpx.AsyncClient, tenants: list[Tenant]) -> None:
        await all_is_apart(app, client, tenants, range(0, 999, 3), permutations(tenants, 2))

    with results.gate("36", 1_000) as told:
        with_tenants(tmp_path, use, articles=1_000)
        told.measured = "0 words of another's in what any route gave, of three tenants with 1,000 articles each"


def test_another_tenants_collection_is_answered_as_one_that_is_not_there(tmp_path: Path) -> None:
    async def use(app: FastAPI, client: httpx.AsyncClient, tenants: list[Tenant]) -> None:
        amber, birch, _ = tenants
        calls = list(every_call(app, birch))
        linked = [call for call in calls if (need := need_of(call.method, call.path)) and need.linked]
        by_header = [[(call, {HEADER: name}) for name in ("birch", "other")] for call in calls]
        by_address = [[(call.in_address(name), {}) for name in ("birch", "other")] for call in linked]
        assert {call.path for call in linked} > {"/v1/articles/vault/0/text", "/v1/articles"}
        for pair in by_header + by_address:
            there, nowhere = [
                await client.request(
                    call.method, call.path, headers=call.headers | amber.headers | named, content=call.body
                )
                for call, named in pair
            ]
            assert there.status_code == nowhere.status_code
            assert there.content.replace(b"birch", b"other") == nowhere.content
            ids = {"x-request-id", "content-length"}
            assert [h for h in there.headers.items() if h[0] not in ids] == [
                h for h in nowhere.headers.items() if h[0] not in ids
            ]
        assert not (tmp_path / "collections" / "other").exists()

    with_tenants(tmp_path, use, articles=2)


def test_questions_that_share_a_run_are_answered_each_from_its_own(tmp_path: Path) -> None:
    async def use(_: FastAPI, client: httpx.AsyncClient, tenants: list[Tenant]) -> None:
        asked = [(tenant, number) for number in range(8) for tenant in tenants]
        random.Random(36).shuffle(asked)  # noqa: S311
        answers = await asyncio.gather(
            *(client.post("/v1/ask", json=question(number), headers=tenant.headers) for tenant, number in asked)
        )
        for (tenant, _), response in zip(asked, answers, strict=True):
            assert leaked(response.json()["answer"].encode(), b"", [tenant])
            assert not leaked(response.content, b"", [other for other in tenants if other is not tenant])

    with_tenants(tmp_path, use)


def test_metrics_count_the_articles_of_whoever_reads_them(tmp_path: Path) -> None:
    async def use(_: FastAPI, client: httpx.AsyncClient, tenants: list[Tenant]) -> None:
        await client.put(path_of("one/more"), json={"text": "One more."}, headers=tenants[0].headers)
        read = [(await client.get("/metrics", headers=tenant.headers)).text for tenant in tenants]
        # Two articles and the nine files of the job, and one more of amber's.
        assert [f"pourquoi_index_articles {n}.0\n" in text for n, text in zip((12, 11, 11), read, strict=True)] == [
            True
        ] * 3
        assert not any(name in text for name in NAMES for text in read)

    with_tenants(tmp_path, use, articles=2)


def test_a_chat_platform_is_answered_from_the_collection_that_it_is_set_up_for(tmp_path: Path) -> None:
    async def use(_: FastAPI, client: httpx.AsyncClient, tenants: list[Tenant]) -> None:
        body = fixture(
            "teams_message.json", text="<at>pourquoi</at> What is the word of vault number 1?", timestamp=iso(NOW)
        )
        response = await client.post("/integrations/teams", content=body, headers=teams_headers(body))
        assert tenants[0].secret("text 1") in response.text
        assert not leaked(response.content, b"", tenants[1:])

    with_tenants(tmp_path, use, articles=3)
