"""Who asks, and whether they may: the one decision that every request passes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from api.access.caller import Caller, Quota, Scope
from api.access.database import AccessDatabase
from api.access.keyring import Keyring
from api.access.keys import PREFIX
from api.access.needs import Need
from api.access.quotas import Quotas
from api.access.tokens import Tokens
from api.errors import CollectionError, CollectionNotFoundError, ForbiddenError, HostError, UnauthenticatedError
from api.watched.record import current_request
from index.homes import DEFAULT_COLLECTION, is_collection_name

COLLECTION_HEADER = "x-pourquoi-collection"
# In the address of what a link may lead to.
COLLECTION_PARAMETER = "collection"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_SHOWN_CHARS = 100
_SHOWN_NAMES = 10
_READER = Caller(None, frozenset({Scope.ASK}), frozenset({DEFAULT_COLLECTION}))
_OWNER = Caller(None, frozenset({Scope.ADMIN}), None)
_NOBODY = Caller(None, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Openness:
    """What goes without a key: reading the collection `default`, and everything as long as no key is configured at all.

    `hosts` are the names by which the service may be asked then, without a port; None is any. A page of another site can make its
    own name lead to this machine, and its browser would hand it what is answered (DNS rebinding); the name gives it away.
    """

    reading: bool
    everything_without_keys: bool
    hosts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that may be answered."""

    caller: Caller
    collection: str
    # Counts one question more than the need said; raises TooManyRequestsError.
    count_question: Callable[[], None] = lambda: None


def everybody(headers: Headers, in_address: Sequence[str] = ()) -> Admitted:
    """Whoever asks where nobody is asked who they are; raises CollectionError or CollectionNotFoundError."""
    named = _named(headers, in_address) or DEFAULT_COLLECTION
    if named != DEFAULT_COLLECTION:
        raise CollectionNotFoundError(named)
    return Admitted(_OWNER, named)


class Admission:
    """Decides by keys in `database` and by `tokens`; `exists` tells which collections there are."""

    def __init__(
        self,
        database: AccessDatabase,
        openness: Openness,
        tokens: Tokens | None = None,
        exists: Callable[[str], bool] = lambda name: name == DEFAULT_COLLECTION,
    ) -> None:
        self.database = database
        self._openness, self._tokens, self._exists = openness, tokens, exists
        self._keyring, self._quotas = Keyring(database), Quotas()

    async def admit(self, headers: Headers, need: Need, in_address: Sequence[str] = ()) -> Admitted:
        """Let the request in, and count it; its address names the collections `in_address`, of which there may be one.

        What is raised says why not and never what was sent.

        HostError, UnauthenticatedError, ForbiddenError, TooManyRequestsError, CollectionError, CollectionNotFoundError,
        AccessDataError or IdentityError.
        """
        # Whoever is refused on the way is named in the log as far as is known by then.
        _note(_NOBODY, headers, in_address)
        caller, quota = await self._who(headers)
        _note(caller, headers, in_address)
        if caller.key_id is None and caller.scopes:
            self._refuse_host(headers.get("host", ""))
        if caller.key_id is not None:
            self._quotas.count_request(caller.key_id, quota)
        if not caller.may(need.scope):
            if caller.key_id is None:
                raise UnauthenticatedError(
                    f"send the header Authorization: Bearer and a key with the scope {need.scope}; "
                    "`pourquoi keys create` makes one"
                )
            raise ForbiddenError(f"that needs a key with the scope {need.scope}")
        if caller.key_id is None and need.scope is not Scope.ASK:
            _refuse_pages(headers.get("origin"))
        collection = self._collection(caller, _named(headers, in_address), need)
        if caller.key_id is None:
            return Admitted(caller, collection)
        count_question = partial(self._quotas.count_question, caller.key_id, quota)
        if need.question:
            count_question()
        return Admitted(caller, collection, count_question)

    def check(self) -> None:
        """Raise AccessDataError where nobody could be let in, as every request would; with `tokens` some still are."""
        if self._tokens is None:
            self._keyring.configured()

    async def _who(self, headers: Headers) -> tuple[Caller, Quota]:
        if self._tokens is None and not self._keyring.configured():
            # Clients of other services send some key because they must.
            everything = self._openness.everything_without_keys
            return (_OWNER if everything else self._anybody()), Quota()
        shown = headers.getlist("authorization")
        if not shown:
            return self._anybody(), Quota()
        scheme, _, secret = shown[0].partition(" ")
        if len(shown) > 1 or scheme.lower() != "bearer":
            raise UnauthenticatedError("send one header Authorization, with Bearer and a key")
        if secret.startswith(PREFIX):
            key = await self._keyring.show(secret)
            if key is not None:
                return key.caller(), key.quota
        elif self._tokens is not None:
            return await self._tokens.caller(secret), Quota()
        raise UnauthenticatedError("the key is none of this service, or was revoked")

    def _refuse_host(self, host: str) -> None:
        hosts = self._openness.hosts
        if hosts is not None and _without_port(host) not in hosts:
            raise HostError(
                f"without a key this service is not asked as {host[:_SHOWN_CHARS]!r}; ask it as localhost, or set "
                "POURQUOI_PUBLIC_URL to the address that people use"
            )

    def _anybody(self) -> Caller:
        return _READER if self._openness.reading else _NOBODY

    def _collection(self, caller: Caller, named: str | None, need: Need) -> str:
        named = named or _without_name(caller)
        # One error for both, so that nobody learns which collections others have. Whoever may write may make one.
        if not caller.sees(named) or not (need.scope is Scope.WRITE or self._exists(named)):
            raise CollectionNotFoundError(named)
        return named


def _note(caller: Caller, headers: Headers, in_address: Sequence[str]) -> None:
    """Note in the current request who asks, and of which collection, if one can be told."""
    request = current_request()
    if request is None:
        return
    request.key_id = caller.key_id
    with suppress(CollectionError):
        request.collection = _named(headers, in_address) or _without_name(caller)


def _named(headers: Headers, in_address: Sequence[str]) -> str | None:
    """The one name in the header and the address; raises CollectionError where there are two, or something else."""
    names = set[str]()
    places = (
        (f"header {COLLECTION_HEADER}", headers.getlist(COLLECTION_HEADER)),
        (f"parameter {COLLECTION_PARAMETER}", in_address),
    )
    for what, shown in places:
        if len(shown) > 1:
            raise CollectionError(f"send one {what}, with one name")
        if not all(map(is_collection_name, shown)):
            raise CollectionError(f"the {what} is no name of a collection; use a-z, 0-9, - and _")
        names.update(shown)
    if len(names) > 1:
        raise CollectionError(f"the header {COLLECTION_HEADER} and the address name two collections; name one")
    return next(iter(names), None)


def _without_name(caller: Caller) -> str:
    if caller.sees(DEFAULT_COLLECTION):
        return DEFAULT_COLLECTION
    names = sorted(caller.collections or ())
    if len(names) == 1:
        return names[0]
    shown = ", ".join(names[:_SHOWN_NAMES]) + (", …" if len(names) > _SHOWN_NAMES else "")
    raise CollectionError(f"name the collection in the header {COLLECTION_HEADER}; the key is for {shown or 'none'}")


def _without_port(host: str) -> str:
    """The name or address in a Host header, in small letters; empty where it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _refuse_pages(origin: str | None) -> None:
    """Without a key only programs may write, and pages of this machine: any other page could do it in its visitor's place."""
    if origin is None:
        return
    try:
        host = urlsplit(origin).hostname
    except ValueError:
        host = None
    if host not in _LOOPBACK:
        raise ForbiddenError("a web page of another origin may not write without a key")
