"""Imports question sets in the JSON format of SQuAD 1.1 and 2.0 (Rajpurkar et al. 2016 and 2018)."""

from dataclasses import dataclass, field
from pathlib import Path

from eval.errors import FormatError
from eval.formats import records
from eval.formats.names import SafeNames
from eval.formats.question_set import QuestionSet, SetArticle, check_text, shielded, unique
from eval.formats.records import Record, an_object, name_field, question_problem
from eval.gold import GoldEvidence, GoldQuestion, Kind
from eval.matching import contains
from index.article import Span

_BETWEEN = "\n\n"


@dataclass(slots=True)
class _Gathered:
    """What was read so far; `places` holds where each question id was met."""

    language: str
    articles: list[SetArticle] = field(default_factory=list)
    questions: list[GoldQuestion] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


def import_squad(path: Path, language: str) -> QuestionSet:
    """Read a SQuAD file: one article for each entry, its paragraphs apart by an empty line, texts as they stand.

    The evidence is the marked words themselves. A question marked impossible is unanswerable: its paragraph does not answer it,
    which another may. An answer that does not stand at its offset is left out, and a question without any, each with a line that
    says so. An entry may lack its title, as those of GermanQuAD do. Raises FormatError where the file has another form.
    """
    data = an_object(records.read_json(path), str(path))
    gathered, names = _Gathered(language), SafeNames()
    for number, value in enumerate(records.field(data, "data", list, str(path))):
        where = f"{path}: data[{number}]"
        entry = an_object(value, where)
        title = check_text(records.field(entry, "title", str, where), where).strip() if "title" in entry else ""
        article_id = names.give(title)
        text = _read_article(records.field(entry, "paragraphs", list, where), article_id, where, gathered)
        if text.strip().strip("\ufeff"):
            gathered.articles.append(SetArticle(article_id, title or None, text))
        else:
            gathered.left_out.append(f"{where}: the article {title!r} holds no text")
    return QuestionSet(language, tuple(gathered.articles), tuple(gathered.questions), tuple(gathered.left_out))


def _read_article(paragraphs: "list[object]", article_id: str, where: str, gathered: _Gathered) -> str:
    """The text of an article; its questions go to `gathered`."""
    texts, length = list[str](), 0
    for number, value in enumerate(paragraphs):
        here = f"{where}.paragraphs[{number}]"
        paragraph = an_object(value, here)
        context = check_text(records.field(paragraph, "context", str, here), here)
        texts.append(_BETWEEN + context if number else shielded(context))
        length += len(texts[-1])
        # The paragraph is now the end of the text, which says where it begins.
        base = length - len(context)
        for place, question in enumerate(records.field(paragraph, "qas", list, here)):
            spot = f"{here}.qas[{place}]"
            _read_question(an_object(question, spot), spot, _Paragraph(article_id, context, base), gathered)
    return "".join(texts)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph, and the place of its first code point in the article."""

    article_id: str
    context: str
    base: int


def _read_question(record: Record, where: str, paragraph: _Paragraph, gathered: _Gathered) -> None:
    question_id = check_text(name_field(record, "id", where), where)
    where = f"{where} ({question_id})"
    if question_id in gathered.places:
        raise FormatError(f"{where}: the id is taken by {gathered.places[question_id]}")
    gathered.places[question_id] = where
    question = check_text(records.field(record, "question", str, where), where).strip()
    impossible = "is_impossible" in record and records.field(record, "is_impossible", bool, where)
    evidence = _evidence(record, where, paragraph, gathered)
    if impossible and records.field(record, "answers", list, where):
        raise FormatError(f"{where}: has answers and is_impossible is true; one of them is wrong")
    problem = question_problem(question)
    if problem is None and not impossible and not evidence:
        problem = "no answer is left"
    if problem is not None:
        gathered.left_out.append(f"{where}: {problem}")
        return
    answers = unique([piece.quote for piece in evidence])
    kind = Kind.UNANSWERABLE if impossible else Kind.FACTOID
    gathered.questions.append(
        GoldQuestion(question_id, question, gathered.language, kind, not impossible, answers, evidence)
    )


def _evidence(record: Record, where: str, paragraph: _Paragraph, gathered: _Gathered) -> tuple[GoldEvidence, ...]:
    """The marked answers, each place once, moved from their paragraph to the article."""
    found: dict[GoldEvidence, None] = {}
    for number, value in enumerate(records.field(record, "answers", list, where)):
        here = f"{where}.answers[{number}]"
        answer = an_object(value, here)
        words, start = records.field(answer, "text", str, here), records.field(answer, "answer_start", int, here)
        there = paragraph.context[start : start + len(words)] if start >= 0 else ""
        if there != words:
            gathered.left_out.append(f"{here}: at {start} stands {there!r} and not {words!r}")
        elif not contains(words, words):
            gathered.left_out.append(f"{here}: {words!r} has no words to compare an answer with")
        else:
            at = paragraph.base + start
            found[GoldEvidence(Span(paragraph.article_id, at, at + len(words)), words)] = None
    return tuple(found)
