"""Fields of records that came from elsewhere: the value in its type, or a FormatError that says where and what stands there."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from eval.errors import FormatError
from rag.questions.question import MAX_QUESTION_CHARS

T = TypeVar("T", str, int, bool, list)  # type: ignore[type-arg]
Record = Mapping[str, object]
_SHOWN_CHARS = 80


def read_text(path: Path) -> str:
    """All of a UTF-8 file, line ends as they are; raises FormatError where there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def read_json(path: Path) -> object:
    """The value of a JSON file; raises FormatError with line and column where it is none."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise FormatError(f"{path}:{error.lineno}: not JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise FormatError(f"{path}: is nested too deeply to be a question set") from error


def read_json_lines(path: Path) -> Iterator[tuple[str, Record]]:
    """Each record of a JSON Lines file with `path:line`; empty lines are passed over."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            where = f"{path}:{number}"
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise FormatError(f"{where}: not JSON: {error}") from error
            yield where, an_object(value, where)


def an_object(value: object, where: str) -> Record:
    """`value` as an object of JSON."""
    if not isinstance(value, dict):
        raise FormatError(f"{where}: expected an object, found {shown(value)}")
    return value


def field(record: Record, name: str, kind: type[T], where: str) -> T:
    """The field `name` of `record`, which must be there and of that very type."""
    if name not in record:
        raise FormatError(f"{where}: field {name!r} is missing")
    value = record[name]
    if not isinstance(value, kind) or type(value) is not kind:
        raise FormatError(f"{where}: field {name!r} is {shown(value)}; expected {kind.__name__}")
    return value


def name_field(record: Record, name: str, where: str) -> str:
    """The field `name`, an id: a text, or a whole number, which some sets write without quotation marks."""
    value = record.get(name)
    if type(value) is int:
        return str(value)
    text = field(record, name, str, where)
    if not text.strip():
        raise FormatError(f"{where}: field {name!r} is empty")
    return text


def question_problem(question: str) -> str | None:
    """Why a question of a set cannot be asked; None where it can."""
    if not question.strip():
        return "the question is empty"
    if len(question.strip()) > MAX_QUESTION_CHARS:
        return f"the question has {len(question.strip())} characters; at most {MAX_QUESTION_CHARS} are read"
    return None


def shown(value: object) -> str:
    """`value` as an error message shows it."""
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + " …"
