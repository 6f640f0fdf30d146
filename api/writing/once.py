"""A request that may come twice is done once: its Idempotency-Key brings the first response back."""

import asyncio
import hashlib
import logging
import re
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Annotated

from fastapi import Header
from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.access.middleware import caller_of, collection_of
from api.errors import JournalError, KeyBusyError, KeyReusedError, NoSpaceError
from api.writing.journal import Journal, Remembered, Reply
from api.writing.lines import Lines

log = logging.getLogger(__name__)
# What a response is made of besides its body; anything else is set on its way out.
_KEPT_HEADERS = ("content-type", "etag", "location", "cache-control")
_REPLAYED = "idempotency-replayed"
_LONGEST_KEY, _KEY = 255, r"^[!-~]+$"


def _key(sent: object) -> object:
    if isinstance(sent, str) and not (len(sent) <= _LONGEST_KEY and re.search(_KEY, sent)):
        raise ValueError(f"a key is 1 to {_LONGEST_KEY} ASCII characters without spaces; send a UUID, say")
    return sent


IdempotencyKey = Annotated[
    str | None,
    BeforeValidator(_key),
    Header(
        min_length=1,
        max_length=_LONGEST_KEY,
        pattern=_KEY,
        description="the same key brings the same response for 24 hours, and nothing is done again",
    ),
]


async def once(
    request: Request, journal: Journal, key: str | None, sent: bytes, respond: Callable[[], Awaitable[Response]]
) -> Response:
    """The response that `key` stands for already, or the one that `respond` makes now; `sent` is what was asked, as bytes.

    A key of one sender stands for something else in each collection. A response in the form of an error is none that is kept:
    such a request did nothing, and may be sent again under its key. So may a batch that an error stopped. Raises KeyReusedError
    where the key came with something else, and KeyBusyError while the first response is being made.
    """
    if key is None:
        return await respond()
    name = _digest(collection_of(request).encode(), _sender(request), key.encode())
    fingerprint = _digest(request.method.encode(), request.url.path.encode(), _condition(request), sent)
    known = await _claimed(journal, name, fingerprint)
    if known is not None:
        if known.fingerprint != fingerprint:
            raise KeyReusedError("this Idempotency-Key came with another request before; take a new one")
        if known.reply is None:
            raise KeyBusyError("the request with this Idempotency-Key is being answered; try again in a moment")
        headers = {**dict(known.reply.headers), _REPLAYED: "true"}
        return Response(known.reply.body, known.reply.status, headers)
    try:
        response = await respond()
    except BaseException:
        await _released(journal, name)
        raise
    if isinstance(response, StreamingResponse):
        return _Kept(response, journal, name)
    await _remembered(journal, name, _reply(response, bytes(response.body)))
    return response


class _Kept(StreamingResponse):
    """A streamed response. What was sent to the end is kept, unless an error stopped the work that it tells of."""

    def __init__(self, response: StreamingResponse, journal: Journal, name: str) -> None:
        super().__init__(response.body_iterator, response.status_code)
        self.raw_headers = response.raw_headers
        self._journal, self._name, self._begun = journal, name, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        self.body_iterator = self._parts(self.body_iterator)
        try:
            await super().__call__(scope, receive, send)
        finally:
            # The client may have gone before the first part, and then nothing was done.
            if not self._begun:
                await _released(self._journal, self._name)

    async def _parts(self, parts: AsyncIterable[str | bytes | memoryview]) -> AsyncIterator[bytes]:
        self._begun = True
        sent = bytearray()
        ended = False
        try:
            async for part in parts:
                data = part.encode() if isinstance(part, str) else bytes(part)
                sent += data
                yield data
            ended = not (isinstance(parts, Lines) and parts.stopped)
        finally:
            if ended:
                await _remembered(self._journal, self._name, _reply(self, bytes(sent)))
            else:
                await _released(self._journal, self._name)


async def _claimed(journal: Journal, name: str, fingerprint: str) -> Remembered | None:
    """As `Journal.claim`; whoever cancels the request leaves no key claimed."""
    claiming = asyncio.ensure_future(asyncio.to_thread(journal.claim, name, fingerprint))
    try:
        return await asyncio.shield(claiming)
    except asyncio.CancelledError:
        await asyncio.shield(_given_up(claiming, journal, name))
        raise


async def _given_up(claiming: Awaitable[Remembered | None], journal: Journal, name: str) -> None:
    with suppress(JournalError, NoSpaceError):
        if await claiming is None:
            await _released(journal, name)


async def _remembered(journal: Journal, name: str, reply: Reply) -> None:
    """Keep what was answered; what was done is true and told also where there is no room to keep the answer."""
    try:
        await asyncio.shield(asyncio.to_thread(journal.remember, name, reply))
    except (JournalError, NoSpaceError):
        log.exception("a response cannot be kept; sent again, its request is done again")


async def _released(journal: Journal, name: str) -> None:
    # Whoever cancels the request must not leave its key claimed.
    try:
        await asyncio.shield(asyncio.to_thread(journal.release, name))
    except (JournalError, NoSpaceError):
        log.exception("a key cannot be released in the file; it is free all the same")


def _reply(response: Response, body: bytes) -> Reply:
    headers = tuple((name, response.headers[name]) for name in _KEPT_HEADERS if name in response.headers)
    return Reply(response.status_code, headers, body)


def _sender(request: Request) -> bytes:
    """Who sent it, the same after a token was renewed; of somebody who is not known, what they show."""
    who = caller_of(request).key_id
    return f"is {who}".encode() if who is not None else f"shows {request.headers.get('authorization', '')}".encode()


def _condition(request: Request) -> bytes:
    return request.headers.get("if-match", "").encode() + (b"\0new" if "if-none-match" in request.headers else b"")


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
