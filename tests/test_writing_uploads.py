"""Files, pages and batches taken in: a result for each article, jobs for what is long, and nothing lost at a restart."""

import asyncio
import json
import sqlite3
import tempfile
import threading
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message

from api.app import create_app
from api.errors import BatchError
from api.service import Corpus, Service
from api.writing.incoming import Fetcher
from api.writing.intake import Intake
from api.writing.items import Item, Kind
from api.writing.journal import REPLY_SECONDS
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from api.writing.reading import MOST_LINES, read_form, read_lines
from api.writing.trail import Who
from index.encoder.embedder import TextVectors
from index.encoder.hashing import HashingEmbedder
from index.errors import ArticleError
from rag.settings import Settings
from rag.wire import Engine
from tests.writing_kit import LIMITS, client_over, finished, writing

T = TypeVar("T")
NDJSON = {"content-type": "application/x-ndjson"}
WORDS = "Alice left the company because of a quarrel over money.\n"


@dataclass(frozen=True, slots=True)
class Page:
    final_url: str
    media_type: str
    data: bytes
    charset: str | None = None


# Neither says so itself: only the headers that come with them do.
RUSSIAN = "Анна ушла из компании из-за ссоры о деньгах, сказала она в пятницу."


def fetch(url: str) -> Page:
    """The web as this test has it."""
    pages = {
        "https://example.org/old": Page("https://example.org/news/alice", "text/plain", WORDS.encode()),
        "https://example.org/ru.txt": Page(
            "https://example.org/ru.txt", "text/plain", RUSSIAN.encode("koi8-r"), "koi8-r"
        ),
        "https://example.org/ru": Page(
            "https://example.org/ru",
            "text/html",
            f"<article><p>{RUSSIAN}</p><p>{RUSSIAN}</p></article>".encode("cp1251"),
            "windows-1251",
        ),
        # Some servers name one charset for whatever they have.
        "https://example.org/fr.txt": Page(
            "https://example.org/fr.txt", "text/plain", "Élu hier, il est parti.".encode(), "iso-8859-1"
        ),
        "https://example.org/none.txt": Page(
            "https://example.org/none.txt", "text/plain", RUSSIAN.encode("koi8-r"), "no-such"
        ),
        "https://example.org/zip": Page("https://example.org/zip", "application/zip", b"PK"),
    }
    if url not in pages:
        raise ArticleError("example.org answered with status 404")
    return pages[url]


def run(home: Path, do: Callable[[httpx.AsyncClient], Awaitable[T]], fetcher: Fetcher | None = fetch) -> T:
    async def go() -> T:
        async with writing(home, fetcher) as client:
            return await do(client)

    return asyncio.run(go())


def files(*named: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("file", one) for one in named]


async def ids(client: httpx.AsyncClient) -> list[str]:
    return [a["id"] for a in (await client.get("/v1/articles", params={"limit": 200})).json()["articles"]]


def test_files_are_taken_in_and_one_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        sent = files(
            ("alice.txt", WORDS.encode()), ("bad.txt", b"\xff"), ("b.md", b"# Bread\n\nBruno baked."), ("c.exe", b"x")
        )
        response = await client.post("/v1/articles", files=sent)
        assert response.status_code == 201
        results = response.json()["results"]
        assert [(r["source"], r["id"], r["state"]) for r in results] == [
            ("alice.txt", "alice", "created"),
            ("bad.txt", None, "failed"),
            ("b.md", "b", "created"),
            ("c.exe", None, "failed"),
        ]
        assert "byte 0 (0xff) is not UTF-8" in results[1]["error"]["detail"]
        assert await ids(client) == ["alice", "b"]
        again = await client.post("/v1/articles", files=sent[:1])
        assert (again.status_code, again.json()["results"][0]["state"]) == (200, "unchanged")

    run(tmp_path, do)


