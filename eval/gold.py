"""Gold questions: all of a file or some, and held against the articles they quote."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from eval.errors import GoldError
from eval.gold_limits import limited
from eval.gold_reading import (
    WITHOUT_ANSWER,
    GoldEvidence,
    GoldQuestion,
    Kind,
    gold_bytes,
    gold_line,
    parse_gold,
    read_records,
)
from eval.matching import contains
from index.article import Article

# The form of gold and its file are told here too: whoever scores answers knows gold by this module.
__all__ = [
    "WITHOUT_ANSWER",
    "GoldEvidence",
    "GoldFile",
    "GoldQuestion",
    "Kind",
    "check_gold",
    "gold_line",
    "load_gold",
    "load_gold_file",
    "read_records",
    "refuse_misfit",
]

# Names are compared one by one, which takes long among many.
_MOST_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class GoldFile:
    """Questions, the file that they are of, and the sha256 of what it held when they were read."""

    path: Path
    sha256: str
    questions: tuple[GoldQuestion, ...]


def load_gold_file(path: Path, *limits: str) -> GoldFile:
    """The questions of a gold file that fit `limits`, as `eval.gold_limits` has them: `fr`, `tag/billing`; all without limits.

    Raises GoldError that names the file, each line that is wrong and the field; where no question is left, too.
    """
    # Read once: the file may be a pipe, or be edited while its questions are asked.
    data = gold_bytes(path)
    return GoldFile(path, hashlib.sha256(data).hexdigest(), limited(parse_gold(data, path), limits, path))


def load_gold(path: Path, *limits: str) -> tuple[GoldQuestion, ...]:
    """The questions of `load_gold_file`; raises GoldError as it does."""
    return load_gold_file(path, *limits).questions


def check_gold(gold: Sequence[GoldQuestion], articles: Mapping[str, Article]) -> list[str]:
    """What does not stand where the gold says it does, one line a problem; empty where all is well."""
    problems = []
    # Many pieces name one article.
    nearly = cache(lambda name: _nearly(name, articles))
    for question in gold:
        problems += [f"{question.id}: {wrong}" for e in question.evidence if (wrong := _misplaced(e, articles, nearly))]
        if question.answers and not any(contains(e.quote, question.answers[0]) for e in question.evidence):
            problems.append(f"{question.id}: answers: the first, {question.answers[0]!r}, stands in none of its quotes")
    return problems


def refuse_misfit(gold: Sequence[GoldQuestion], articles: Mapping[str, Article], name: str = "the gold") -> None:
    """Raise GoldError with every problem of `check_gold`, where there is one; `name` is what the message calls the gold."""
    problems = check_gold(gold, articles)
    if problems:
        raise GoldError("\n  ".join([f"{name} does not fit the articles of the index:", *problems]))


def _misplaced(evidence: GoldEvidence, articles: Mapping[str, Article], nearly: Callable[[str], str]) -> str | None:
    span = evidence.span
    article = articles.get(span.article_id)
    if article is None:
        return f"evidence: there is no article {span.article_id!r}{nearly(span.article_id)}"
    there = article.text[span.start : span.end]
    if there != evidence.quote:
        found = f"at {span.start}-{span.end} of {span.article_id} stands {there!r}, not {evidence.quote!r}"
        return f"evidence: {found}{_instead(evidence, article)}"
    return None


def _nearly(name: str, articles: Mapping[str, Article]) -> str:
    """Which article may have been meant."""
    stem = name.rpartition(".")[0]
    if stem in articles:
        return f"; perhaps {stem!r}: an id is the name of a file without its ending"
    near = get_close_matches(name, articles, 1) if len(articles) <= _MOST_COMPARED else []
    return f"; perhaps {near[0]!r}" if near else ""


def _instead(evidence: GoldEvidence, article: Article) -> str:
    """Where the quote stands, of several places the nearest."""
    wanted, quote = evidence.span.start, evidence.quote
    before, after = article.text.rfind(quote, 0, wanted + len(quote)), article.text.find(quote, wanted)
    places = [at for at in (before, after) if at >= 0]
    if not places:
        return ""
    start = min(places, key=lambda at: abs(at - wanted))
    return f"; that stands at {start}-{start + len(quote)}"
