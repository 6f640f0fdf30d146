"""An Idempotency-Key is free again where its client has gone before anything was done."""

import asyncio
from pathlib import Path
from threading import Event

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.service import Corpus, Service
from api.writing.intake import Intake
from api.writing.journal import Remembered
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from tests.writing_kit import LIMITS, app_over, client_over, engine_over, path_of

KEY = {"idempotency-key": "k"}
BATCH = {"content": '{"id": "b", "text": "Bruno left."}', "headers": {"content-type": "application/x-ndjson", **KEY}}


def test_a_batch_whose_client_has_gone_before_its_first_line_may_be_sent_again_under_its_key(tmp_path: Path) -> None:
    async def run() -> None:
        app = app_over(tmp_path)

        async def gone(scope: Scope, receive: Receive, _send: Send) -> None:
            async def nobody(_message: Message) -> None:
                raise OSError("nobody is there any more")

            await app(scope, receive, nobody)

        async with client_over(app) as client:
            leaving = httpx.AsyncClient(transport=httpx.ASGITransport(gone), base_url="http://localhost")
            with pytest.raises(OSError, match="nobody is there"):
                await leaving.post("/v1/articles", **BATCH)
            assert (await client.get(path_of("b"))).status_code == 404
            done = await client.post("/v1/articles", **BATCH)
            assert (done.status_code, '"created"' in done.text, "idempotency-replayed" in done.headers) == (
                200,
                True,
                False,
            )
            again = await client.post("/v1/articles", **BATCH)
            assert (again.text, again.headers["idempotency-replayed"]) == (done.text, "true")

    asyncio.run(run())


class SlowJournal(JournalFile):
    """A journal whose next claim is on the disk, and not told of before `go`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.claimed, self.go = Event(), Event()

    def claim(self, key: str, fingerprint: str) -> Remembered | None:
        known = super().claim(key, fingerprint)
        self.claimed.set()
        assert self.go.wait(60)
        return known


def test_a_request_that_is_cancelled_while_its_key_is_claimed_leaves_it_free(tmp_path: Path) -> None:
    async def run() -> None:
        engine = engine_over(tmp_path)
        service = Service(lambda: Corpus(engine.library, engine.over), LIMITS)
        journal = SlowJournal(tmp_path / JOURNAL_NAME)
        app: FastAPI = create_app(service, intake=Intake(service, journal))
        async with client_over(app) as client:
            sent = asyncio.create_task(client.put(path_of("a"), json={"text": "Alice left."}, headers=KEY))
            await asyncio.to_thread(journal.claimed.wait, 60)
            sent.cancel()
            journal.go.set()
            with pytest.raises(asyncio.CancelledError):
                await sent
            put = await client.put(path_of("a"), json={"text": "Alice left."}, headers=KEY)
            assert (put.status_code, "idempotency-replayed" in put.headers) == (201, False)

    asyncio.run(run())
