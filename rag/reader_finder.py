"""Finds evidence with the reader: the words of each sentence that answer best, and how well the sentence matches the question."""

import re
from collections.abc import Mapping, Sequence

from index.article import Span
from index.generation import Contents
from index.scripts import LATIN, script
from index.search import Passage
from index.words import fold
from rag.answer import Evidence, Mark
from rag.finder import Reading
from rag.reader.reading import Pairing, Reader
from rag.reader.shown import ShownPassage, show
from rag.reader.windows import Marked, MarkedSpan

# What a sentence's match with the question counts beside the reader's margin: matches lie between .7 and .9, margins between
# -15 and 15. Chosen on held-out questions: docs/decisions/0006-reader.md.
_MATCH_WEIGHT = 100.0
_EDGES = " \t\n.,;:!?…"
# "p.m.", "U.S.", "z. B.": the last point is of the abbreviation.
_ABBREVIATED = re.compile(r"(?<!\w)(?:[^\W\d_]\. ?)+[^\W\d_]\Z")
_PARTNERS = {"(": ")", "[": "]", "«": "»", "“": "”", "„": "“", '"': '"'}


class ReaderFinder:
    """An EvidenceFinder that marks words. Safe to call from many threads."""

    confidence_file = "confidence_reader.toml"

    def __init__(self, reader: Reader, contents: Contents) -> None:
        self._reader, self._contents = reader, contents

    @property
    def name(self) -> str:
        """What the reader is called."""
        return self._reader.name

    def find(self, readings: Sequence[Reading]) -> list[list[Evidence]]:
        """For each reading its evidence, best first: one piece a sentence, that of its best passage."""
        shown = [[self._show(passage) for passage in reading.passages] for reading in readings]
        pairings = [
            Pairing(reading.question, text.text, tuple((s.start, s.end) for s in text.sentences))
            for reading, texts in zip(readings, shown, strict=True)
            for text in texts
        ]
        marked = iter(self._reader.read(pairings))
        return [
            self._rank(reading, texts, [next(marked) for _ in texts])
            for reading, texts in zip(readings, shown, strict=True)
        ]

    def signals(self, reading: Reading, evidence: Sequence[Evidence]) -> Mapping[str, float]:
        """What the confidence in the best sentence is judged by; raises ValueError where no reader has read it.

        Margin and match of its `Mark`, and `rival`: how far the surest other sentence that marks other words stands above "not
        here", 0 where none does. The passage's own logit tells nothing beside them (docs/decisions/0006-reader.md). How well a
        sentence matches goes by the letters too: `other_script` is 1 where question and article are in different ones, whatever
        names were respelled, `own_script` where both are in the same that are not Latin, else they are 0.
        """
        if not evidence or evidence[0].mark is None:
            raise ValueError("reader signals need at least one piece of evidence that a reader has read")
        mark, own = evidence[0].mark, self._marked(evidence[0])
        rivals = [each.mark.margin for each in evidence[1:] if each.mark is not None and self._marked(each) != own]
        asked = script(reading.language)
        told = script(self._contents.articles[evidence[0].span.article_id].language)
        return {
            "margin": mark.margin,
            "match": mark.match,
            "rival": max([0.0, *rivals]),
            "other_script": float(asked != told),
            "own_script": float(asked == told != LATIN),
        }

    def _marked(self, evidence: Evidence) -> str:
        """The marked words, whatever their case and accents."""
        span = evidence.answer_span
        return fold(self._contents.articles[span.article_id].text[span.start : span.end])

    def _show(self, passage: Passage) -> ShownPassage:
        return show(self._contents.articles[passage.chunk.span.article_id], passage.chunk)

    def _rank(self, reading: Reading, texts: Sequence[ShownPassage], marked: Sequence[Marked]) -> list[Evidence]:
        best: dict[Span, Evidence] = {}
        for passage, text, marks in zip(reading.passages, texts, marked, strict=True):
            for evidence in self._evidence(reading, passage, text, marks):
                known = best.get(evidence.span)
                if known is None or evidence.score > known.score:
                    best[evidence.span] = evidence
        return sorted(best.values(), key=lambda e: (-e.score, e.span))

    def _evidence(self, reading: Reading, passage: Passage, text: ShownPassage, marks: Marked) -> list[Evidence]:
        chunk, late = passage.chunk, self._contents.late
        matches = late.score_sentences(reading.vectors, reading.token_weights, passage.position, len(chunk.sentences))
        places = {sentence.start: number for number, sentence in enumerate(chunk.sentences)}
        found = []
        for sentence, span in zip(text.sentences, marks, strict=True):
            if span is None:
                continue
            # A quote ends with its sentence: what is shown behind it may stand beyond page noise.
            start, end = _without_edges(text.text[: sentence.end], span)
            # Nor does it begin before it: the mark that opens a pair may stand alone at the end of the line above.
            words = (max(start, sentence.start), end)
            match = float(matches[places[sentence.sentence.start]])
            found.append(
                Evidence(
                    passage,
                    Span(text.article_id, sentence.sentence.start, sentence.sentence.end),
                    text.in_article(*words),
                    span.margin + _MATCH_WEIGHT * match,
                    Mark(span.margin, match),
                )
            )
        return found


def _without_edges(text: str, span: MarkedSpan) -> tuple[int, int]:
    """The marked words without punctuation at their edges and without half of a pair; what is nothing else stays."""
    start, end = span.start, span.end
    words = text[start:end]
    while words:
        first, last = words[0], words[-1]
        # ".5 percent" and ".NET" begin with their point.
        begins = first == "." and words[1:2].isalnum() and not text[start - 1 : start].isalnum()
        if (first in _EDGES and not begins) or (first in _PARTNERS and _PARTNERS[first] not in words[1:]):
            start, words = start + 1, words[1:]
        elif last in _EDGES or (last in _PARTNERS.values() and not _opened(words)):
            end, words = end - 1, words[:-1]
        else:
            end += text.startswith(".", end) and _ABBREVIATED.search(words) is not None
            return _opened_before(text, start, end), _closed(text, start, end)
    return span.start, span.end


def _closed(text: str, start: int, end: int) -> int:
    """The end of the words with the mark that closes a pair opened in them, where it stands right behind."""
    behind = text[end:].lstrip()
    closing = behind[:1]
    openings = [opening for opening, partner in _PARTNERS.items() if partner == closing != opening]
    words = text[start:end]
    if openings and sum(map(words.count, openings)) > words.count(closing):
        return len(text) - len(behind) + 1
    return end


def _opened_before(text: str, start: int, end: int) -> int:
    """The start of the words with the mark that opens a pair closed in them, where it stands right before."""
    before, words = text[:start].rstrip(), text[start:end]
    opening = before[-1:]
    partner = _PARTNERS.get(opening)
    closed = words.find(partner) if partner and partner != opening else -1
    return len(before) - 1 if closed >= 0 and opening not in words[:closed] else start


def _opened(words: str) -> bool:
    """Whether the mark that closes `words` is opened in them."""
    return any(opening in words[:-1] for opening, closing in _PARTNERS.items() if closing == words[-1])
