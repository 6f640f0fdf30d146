"""One line on standard error for each request and each event, for people or for machines.

The standard library's logging is used as it is: the server and every library write through it already, so one formatter
reaches all of their lines, and nothing has to be installed.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

from api.watched.record import RequestRecord, current_request

LogFormat = Literal["text", "json"]
log = logging.getLogger(__name__)
_WATCHED = "api.watched"
# Asked every few seconds by machines; only what goes wrong there is worth a line.
_ROUTINE = frozenset({"/healthz", "/readyz", "/metrics"})
# That the service is not ready is told when it begins, and not for each that asks.
_NOT_READY = ("/readyz", 503)
_ERRORS_FROM = 400
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)}


class JsonLines(logging.Formatter):
    """Each record as one JSON object on one line, with the id of the request that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": _time_of(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        request = current_request()
        if request is not None:
            line["request_id"] = request.request_id
        line.update(getattr(record, "fields", {}))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        # In ASCII, so that half a surrogate pair in a path cannot stop the line.
        return json.dumps(line, default=str)


class TextLines(logging.Formatter):
    """Each record as a line for people; what a client sent cannot begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it a traceback where there is one."""
        request = current_request()
        named = {"request_id": request.request_id} if request is not None else {}
        fields = named | getattr(record, "fields", {})
        told = " ".join(f"{name}={value}" for name, value in fields.items() if value is not None)
        line = f"{_time_of(record)} [{record.levelname}] {record.getMessage()} {told}".rstrip().translate(_CONTROLS)
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _time_of(record: logging.LogRecord) -> str:
    """When it was written, in UTC, as ISO 8601 has it."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


FORMATTERS: dict[LogFormat, type[logging.Formatter]] = {"text": TextLines, "json": JsonLines}


def set_up_logs(form: LogFormat) -> None:
    """Write every log line of this process to standard error in that form; for entry points only."""
    handler = logging.StreamHandler(sys.stderr)
    # On the handler and not on the root: some libraries lower their own logger's level.
    handler.setLevel(logging.INFO)
    handler.setFormatter(FORMATTERS[form]())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # Of what is no trouble, only what operators watch.
    logging.getLogger(_WATCHED).setLevel(logging.INFO)


def log_request(record: RequestRecord, trace_id: str | None, *, with_question: bool) -> None:
    """Write the line of a request that has ended. The question itself is in it only where `with_question` says so."""
    if record.route in _ROUTINE and (record.status < _ERRORS_FROM or (record.route, record.status) == _NOT_READY):
        return
    answer = record.answer
    fields: dict[str, object] = {
        "request_id": record.request_id,
        "method": record.method,
        "route": record.route,
        "status": record.status,
        "duration_ms": round(1000 * record.seconds, 3),
    }
    if record.refused:
        fields |= {"key_id": record.key_id, "collection": record.collection, "client": record.client}
    if trace_id is not None:
        fields["trace_id"] = trace_id
    if record.question is not None:
        fields["question_chars"] = len(record.question)
        if with_question:
            fields["question"] = record.question
    if answer is not None:
        fields |= {
            "question_language": answer.question_language,
            "answerable": answer.answerable,
            "reason": answer.reason,
            "generation": answer.index.generation,
            "cached": "cache" in answer.timings_ms,
        }
    log.info("request", extra={"fields": fields})