def test_an_upload_of_which_nothing_can_be_read_is_an_error_that_says_why_for_each(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        response = await client.post("/v1/articles", files=files(("a.txt", b""), ("b.exe", b"x")))
        assert (response.status_code, response.json()["type"]) == (422, "urn:pourquoi:problem:nothing-taken")
        assert [e["location"] for e in response.json()["errors"]] == [["a.txt"], ["b.exe"]]
        no_file = await client.post("/v1/articles", data={"a": "b"}, files=files(("a.txt", b"Words.")))
        assert (no_file.status_code, no_file.json()["type"]) == (422, "urn:pourquoi:problem:bad-form")
        assert no_file.json()["detail"].startswith("the field 'a' is no file; send files alone")
        broken = await client.post(
            "/v1/articles", content=b"--x\r\nnonsense", headers={"content-type": "multipart/form-data; boundary=x"}
        )
        assert (broken.status_code, broken.json()["type"]) == (422, "urn:pourquoi:problem:bad-form")
        assert await ids(client) == []

    run(tmp_path, do)


def test_an_upload_whose_file_finds_no_room_among_the_temporary_ones_is_told_that_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def none_left(**_: object) -> FileIO:
        return FileIO("/dev/full", "w+")

    monkeypatch.setattr(tempfile, "TemporaryFile", none_left)
    # 1.2 MB; up to one is kept in memory.
    large = files(("a.txt", b"Words " * 200_000))

    async def do(client: httpx.AsyncClient) -> None:
        for _ in range(2):
            response = await client.post("/v1/articles", files=large)
            assert (response.status_code, response.json()["type"]) == (507, "urn:pourquoi:problem:disk-full")
        assert (await client.post("/v1/articles", files=files(("a.txt", b"Words.")))).status_code == 201

    run(tmp_path, do)
    assert caplog.text.count("the disk is full: no uploads are written until there is room") == 1


class Unlucky(HashingEmbedder):
    """An encoder with a fault, which some words bring out."""

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        if any("unlucky" in text for text in texts):
            raise RuntimeError("the encoder is broken inside")
        return super().embed_passages(texts)


def test_a_fault_of_ours_is_told_as_one_with_the_id_that_its_log_lines_bear(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    unlucky, bad, good = ("u.txt", b"An unlucky article."), ("b.txt", b"\xff"), ("g.txt", WORDS.encode())

    async def go() -> None:
        engine = Engine(Settings(home=tmp_path, min_confidence=0), Unlucky())
        service = Service(lambda: Corpus(engine.library, engine.over), LIMITS)
        async with client_over(
            create_app(service, intake=Intake(service, JournalFile(tmp_path / JOURNAL_NAME)))
        ) as client:

            async def send(*named: tuple[str, bytes]) -> httpx.Response:
                return await client.post("/v1/articles", files=files(*named), headers={"x-request-id": "request-7"})

            some = await send(unlucky, bad, good)
            assert some.status_code == 201
            ours, theirs = (result["error"] for result in some.json()["results"][:2])
            assert (ours["status"], ours["type"], ours["request_id"]) == (
                500,
                "urn:pourquoi:problem:internal",
                "request-7",
            )
            assert "broken inside" not in some.text
            assert (theirs["status"], theirs["request_id"]) == (422, None)
            none = await send(unlucky, bad)
            assert (none.status_code, none.json()["type"]) == (500, "urn:pourquoi:problem:nothing-written")
            assert [e["location"] for e in none.json()["errors"]] == [["u.txt"], ["b.txt"]]
            lines = json.dumps({"id": "u", "text": "An unlucky line."})
            batch = await client.post("/v1/articles", content=lines, headers=NDJSON)
            assert batch.json()["error"]["request_id"] == batch.headers["x-request-id"]
            assert await ids(client) == ["g"]

    asyncio.run(go())
    assert "the encoder is broken inside" in caplog.text


def test_a_page_is_fetched_and_called_by_the_address_it_was_found_at(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        response = await client.post("/v1/articles", json={"url": "https://example.org/old"})
        assert response.status_code == 201
        assert response.json()["results"][0]["id"] == "example.org/news/alice"
        assert (await client.get("/v1/articles/example.org%2Fnews%2Falice")).json()[
            "url"
        ] == "https://example.org/news/alice"
        named = await client.post("/v1/articles", json={"url": "https://example.org/old", "id": "mine"})
        assert named.json()["results"][0]["id"] == "mine"
        for url, why in (("https://example.org/none", "status 404"), ("https://example.org/zip", "is not read")):
            failed = await client.post("/v1/articles", json={"url": url})
            assert (failed.status_code, why in failed.json()["detail"]) == (422, True)
        assert (await client.post("/v1/articles", json={"url": "file:///etc/passwd"})).status_code == 422
        assert (await client.post("/v1/articles", json=["no object"])).status_code == 422
        assert (
            await client.post("/v1/articles", content=b"{", headers={"content-type": "application/json"})
        ).status_code == 400

    run(tmp_path, do)


def test_what_is_fetched_is_read_by_the_charset_that_its_server_names(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        for name, words in (("ru.txt", RUSSIAN), ("ru", RUSSIAN), ("fr.txt", "Élu hier, il est parti.")):
            response = await client.post("/v1/articles", json={"url": f"https://example.org/{name}", "id": "a"})
            assert response.status_code < 300, response.text
            assert (await client.get("/v1/articles/a/text")).text.startswith(words)
        unknown = await client.post("/v1/articles", json={"url": "https://example.org/none.txt"})
        assert (unknown.status_code, "is not UTF-8" in unknown.json()["detail"]) == (422, True)

    run(tmp_path, do)


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        ({}, "body.url: Field required"),
        ([], "body: Input should be an object (sent: a list)"),
        (
            {"text": "Alice left.", "id": "alice"},
            'body: an article\'s text is sent with PUT /v1/articles/{id}; POST takes {"url": …}, files or a batch',
        ),
    ],
)
def test_what_is_no_address_is_told_where_it_goes(tmp_path: Path, sent: object, detail: str) -> None:
    response = run(tmp_path, lambda c: c.post("/v1/articles", json=sent))
    assert (response.status_code, response.json()["detail"]) == (422, detail)
    assert response.json()["errors"][0]["location"][0] == "body"


def test_a_job_that_is_not_there_is_named(tmp_path: Path) -> None:
    response = run(tmp_path, lambda c: c.get("/v1/jobs/job_1"))
    assert (response.status_code, "'job_1'" in response.json()["detail"]) == (404, True)


def test_a_service_that_fetches_nothing_says_so(tmp_path: Path) -> None:
    response = run(tmp_path, lambda c: c.post("/v1/articles", json={"url": "https://example.org/old"}), fetcher=None)
    assert (response.status_code, response.json()["type"]) == (501, "urn:pourquoi:problem:no-fetching")
    assert "fetches no pages" in response.json()["detail"]


def test_a_batch_is_answered_line_by_line_in_order_and_a_bad_line_stops_no_other(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        lines = [json.dumps({"id": f"a{i:02}", "text": f"Article {i} says something."}) for i in range(40)]
        lines[3], lines[17], lines[20] = "{", '{"id": "x"}', '{"id": "../x", "text": "Words."}'
        lines[30] = json.dumps({"id": "a00", "text": "Another text for the first."})
        response = await client.post("/v1/articles", content="\n\n".join(lines), headers=NDJSON)
        assert (response.status_code, response.headers["content-type"]) == (200, "application/x-ndjson")
        results = [json.loads(line) for line in response.text.splitlines()]
        assert [r["source"] for r in results] == [f"line {2 * i + 1}" for i in range(40)]
        assert [i for i, r in enumerate(results) if r["state"] == "failed"] == [3, 17, 20]
        assert [r["error"]["type"].rpartition(":")[2] for r in results if r["error"]] == [
            "malformed-body",
            "invalid-request",
            "bad-article-id",
        ]
        assert "The body is not JSON: EOF while parsing an object" in results[3]["error"]["detail"]
        assert (results[30]["id"], results[30]["state"]) == ("a00", "replaced")
        assert len(await ids(client)) == 36  # 40 lines without three that failed and one that came twice
        empty = await client.post("/v1/articles", content="\n \n", headers=NDJSON)
        assert (empty.status_code, empty.json()["type"]) == (422, "urn:pourquoi:problem:bad-batch")

    run(tmp_path, do)


def test_a_batch_of_far_too_many_lines_is_refused_without_a_list_of_them() -> None:
    assert len(read_lines(b"1\n" * MOST_LINES + b" \n\n")) == MOST_LINES
    body = b"1\n" * 1_000_000
    tracemalloc.start()
    try:
        with pytest.raises(BatchError, match="more than 10000 lines in the batch; send at most 10000 at once"):
            read_lines(body)
        # Of 10,000 lines at 150 bytes or so: 1.5 MB. Of a million it would be a hundred times that.
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_line_of_a_batch_ends_where_it_is_broken_and_blank_ones_are_counted() -> None:
    read = read_lines(b'\n{"id": "a"}\r\n \t\r\n\x0b{"id": "b"}')
    assert [(item.name, item.data) for item in read] == [("line 2", b'{"id": "a"}\r'), ("line 4", b'\x0b{"id": "b"}')]


# A line, the id in its result, and what is wrong with it. An id of 1000 bytes is the longest that there is: 500 of é.
BAD_LINES: list[tuple[bytes, str | None, str]] = [
    (b'{"id": "x"}', "x", "text: Field required"),
    (b'{"id": "a", "text": "", "id": "b"}', "b", "text: String should have at least 1 character"),
    (b'{"id": "../x", "text": "Words."}', "../x", "the id '../x' has an empty part"),
    (b'{"id": "y", "text": "a\\u0000b"}', "y", "text of 'y': byte 1 is NUL"),
    (json.dumps({"id": "é" * 500}).encode(), "é" * 500, "text: Field required"),
    (json.dumps({"id": "é" * 501, "text": "Words."}).encode(), None, "an id has 1 to 1000 bytes, this one 1002"),
    (b'{"id": 5, "text": "Words."}', None, "id: Input should be a valid string (sent: 5)"),
    (b'{"text": "Words."}', None, "id: Field required"),
    (b'{"id": "x", "text": "\xff"}', None, "The body is not JSON"),
    (b'{"id": "\\ud800"}', None, "The body is not JSON"),
    (b'{"id": "x"', None, "The body is not JSON"),
    (b'["id"]', None, "Input should be an object (sent: a list)"),
    (b"5", None, "Input should be an object (sent: 5)"),
    (b'"id"', None, 'Input should be an object (sent: "id")'),
]


def test_a_line_that_is_refused_has_its_id_beside_its_number_and_what_is_wrong_with_the_whole_is_plain(
    tmp_path: Path,
) -> None:
    body = b"\n".join(line for line, _, _ in BAD_LINES)
    response = run(tmp_path, lambda client: client.post("/v1/articles", content=body, headers=NDJSON))
    results = [json.loads(line) for line in response.text.splitlines()]
    for number, (result, (_, article_id, why)) in enumerate(zip(results, BAD_LINES, strict=True), start=1):
        assert (result["source"], result["id"], result["state"]) == (f"line {number}", article_id, "failed")
        assert result["error"]["detail"].startswith(why)


def test_an_upload_and_a_batch_under_a_key_are_done_once(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        key = {"idempotency-key": "k"}
        # Each request has a boundary of its own between its parts.
        first = await client.post("/v1/articles", files=files(("a.txt", b"Words.")), headers=key)
        again = await client.post("/v1/articles", files=files(("a.txt", b"Words.")), headers=key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.headers["idempotency-replayed"] == "true"
        other = await client.post("/v1/articles", files=files(("a.txt", b"Other.")), headers=key)
        assert other.json()["type"] == "urn:pourquoi:problem:key-reused"
        batch = {"content": '{"id": "b", "text": "Words."}', "headers": {**NDJSON, "idempotency-key": "k2"}}
        first = await client.post("/v1/articles", **batch)
        again = await client.post("/v1/articles", **batch)
        assert '"created"' in again.text
        assert (again.text, again.headers["idempotency-replayed"]) == (first.text, "true")

    run(tmp_path, do)


def test_a_response_that_is_told_no_more_is_deleted_while_the_service_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.writing.intake._FORGET_SECONDS", 0.05)

    async def do(client: httpx.AsyncClient) -> None:
        put = await client.put("/v1/articles/a", json={"text": WORDS}, headers={"idempotency-key": "k"})
        assert put.status_code == 201
        with closing(sqlite3.connect(tmp_path / JOURNAL_NAME, isolation_level=None)) as beside:
            assert beside.execute("SELECT count(*) FROM replies").fetchone() == (1,)
            beside.execute("UPDATE replies SET at = at - ?", (REPLY_SECONDS + 1,))
            async with asyncio.timeout(30):
                while beside.execute("SELECT count(*) FROM replies").fetchone() != (0,):
                    await asyncio.sleep(0.02)

    run(tmp_path, do)


def test_many_files_are_a_job_whose_progress_is_streamed(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        many = files(*((f"a{i:02}.txt", f"Article {i} says so.".encode()) for i in range(40)), ("bad.txt", b"\x00"))
        response = await client.post("/v1/articles", files=many)
        assert response.status_code == 202
        path = response.headers["location"]
        assert path == f"/v1/jobs/{response.json()['id']}"
        job = await finished(client, path)
        assert (job["state"], job["done"], job["total"]) == ("done", 41, 41)
        assert [r["state"] for r in job["results"]] == ["created"] * 40 + ["failed"]
        assert (await client.get(path)).json() == job
        assert len(await ids(client)) == 40
        assert (await client.get("/v1/jobs/job_none")).json()["type"] == "urn:pourquoi:problem:job-not-found"

    run(tmp_path, do)


def test_a_job_that_a_crash_cut_short_goes_on_at_the_next_start(tmp_path: Path) -> None:
    # As after kill -9: the job is begun, two of its forty articles are noted, and nobody said goodbye.
    journal = JournalFile(tmp_path / JOURNAL_NAME)
    items = [Item(Kind.FILE, f"a{i:02}.txt", f"Article {i} says so.".encode()).to_bytes() for i in range(40)]
    journal.add_job("job_1", items, Who(None, "default"))
    journal.begin("job_1")
    done = {"id": "x", "state": "created", "sha256": None, "error": None}
    journal.add_results("job_1", [(i, json.dumps({"source": f"a{i:02}.txt", **done}).encode()) for i in range(2)])

    job = run(tmp_path, lambda client: finished(client, "/v1/jobs/job_1"))
    journal.close()
    assert (job["state"], job["done"]) == ("done", 40)
    # The two that were noted are not done again.
    assert run(tmp_path, ids) == [f"a{i:02}" for i in range(2, 40)]


def test_a_job_goes_on_after_a_stop_in_the_middle(tmp_path: Path) -> None:
    many = files(*((f"a{i:03}.txt", f"Article {i} says so.".encode()) for i in range(100)))

    async def begin(client: httpx.AsyncClient) -> str:
        return (await client.post("/v1/articles", files=many)).headers["location"]

    path = run(tmp_path, begin)
    job = run(tmp_path, lambda client: finished(client, path))
    assert (job["done"], {r["state"] for r in job["results"]} <= {"created", "unchanged"}) == (100, True)
    assert run(tmp_path, ids) == [f"a{i:03}" for i in range(100)]


def test_told_to_end_a_job_begins_no_other_article_and_goes_on_at_the_next_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    begun, go_on = list[str](), threading.Event()

    def slow(url: str) -> Page:
        begun.append(url)
        go_on.wait(60)
        return Page(url, "text/plain", WORDS.encode())

    def pages() -> list[Item]:
        return [Item(Kind.PAGE, f"https://example.org/{number}", b"") for number in range(6)]

    async def first() -> str:
        engine = Engine(Settings(home=tmp_path, min_confidence=0), HashingEmbedder())
        service = Service(lambda: Corpus(engine.library, engine.over), LIMITS)
        intake = Intake(service, JournalFile(tmp_path / JOURNAL_NAME), slow)
        async with client_over(create_app(service, intake=intake)):
            job = await intake.begin(Who(None, "default"), pages())
            # Two are read at once.
            while len(begun) < 2:
                await asyncio.sleep(0.01)
            ending = asyncio.create_task(intake.jobs.aclose())
            while not intake.jobs.stopping:
                await asyncio.sleep(0.01)
            go_on.set()
            await ending
            return job.id

    job_id = asyncio.run(first())
    assert len(begun) == 2
    assert "shutting down" not in caplog.text

    async def second(client: httpx.AsyncClient) -> dict[str, object]:
        return await finished(client, f"/v1/jobs/{job_id}")

    job = run(tmp_path, second, slow)
    assert (job["state"], job["done"], job["total"]) == ("done", 6, 6)
    # The two that were read and not written are read again.
    assert len(begun) == 2 + 6


def test_while_a_form_is_taken_apart_others_have_their_turn_after_every_64_kilobytes() -> None:
    # Wherever a line begins with the boundary the parser goes on byte by byte, so that 64 MiB of such lines take 15 s. Over a
    # megabyte threads write to the disk, during which there are turns too.
    line, slices = b"\r\n--ax", 10
    head = b'--a\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    words = line * (slices * 64 * 1024 // len(line))
    body, headers = head + words + b"\r\n--a--\r\n", [(b"content-type", b"multipart/form-data; boundary=a")]

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def go() -> tuple[list[Item], int]:
        reading = asyncio.create_task(read_form(Request({"type": "http", "headers": headers}, receive)))
        turns = 0
        while not reading.done():
            await asyncio.sleep(0)
            turns += 1
        return await reading, turns

    items, turns = asyncio.run(go())
    assert items == [Item(Kind.FILE, "a.txt", words)]
    assert turns >= slices
