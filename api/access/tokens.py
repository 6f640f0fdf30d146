"""Bearer tokens of an identity provider (OpenID Connect): its keys, and what a token of it allows."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import jwt

from api.access.caller import Caller, Scope
from api.access.keys import EVERY_COLLECTION
from api.errors import FetchError, IdentityError, UnauthenticatedError, UrlError
from api.fetch.fetcher import fetch
from api.fetch.rules import Rules
from index.homes import DEFAULT_COLLECTION, is_collection_name

# Each proves who signed with a public key; with a shared secret whoever can check could also sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# A key of RSA may be listed without its algorithm (RFC 7517, 4.4); then it is for any of these.
_RSA_ALGORITHMS = ALGORITHMS[:6]
_KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
_PORTS = {"http": 80, "https": 443}
_SCOPE_PREFIX = "pourquoi:"
_MAX_TOKEN_CHARS = 8_000
_MAX_SUBJECT_CHARS = 200
# Clocks of two machines.
_LEEWAY_SECONDS = 30
# A provider takes a key out of use by no longer listing it; so long it is still believed.
_KEYS_LAST_SECONDS = 600.0
# A token with an unknown key, or a provider that is down, makes us ask again at most so often.
_ASK_AGAIN_SECONDS = 30.0
_MAX_DOCUMENT_BYTES, _FETCH_SECONDS = 500_000, 5.0
_PRIVATE = tuple(
    ip_network(network)
    for network in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
Claims = Mapping[str, Any]
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of the provider, and the algorithms that a token may be signed with by it."""

    key: Any
    algorithms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provider:
    """Whose tokens count, and which of their claims say what they allow; `private`: it is not on the public internet."""

    issuer: str
    audience: str
    scopes_claim: str = "scope"
    collections_claim: str = "collections"
    private: bool = False


class Tokens:
    """Checks tokens of one provider; its keys are fetched when they are first needed, and again every ten minutes."""

    def __init__(self, provider: Provider, clock: Callable[[], float] = time.monotonic) -> None:
        self._provider, self._clock = provider, clock
        self._rules = _rules(provider)
        self._refreshing = asyncio.Lock()
        self._keys: dict[str, _Key] = {}
        self._fetched: float | None = None
        self._asked: float | None = None

    async def caller(self, token: str) -> Caller:
        """Whoever the token is of. Raises UnauthenticatedError, and IdentityError where the provider's keys cannot be had."""
        key = await self._key_of(token)
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=list(key.algorithms),
                audience=self._provider.audience,
                issuer=self._provider.issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.InvalidTokenError as error:
            raise _refused(type(error).__name__) from None
        subject = claims["sub"]
        if not 1 <= len(subject) <= _MAX_SUBJECT_CHARS or not subject.isprintable():
            raise _refused("its subject is no name")
        return Caller(f"oidc:{subject}", self._scopes(claims), self._collections(claims))

    async def _key_of(self, token: str) -> _Key:
        if len(token) > _MAX_TOKEN_CHARS:
            raise _refused("it is too long")
        try:
            key_id = jwt.get_unverified_header(token).get("kid")
        except jwt.InvalidTokenError as error:
            raise _refused(type(error).__name__) from None
        if not isinstance(key_id, str):
            raise _refused("it does not name its key")
        # Before the lock: a stranger's token with an unknown key has the provider asked, which may take long.
        if key_id in self._keys and not self._is_old(self._clock()):
            return self._keys[key_id]
        async with self._refreshing:
            now = self._clock()
            if self._is_old(now):
                self._keys, self._fetched = {}, None
            if key_id not in self._keys and (self._asked is None or now - self._asked >= _ASK_AGAIN_SECONDS):
                self._asked = now
                self._keys = await asyncio.to_thread(self._fetch_keys)
                self._fetched = now
            if self._fetched is None:
                raise IdentityError("the keys of the identity provider could not be fetched a moment ago")
            if key_id not in self._keys:
                raise _refused("its key is unknown")
            return self._keys[key_id]

    def _is_old(self, now: float) -> bool:
        return self._fetched is not None and now - self._fetched >= _KEYS_LAST_SECONDS

    def _fetch_keys(self) -> dict[str, _Key]:
        issuer = self._provider.issuer
        configuration = self._document(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if configuration.get("issuer") != issuer or not isinstance(configuration.get("jwks_uri"), str):
            raise IdentityError("the identity provider's configuration is not that of POURQUOI_OIDC_ISSUER")
        listed = self._document(configuration["jwks_uri"]).get("keys")
        return dict(filter(None, map(_key, listed if isinstance(listed, list) else [])))

    def _document(self, url: str) -> Document:
        try:
            document = json.loads(fetch(url, self._rules).data)
        except (FetchError, UrlError) as error:
            raise IdentityError(f"the identity provider cannot be asked: {error}") from error
        except ValueError as error:
            raise IdentityError("the identity provider answers in something else than JSON") from error
        return document if isinstance(document, dict) else {}

    def _scopes(self, claims: Claims) -> frozenset[Scope]:
        named = _words(claims.get(self._provider.scopes_claim))
        return frozenset(scope for scope in Scope if f"{_SCOPE_PREFIX}{scope}" in named)

    def _collections(self, claims: Claims) -> frozenset[str] | None:
        named = _words(claims.get(self._provider.collections_claim, DEFAULT_COLLECTION))
        return None if EVERY_COLLECTION in named else frozenset(filter(is_collection_name, named))


def _rules(provider: Provider) -> Rules:
    parts = urlsplit(provider.issuer)
    return Rules(
        ports=frozenset({443, parts.port or _PORTS.get(parts.scheme, 443)}),
        # Whoever could change the keys on their way could sign any token.
        schemes=frozenset({"https", "http"} if provider.private else {"https"}),
        max_redirects=0,
        max_bytes=_MAX_DOCUMENT_BYTES,
        seconds=_FETCH_SECONDS,
        also=_PRIVATE if provider.private else (),
    )


def _key(listed: object) -> tuple[str, _Key] | None:
    """One key by its id, where it is of a kind that we believe; a provider may list others."""
    if not isinstance(listed, dict) or listed.get("kty") not in _KEY_TYPES or listed.get("use", "sig") != "sig":
        return None
    key_id = listed.get("kid")
    if not isinstance(key_id, str):
        return None
    try:
        key = jwt.PyJWK(listed)
    except jwt.PyJWTError:
        return None
    named = _RSA_ALGORITHMS if listed["kty"] == "RSA" and "alg" not in listed else (key.algorithm_name,)
    return key_id, _Key(key.key, tuple(name for name in named if name in ALGORITHMS))


def _words(claim: object) -> frozenset[str]:
    """A claim as providers write lists: words with spaces between them, or a list of them."""
    if isinstance(claim, str):
        return frozenset(claim.split())
    return frozenset(word for word in claim if isinstance(word, str)) if isinstance(claim, list) else frozenset()


def _refused(why: str) -> UnauthenticatedError:
    return UnauthenticatedError(f"the token is not accepted: {why}")
