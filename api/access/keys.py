"""Keys: how one is made, and how one that is shown is recognized. The key itself is kept nowhere."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from api.access.caller import Caller, Quota, Scope
from api.errors import KeySettingError
from index.homes import DEFAULT_COLLECTION, is_collection_name

PREFIX = "pq_"
EVERY_COLLECTION = "*"
_KEY_BYTES = 32
_ID_BYTES = 6
_MAX_NAME_CHARS = 80
# What a key may look like at most; more is not hashed.
_MAX_KEY_CHARS = 200


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key: the SHA-256 of it, what it is for, and times in UTC."""

    id: str
    name: str
    digest: bytes = field(repr=False)
    scopes: frozenset[Scope]
    collections: frozenset[str] | None
    quota: Quota
    created: datetime
    revoked: datetime | None = None
    last_used: datetime | None = None

    def caller(self) -> Caller:
        """Whoever shows it."""
        return Caller(self.id, self.scopes, self.collections)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new key is to be; `collections` empty is the one called default, and `*` every one there is or will be."""

    name: str
    scopes: Sequence[Scope]
    collections: Sequence[str] = ()
    quota: Quota = field(default_factory=Quota)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made, and the one moment in which `secret` can be read."""

    secret: str = field(repr=False)
    kept: Key


def make_key(wanted: Wanted, now: datetime) -> NewKey:
    """A key of 32 random bytes; raises KeySettingError that names what of `wanted` cannot be."""
    if not 1 <= len(wanted.name) <= _MAX_NAME_CHARS or not wanted.name.isprintable():
        raise KeySettingError(f"the name {wanted.name[:100]!r} must have 1 to {_MAX_NAME_CHARS} printable characters")
    if not wanted.scopes:
        raise KeySettingError(f"a key needs a scope; give --scope with one of {', '.join(Scope)}")
    secret = _new_secret()
    kept = Key(
        id=_new_id(),
        name=wanted.name,
        digest=digest_of(secret),
        scopes=frozenset(wanted.scopes),
        collections=_collections(wanted.collections),
        quota=wanted.quota,
        created=now,
    )
    return NewKey(secret, kept)


def renewed(key: Key, now: datetime) -> NewKey:
    """Another key for the same: its name, scopes, collections and quotas."""
    secret = _new_secret()
    same = replace(key, id=_new_id(), digest=digest_of(secret), created=now, revoked=None, last_used=None)
    return NewKey(secret, same)


def _new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(_KEY_BYTES)


def _new_id() -> str:
    return "key_" + secrets.token_hex(_ID_BYTES)


def digest_of(secret: str) -> bytes:
    """What is kept of a key. Without salt or stretching, which are for what people choose: nobody guesses 32 random bytes."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def recognize(secret: str, keys: Iterable[Key]) -> Key | None:
    """The key that was shown, unless it is revoked or none of `keys`; takes as long whichever it is."""
    if len(secret) > _MAX_KEY_CHARS:
        return None
    digest = digest_of(secret)
    found = None
    for key in keys:
        if hmac.compare_digest(key.digest, digest) and key.revoked is None:
            found = key
    return found


def _collections(names: Sequence[str]) -> frozenset[str] | None:
    if EVERY_COLLECTION in names:
        return None
    for name in names:
        if not is_collection_name(name):
            raise KeySettingError(
                f"{name[:100]!r} is no name of a collection; use a-z, 0-9, - and _, up to 63, or '{EVERY_COLLECTION}' for all"
            )
    return frozenset(names or [DEFAULT_COLLECTION])
