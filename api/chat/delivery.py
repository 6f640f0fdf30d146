"""Messages that go out: to hosts on the list and nowhere else, within a time, and tried again where that can help."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import httpx

from api.chat.bodies import JsonObject
from api.errors import DeliveryError, DestinationError

# What an answer goes out with, at most; then it is given up.
TIMEOUT_SECONDS = 10.0
# Before the second and the third try. A platform that asks for more patience gets _LONGEST_PAUSE_SECONDS.
PAUSES_SECONDS = (0.5, 2.0)
_LONGEST_PAUSE_SECONDS = 10.0
# Nothing was done, or the platform asks to come again.
_PASSING = frozenset({429, 500, 503})
# A proxy did not see what became of it, so a second message might stand below the first; one that replaces another does no harm.
_UNSEEN = frozenset({502, 504})
_REPLACING = "PATCH"
_NOT_FOUND = 404
_MAX_REPLY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Destinations:
    """Where messages may go: beginnings of addresses. `mattermost` is None where there is no such server."""

    slack_hooks: str = "https://hooks.slack.com"
    slack_api: str = "https://slack.com/api"
    discord_api: str = "https://discord.com/api/v10"
    mattermost: str | None = None

    def slack_hook(self, url: str) -> str:
        """A response_url of Slack; raises DestinationError where it leads elsewhere."""
        return _at(self.slack_hooks, url)

    def slack_post(self) -> str:
        """The method chat.postMessage."""
        return f"{self.slack_api}/chat.postMessage"

    def discord_original(self, application_id: str, token: str) -> str:
        """The message that shows “thinking …” for an interaction."""
        path = f"webhooks/{quote(application_id, safe='')}/{quote(token, safe='')}/messages/@original"
        return f"{self.discord_api}/{path}"

    def mattermost_hook(self, url: str) -> str:
        """A response_url of the Mattermost server; raises DestinationError where it leads elsewhere."""
        if self.mattermost is None:
            raise DestinationError("there is no Mattermost server to answer")
        return _at(self.mattermost, url)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message and where it goes. With `awaited` its place may not be there yet, so that 404 is tried again."""

    url: str
    content: JsonObject
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class _Failure:
    """What happened, whether it may pass, and how long the platform asks to wait."""

    what: str
    passing: bool
    wanted_seconds: float = 0.0


class Delivery:
    """Sends messages. For use from one event loop."""

    def __init__(
        self, timeout_seconds: float = TIMEOUT_SECONDS, pauses_seconds: tuple[float, ...] = PAUSES_SECONDS
    ) -> None:
        # At INFO httpx logs whole addresses, and those of Slack and Discord hold what lets anyone post there.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._client = httpx.AsyncClient(timeout=timeout_seconds, follow_redirects=False)
        self._timeout_seconds, self._pauses_seconds = timeout_seconds, pauses_seconds

    async def send(self, parcel: Parcel) -> bytes:
        """Send, and give the reply's body.

        Raises DeliveryError, whose message holds neither the content nor more of the address than its host.
        """
        pauses_seconds = iter(self._pauses_seconds)
        while isinstance(tried := await self._try(parcel), _Failure):
            pause = next(pauses_seconds, None)
            if pause is None or not tried.passing:
                raise DeliveryError(f"{urlsplit(parcel.url).hostname} did not take it: {tried.what}")
            await asyncio.sleep(max(pause, tried.wanted_seconds))
        return tried

    async def _try(self, parcel: Parcel) -> "bytes | _Failure":
        request = self._client.build_request(
            parcel.method, parcel.url, json=parcel.content, headers=dict(parcel.headers)
        )
        try:
            async with asyncio.timeout(self._timeout_seconds):
                response = await self._client.send(request, stream=True)
                try:
                    if response.is_success:
                        return await _read(response)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return _Failure(type(error).__name__, passing=True)
        except (httpx.HTTPError, TimeoutError) as error:
            # It may have arrived all the same, and a second try would show the answer twice unless it replaces the first.
            return _Failure(type(error).__name__, passing=parcel.method == _REPLACING)
        status = response.status_code
        passing = (
            status in _PASSING
            or (parcel.method == _REPLACING and status in _UNSEEN)
            or (parcel.awaited and status == _NOT_FOUND)
        )
        return _Failure(f"status {status}", passing, _wanted_seconds(response.headers.get("retry-after", "")))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _read(response: httpx.Response) -> bytes:
    body = b""
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > _MAX_REPLY_BYTES:
            break
    return body


def _wanted_seconds(retry_after: str) -> float:
    try:
        return min(float(retry_after), _LONGEST_PAUSE_SECONDS)
    except ValueError:
        return 0.0


def _at(base: str, url: str) -> str:
    """The address, if it has the scheme, host and port of `base` and no more to its host; raises DestinationError."""
    try:
        allowed, given = urlsplit(base), urlsplit(url)
        fits = (given.scheme, given.netloc.lower()) == (allowed.scheme, allowed.netloc.lower())
    except ValueError:
        fits = False
    # Programs differ in how they read a backslash, a space or a line break, so none may stand there.
    if not fits or not url.isascii() or not url.isprintable() or any(char in url for char in "\\ "):
        raise DestinationError(f"an answer goes to {base} only, and the request names another address")
    return url
