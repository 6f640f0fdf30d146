"""What the load on a server is made and timed with."""

import asyncio
from time import perf_counter

from tests.load_kit import Reply, overloaded


def test_recovery_is_timed_from_the_last_request_and_not_from_the_last_reply() -> None:
    async def run() -> tuple[list[Reply], float, list[int]]:
        probed: list[int] = []
        drained = asyncio.Event()

        def reply(status: int) -> Reply:
            return Reply(perf_counter(), 0.0, status, {}, b"")

        async def ask(_: int) -> Reply:
            # All are taken in, and answered only once a second probe has come.
            await drained.wait()
            return reply(200)

        async def probe() -> Reply:
            probed.append(503 if len(probed) < 2 else 200)
            if len(probed) == 2:
                drained.set()
            return reply(probed[-1])

        return *await overloaded(100, 0.05, ask, probe), probed

    replies, recovered, probed = asyncio.run(run())
    assert (len(replies), probed) == (5, [503, 503, 200])
    # Two pauses between the probes, however slow the machine.
    assert recovered > 0.1


def test_what_still_waits_when_the_probe_is_answered_belongs_to_the_recovery() -> None:
    async def run() -> float:
        async def ask(_: int) -> Reply:
            await asyncio.sleep(0.2)
            return Reply(perf_counter(), 0.2, 200, {}, b"")

        async def probe() -> Reply:
            return Reply(perf_counter(), 0.0, 200, {}, b"")

        return (await overloaded(1_000, 0.001, ask, probe))[1]

    assert asyncio.run(run()) > 0.1
