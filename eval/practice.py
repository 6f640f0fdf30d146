"""The question sets that confidence is fitted on."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from eval.sampling import spread
from index.files import sha256_folder
from rag.reader.examples import held_out_titles
from rag.reader.squad import MarkedParagraph, MarkedQuestion, read_marked
from rag.reader.stories import Story, read_stories, read_untrained

_XQUAD_LANGUAGES = ("en", "es", "de", "ro")
# SQuAD's articles have some forty paragraphs: many passages on one subject, as in what people index. These take as long to
# embed as XQuAD in four languages.
_SQUAD_PARAGRAPHS = 250
# Of each set; a reader reads some fifteen passages for each question, in all the ways it is asked.
DEFAULT_QUESTIONS = 60
_SEED = 20240601


@dataclass(frozen=True, slots=True)
class PracticeSet:
    """Questions and the paragraphs they are asked of.

    `asked[i]` are the questions that paragraph i answers: its own, or the same ones in another language.
    """

    name: str
    language: str
    paragraphs: tuple[MarkedParagraph, ...]
    asked: tuple[tuple[MarkedQuestion, ...], ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """All sets, the stories that training never sees, and the sha256 of what they were read from, articles included.

    The stories in `languages` are in other languages than those that training has stories in.
    """

    sets: tuple[PracticeSet, ...]
    stories: tuple[Story, ...]
    languages: tuple[Story, ...]
    sha256: str


def practice_files(folder: Path) -> tuple[Path, ...]:
    """The files that are read: one of XQuAD for each language, then PIAF and SQuAD."""
    return (
        *(folder / "xquad_dev" / f"xquad.{code}.json" for code in _XQUAD_LANGUAGES),
        folder / "piaf" / "piaf-v1.1.json",
        folder / "squad_train" / "train-v1.1.json",
    )


def read_practice(folder: Path, stories: Path, languages: Path, questions: int = DEFAULT_QUESTIONS) -> Practice:
    """XQuAD in four languages, English questions on the other three; PIAF and SQuAD articles and stories never trained on.

    At most `questions` of each set, spread over its paragraphs, and of each story in `languages`; a quarter as many of each of
    `stories`. Raises TrainingDataError.
    """
    *xquad_files, piaf, squad = (read_marked(path) for path in practice_files(folder))
    xquad = dict(zip(_XQUAD_LANGUAGES, xquad_files, strict=True))
    english = {q.id: q.text for paragraph in xquad["en"] for q in paragraph.questions}
    sets = [_own(f"xquad {code}", code, paragraphs) for code, paragraphs in xquad.items()]
    for code in _XQUAD_LANGUAGES[1:]:
        asked = tuple(
            tuple(MarkedQuestion(q.id, english[q.id], q.answers) for q in paragraph.questions if q.id in english)
            for paragraph in xquad[code]
        )
        sets.append(PracticeSet(f"xquad en-{code}", code, xquad[code], asked))
    sets.append(_own("piaf fr", "fr", _unseen(piaf, held_out_titles(folder, "piaf"))))
    sets.append(_own("squad en", "en", _some(_unseen(squad, held_out_titles(folder, "squad")))))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in practice_files(folder)))
    for read in (stories, languages):
        digest.update(sha256_folder(read).encode())
    limited_sets = tuple(limited(practice_set, questions) for practice_set in sets)
    held_out = _fewer(read_stories(stories).held_out, questions // 4)
    return Practice(limited_sets, held_out, _fewer(read_untrained(languages), questions), digest.hexdigest())


def _fewer(stories: Sequence[Story], questions: int) -> tuple[Story, ...]:
    return tuple(replace(story, questions=tuple(spread(story.questions, questions))) for story in stories)


def _own(name: str, language: str, paragraphs: tuple[MarkedParagraph, ...]) -> PracticeSet:
    return PracticeSet(name, language, paragraphs, tuple(p.questions for p in paragraphs))


def limited(practice: PracticeSet, questions: int) -> PracticeSet:
    """The set with at most `questions` questions, at equal distances; no paragraph goes, for others are searched among it."""
    total = sum(len(asked) for asked in practice.asked)
    if total <= questions:
        return practice
    wanted = frozenset(spread(range(total), questions))
    numbers = count()
    asked = tuple(tuple(q for q in own if next(numbers) in wanted) for own in practice.asked)
    return replace(practice, asked=asked)


def _unseen(paragraphs: tuple[MarkedParagraph, ...], titles: frozenset[str]) -> tuple[MarkedParagraph, ...]:
    return tuple(p for p in paragraphs if p.title in titles)


def _some(paragraphs: tuple[MarkedParagraph, ...]) -> tuple[MarkedParagraph, ...]:
    """Whole articles, drawn with a fixed seed until there are enough paragraphs."""
    titles = sorted({p.title for p in paragraphs})
    random.Random(_SEED).shuffle(titles)  # noqa: S311 - a fixed sample, no secret
    drawn: list[MarkedParagraph] = []
    for title in titles:
        if len(drawn) >= _SQUAD_PARAGRAPHS:
            break
        drawn += [p for p in paragraphs if p.title == title]
    return tuple(drawn)
