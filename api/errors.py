"""Every error of this package; `api.problems` says what each looks like to a client.

ApiError
├── AccessDataError          keys and quotas cannot be read
│   └── KeysNotReadyError    so that the service is not ready, which the log has been told
├── AddressError             the address cannot be listened on
├── ArticleIdError           an article cannot be called so
├── ArticleNotFoundError     no article has this id
├── BatchError               a batch of lines cannot be read
├── BodyCutError             a body that breaks off, or whose chunks are none
├── BodyTooLargeError        a body is larger than is read
├── BodyTooSlowError         a body did not arrive in time
├── BusyError                as many questions are waiting as may wait
├── ChatRequestError         what a chat client sent cannot be answered
├── ClientGoneError          nobody waits for the response any more
├── CollectionError          a collection must be named, and how
├── CollectionNotFoundError  there is no such collection for whoever asks
├── CursorError              a cursor that no listing gave out
├── DeadlineError            a question waited for its run longer than it may
├── DeliveryError            a platform did not take a message
├── DestinationError         an answer is to go where none may go
├── FetchError               a file from elsewhere could not be fetched
│   └── SilentHostError      its host did not answer in time, or not at all
├── ForbiddenError           whoever asks may not do that
├── HostError                the service is asked by a name that is not its own
├── IdentityError            who may ask cannot be looked up
├── KeySettingError          a key cannot be made so
├── FormError                an upload has no files, or is no form
├── JobNotFoundError         no job has this id
├── JournalError             what writing requests left behind cannot be read or written
├── KeyBusyError             a request with the same Idempotency-Key is being answered
├── KeyReusedError           an Idempotency-Key came before, with another request
├── MediaTypeError           a body that is not JSON by its Content-Type
├── ModelNotFoundError       a chat client names a model that is not here
├── NoFetcherError           this service fetches no pages
├── NoSpaceError             the disk is full
├── NotReadyError            the models are still loading
├── NothingTakenError        of several articles not one could be taken in
│   └── NothingWrittenError  and the fault is the service's
├── OriginalNotFoundError    an article came as text
├── PlatformRequestError     a request that its platform would not send
├── PreconditionError        the article is not as If-Match or If-None-Match wants it
├── ReadOnlyError            this service takes no articles
├── StoppingError            the service is shutting down
├── TooManyRequestsError     a key has used up what it may
├── UnauthenticatedError     nobody knows who asks
├── UnloggedError            a write cannot be logged
├── UnusableIndexError       the models or the index cannot be used
├── UnverifiedError          a request is not from its platform, old, or was seen before
├── UrlError                 an address that is not fetched
├── UrlTextError             an address whose bytes are no text
└── UrlTooLongError          an address is longer than is read
"""

from collections.abc import Sequence
from typing import Self


class ApiError(Exception):
    """Anything that goes wrong between a request and the product."""


class AccessDataError(ApiError):
    """The file of keys and quotas cannot be read or written; the message says which and why."""


class KeysNotReadyError(AccessDataError):
    """The service is not ready, since keys cannot be read; whoever raises it has told the log of that."""


class AddressError(ApiError):
    """The address cannot be listened on; the message says why and what to do."""


class ArticleIdError(ApiError):
    """An article cannot be called so; the message says why."""


class ArticleNotFoundError(ApiError):
    """No article has this id."""

    @classmethod
    def of(cls, article_id: str) -> Self:
        """The error for that id."""
        known = "GET /v1/articles, or in MCP resources/list, gives those there are"
        return cls(f"no article has this id: {article_id[:200]!r}; {known}")


class BatchError(ApiError):
    """A batch of lines has none, or too many."""


class BodyCutError(ApiError):
    """A body that breaks off, or whose chunks are none."""


class BodyTooLargeError(ApiError):
    """A body is larger than is read."""


class BodyTooSlowError(ApiError):
    """A body did not arrive in time."""


class BusyError(ApiError):
    """As many questions are waiting as may wait."""


