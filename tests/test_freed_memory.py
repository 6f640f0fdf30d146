"""What was freed is given back to the system, now and then, while the server runs."""

import asyncio
import ctypes
from collections.abc import Callable, Mapping

import pytest

import api.service
from api.batching import BatchLimits
from api.freed_memory import give_back_freed
from api.service import Service
from rag.pipeline import Pipeline
from tests.resident import resident_bytes

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="the C library gives memory back by itself")
def test_freed_blocks_between_used_ones_are_given_back() -> None:
    # 40,000 blocks of 2 kB, of which one in a hundred stays in use: 78 MB freed in pieces of 198 kB.
    blocks = [bytearray(2_000) for _ in range(40_000)]
    kept = blocks[::100]
    del blocks
    before = resident_bytes()
    assert give_back_freed()
    assert resident_bytes() < before - 50e6
    assert len(kept) == 400


def test_the_service_gives_back_again_and_again(
    hashing_pipeline: HashingPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = asyncio.Event()
    monkeypatch.setattr(api.service, "_GIVE_BACK_SECONDS", 0.01)

    def noted() -> bool:
        given.set()
        return give_back_freed()

    monkeypatch.setattr(api.service, "give_back_freed", noted)

    async def run() -> None:
        pipeline = hashing_pipeline({"one": "Alice left the company."})
        service = Service(lambda: pipeline, BatchLimits(concurrent=8, batch=8))
        service.start()
        for _ in range(2):
            given.clear()
            await asyncio.wait_for(given.wait(), timeout=60)
        await service.aclose()

    asyncio.run(run())
