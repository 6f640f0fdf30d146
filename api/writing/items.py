"""One article of several that came in a request: as it waits in a job, and what it becomes."""

import json
import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import ValidationError
from pydantic_core import from_json

from api.access.audit import Write
from api.errors import ApiError
from api.problems import problem_name, problem_of
from api.rules import INTERNAL, rule_for
from api.watched.record import current_request
from api.writing.schemas import RefusalOut, ResultOut
from index.changes import Change, ChangeState, Delete, Outcome
from index.errors import CorpusError
from index.page_names import MAX_ID_BYTES

log = logging.getLogger(__name__)
# Of a name that a client made up, so much is repeated to it.
_SOURCE_CHARS = 200
# In the place of an id, where an article that was refused has none.
_NAMELESS = "-"
_STATES: dict[ChangeState, Literal["created", "replaced", "unchanged"]] = {
    ChangeState.CREATED: "created",
    ChangeState.REPLACED: "replaced",
    ChangeState.UNCHANGED: "unchanged",
}


class Kind(StrEnum):
    """How an article was sent."""

    FILE = "file"
    PAGE = "page"  # by its address
    LINE = "line"  # of a batch, as JSON
    FEED = "feed"  # a feed or a sitemap that was fetched
    SITEMAP = "sitemap"  # of an index of them, by its address
    ENTRY = "entry"  # of a feed or a sitemap, its page by its address
    LEFT_OUT = "left out"  # what is not taken in of a feed or a sitemap, and why


@dataclass(frozen=True, slots=True)
class Item:
    """One article as it was sent.

    `name` is the file's name, the page's address, or `line 3`; `data` are the bytes of the file or the line, what the feed says
    of an entry, or the reason why something is left out. `charset` is what the server of a feed told of it, if anything.
    """

    kind: Kind
    name: str
    data: bytes
    article_id: str | None = None
    charset: str | None = None

    def to_bytes(self) -> bytes:
        """The item as it waits: a line of JSON, then its data."""
        # Without a charset nothing stands for it, as in the journals of versions that knew of none.
        charset = [] if self.charset is None else [self.charset]
        head = json.dumps([self.kind, self.name, self.article_id, *charset]).encode("ascii")
        return head + b"\n" + self.data

    @classmethod
    def from_bytes(cls, packed: bytes) -> "Item":
        """Read `to_bytes`'s form."""
        head, _, data = packed.partition(b"\n")
        kind, name, article_id, *charset = json.loads(head)
        return cls(Kind(kind), name, data, article_id, *charset)


def taken(item: Item, outcome: Outcome) -> ResultOut:
    """The result of an item that was written; raises KeyError for what no put without a condition comes to."""
    name, state = item.name[:_SOURCE_CHARS], _STATES[outcome.state]
    return ResultOut(source=name, id=outcome.article_id, state=state, sha256=outcome.sha256, error=None)


def refused(item: Item, error: Exception) -> ResultOut:
    """The result of an item that was not; where the fault is ours the log says more."""
    return refused_for(item, refusal_of(error))


def refused_for(item: Item, refusal: RefusalOut) -> ResultOut:
    """The same where the reason is known already, as that of several items is."""
    return ResultOut(source=item.name[:_SOURCE_CHARS], id=_id_of(item), state="failed", sha256=None, error=refusal)


def refusal_of(error: Exception) -> RefusalOut:
    """Why something was not taken in; where the fault is ours it is logged here."""
    if not isinstance(error, ApiError | CorpusError | ValidationError):
        log.error("an article could not be taken in", exc_info=error)
    problem = problem_of(error)
    request = current_request() if problem.status == INTERNAL.status else None
    return RefusalOut(
        type=problem.type,
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        request_id=request.request_id if request else None,
    )


def _id_of(item: Item) -> str | None:
    """The id that an article came with, whether or not one can be called so; None where there is none, or it is beyond any."""
    if item.kind is not Kind.LINE:
        return item.article_id
    try:
        sent = from_json(item.data)
    except ValueError:
        return None
    article_id = sent.get("id") if isinstance(sent, dict) else None
    return article_id if isinstance(article_id, str) and len(article_id.encode()) <= MAX_ID_BYTES else None


def line_of(change: Change, outcome: Outcome | Exception) -> Write:
    """The line in the log for what came of a change."""
    action = "delete" if isinstance(change, Delete) else "put"
    if isinstance(outcome, Outcome):
        return _line(action, outcome)
    return Write(action, change.article_id, None, problem_name(outcome))


def line_of_known(outcome: Outcome) -> Write:
    """The line in the log for an article that nothing had to be done for."""
    return _line("put", outcome)


def _line(action: str, outcome: Outcome) -> Write:
    return Write(action, outcome.article_id, outcome.sha256, outcome.state.value)


def line_of_unread(item: Item, error: Exception) -> Write:
    """The line in the log for an item that could not be made out, under the id that it came with, if any."""
    return Write("put", item.article_id or _NAMELESS, None, problem_name(error))


def is_passing(error: Exception) -> bool:
    """Whether trying again later may help, so that a job waits instead of giving up."""
    return rule_for(error).retry_after_seconds is not None
