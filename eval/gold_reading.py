"""Gold files: each line is a question with its answer; read, and written."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eval.errors import GoldError
from index.article import Span
from index.surrogates import half_surrogate


class Kind(StrEnum):
    """What sort of question it is; unanswerable ones and false premises have no answer in the articles.

    `search` asks for articles and not for words: its evidence are whole articles, and it has no accepted wordings.
    """

    FACTOID = "factoid"
    WHY = "why"
    HOW = "how"
    LIST = "list"
    DEFINITION = "definition"
    CONFLICT = "conflict"
    UNANSWERABLE = "unanswerable"
    FALSE_PREMISE = "false_premise"
    SEARCH = "search"


WITHOUT_ANSWER = frozenset({Kind.UNANSWERABLE, Kind.FALSE_PREMISE})


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """A quote that carries an answer, where it stands (half-open, code points), and how well it answers: 1 or more.

    `side` names what it says in a conflict, where neither the accepted wordings nor their values tell; None where they do.
    """

    span: Span
    quote: str
    grade: int = 1
    side: str | None = None


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question, the wordings that are accepted as its answer, and the quotes that carry them; `tags` are its author's own."""

    id: str
    question: str
    language: str
    kind: Kind
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[GoldEvidence, ...]
    tags: tuple[str, ...] = ()


_FIELDS: Mapping[str, type] = {
    "id": str,
    "question": str,
    "language": str,
    "kind": str,
    "answerable": bool,
    "answers": list,
    "evidence": list,
}
_OPTIONAL_FIELDS: Mapping[str, type] = {"tags": list}
_EVIDENCE_FIELDS: Mapping[str, type] = {"article_id": str, "start": int, "end": int, "quote": str}
_OPTIONAL_EVIDENCE_FIELDS: Mapping[str, type] = {"grade": int, "side": str}
_EXPECTED: Mapping[type, str] = {str: "text, not blank", bool: "true or false", int: "a whole number", list: "a list"}
_FORM = "JSON Lines has one object, {…}, on each line; docs/gold.md shows the form"
# Of a file in another form every line is wrong.
_MOST_TOLD, _MOST_SHOWN = 20, 200
# A tag names a group of questions in tables.
_MOST_OF_A_TAG = 60
# ISO 639-1, as of articles. Another code for the same language would be a group of its own in every report.
_LANGUAGE_CODE = re.compile("[a-z]{2}")


def gold_bytes(path: Path) -> bytes:
    """What a file holds; raises GoldError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror}") from error


def parse_gold(data: bytes, path: Path) -> tuple[GoldQuestion, ...]:
    """Every question of a gold file (JSON Lines) that holds `data`, one at least.

    Raises GoldError that names the file, each line that is wrong and the field; where there is no question, too.
    """
    gold: dict[str, GoldQuestion] = {}
    wrong: list[str] = []
    for where, line in _lines(data, path):
        try:
            question = _question(_object(line, where), where)
        except GoldError as error:
            wrong.append(str(error))
            continue
        if question.id in gold:
            wrong.append(f"{where}: id {question.id!r} is taken by an earlier line")
        gold[question.id] = question
    if wrong:
        more = [f"and {len(wrong) - _MOST_TOLD} more lines"] if len(wrong) > _MOST_TOLD else []
        raise GoldError("\n  ".join([*wrong[:_MOST_TOLD], *more]))
    if not gold:
        raise GoldError(f"{path} holds no question")
    return tuple(gold.values())


def read_records(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Each object of a JSON Lines file with `path:line`, empty lines passed over; raises GoldError where it is none."""
    for where, line in _lines(gold_bytes(path), path):
        yield where, _object(line, where)


def _lines(data: bytes, path: Path) -> Iterator[tuple[str, str]]:
    """Each line that is not empty, with `path:line`; raises GoldError where it is not text."""
    try:
        # Lines end as every system has it, and not at what else Unicode takes for an end, which may stand in a text.
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: byte {error.start} is not UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{path}:{number}", line


def _object(line: str, where: str) -> Mapping[str, object]:
    try:
        record = json.loads(line, object_pairs_hook=_once)
    except _TwiceError as error:
        raise GoldError(f"{where}: field {error.args[0]!r} stands there twice") from error
    except RecursionError as error:
        raise GoldError(f"{where}: not JSON: nested too deeply") from error
    except ValueError as error:
        raise GoldError(f"{where}: not JSON: {error}; {_FORM}") from error
    if not isinstance(record, dict):
        raise GoldError(f"{where}: expected an object, found {_brief(record)}; {_FORM}")
    return record


