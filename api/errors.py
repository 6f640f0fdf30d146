"""Every error of this package; `api.problems` says what each looks like to a client.

ApiError
├── AddressError             the address cannot be listened on
├── ArticleNotFoundError     no article has this id
├── BodyCutError             a body that breaks off, or whose chunks are none
├── BodyTooLargeError        a body is larger than is read
├── BodyTooSlowError         a body did not arrive in time
├── BusyError                as many questions are waiting as may wait
├── ChatRequestError         what a chat client sent cannot be answered
├── ClientGoneError          nobody waits for the response any more
├── CursorError              a cursor that no listing gave out
├── DeadlineError            a question waited for its run longer than it may
├── DeliveryError            a platform did not take a message
├── DestinationError         an answer is to go where none may go
├── MediaTypeError           a body that is not JSON by its Content-Type
├── ModelNotFoundError       a chat client names a model that is not here
├── NotReadyError            the models are still loading
├── PlatformRequestError     a request that its platform would not send
├── StoppingError            the service is shutting down
├── UnusableIndexError       the models or the index cannot be used
├── UnverifiedError          a request is not from its platform, old, or was seen before
└── UrlTooLongError          an address is longer than is read
"""


class ApiError(Exception):
    """Anything that goes wrong between a request and the product."""


class AddressError(ApiError):
    """The address cannot be listened on; the message says why and what to do."""


class ArticleNotFoundError(ApiError):
    """No article has this id."""


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


class CursorError(ApiError):
    """A cursor that no listing gave out."""


class DeadlineError(ApiError):
    """A question waited for its run longer than it may."""


class DeliveryError(ApiError):
    """A platform did not take a message; the message names its host and what happened."""


class DestinationError(ApiError):
    """An answer is to go where none may go."""


class MediaTypeError(ApiError):
    """A body that is not JSON by its Content-Type."""


class ModelNotFoundError(ApiError):
    """A chat client names a model that is not here."""

    def __init__(self, model: str) -> None:
        super().__init__(f"there is no model {model[:100]!r} here; use 'pourquoi' (GET /v1/models lists it)")


class NotReadyError(ApiError):
    """The models are still loading."""


class PlatformRequestError(ApiError):
    """A request that its platform would not send: verified, but without what it needs."""


class StoppingError(ApiError):
    """The service is shutting down."""


class UnusableIndexError(ApiError):
    """The models or the index cannot be used; the message is the reason."""


class UnverifiedError(ApiError):
    """A request is not from its platform, is old, or was seen before."""


class UrlTooLongError(ApiError):
    """An address is longer than is read."""
