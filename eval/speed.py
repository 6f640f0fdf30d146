"""How fast the reader reads: as a ratio to the same reader in float32, one passage at a time, in the same run."""

import statistics
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from time import perf_counter

from index.encoder.embedder import SentenceEncoder
from rag.pipeline import Pipeline
from rag.reader.layers import Layers, computes_in, fastest_layers
from rag.reader.packaged import PackagedScorer
from rag.reader.reading import Pairing, Reader
from rag.reader.weights import packaged_folder

PASSAGES, PASSAGE_TOKENS = 8, 200
ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of several runs: the median, the fastest and the slowest."""

    median: float
    fastest: float
    slowest: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        """Put runs together."""
        return cls(1000 * statistics.median(seconds), 1000 * min(seconds), 1000 * max(seconds))

    def __str__(self) -> str:
        """For a person."""
        return f"{self.median:.0f} ms [{self.fastest:.0f}, {self.slowest:.0f}]"


@dataclass(frozen=True, slots=True)
class Speed:
    """`rounds` runs each of the product's reader and of the baseline, and questions asked from end to end.

    `ratio` is the median over the rounds of baseline / reader. `parts` are medians of the stages of a question, milliseconds.
    """

    rounds: int
    dtype: str
    reader: Timing
    baseline: Timing
    ratio: float
    asked: Timing
    parts: dict[str, float]

    def summary(self) -> str:
        """The figures for a person."""
        parts = ", ".join(f"{name} {value:.0f}" for name, value in self.parts.items() if name != "total")
        return "\n".join(
            [
                f"reading {PASSAGES} passages of {PASSAGE_TOKENS} tokens, {self.rounds} rounds, median [fastest, slowest]",
                f"  one batch, {self.dtype:<24} {self.reader}",
                f"  one at a time, float32             {self.baseline}",
                f"  {self.ratio:.1f} times as fast",
                f"a question from end to end           {self.asked}; of it {parts}",
            ]
        )


def measure_speed(
    encoder: SentenceEncoder, pipeline: Pipeline, questions: Sequence[str], rounds: int = ROUNDS
) -> Speed:
    """Time the packaged reader and the baseline in turns, then `questions` through `pipeline`, each once after a first."""
    reader, baseline = _readers(encoder)
    passage = _passage(encoder)
    pairings = [Pairing(f"Who signed letter {n}?", passage, ((0, len(passage)),)) for n in range(PASSAGES)]

    def at_once() -> None:
        reader.read(pairings)

    def one_by_one() -> None:
        for pairing in pairings:
            baseline.read([pairing])

    at_once()
    one_by_one()
    fast, slow = [], []
    for _ in range(rounds):
        fast.append(_seconds(at_once))
        slow.append(_seconds(one_by_one))
    pipeline.answer(questions[0])
    answers = [pipeline.answer(question) for question in questions]
    stages = answers[0].timings_ms
    return Speed(
        rounds,
        computes_in(),
        Timing.of(fast),
        Timing.of(slow),
        statistics.median(s / f for s, f in zip(slow, fast, strict=True)),
        Timing.of([a.timings_ms["total"] / 1000 for a in answers]),
        {stage: statistics.median(a.timings_ms[stage] for a in answers) for stage in stages},
    )


def _readers(encoder: SentenceEncoder) -> tuple[Reader, Reader]:
    """The product's reader, and one with the same weights that shares nothing and computes in float32."""
    backbone, identity, folder = encoder.backbone(), encoder.identity, packaged_folder()
    scorer = PackagedScorer(backbone, identity, folder, fastest_layers())
    plain = PackagedScorer(backbone, identity, folder, Layers.PLAIN)
    # Its own copy: the embeddings of the other are the encoder's, which stay as they are. It attends in the library's own way on
    # every processor, so that the ratio means the same on each.
    plain.network = deepcopy(plain.network).float()
    plain.network.trunk.set_attn_implementation("sdpa")
    return Reader(scorer), Reader(plain)


def _passage(encoder: SentenceEncoder) -> str:
    words, text = ("The", "council", "signed", "a", "long", "letter", "about", "the", "old", "bridge"), ""
    number = 0
    while encoder.count_tokens([text])[0] < PASSAGE_TOKENS:
        text += f" {words[number % len(words)]}"
        number += 1
    return text.strip()


def _seconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
