"""Whether a request is from its platform: told from the raw body in constant time, admitted once and soon after it was sent."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from api.errors import BusyError, UnverifiedError

# How far a request's time may lie from ours, either way; Slack's own figure.
SKEW_SECONDS = 300.0
# A request dated SKEW_SECONDS ahead of us could come again for twice that.
REMEMBERED_SECONDS = 2 * SKEW_SECONDS
# Some 16 a second for ten minutes, in about 2 MB.
MAX_REMEMBERED = 10_000

Clock = Callable[[], float]


class Seen:
    """What was seen in the last REMEMBERED_SECONDS, MAX_REMEMBERED things at most. For use from one event loop."""

    def __init__(self, clock: Clock, most: int = MAX_REMEMBERED) -> None:
        self._clock, self._most = clock, most
        # In the order of arrival, which is that of expiry.
        self._until: dict[bytes, float] = {}

    def first_time(self, *parts: bytes) -> bool:
        """Remember the parts together, and say whether they are new; raises BusyError where the memory is full.

        To forget the oldest before its time would let it come again.
        """
        now = self._clock()
        while self._until and next(iter(self._until.values())) <= now:
            del self._until[next(iter(self._until))]
        key = _key(parts)
        if key in self._until:
            return False
        if len(self._until) >= self._most:
            raise BusyError(f"{self._most} requests came in the last minutes; ask again in a moment")
        self._until[key] = now + REMEMBERED_SECONDS
        return True

    def forget(self, *parts: bytes) -> None:
        """Let the parts be new again."""
        self._until.pop(_key(parts), None)


def _key(parts: tuple[bytes, ...]) -> bytes:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


@dataclass(frozen=True, slots=True)
class Gate:
    """The time, and what has come through already."""

    clock: Clock
    seen: Seen

    def admit(self, sent_at: float | None, said_in: str, *parts: bytes) -> None:
        """Let a verified request through; raises UnverifiedError where it is old or was seen, BusyError where Seen is full.

        `sent_at` is in seconds since 1970, None where it is not said in `said_in`. `parts` are what no second request shares.
        """
        if sent_at is None:
            raise UnverifiedError(f"{said_in} is missing or holds no time; it says when the request was sent")
        # Written so that a time that is not a number is refused too.
        if not abs(self.clock() - sent_at) <= SKEW_SECONDS:
            raise UnverifiedError("the request was not sent within the last five minutes")
        if not self.seen.first_time(*parts):
            raise UnverifiedError("the same request came before")


def check_slack(secret: str, timestamp: str, body: bytes, signature: str) -> None:
    """Check `v0=` and the hex HMAC-SHA256 of `v0:timestamp:body`; raises UnverifiedError."""
    signed = b":".join((b"v0", timestamp.encode(), body))
    expected = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise UnverifiedError("the header X-Slack-Signature is not that of this body")


def check_discord(public_key: str, timestamp: str, body: bytes, signature: str) -> None:
    """Check the hex Ed25519 signature of timestamp and body; raises UnverifiedError."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    try:
        key.verify(bytes.fromhex(signature), timestamp.encode() + body)
    except (InvalidSignature, ValueError) as error:
        raise UnverifiedError("the header X-Signature-Ed25519 is not that of this body") from error


def check_teams(secret: str, body: bytes, authorization: str) -> None:
    """Check `HMAC ` and the base64 HMAC-SHA256 of the body; the secret is base64 too. Raises UnverifiedError."""
    expected = hmac.new(base64.b64decode(secret), body, hashlib.sha256).digest()
    scheme, _, given = authorization.partition(" ")
    try:
        digest = base64.b64decode(given.strip(), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if scheme.upper() != "HMAC" or not hmac.compare_digest(expected, digest):
        raise UnverifiedError("the header Authorization is not that of this body")


def check_mattermost(token: str, authorization: str, field: str) -> None:
    """Check the token of the header, or of the form where a proxy took the header away; raises UnverifiedError."""
    scheme, _, given = authorization.partition(" ")
    if not hmac.compare_digest(token.encode(), (given.strip() if scheme == "Token" else field).encode()):
        raise UnverifiedError("the token is not the one of this service")


def seconds(timestamp: str) -> float | None:
    """A timestamp header as seconds since 1970; None where it is none."""
    return float(timestamp) if timestamp.isascii() and timestamp.isdigit() else None
