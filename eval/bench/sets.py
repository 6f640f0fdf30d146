"""The sets that retrieval is measured on: PIAF's passages in French, and XQuAD's asked in their own language and in English."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from eval.practice import PracticeSet, limited
from rag.reader.examples import held_out_titles
from rag.reader.squad import MarkedParagraph, MarkedQuestion, read_marked

XQUAD_LANGUAGES = ("en", "de", "es", "ro")
_NO_QUESTIONS: tuple[MarkedQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Paragraphs to search, and the sets of questions that are asked of them; all have these paragraphs."""

    asked: tuple[PracticeSet, ...]


@dataclass(frozen=True, slots=True)
class BenchSets:
    """All collections, and the sha256 of the files they were read from, one after the other."""

    collections: tuple[Collection, ...]
    sha256: str


def read_bench_sets(folder: Path, questions: int) -> BenchSets:
    """At most `questions` of each set, spread over its paragraphs; every paragraph stays to be searched.

    `piaf fr` asks questions on articles that no reader was trained on, among the paragraphs of all articles. `xquad de` asks
    German questions on German paragraphs, `xquad en-de` English ones. Raises TrainingDataError.
    """
    piaf_file = folder / "piaf" / "piaf-v1.1.json"
    xquad_files = {code: folder / "xquad_dev" / f"xquad.{code}.json" for code in XQUAD_LANGUAGES}
    piaf, xquad = read_marked(piaf_file), {code: read_marked(path) for code, path in xquad_files.items()}
    titles = held_out_titles(folder, "piaf")
    unseen = tuple(p.questions if p.title in titles else _NO_QUESTIONS for p in piaf)
    collections = [Collection((PracticeSet("piaf fr", "fr", piaf, unseen),))]
    english = {q.id: q.text for paragraph in xquad["en"] for q in paragraph.questions}
    for code, paragraphs in xquad.items():
        own = PracticeSet(f"xquad {code}", code, paragraphs, tuple(p.questions for p in paragraphs))
        collections.append(Collection((own,) if code == "en" else (own, _in_english(own, english))))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in (piaf_file, *xquad_files.values()))).hexdigest()
    return BenchSets(
        tuple(Collection(tuple(limited(one, questions) for one in each.asked)) for each in collections), digest
    )


def _in_english(practice: PracticeSet, english: "dict[str, str]") -> PracticeSet:
    def translated(paragraph: MarkedParagraph) -> tuple[MarkedQuestion, ...]:
        return tuple(MarkedQuestion(q.id, english[q.id], q.answers) for q in paragraph.questions if q.id in english)

    asked = tuple(translated(paragraph) for paragraph in practice.paragraphs)
    return PracticeSet(f"xquad en-{practice.language}", practice.language, practice.paragraphs, asked)
