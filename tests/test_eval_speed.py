"""The benchmark of the reader: it reads the same with both, and says what it timed. No time is judged here."""

import pytest

from eval.speed import measure_speed
from index.encoder.embedder import SentenceEncoder
from rag.pipeline import Pipeline
from rag.wire import Engine


def test_reader_and_baseline_are_timed_in_the_same_rounds(engine: Engine, pipeline: Pipeline) -> None:
    assert isinstance(engine.embedder, SentenceEncoder)
    speed = measure_speed(engine.embedder, pipeline, ["why did Jan Leike resign?"], rounds=1)
    # One round: the median is that of the one time.
    assert speed.ratio == pytest.approx(speed.baseline.median / speed.reader.median)
    assert list(speed.parts) == ["embed", "search", "read", "total"]
    assert "8 passages of 200 tokens, 1 rounds" in speed.summary()