class ChatRequestError(ApiError):
    """What a chat client sent cannot be answered; the message names the field and what to send instead."""


class ClientGoneError(ApiError):
    """Nobody waits for the response any more."""


class CollectionError(ApiError):
    """A collection must be named, or is named in a way that none is; the message says what to send."""


class CollectionNotFoundError(ApiError):
    """There is no such collection, or not for whoever asks; which of the two is not told."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no collection {name!r} for this key")


class CursorError(ApiError):
    """A cursor that no listing gave out."""


class DeadlineError(ApiError):
    """A question waited for its run longer than it may."""


class DeliveryError(ApiError):
    """A platform did not take a message; the message names its host and what happened."""


class DestinationError(ApiError):
    """An answer is to go where none may go."""


class FetchError(ApiError):
    """A file from elsewhere could not be fetched; the message names the host and says why."""


class SilentHostError(FetchError):
    """A host from which a file is to be fetched did not answer in time, or not at all."""


class ForbiddenError(ApiError):
    """Whoever asks is known and may not do that."""


class HostError(ApiError):
    """The service is asked, without a key, by a name that is not its own; the message says which it has."""


class IdentityError(ApiError):
    """The provider of identities does not say who may ask."""


class KeySettingError(ApiError):
    """A key cannot be made or found with what is given; the message names it and what is allowed."""


class FormError(ApiError):
    """An upload has no files, holds something else, or is no form at all."""


class JobNotFoundError(ApiError):
    """No job has this id, or it ended too long ago."""


class JournalError(ApiError):
    """What writing requests left behind, jobs and responses, cannot be read or written; the message says why."""


class KeyBusyError(ApiError):
    """A request with the same Idempotency-Key is being answered at this moment."""


class KeyReusedError(ApiError):
    """An Idempotency-Key came before, with another request."""


class MediaTypeError(ApiError):
    """A body that is not JSON by its Content-Type."""


class ModelNotFoundError(ApiError):
    """A chat client names a model that is not here."""

    def __init__(self, model: str) -> None:
        super().__init__(f"there is no model {model[:100]!r} here; use 'pourquoi' (GET /v1/models lists it)")


class NoFetcherError(ApiError):
    """This service fetches no pages."""


class NoSpaceError(ApiError):
    """The disk is full; nothing of the request was kept."""


class NothingTakenError(ApiError):
    """Of several articles not one could be taken in; `reasons` says for each by its name why."""

    def __init__(self, reasons: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(reason for _, reason in reasons[:3]) or "there was no article in the request")
        self.reasons = tuple(reasons)


class NothingWrittenError(NothingTakenError):
    """The same, where for one of them at least the fault is the service's."""


class NotReadyError(ApiError):
    """The models are still loading."""


class OriginalNotFoundError(ApiError):
    """An article came as text, so there is no file that it was read from."""


class PlatformRequestError(ApiError):
    """A request that its platform would not send: verified, but without what it needs."""


class PreconditionError(ApiError):
    """The article is not as If-Match or If-None-Match wants it, so nothing was done."""


class ReadOnlyError(ApiError):
    """This service takes no articles."""


class StoppingError(ApiError):
    """The service is shutting down."""


class TooManyRequestsError(ApiError):
    """A key has used up what it may; after `retry_after_seconds` it may again."""

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class UnauthenticatedError(ApiError):
    """Nobody knows who asks, and one must to do that; never tells what was sent."""


class UnloggedError(ApiError):
    """What was done could not be logged, so it is not acknowledged."""


class UnusableIndexError(ApiError):
    """The models or the index cannot be used; the message is the reason."""


class UnverifiedError(ApiError):
    """A request is not from its platform, is old, or was seen before."""


class UrlError(ApiError):
    """An address that is not fetched; the message says what of it may not be."""


class UrlTextError(ApiError):
    """The bytes that an address percent-encodes are not UTF-8; the message says where."""


class UrlTooLongError(ApiError):
    """An address is longer than is read."""
