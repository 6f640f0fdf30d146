"""Imports retrieval sets in the format of BEIR (Thakur et al. 2021): corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.errors import FormatError
from eval.formats import records
from eval.formats.names import SafeNames
from eval.formats.question_set import QuestionSet, SetArticle, check_text, shielded
from eval.formats.records import name_field, question_problem
from eval.gold import GoldEvidence, GoldQuestion, Kind
from index.article import Span

_COLUMNS = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class _Judgement:
    """One line of the judgements: how well a document answers, 0 or less where it does not."""

    where: str
    query: str
    document: str
    grade: int


def import_beir(folder: Path, split: str, language: str) -> QuestionSet:
    """Read a BEIR folder: one article for each document, and one question for each query that `split` judges.

    The evidence of a question is the whole of every document with a grade of 1 or more, with that grade. Documents without text,
    and queries that nothing answers, are left out, each with a line that says so; queries of other splits are passed over. Raises
    FormatError that names file and line where one is malformed, an id is taken, or a judgement names what is not there.
    """
    left_out: list[str] = []
    documents = _documents(folder / "corpus.jsonl", left_out)
    queries = _queries(folder / "queries.jsonl")
    judged: dict[str, list[_Judgement]] = {}
    for judgement in _judgements(folder / "qrels" / f"{split}.tsv"):
        if judgement.query not in queries:
            raise FormatError(f"{judgement.where}: there is no query {judgement.query!r} in queries.jsonl")
        if judgement.document not in documents:
            raise FormatError(f"{judgement.where}: there is no document {judgement.document!r} in corpus.jsonl")
        judged.setdefault(judgement.query, []).append(judgement)
    questions = []
    for query, judgements in judged.items():
        evidence = _evidence(judgements, documents)
        problem = question_problem(queries[query]) or (None if evidence else "no document with text answers it")
        if problem is not None:
            left_out.append(f"query {query!r}: {problem}")
            continue
        questions.append(
            GoldQuestion(
                query, queries[query].strip(), language, Kind.SEARCH, answerable=True, answers=(), evidence=evidence
            )
        )
    articles = tuple(document for document in documents.values() if document is not None)
    return QuestionSet(language, articles, tuple(questions), tuple(left_out))


def _documents(path: Path, left_out: list[str]) -> dict[str, SetArticle | None]:
    """Every document by its id; None where it holds no text."""
    documents: dict[str, SetArticle | None] = {}
    names = SafeNames()
    for where, record in records.read_json_lines(path):
        document = name_field(record, "_id", where)
        if document in documents:
            raise FormatError(f"{where}: the id {document!r} is taken by an earlier line")
        title = check_text(records.field(record, "title", str, where) if "title" in record else "", where).strip()
        text = check_text(records.field(record, "text", str, where), where)
        # A few documents of the public sets are a title alone.
        text = text if text.strip() else title
        if not text.strip().strip("\ufeff"):
            left_out.append(f"{where}: document {document!r} holds no text")
            documents[document] = None
            continue
        documents[document] = SetArticle(names.give(document), title or None, shielded(text))
    return documents


def _queries(path: Path) -> dict[str, str]:
    queries: dict[str, str] = {}
    for where, record in records.read_json_lines(path):
        query = check_text(name_field(record, "_id", where), where)
        if query in queries:
            raise FormatError(f"{where}: the id {query!r} is taken by an earlier line")
        queries[query] = check_text(records.field(record, "text", str, where), where)
    return queries


def _judgements(path: Path) -> Iterator[_Judgement]:
    """The lines of a judgement file under its line of column names; the last line for a query and document counts."""
    lines = [line.rstrip("\r") for line in records.read_text(path).split("\n")]
    if tuple(lines[0].split("\t")) != _COLUMNS:
        raise FormatError(f"{path}:1: the columns are {records.shown(lines[0])}; expected {', '.join(_COLUMNS)}")
    seen: dict[tuple[str, str], str] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        where, cells = f"{path}:{number}", line.split("\t")
        if len(cells) != len(_COLUMNS):
            raise FormatError(f"{where}: has {len(cells)} columns; expected {', '.join(_COLUMNS)} with tabs between")
        query, document, score = cells
        try:
            grade = int(score)
        except ValueError as error:
            raise FormatError(f"{where}: score {score!r} is not a whole number") from error
        if (query, document) in seen:
            raise FormatError(f"{where}: {query!r} and {document!r} were judged in {seen[query, document]} already")
        seen[query, document] = where
        yield _Judgement(where, query, document, grade)


def _evidence(judgements: list[_Judgement], documents: Mapping[str, SetArticle | None]) -> tuple[GoldEvidence, ...]:
    evidence = []
    for judgement in judgements:
        article = documents[judgement.document]
        if article is not None and judgement.grade > 0:
            span = Span(article.id, 0, len(article.text))
            evidence.append(GoldEvidence(span, article.text, judgement.grade))
    return tuple(evidence)