class _TwiceError(Exception):
    """A field stands in an object twice; the first argument is its name."""


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; raises _TwiceError where a field would take the place of another."""
    record: dict[str, object] = {}
    for name, value in pairs:
        if name in record:
            raise _TwiceError(name)
        record[name] = value
    return record


def _brief(value: object) -> str:
    """A value as it is told: of a long one the beginning."""
    told = repr(value)
    return told if len(told) <= _MOST_SHOWN else f"{told[:_MOST_SHOWN]}…"


def _checked(
    record: Mapping[str, object], expected: Mapping[str, type], optional: Mapping[str, type], where: str
) -> None:
    known = {**expected, **optional}
    for name in record:
        if name not in known:
            raise GoldError(f"{where}: unknown field {name!r}; the fields are {', '.join(known)}")
    for name, kind in known.items():
        if name not in record:
            if name in optional:
                continue
            raise GoldError(f"{where}: field {name!r} is missing")
        value = record[name]
        if type(value) is not kind or (isinstance(value, str) and not value.strip()):
            raise GoldError(f"{where}: field {name!r} is {_brief(value)}; expected {_EXPECTED[kind]}")
        if isinstance(value, str):
            _encodable(value, name, where)


def _encodable(text: str, name: str, where: str) -> None:
    r"""JSON can write half a surrogate pair, as `"\ud83d"`; no report that holds it could be written."""
    at = half_surrogate(text)
    if at is not None:
        raise GoldError(f"{where}: field {name!r}: character {at} is half a surrogate pair, which is not text")


def _question(record: Mapping[str, object], where: str) -> GoldQuestion:
    _checked(record, _FIELDS, _OPTIONAL_FIELDS, where)
    if record["kind"] not in set(Kind):
        raise GoldError(f"{where}: field 'kind' is {record['kind']!r}; the kinds are {', '.join(Kind)}")
    if not _LANGUAGE_CODE.fullmatch(str(record["language"])):
        raise GoldError(
            f"{where}: field 'language' is {record['language']!r}; expected two letters in lower case, such as 'en'"
        )
    kind, answerable = Kind(str(record["kind"])), bool(record["answerable"])
    if answerable == (kind in WITHOUT_ANSWER):
        raise GoldError(f"{where}: field 'answerable' is {answerable}, which kind {kind.value!r} is not")
    answers = _strings(record["answers"], where)
    evidence = tuple(_evidence(item, where) for item in record["evidence"])  # type: ignore[attr-defined]
    for name, values in (("answers", answers), ("evidence", evidence)):
        wanted = answerable and not (name == "answers" and kind is Kind.SEARCH)
        if wanted and not values:
            raise GoldError(f"{where}: field {name!r} is empty, and the question is answerable")
        if values and not answerable:
            raise GoldError(f"{where}: field {name!r} is not empty, and the question is not answerable")
    if kind is not Kind.CONFLICT and any(piece.side is not None for piece in evidence):
        raise GoldError(f"{where}: evidence: field 'side' is stated, and only a conflict has sides")
    if kind is Kind.SEARCH and answers:
        raise GoldError(f"{where}: field 'answers' is not empty, and kind 'search' asks for articles, not for words")
    return GoldQuestion(
        str(record["id"]),
        str(record["question"]),
        str(record["language"]),
        kind,
        answerable,
        answers,
        evidence,
        _tags(record.get("tags", []), where),
    )


def _strings(values: object, where: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise GoldError(f"{where}: field 'answers' is {_brief(values)}; expected texts, none empty")
    for value in values:
        _encodable(value, "answers", where)
    return tuple(values)


def _tags(values: object, where: str) -> tuple[str, ...]:
    tags: dict[str, None] = {}
    for tag in values:  # type: ignore[attr-defined]
        # One that is not printable would break a table, and one with blanks around it looks like another without.
        if (
            not isinstance(tag, str)
            or not tag.isprintable()
            or tag != tag.strip()
            or not 0 < len(tag) <= _MOST_OF_A_TAG
        ):
            raise GoldError(
                f"{where}: field 'tags' holds {_brief(tag)}; expected texts of 1 to {_MOST_OF_A_TAG} characters on one line, "
                "without blanks around them"
            )
        if tag in tags:
            raise GoldError(f"{where}: field 'tags' holds {tag!r} twice")
        tags[tag] = None
    return tuple(tags)


def _evidence(item: object, where: str) -> GoldEvidence:
    if not isinstance(item, dict):
        raise GoldError(f"{where}: field 'evidence' holds {_brief(item)}; expected objects")
    _checked(item, _EVIDENCE_FIELDS, _OPTIONAL_EVIDENCE_FIELDS, f"{where}: evidence")
    start, end, quote = item["start"], item["end"], item["quote"]
    if start < 0:
        raise GoldError(f"{where}: evidence: start is {start}; places are counted from 0")
    if not start < end or len(quote) != end - start:
        raise GoldError(f"{where}: evidence: {start}-{end} is no range for a quote of {len(quote)} code points")
    grade = item.get("grade", 1)
    if grade < 1:
        raise GoldError(
            f"{where}: evidence: grade is {grade}; it must be 1 or more, what does not answer is no evidence"
        )
    return GoldEvidence(Span(item["article_id"], start, end), quote, grade, item.get("side"))


def gold_line(question: GoldQuestion) -> str:
    """A line of a gold file, as `parse_gold` reads it; a grade of 1, a side that is not stated and no tags are not written."""
    evidence = [
        {
            "article_id": piece.span.article_id,
            "start": piece.span.start,
            "end": piece.span.end,
            "quote": piece.quote,
            **({} if piece.grade == 1 else {"grade": piece.grade}),
            **({} if piece.side is None else {"side": piece.side}),
        }
        for piece in question.evidence
    ]
    record: Mapping[str, object] = {
        "id": question.id,
        "question": question.question,
        "language": question.language,
        "kind": question.kind.value,
        "answerable": question.answerable,
        "answers": list(question.answers),
        "evidence": evidence,
        **({"tags": list(question.tags)} if question.tags else {}),
    }
    return json.dumps(record, ensure_ascii=False)
