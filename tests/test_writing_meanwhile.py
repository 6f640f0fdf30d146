"""While articles come and go every answer is of one state of them, and a later one than what was acknowledged before."""

import asyncio
import errno
import hashlib
import json
import random
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.errors import BusyError
from api.service import Corpus, Service
from api.work import Ask, do_of_one
from api.writing.full_disk import FullDisk
from api.writing.incoming import put_text
from api.writing.intake import Intake
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from api.writing.schemas import ArticleIn
from api.writing.writer import Writer
from index.changes import ChangeState
from index.encoder.embedder import TextVectors
from index.encoder.hashing import HashingEmbedder
from index.errors import ArticleError, GenerationGoneError, UnwritableStoreError
from index.generation import Generation
from index.homes import DEFAULT_COLLECTION, database_path
from index.library import Library
from index.sqlite_store import SqliteStore
from index.sqlite_writing import SqliteWriting
from rag.questions.question import Question
from rag.wire import Engine
from tests.writing_kit import LIMITS, client_over, engine_over, path_of, writing

ASKERS, WRITES, ARTICLES = 8, 50, 12


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class States:
    """The articles after each write: `after[n]` holds each text by id once n writes were done. One is done at a time."""

    after: list[dict[str, str]]
    begun: list[int]
    acknowledged: list[int]


async def _write(client: httpx.AsyncClient, states: States) -> None:
    dice = random.Random(7)  # noqa: S311 - the same each time
    for number in range(1, WRITES + 1):
        articles = dict(states.after[-1])
        article_id = f"a{dice.randrange(ARTICLES)}"
        delete = article_id in articles and dice.random() < 0.4
        if delete:
            del articles[article_id]
        else:
            articles[article_id] = f"Note {number}: the zebra of {article_id} sleeps in town {number}."
        states.after.append(articles)
        states.begun[0] = number
        if delete:
            response = await client.delete(path_of(article_id))
        else:
            response = await client.put(path_of(article_id), json={"text": articles[article_id]})
        assert response.status_code in (200, 201, 204), response.text
        states.acknowledged[0] = number


async def _ask(client: httpx.AsyncClient, states: States, writing_task: "asyncio.Task[None]") -> int:
    answered = 0
    while not writing_task.done():
        earliest = states.acknowledged[0]
        answer = (await client.post("/v1/ask", json={"question": "Where does the zebra sleep?"})).json()
        # The generation's number is the number of writes in it.
        state = int(answer["index"]["generation"].split("-")[0] or 0)
        assert earliest <= state <= states.begun[0]
        articles = states.after[state]
        assert answer["index"]["articles"] == len(articles)
        for citation in answer["citations"]:
            text = articles[citation["article_id"]]
            assert citation["article_sha256"] == sha(text)
            assert text[citation["start"] : citation["end"]] == citation["quote"]
        answered += bool(citation_ids(answer))
    return answered


def citation_ids(answer: dict[str, list[dict[str, object]]]) -> list[object]:
    return [citation["article_id"] for citation in answer["citations"]]


def test_eight_ask_while_fifty_articles_come_and_go(tmp_path: Path) -> None:
    async def run() -> list[int]:
        async with writing(tmp_path) as client:
            states = States([{}], [0], [0])
            writes = asyncio.create_task(_write(client, states))
            answered = await asyncio.gather(*(_ask(client, states, writes) for _ in range(ASKERS)))
            await writes
            return answered

    answered = asyncio.run(run())
    assert all(count > 0 for count in answered)


def test_what_another_process_writes_is_shown_without_a_restart(tmp_path: Path) -> None:
    async def run() -> None:
        async with writing(tmp_path / "home") as client:
            before = (await client.get("/readyz")).json()["generation"]
            folder = tmp_path / "articles"
            folder.mkdir()
            (folder / "a.txt").write_text("Alice left because of a quarrel.")
            # As `pourquoi index` beside the server does.
            await asyncio.to_thread(engine_over(tmp_path / "home").index, (folder,), lambda _done, _total: None)
            while (await client.get("/readyz")).json()["generation"] == before:
                await asyncio.sleep(0.05)
            answer = (await client.post("/v1/ask", json={"question": "Why did Alice leave?"})).json()
            assert citation_ids(answer) == ["a"]

    asyncio.run(run())


def test_a_question_whose_passages_another_process_has_deleted_is_asked_of_what_is_there_now(tmp_path: Path) -> None:
    def put(text: str) -> None:
        change = put_text("a", ArticleIn(text=text))
        engine_over(tmp_path).library.apply([change], lambda _done, _total: None)

    put("Alice left because of a quarrel.")
    engine = engine_over(tmp_path)
    # Without an event loop, so that nobody looks for what others write.
    service = Service(lambda: Corpus(engine.library, engine.over), LIMITS)
    service._collections.load()
    shown = service.ready()
    changed = "Alice stayed because of the money."
    put(changed)
    opened = service._collections.default()
    opened._library._tokens._rows.clear()
    with pytest.raises(GenerationGoneError):
        shown.pipeline.answer("Why did Alice leave?")
    (answer,) = do_of_one(opened, [Ask(Question("Why did Alice leave?"))])
    assert [citation.article_sha256 for citation in answer.citations] == [sha(changed)]
    assert service.ready().catalog.article("a").text == changed


