"""Who may, as the settings have it; and whether the service may listen where it is told to."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from api.access.admission import Admission, Openness
from api.access.database import AccessDatabase
from api.access.tokens import Provider, Tokens
from api.errors import AddressError
from index.homes import DEFAULT_COLLECTION, holds
from rag.settings import Settings

# The last is what programs in a container of Docker Desktop call the machine around it.
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", "host.docker.internal"})
_NO_KEY = (
    "{host} is reached from other machines, and there is no key yet: make one with `pourquoi keys create NAME --scope ask` and "
    "the same --home, or set POURQUOI_OPEN_READING=true so that everybody who reaches the port may ask (writing needs a key "
    "even then)"
)


def admission_of(settings: Settings) -> Admission:
    """The admission for a service that listens on `settings.host`."""
    here = is_loopback(settings.host)
    reading = here if settings.open_reading is None else settings.open_reading
    # Behind a proxy strangers come from this machine too, and whoever opens reading to everybody who reaches it may have one.
    alone = here and not settings.open_reading and (_public_host(settings) or "localhost") in _THIS_MACHINE
    provider = _provider(settings)
    return Admission(
        AccessDatabase(settings.home),
        Openness(reading=reading, everything_without_keys=alone and reading, hosts=_hosts(settings)),
        Tokens(provider) if provider is not None else None,
        lambda name: name == DEFAULT_COLLECTION or holds(settings.home, name),
    )


def _hosts(settings: Settings) -> frozenset[str] | None:
    """What the service may be called where nobody needs a key; any name where POURQUOI_OPEN_READING says so."""
    if settings.open_reading:
        return None
    public = _public_host(settings)
    return _THIS_MACHINE | ({public} if public else set())


def _public_host(settings: Settings) -> str | None:
    return urlsplit(settings.public_url or "").hostname


def refuse_open_port(host: str, settings: Settings) -> None:
    """Raise AddressError where strangers would reach a service that nobody needs a key for; AccessDataError as keys do."""
    if is_loopback(host) or settings.open_reading or _provider(settings) is not None:
        return
    if not AccessDatabase(settings.home).keys():
        raise AddressError(_NO_KEY.format(host=host))


def is_loopback(host: str) -> bool:
    """Whether the numeric address `host` is reached from this machine alone; a name may lead anywhere."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _provider(settings: Settings) -> Provider | None:
    if settings.oidc_issuer is None or settings.oidc_audience is None:
        return None
    return Provider(
        settings.oidc_issuer,
        settings.oidc_audience,
        settings.oidc_scopes_claim,
        settings.oidc_collections_claim,
        settings.oidc_private,
    )
