"""Every setting, its bounds and its environment variable. Only entry points read them."""

import base64
import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from index.chunks import ChunkingSettings
from index.encoder.source import PACKAGED
from index.encoder.unpack import cache_folder
from index.errors import SettingError
from index.files import expanded
from index.homes import COLLECTION_PATTERN, DEFAULT_COLLECTION
from rag.errors import SettingsError
from rag.service_links import is_service_address, tells_of_a_service

PREFIX = "POURQUOI_"
NO_READER = "none"
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-]+(?::[0-9]{1,5})?|https?://\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")

_LAST_PORT, _USUAL_PORTS = 65_535, {"http": 80, "https": 443}
_PORT = 8000


def _origin(value: str) -> str:
    origin = value.rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        raise ValueError("write http:// or https://, the host and, if need be, :port, and nothing behind them")
    return _address(origin)


def _address(url: str) -> str:
    """`url` as it is; raises ValueError where it has no host or a port that there is not."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"it is no address ({error})") from error
    if not parts.hostname or port == 0:
        raise ValueError(f"an address has a host, and its port is a number from 1 to {_LAST_PORT}")
    return url


def _folder(value: object) -> object:
    if value == "":
        raise ValueError("it is empty; unset it to have the default, or name a folder")
    return expanded(value) if isinstance(value, str | Path) else value


def _page_origin(value: str) -> str:
    """As browsers send it, since it is compared as a whole: in small letters, without the port that goes without saying."""
    scheme, _, rest = _origin(value.lower()).partition("://")
    host, colon, port = rest.rpartition(":")
    if not colon or rest.endswith("]"):
        return f"{scheme}://{rest}"
    return f"{scheme}://{host}" if int(port) == _USUAL_PORTS[scheme] else f"{scheme}://{host}:{int(port)}"


def _split(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _own_port(value: object) -> object:
    return _PORT if is_service_address(value) else value


def _base64(value: SecretStr) -> SecretStr:
    try:
        base64.b64decode(value.get_secret_value(), validate=True)
    except ValueError as error:
        raise ValueError("it is not base64; copy it as Teams shows it") from error
    return value


Origin = Annotated[str, AfterValidator(_origin)]
Folder = Annotated[Path, BeforeValidator(_folder)]
PageOrigin = Annotated[str, AfterValidator(_page_origin)]
Secret = Annotated[SecretStr, Field(min_length=1)]


class Settings(BaseSettings):
    """The settings; each is also read from `POURQUOI_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Folder = Field(default=Path(".pourquoi"), description="folder that holds all state")
    cache: Folder = Field(
        default_factory=cache_folder, description="folder that holds unpacked models, shared by all homes"
    )
    encoder: str = Field(
        default=PACKAGED, min_length=1, description="'packaged', a sentence-transformers folder, or a hub id"
    )
    chunk_tokens: int = Field(
        default=180, ge=32, le=2_000, description="tokens of a chunk at most, title and heading aside"
    )
    chunk_overlap_tokens: int = Field(
        default=40, ge=0, le=1_000, description="tokens a chunk repeats from the one before"
    )
    keep_revisions_days: int = Field(
        default=30, ge=0, le=36_500, description="days that the text of a changed or deleted article is kept"
    )
    reader: str = Field(
        default=PACKAGED,
        min_length=1,
        description="'packaged', 'none', or a question-answering model: a folder or a hub id",
    )
    min_confidence: float | None = Field(
        default=None, ge=0, le=1, description="an answer less probable than this is withheld; by default as fitted"
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="address or name that the server listens on")
    port: Annotated[int, BeforeValidator(_own_port)] = Field(
        default=_PORT, ge=1, le=_LAST_PORT, description="port that the server listens on"
    )
    max_concurrent_questions: int = Field(default=64, ge=1, le=10_000, description="over this many at once, 503")
    max_batch_questions: int = Field(
        default=16, ge=1, le=256, description="questions that share one run of the models at most"
    )
    deadline_seconds: float = Field(
        default=30.0, gt=0, le=600, description="a question that waits longer than this for its run is refused with 503"
    )
    answer_cache_entries: int = Field(
        default=1_000,
        ge=0,
        le=1_000_000,
        description="answers kept for the same question, 64 MiB at most; 0 keeps none",
    )
    drain_seconds: float = Field(
        default=1.0, ge=0, le=300, description="after SIGTERM, how long /readyz says 503 before the server stops"
    )
    log_format: Literal["text", "json"] = Field(default="text", description="form of the log lines on standard error")
    log_questions: bool = Field(default=False, description="whether logs and traces may hold the questions themselves")
    public_url: Origin | None = Field(
        default=None, description="where people reach the start page, for links to quotes"
    )
    # NoDecode: split at commas by us, not read as JSON.
    allowed_origins: Annotated[tuple[PageOrigin, ...], NoDecode, BeforeValidator(_split)] = Field(
        default=(), description="origins whose web pages may ask, with commas between them"
    )
    open_reading: bool | None = Field(
        default=None, description="whether asking needs no key; by default where the server listens on loopback"
    )
    oidc_issuer: Annotated[str, AfterValidator(_address)] | None = Field(
        default=None,
        pattern=r"^https?://[^\s?#]+$",
        description="identity provider whose tokens count; needs oidc_audience",
    )
    oidc_audience: str | None = Field(default=None, min_length=1, description="what its tokens must be made for")
    oidc_scopes_claim: str = Field(
        default="scope", min_length=1, description="the claim that lists pourquoi:ask, pourquoi:write, pourquoi:admin"
    )
    oidc_collections_claim: str = Field(
        default="collections", min_length=1, description="the claim that lists collections"
    )
    oidc_private: bool = Field(default=False, description="the provider is in a private network, and http:// will do")
    max_open_collections: int = Field(
        default=16,
        ge=1,
        le=10_000,
        description="collections in memory at once beside 'default'; for another the one unused longest is closed",
    )
    chat_collection: str = Field(
        default=DEFAULT_COLLECTION,
        pattern=f"^{COLLECTION_PATTERN}$",
        description="the collection that chat platforms are answered from",
    )
    slack_signing_secret: Secret | None = Field(default=None, description="turns on Slack")
    slack_bot_token: Secret | None = Field(default=None, description="what mentions in Slack are answered with")
    discord_public_key: str | None = Field(default=None, pattern="^[0-9a-fA-F]{64}$", description="turns on Discord")
    teams_secret: Annotated[Secret, AfterValidator(_base64)] | None = Field(
        default=None, description="turns on the outgoing webhook of Teams"
    )
    mattermost_token: Secret | None = Field(default=None, description="turns on Mattermost; needs mattermost_url")
    mattermost_url: Origin | None = Field(
        default=None, description="the Mattermost server, the only one that answers are sent to"
    )

    def chunking(self) -> ChunkingSettings:
        """The lengths of chunks; raises SettingsError where they do not fit together."""
        try:
            return ChunkingSettings(self.chunk_tokens, self.chunk_overlap_tokens)
        except SettingError as error:
            raise SettingsError(str(error)) from error


def load_settings(environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Settings from `given`, then the environment, then the defaults; a `given` value of None counts as not given.

    Raises SettingsError that names the setting, its value and what is allowed; a misspelt POURQUOI_ variable is one too. What
    Kubernetes sets for a Service called `pourquoi` is passed over.
    """
    for name, value in environment.items():
        if tells_of_a_service(name, value):
            continue
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() not in Settings.model_fields:
            known = [PREFIX + field.upper() for field in Settings.model_fields]
            near = get_close_matches(name, known, n=1)
            raise SettingsError(f"there is no setting {name}{f'; did you mean {near[0]}?' if near else ''}")
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if _is_secret(str(first["loc"][0])):
            # Without its cause, which would show the value in a traceback.
            raise SettingsError(f"setting {name} (not shown, it is secret): {first['msg']}") from None
        raise SettingsError(f"setting {name} is {first['input']!r}: {first['msg']}") from error
    try:
        no_folder = settings.home.exists() and not settings.home.is_dir()
    except OSError as error:
        raise SettingsError(
            f"setting home is {str(settings.home)!r}: {error.strerror}; name a folder that may be entered"
        ) from error
    if no_folder:
        raise SettingsError(
            f"setting home is {str(settings.home)!r}: it is a file; name a folder, which is made if need be"
        )
    if settings.mattermost_token and not settings.mattermost_url:
        raise SettingsError(
            f"{PREFIX}MATTERMOST_TOKEN needs {PREFIX}MATTERMOST_URL, the address of the Mattermost server"
        )
    if (settings.oidc_issuer is None) != (settings.oidc_audience is None):
        raise SettingsError(f"{PREFIX}OIDC_ISSUER and {PREFIX}OIDC_AUDIENCE need each other; set both or neither")
    if settings.oidc_issuer and not settings.oidc_private and not settings.oidc_issuer.startswith("https://"):
        raise SettingsError(f"setting oidc_issuer is {settings.oidc_issuer!r}: it must begin with https://")
    return settings


def _is_secret(name: str) -> bool:
    field = Settings.model_fields.get(name)
    return field is not None and "SecretStr" in repr(field.annotation)
