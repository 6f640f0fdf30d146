"""Every write over HTTP leaves its line in the log of writes: who, what, in which order, and never a word of any text."""

import _sqlite3
import asyncio
import ctypes
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.access.audit import AuditEntry, AuditLog, Write
from api.access.caller import Scope
from api.access.database import FILE, AccessDatabase
from api.access.setup import admission_of
from api.app import create_app
from api.errors import FetchError, UrlError
from api.service import Corpus, Service
from api.writing.intake import Intake
from api.writing.items import Item, Kind
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from api.writing.trail import Trail, Who
from rag.settings import Settings
from tests.access_kit import bearer, new_key
from tests.test_writing_articles import ALICE, BRUNO, tag
from tests.test_writing_uploads import NDJSON, files, finished
from tests.writing_kit import LIMITS, client_over, engine_over, path_of

BAKERY = tag(BRUNO).strip('"')
MONEY = tag(ALICE).strip('"')


def no_web(url: str) -> None:
    if "private" in url:
        raise UrlError("10.0.0.1 is not public")
    raise FetchError("example.org answered with status 404")


def run(home: Path, do: Callable[[httpx.AsyncClient], Awaitable[None]], log: AuditLog | None = None) -> None:
    """Do it with the application behind the keys of `home`; writes are logged where they are in the product."""

    async def go() -> None:
        engine = engine_over(home)
        service = Service(lambda: Corpus(engine.library, engine.over), LIMITS)
        admission = admission_of(Settings(home=home))
        journal = JournalFile(home / JOURNAL_NAME)
        intake = Intake(service, journal, no_web, log or admission.database)  # type: ignore[arg-type]
        async with client_over(create_app(service, intake=intake, admission=admission)) as client:
            await do(client)

    asyncio.run(go())


def logged(home: Path) -> list[tuple[str, str, str, str]]:
    """Who, what, which article, and what came of it."""
    entries = AccessDatabase(home).entries(1_000)
    assert {entry.collection for entry in entries} <= {"default"}
    return [(e.key_id, e.write.action, e.write.article_id, e.write.outcome) for e in entries]


def test_who_did_what_is_logged_in_order_also_where_nothing_came_of_it(tmp_path: Path) -> None:
    anna, bert = (new_key(tmp_path, Scope.WRITE) for _ in range(2))

    async def do(client: httpx.AsyncClient) -> None:
        put = {"json": {"text": BRUNO}}
        await client.put(path_of("a"), **put, headers=bearer(anna))
        await client.put(path_of("a"), **put, headers=bearer(bert))
        await client.put(path_of("a"), json={"text": ALICE}, headers=bearer(bert))
        wrong = await client.put(path_of("a"), **put, headers={**bearer(anna), "if-match": tag(BRUNO)})
        wrong_too = await client.delete(path_of("a"), headers={**bearer(anna), "if-match": tag(BRUNO)})
        assert (wrong.status_code, wrong_too.status_code) == (412, 412)
        await client.delete(path_of("a"), headers=bearer(bert))
        assert (await client.delete(path_of("a"), headers=bearer(anna))).status_code == 404
        # Refused before anything is tried: no write, and no line.
        assert (await client.put(path_of("a"), **put)).status_code == 401
        assert (await client.put(path_of("a"), json={}, headers=bearer(anna))).status_code == 422

    run(tmp_path, do)
    one, other = anna.kept.id, bert.kept.id
    assert logged(tmp_path) == [
        (one, "put", "a", "created"),
        (other, "put", "a", "unchanged"),
        (other, "put", "a", "replaced"),
        (one, "put", "a", "conflict"),
        (one, "delete", "a", "conflict"),
        (other, "delete", "a", "deleted"),
        (one, "delete", "a", "absent"),
    ]
    hashes = [entry.write.sha256 for entry in AccessDatabase(tmp_path).entries(9)]
    assert hashes == [BAKERY, BAKERY, MONEY, MONEY, MONEY, None, None]


