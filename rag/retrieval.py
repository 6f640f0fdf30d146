"""From a question to what is read for it: the passages that were found, and the question as their articles spell its names."""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.encoder.embedder import Embedder
from index.scripts import HAN, LATIN, script
from index.search import Found, Passage, Query, Searcher
from rag.finder import Reading
from rag.names.respelling import Told, respelled

# So many passages are looked at for the names: where the question does not say them as they do, the best ones come later.
_LOOKED_AT = 24


def retrieve(queries: Sequence[Query], searcher: Searcher, embedder: Embedder) -> list[Reading]:
    """What to read for each query, in their order, all questions that are put in other words embedded in one batch.

    Passages in a script for which the question was respelled are ranked, and read, by those words; the others as it was asked.
    """
    deeper = [replace(query, top_k=max(query.top_k, _LOOKED_AT)) for query in queries]
    found = searcher.search(deeper)
    spelled = [_spellings(query, each, searcher) for query, each in zip(queries, found, strict=True)]
    wordings = [text for texts in spelled for text in texts.values()]
    vectors = iter(embedder.embed_questions(wordings) if wordings else ())
    readings = []
    for query, deep, each, texts in zip(queries, deeper, found, spelled, strict=True):
        again = {written: replace(deep, text=text, vectors=next(vectors)) for written, text in texts.items()}
        readings.append(_reading(query, each, again, searcher))
    return readings


def _spellings(query: Query, found: Found, searcher: Searcher) -> dict[str, str]:
    """The question as it is spelled in each script of what was found, where that is otherwise."""
    own, told = script(query.language), defaultdict(list)
    for passage in found.passages[:_LOOKED_AT]:
        language = searcher.article(passage.chunk.span.article_id).language
        # A question in the letters of the article has its names as they are there, but for accents.
        if script(language) != own or own == LATIN:
            told[_written(language)].append(Told(passage.text, language))
    texts = {written: respelled(query.text, query.language, each) for written, each in told.items()}
    return {written: text for written, text in texts.items() if text != query.text}


def _written(language: str) -> str:
    """The script of `language`; Chinese and Japanese, which write foreign names each in their way, have each their own."""
    return language if script(language) == HAN else script(language)


def _reading(query: Query, found: Found, again: Mapping[str, Query], searcher: Searcher) -> Reading:
    ranked = {written: (each, searcher.search([each])[0]) for written, each in again.items()}

    def script_of(passage: Passage) -> str:
        return _written(searcher.article(passage.chunk.span.article_id).language)

    ranked_there = {
        written: [p for p in other.passages if script_of(p) == written] for written, (_, other) in ranked.items()
    }
    there = {passage.position for passages in ranked_there.values() for passage in passages}
    # What the respelled question does not find is read all the same, so that as many are read as were asked for.
    left = [passage for passage in found.passages if passage.position not in there]
    passages = [*itertools.chain(*ranked_there.values()), *left]
    best = sorted(passages, key=lambda passage: (-passage.score, passage.rank))[: query.top_k]
    best = [replace(passage, rank=rank) for rank, passage in enumerate(best, start=1)]
    parts = [
        Reading(
            each.text,
            each.language,
            each.vectors,
            other.token_weights,
            tuple(p for p in best if script_of(p) == written),
        )
        for written, (each, other) in ranked.items()
    ]
    respelled_ = tuple(part for part in parts if part.passages)
    return Reading(query.text, query.language, query.vectors, found.token_weights, tuple(best), respelled_)
