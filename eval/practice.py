"""The question sets that confidence is fitted on."""

import hashlib
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from eval.squad import MarkedQuestion, Paragraph, read_squad

_XQUAD_LANGUAGES = ("en", "es", "de", "ro")
# PIAF has 1,518 paragraphs; this many take about as long to embed as the four XQuAD languages together. XQuAD has five
# paragraphs of each article, so from PIAF the long articles are taken: many passages on one subject are what people index.
_PIAF_PARAGRAPHS = 250
_LONG_ARTICLE_PARAGRAPHS = 8
_SEED = 20240601


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """Questions and the paragraphs they are asked of.

    `asked[i]` are the questions that paragraph i answers: its own, or the same ones in another language.
    """

    name: str
    language: str
    paragraphs: tuple[Paragraph, ...]
    asked: tuple[tuple[MarkedQuestion, ...], ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """All sets, and the sha256 of the files they were read from, one after the other."""

    sets: tuple[PracticeSet, ...]
    sha256: str


def practice_files(folder: Path) -> tuple[Path, ...]:
    """The files that are read: one of XQuAD for each language, then PIAF."""
    return (
        *(folder / "xquad_dev" / f"xquad.{code}.json" for code in _XQUAD_LANGUAGES),
        folder / "piaf" / "piaf-v1.1.json",
    )


def read_practice(folder: Path) -> Practice:
    """XQuAD in four languages, English questions on the other three, and PIAF; raises PracticeError."""
    *xquad_files, piaf = (read_squad(path) for path in practice_files(folder))
    xquad = dict(zip(_XQUAD_LANGUAGES, xquad_files, strict=True))
    english = {q.id: q.text for paragraph in xquad["en"] for q in paragraph.questions}
    sets = [_own(f"xquad {code}", code, paragraphs) for code, paragraphs in xquad.items()]
    for code in _XQUAD_LANGUAGES[1:]:
        asked = tuple(
            tuple(MarkedQuestion(q.id, english[q.id], q.answers) for q in paragraph.questions if q.id in english)
            for paragraph in xquad[code]
        )
        sets.append(PracticeSet(f"xquad en-{code}", code, xquad[code], asked))
    sets.append(_own("piaf fr", "fr", _sample(piaf)))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in practice_files(folder))).hexdigest()
    return Practice(tuple(sets), digest)


def _own(name: str, language: str, paragraphs: tuple[Paragraph, ...]) -> PracticeSet:
    return PracticeSet(name, language, paragraphs, tuple(p.questions for p in paragraphs))


def _sample(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Whole long articles, drawn with a fixed seed until there are enough paragraphs."""
    lengths = Counter(p.title for p in paragraphs)
    titles = sorted(title for title, length in lengths.items() if length >= _LONG_ARTICLE_PARAGRAPHS)
    random.Random(_SEED).shuffle(titles)  # noqa: S311 - a fixed sample, no secret
    drawn: list[Paragraph] = []
    for title in titles:
        if len(drawn) >= _PIAF_PARAGRAPHS:
            break
        drawn += [p for p in paragraphs if p.title == title]
    return tuple(drawn)
