"""Whoever asks: what they may do, and which collections they may see."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """One thing that a key is for; `admin` is for everything."""

    ASK = "ask"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the id of a key, `oidc:` and the subject of a token, or None for anybody. `collections` None: every one."""

    key_id: str | None
    scopes: frozenset[Scope]
    collections: frozenset[str] | None

    def may(self, scope: Scope) -> bool:
        """Whether a request that needs `scope` is theirs to make."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def sees(self, collection: str) -> bool:
        """Whether they may know of `collection` at all."""
        return self.collections is None or collection in self.collections


@dataclass(frozen=True, slots=True)
class Quota:
    """What a key may use: requests in any 60 seconds, questions in a day from the first of them; None is without end."""

    per_minute: int | None = None
    per_day: int | None = None
