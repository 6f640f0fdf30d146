"""The one table from errors to how they look to a client."""

from dataclasses import dataclass

from api import errors
from index.errors import ArticleError, BusyStoreError, GenerationError, SettingError, UnwritableStoreError
from rag.errors import QuestionError, SpanNotFoundError


@dataclass(frozen=True, slots=True)
class Rule:
    """How an error looks to a client; `retry_after_seconds` where trying again later makes sense.

    `instead` is told in place of a message that names files of the server, which is for its log.
    """

    status: int
    name: str
    title: str
    retry_after_seconds: int | None = None
    instead: str | None = None


_IN_THE_LOG = "where that does not help, the service's log says which file it is and why"
_UNUSABLE = Rule(
    503,
    "index-unusable",
    "The index cannot be used",
    retry_after_seconds=60,
    instead=f"the articles or the models cannot be read as they are stored here; ask again in a minute, and {_IN_THE_LOG}",
)


RULES: dict[type[Exception], Rule] = {
    errors.AccessDataError: Rule(
        503,
        "keys-unreadable",
        "Keys cannot be checked",
        retry_after_seconds=60,
        instead=f"the keys and quotas cannot be read or written here; try again in a minute, and {_IN_THE_LOG}",
    ),
    errors.ArticleIdError: Rule(422, "bad-article-id", "An article cannot be called so"),
    errors.ArticleNotFoundError: Rule(404, "article-not-found", "There is no such article"),
    errors.BatchError: Rule(422, "bad-batch", "The batch cannot be read"),
    errors.BodyCutError: Rule(400, "body-cut", "The body breaks off"),
    errors.BodyTooLargeError: Rule(413, "body-too-large", "The body is too large"),
    errors.BodyTooSlowError: Rule(408, "body-too-slow", "The body did not arrive in time"),
    errors.BusyError: Rule(503, "busy", "Too many questions at once", retry_after_seconds=1),
    errors.ChatRequestError: Rule(422, "bad-chat-request", "The conversation cannot be answered"),
    # Nobody reads it; the number is the one that proxies write into their logs.
    errors.ClientGoneError: Rule(499, "client-gone", "The client went away"),
    errors.CollectionError: Rule(422, "bad-collection", "The collection is not named"),
    errors.CollectionNotFoundError: Rule(404, "collection-not-found", "There is no such collection"),
    errors.CursorError: Rule(422, "bad-cursor", "The cursor is none of ours"),
    errors.DeadlineError: Rule(503, "deadline", "The question waited too long", retry_after_seconds=2),
    errors.DestinationError: Rule(422, "bad-destination", "An answer may not go there"),
    errors.FetchError: Rule(502, "not-fetched", "The file could not be fetched"),
    errors.ForbiddenError: Rule(403, "forbidden", "That is not allowed"),
    errors.HostError: Rule(421, "wrong-host", "The service is not called so"),
    errors.IdentityError: Rule(503, "identity-unknown", "Tokens cannot be checked", retry_after_seconds=30),
    errors.FormError: Rule(422, "bad-form", "The upload cannot be read"),
    errors.JobNotFoundError: Rule(404, "job-not-found", "There is no such job"),
    errors.JournalError: Rule(503, "journal-unusable", "Requests cannot be remembered", retry_after_seconds=60),
    errors.KeyBusyError: Rule(409, "key-busy", "The same request is being answered", retry_after_seconds=1),
    errors.KeyReusedError: Rule(422, "key-reused", "The Idempotency-Key belongs to another request"),
    errors.MediaTypeError: Rule(415, "not-json", "The body is not JSON"),
    errors.ModelNotFoundError: Rule(404, "model-not-found", "There is no such model"),
    errors.NoFetcherError: Rule(501, "no-fetching", "This service fetches no pages"),
    errors.NoSpaceError: Rule(507, "disk-full", "The disk is full", retry_after_seconds=60),
    errors.NotReadyError: Rule(503, "not-ready", "The service is starting", retry_after_seconds=5),
    errors.NothingWrittenError: Rule(500, "nothing-written", "Something went wrong here"),
    errors.NothingTakenError: Rule(422, "nothing-taken", "No article could be taken in"),
    errors.OriginalNotFoundError: Rule(404, "no-original", "There is no file of this article"),
    errors.PlatformRequestError: Rule(422, "bad-platform-request", "The request is not one that its platform sends"),
    errors.PreconditionError: Rule(412, "changed-meanwhile", "The article is not as the request wants it"),
    errors.ReadOnlyError: Rule(501, "read-only", "This service takes no articles"),
    errors.StoppingError: Rule(503, "stopping", "The service is shutting down", retry_after_seconds=5),
    errors.TooManyRequestsError: Rule(429, "too-many-requests", "The key has used up what it may"),
    errors.UnauthenticatedError: Rule(401, "unauthenticated", "A key is needed"),
    errors.UnloggedError: Rule(503, "not-logged", "The write cannot be logged", retry_after_seconds=60),
    errors.UnusableIndexError: _UNUSABLE,
    errors.UnverifiedError: Rule(401, "unverified", "The request is not from its platform"),
    errors.UrlError: Rule(422, "bad-url", "The URL is not fetched"),
    errors.UrlTextError: Rule(422, "url-not-utf8", "The address is not UTF-8"),
    errors.UrlTooLongError: Rule(414, "url-too-long", "The address is too long"),
    ArticleError: Rule(422, "bad-article", "The article cannot be read"),
    GenerationError: _UNUSABLE,
    BusyStoreError: Rule(
        503,
        "store-busy",
        "Another process is writing",
        retry_after_seconds=2,
        instead=f"another process has been writing to the articles for long; send this again in a moment, and {_IN_THE_LOG}",
    ),
    UnwritableStoreError: Rule(
        503,
        "not-writable",
        "Nothing can be written now",
        retry_after_seconds=60,
        instead=f"the articles cannot be written to as they are stored here; send this again in a minute, and {_IN_THE_LOG}",
    ),
    SettingError: Rule(422, "bad-article", "The article cannot be read"),
    QuestionError: Rule(422, "bad-question", "The question cannot be asked"),
    SpanNotFoundError: Rule(404, "span-not-found", "There is no such quote"),
}
MALFORMED = Rule(400, "malformed-body", "The body cannot be read as JSON")
INVALID = Rule(422, "invalid-request", "The request does not fit")
INTERNAL = Rule(500, "internal", "Something went wrong here")


def rule_for(error: Exception) -> Rule:
    """The row of the table for `error`; what is not in it is a fault of ours."""
    return next((RULES[kind] for kind in type(error).__mro__ if kind in RULES), INTERNAL)