def test_a_service_deletes_old_texts_that_were_kept_long_enough(tmp_path: Path) -> None:
    engine = engine_over(tmp_path)
    for text in ("Alice left.", "Alice stayed."):
        engine.library.apply([put_text("a", ArticleIn(text=text))], lambda _done, _total: None)
    for keep, kept in ((timedelta(days=1), ["Alice stayed.", "Alice left."]), (timedelta(), ["Alice stayed."])):
        service = Service(lambda keep=keep: Corpus(engine.library, engine.over, keep), LIMITS)
        service._collections.load()
        asyncio.run(service._collections.forget())
        assert [revision.text for revision in engine.library.store.history("a")] == kept


class FullStore(SqliteStore):
    """A store on a disk that is full as long as `full` says so."""

    full = False

    def writing(self) -> AbstractContextManager[SqliteWriting]:
        if self.full:
            raise UnwritableStoreError("cannot write: the disk is full") from OSError(errno.ENOSPC, "No space left")
        return super().writing()


class BrokenOff(HashingEmbedder):
    """An encoder during whose work somebody presses Ctrl-C."""

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        raise KeyboardInterrupt(f"before {len(texts)} texts")


def test_what_is_deleted_while_a_damaged_index_waits_for_its_repair_does_not_come_back(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "articles"
    folder.mkdir()
    (folder / "c.txt").write_text("Carol stayed because of the money.")

    async def run() -> None:
        async with writing(home) as client:
            for name, said in (("a", "Alice left because of a quarrel."), ("b", "Bruno opened a bakery.")):
                assert (await client.put(path_of(name), json={"text": said})).status_code == 201
            path = database_path(home)
            path.write_bytes(path.read_bytes().replace(b"Bruno opened", b"Bruno closed"))
            chunking = engine_over(home).settings.chunking()
            with pytest.raises(KeyboardInterrupt):
                Library(SqliteStore(path), BrokenOff(), chunking).sync((folder,), lambda _done, _total: None)
            assert (await client.delete(path_of("a"))).status_code == 204
            before = (await client.get("/readyz")).json()["generation"]
            await asyncio.to_thread(engine_over(home).index, (folder,), lambda _done, _total: None)
            while (await client.get("/readyz")).json()["generation"] == before:
                await asyncio.sleep(0.05)
            listed = (await client.get("/v1/articles")).json()["articles"]
            # Of what was damaged nothing can be taken over.
            assert [article["id"] for article in listed] == ["c"]

    asyncio.run(run())


def test_on_a_full_disk_nothing_is_acknowledged_what_was_there_still_answers_and_the_log_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        engine = engine_over(tmp_path)
        store = FullStore(database_path(tmp_path))
        library = Library(store, engine.embedder, engine.settings.chunking())
        service = Service(lambda: Corpus(library, engine.over), LIMITS)
        app = create_app(service, intake=Intake(service, JournalFile(tmp_path / JOURNAL_NAME)))
        async with client_over(app) as client:
            assert (await client.put(path_of("a"), json={"text": "Alice left."})).status_code == 201
            store.full = True
            sent = [
                client.put(path_of("b"), json={"text": "Bruno left."}),
                client.delete(path_of("a")),
                client.post("/v1/articles", files=[("file", ("c.txt", b"Clara left."))]),
            ]
            for response in await asyncio.gather(*sent):
                assert (response.status_code, response.json()["type"]) == (507, "urn:pourquoi:problem:disk-full")
            batch = await client.post(
                "/v1/articles",
                content='{"id": "d", "text": "David left."}',
                headers={"content-type": "application/x-ndjson"},
            )
            assert '"urn:pourquoi:problem:disk-full"' in batch.text
            answer = (await client.post("/v1/ask", json={"question": "Who left?"})).json()
            assert set(citation_ids(answer)) == {"a"}
            store.full = False
            assert (await client.delete(path_of("a"))).status_code == 204

    asyncio.run(run())
    # Four requests were refused.
    told = [record.getMessage() for record in caplog.records if "disk is full" in record.getMessage()]
    assert told == ["the disk is full: no articles are written until there is room (cannot write: the disk is full)"]


def test_a_full_disk_is_told_again_where_none_was_refused_for_ten_minutes(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    disk = FullDisk("articles", lambda: now[0])
    # The third is 599 seconds after the second, the fourth 600 after the third.
    for now[0], told in [(0.0, 1), (500.0, 1), (1099.0, 1), (1699.0, 2)]:
        disk.refused(OSError("full"))
        assert caplog.text.count("no articles are written") == told


def impatient(home: Path) -> tuple[Engine, FastAPI]:
    """An engine over `home`, and the application as the product has it, but for the time that it waits for other writers."""
    engine = engine_over(home)
    library = engine.collection(DEFAULT_COLLECTION, 0.02)
    service = Service(lambda: Corpus(library, engine.over), LIMITS)
    return engine, create_app(service, intake=Intake(service, JournalFile(home / JOURNAL_NAME)))


def test_while_another_process_writes_a_client_is_told_to_come_back_and_questions_are_answered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        engine, app = impatient(tmp_path)
        async with client_over(app) as client:
            assert (await client.put(path_of("a"), json={"text": "Alice left."})).status_code == 201
            with suppress(InterruptedError), engine.library.store.writing():
                sent = [client.put(path_of("b"), json={"text": f"Bruno left {n}."}) for n in range(8)]
                sent += [client.delete(path_of("a")), client.post("/v1/articles", files=[("file", ("c.txt", b"C."))])]
                for response in await asyncio.gather(*sent):
                    told = (response.status_code, response.json()["type"], response.headers["retry-after"])
                    assert told == (503, "urn:pourquoi:problem:store-busy", "2")
                    assert str(tmp_path) not in response.text
                answer = (await client.post("/v1/ask", json={"question": "Who left?"})).json()
                assert set(citation_ids(answer)) == {"a"}
                raise InterruptedError("the other process dies")
            assert (await client.put(path_of("b"), json={"text": "Bruno left."})).status_code == 201
            assert (await client.delete(path_of("a"))).status_code == 204

    asyncio.run(run())
    assert f"{tmp_path}/" in caplog.text


def test_a_batch_that_another_process_stopped_is_done_when_it_is_sent_again_under_its_key(tmp_path: Path) -> None:
    async def run() -> None:
        engine, app = impatient(tmp_path)
        headers = {"content-type": "application/x-ndjson", "idempotency-key": "k"}
        batch = {"content": '{"id": "b", "text": "Bruno left."}\n{"id": "c", "text": 5}', "headers": headers}
        async with client_over(app) as client:
            assert (await client.put(path_of("a"), json={"text": "Alice left."})).status_code == 201
            with suppress(InterruptedError), engine.library.store.writing():
                busy = await client.post("/v1/articles", **batch)
                assert (busy.status_code, busy.text.count("urn:pourquoi:problem:store-busy")) == (200, 2)
                raise InterruptedError("the other process dies")
            done = await client.post("/v1/articles", **batch)
            assert "idempotency-replayed" not in done.headers
            assert [json.loads(line)["state"] for line in done.text.splitlines()] == ["created", "failed"]
            # What its second line lacks it will lack for ever, so that this one is the response.
            again = await client.post("/v1/articles", **batch)
            assert (again.text, again.headers["idempotency-replayed"]) == (done.text, "true")

    asyncio.run(run())


def test_what_stops_a_batch_is_told_in_each_of_its_lines_and_once_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        engine, app = impatient(tmp_path)
        lines = "\n".join(json.dumps({"id": f"b{n}", "text": "Bruno left."}) for n in range(40))
        async with client_over(app) as client:
            assert (await client.put(path_of("a"), json={"text": "Alice left."})).status_code == 201
            with suppress(InterruptedError), engine.library.store.writing():
                stopped = await client.post(
                    "/v1/articles", content=lines, headers={"content-type": "application/x-ndjson"}
                )
                results = [json.loads(line) for line in stopped.text.splitlines()]
                assert [(r["source"], r["id"]) for r in results] == [(f"line {n + 1}", f"b{n}") for n in range(40)]
                assert {r["error"]["type"] for r in results} == {"urn:pourquoi:problem:store-busy"}
                raise InterruptedError("the other process dies")

    asyncio.run(run())
    assert sum("Another process is writing" in record.getMessage() for record in caplog.records) == 1


def test_over_so_many_waiting_writes_a_client_is_told_to_come_back(tmp_path: Path) -> None:
    async def run() -> None:
        library = engine_over(tmp_path).library
        may_go_on = Event()

        def publish(generation: Generation) -> Generation:
            may_go_on.wait(60)
            return generation

        writer = Writer(library, publish, most_waiting=2)
        change = put_text("a", ArticleIn(text="Alice left."))
        first, second = (asyncio.create_task(writer.write([change])) for _ in range(2))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="2 writes are waiting already"):
            await writer.write([change])
        may_go_on.set()
        states = [written.outcomes[0].state for written in await asyncio.gather(first, second)]
        assert states == [ChangeState.CREATED, ChangeState.UNCHANGED]
        await writer.aclose()

    asyncio.run(run())


def test_one_article_that_cannot_be_written_takes_no_other_with_it(tmp_path: Path) -> None:
    async def run() -> None:
        library = engine_over(tmp_path).library
        writer = Writer(library, lambda generation: generation, most_waiting=9)
        good = [put_text(i, ArticleIn(text=f"Article {i} says so.")) for i in "abc"]
        wrong = replace(good[1], article=replace(good[1].article, sha256="0" * 64))
        sent = [good[0], wrong, good[2]]
        done = await asyncio.gather(*(writer.write([change]) for change in sent), return_exceptions=True)
        assert isinstance(done[1], ArticleError)
        assert set(library.current().contents.articles) == {"a", "c"}
        await writer.aclose()

    asyncio.run(run())