def test_each_article_of_an_upload_and_of_a_batch_has_its_line(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.post("/v1/articles", files=files(("b.txt", BRUNO.encode()), ("bad.txt", b"\xff")))
        lines = [json.dumps({"id": "c", "text": ALICE}), '{"id": "x"}', json.dumps({"id": "b", "text": BRUNO})]
        await client.post("/v1/articles", content="\n".join(lines), headers=NDJSON)
        await client.post("/v1/articles", json={"url": "https://example.org/none", "id": "mine"})

    run(tmp_path, do)
    # Without any key configured nobody is asked who they are.
    assert logged(tmp_path) == [
        ("-", "put", "b", "created"),
        ("-", "put", "-", "bad-article"),
        ("-", "put", "c", "created"),
        ("-", "put", "-", "invalid-request"),
        ("-", "put", "b", "unchanged"),
        ("-", "put", "mine", "not-fetched"),
    ]


def test_a_page_that_cannot_be_had_is_the_fetchers_problem_and_no_other(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        for url, status, name in (("http://private/", 422, "bad-url"), ("http://example.org/", 502, "not-fetched")):
            response = await client.post("/v1/articles", json={"url": url})
            assert (response.status_code, response.json()["type"]) == (status, f"urn:pourquoi:problem:{name}")

    run(tmp_path, do)


def test_the_lines_of_a_job_have_the_key_that_began_it(tmp_path: Path) -> None:
    key = new_key(tmp_path, Scope.WRITE)

    async def do(client: httpx.AsyncClient) -> None:
        many = files(*((f"a{i}.txt", f"Article {i} says so.".encode()) for i in range(9)))
        response = await client.post("/v1/articles", files=many, headers=bearer(key))
        assert response.status_code == 202
        client.headers.update(bearer(key))
        await finished(client, response.headers["location"])

    run(tmp_path, do)
    assert logged(tmp_path) == [(key.kept.id, "put", f"a{i}", "created") for i in range(9)]


def test_a_job_knows_who_began_it_after_a_restart(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / JOURNAL_NAME)
    items = [Item(Kind.FILE, f"a{i}.txt", f"Article {i} says so.".encode()).to_bytes() for i in range(2)]
    journal.add_job("job_1", items, Who("key_gone", "default"))
    # Not closed, as after kill -9.

    async def do(client: httpx.AsyncClient) -> None:
        await finished(client, "/v1/jobs/job_1")

    run(tmp_path, do)
    journal.close()
    assert logged(tmp_path) == [("key_gone", "put", "a0", "created"), ("key_gone", "put", "a1", "created")]


def test_nothing_of_a_text_or_a_key_is_in_the_log(tmp_path: Path) -> None:
    key = new_key(tmp_path, Scope.WRITE)

    async def do(client: httpx.AsyncClient) -> None:
        client.headers.update(bearer(key))
        await client.put(path_of("a"), json={"text": ALICE, "title": "Quarrelsome"})
        await client.post("/v1/articles", files=files(("bad.txt", b"quarrel\x00")))
        await client.post("/v1/articles", json={"url": "https://example.org/?token=quarrel"})
        # While it is written, so that the log of the database is there too.
        kept = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
        assert b"created" in kept
        assert [word for word in (b"quarrel", b"Quarrel", key.secret.encode()) if word in kept] == []

    run(tmp_path, do)
    assert [line[3] for line in logged(tmp_path)] == ["created", "bad-article", "not-fetched"]


def test_a_write_that_cannot_be_logged_is_not_acknowledged_and_logged_once_it_is_sent_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = tmp_path / "elsewhere"
    # No database can be where a folder is.
    (elsewhere / FILE).mkdir(parents=True)

    async def do(client: httpx.AsyncClient) -> None:
        put = {"json": {"text": BRUNO}, "headers": {"idempotency-key": "k"}}
        calls = (
            lambda: client.put(path_of("a"), **put),
            lambda: client.delete(path_of("none")),
            lambda: client.post("/v1/articles", files=files(("b.txt", b"Words."))),
        )
        for call in calls:
            response = await call()
            assert (response.status_code, response.json()["type"]) == (503, "urn:pourquoi:problem:not-logged")
            assert response.headers["retry-after"] == "60"
        batch = await client.post("/v1/articles", content='{"id": "c", "text": "Words."}', headers=NDJSON)
        assert json.loads(batch.text)["error"]["type"] == "urn:pourquoi:problem:not-logged"
        (elsewhere / FILE).rmdir()
        again = await client.put(path_of("a"), **put)
        # It was stored before; its key brings no answer back, since there was none.
        assert (again.status_code, again.json()["unchanged"]) == (200, True)
        assert "idempotency-replayed" not in again.headers

    run(tmp_path, do, AccessDatabase(elsewhere))
    assert logged(elsewhere) == [("-", "put", "a", "unchanged")]
    assert "1 writes are done and not logged" in caplog.text


def test_a_write_is_logged_even_where_whoever_sent_it_has_gone(tmp_path: Path) -> None:
    log = AccessDatabase(tmp_path)

    async def go() -> None:
        trail, written = Trail(log), asyncio.Event()

        async def write() -> None:
            await written.wait()
            await trail.note(Who(None, "default"), [Write("put", "a", None, "created")])

        waiting = asyncio.create_task(trail.whole(write()))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        written.set()
        await trail.aclose()

    asyncio.run(go())
    assert logged(tmp_path) == [("-", "put", "a", "created")]


def test_lines_are_in_the_order_of_the_writes_however_many_wait(tmp_path: Path) -> None:
    log = AccessDatabase(tmp_path)

    async def go() -> None:
        trail = Trail(log)
        lines = [Write("put", f"a{number:02}", None, "created") for number in range(40)]
        await asyncio.gather(*(trail.whole(trail.note(Who("k", "default"), [line])) for line in lines))

    asyncio.run(go())
    assert [line[2] for line in logged(tmp_path)] == [f"a{number:02}" for number in range(40)]


def test_the_log_of_writes_takes_no_memory_however_long_it_is(tmp_path: Path) -> None:
    # What SQLite holds is told by itself alone, and not by Python.
    sqlite = ctypes.CDLL(_sqlite3.__file__)
    sqlite.sqlite3_memory_used.restype = ctypes.c_int64
    log = AccessDatabase(tmp_path)
    entry = AuditEntry(datetime.now(UTC), "key", "default", Write("put", "an-article", BAKERY, "replaced"))

    def held_after(entries: int) -> int:
        log.append([entry] * entries)
        return int(sqlite.sqlite3_memory_used())

    first = held_after(1_000)
    assert first > 0
    # 2,000 lines of some 170 bytes are 340,000.
    assert held_after(2_000) - first < 50_000
    log.close()
