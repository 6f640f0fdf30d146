"""Exports what a run found, and what it should have found, in the formats of TREC, so that any such tool scores it again.

A run has lines of `question Q0 name rank score tag`, qrels lines of `question 0 name grade`. Tools order by score and break ties
by name, some in single precision, so the score written is no score of ours but counts down from the number found to 1. They
leave out questions on which a run is silent, so a question for which nothing was found has one line, with a name that is
nobody's. As in our means, questions that failed and questions without gold stand in none of the files.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from eval.formats.question_set import new_folder
from eval.metrics_retrieval import Ranking
from eval.report import Report
from eval.rows import Verdict

TAG = "pourquoi"
# No name is written like this: a percent sign is followed by two hexadecimal digits.
NOTHING_FOUND = "%none"
# What may stand in a name as it is: white space parts the columns, and is written as in a URL.
_SAFE = "/#:@+=,;!$&'()*~"


def export_trec(report: Report, folder: Path) -> tuple[str, ...]:
    """Write passages.run, passages.qrels, articles.run and articles.qrels to `folder`, and return their names.

    Raises FormatError where the folder holds something already.
    """
    rows = [row for row in report.rows if row.verdict is not Verdict.FAILED and row.articles.gold]
    files = {}
    for name, rankings in (
        ("passages", [(row.id, row.passages) for row in rows]),
        ("articles", [(row.id, row.articles) for row in rows]),
    ):
        files[f"{name}.run"] = "".join(_run_lines(rankings))
        files[f"{name}.qrels"] = "".join(_judgement_lines(rankings))
    with new_folder(folder) as unfinished:
        for name, text in files.items():
            (unfinished / name).write_text(text, "utf-8")
    return tuple(files)


def _run_lines(rankings: Sequence[tuple[str, Ranking]]) -> Iterator[str]:
    for question, ranking in rankings:
        found = [_name(name) for name in ranking.found] or [NOTHING_FOUND]
        for rank, name in enumerate(found, start=1):
            yield f"{_name(question)} Q0 {name} {rank} {len(found) - rank + 1} {TAG}\n"


def _judgement_lines(rankings: Sequence[tuple[str, Ranking]]) -> Iterator[str]:
    for question, ranking in rankings:
        for name, grade in ranking.gold.items():
            yield f"{_name(question)} 0 {_name(name)} {grade}\n"


def _name(text: str) -> str:
    return quote(text, safe=_SAFE)
