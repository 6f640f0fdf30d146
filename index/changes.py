"""What can be done to a collection of articles, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from index.article import Article
from index.article_store import Original

# In `if_match`: the article must be there, in whatever revision.
ANY_REVISION = "*"


@dataclass(frozen=True, slots=True)
class Put:
    """Store `article`, in place of the one of that id if there is one.

    `original` are the bytes it was extracted from, None where its text is all there is. `root` is the path that it was read
    from, None where it came otherwise. `if_match` names what may be stored now: texts by their sha256, whole articles by
    `Head.row`, `*` any; None is no condition at all. With `only_new` there must be none of that id.
    """

    article: Article
    original: Original | None = None
    root: str | None = None
    if_match: frozenset[str] | None = None
    only_new: bool = False

    @property
    def article_id(self) -> str:
        """The id of the article."""
        return self.article.id


@dataclass(frozen=True, slots=True)
class Delete:
    """Take the article of that id out; `if_match` as in `Put`."""

    article_id: str
    if_match: frozenset[str] | None = None


Change = Put | Delete


class ChangeState(StrEnum):
    """What came of one change."""

    CREATED = "created"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    ABSENT = "absent"  # there was nothing to delete
    CONFLICT = "conflict"  # `if_match` or `only_new` did not hold, so nothing was done


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one change; `sha256` is that of the article stored after it, None where none is."""

    article_id: str
    state: ChangeState
    sha256: str | None
