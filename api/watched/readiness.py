"""Whether the service can answer, for those who send requests to it, and in the log whenever that has changed."""

import logging

from api.access.admission import Admission
from api.errors import AccessDataError, ApiError, KeysNotReadyError, NotReadyError, StoppingError
from api.open_collection import Ready
from api.service import Service

log = logging.getLogger(__name__)
# Part of every start and every end; anything else is trouble.
_EXPECTED = (NotReadyError, StoppingError)


class Readiness:
    """Whether `service` has its models and the collection `default`, and `admission` can tell who may.

    Probes ask for it every few seconds. The log is told at the first that finds it changed, and not again.
    """

    def __init__(self, service: Service, admission: Admission | None) -> None:
        self._service, self._admission = service, admission
        self._told: str | None = None

    def checked(self) -> Ready:
        """What can be asked of `default`; raises NotReadyError, UnusableIndexError, StoppingError or KeysNotReadyError."""
        try:
            ready = self._ready()
        except ApiError as error:
            self._tell(
                f"the service is not ready: {error}", logging.INFO if isinstance(error, _EXPECTED) else logging.WARNING
            )
            raise
        self._tell("the service is ready", logging.INFO)
        return ready

    def is_ready(self) -> bool:
        """Whether `checked` would raise nothing; the log is not told."""
        try:
            self._ready()
        except ApiError:
            return False
        return True

    def _ready(self) -> Ready:
        ready = self._service.ready()
        if self._service.draining:
            raise StoppingError("the service is shutting down; send requests elsewhere")
        if self._admission is not None:
            try:
                self._admission.check()
            except AccessDataError as error:
                raise KeysNotReadyError(str(error)) from error
        return ready

    def _tell(self, message: str, level: int) -> None:
        if message != self._told:
            log.log(level, "%s", message)
        self._told = message
