"""Which numbers the processor multiplies fastest: read off what it can do, and measured once where that does not tell."""

from functools import cache
from time import perf_counter

# A product as the encoder’s layers make it, of a passage or two; some milliseconds each.
_ROWS, _INNER, _COLUMNS = 512, 384, 1536
# Of many the fastest is that of a core with nothing else to do. Of five, others' work made bfloat16 look slow, and the same
# question got another answer.
_TRIES = 20
# What is around the products is no faster, so they have to be far faster. It is 4 times on Zen 5, below 1 on some Xeons.
_FASTER = 2.0


@cache
def bfloat16_is_fast() -> bool:
    """Whether a network computes faster in bfloat16 than in float32 here.

    With tiles for it (AMX) it does. AVX512-BF16 alone is fast on some processors and slow on others, so there it is tried, once
    in the life of the process.
    """
    import torch

    able = torch.cpu.get_capabilities()
    return bool(able.get("amx_bf16")) or (bool(able.get("avx512_bf16")) and times_faster_in_bfloat16() > _FASTER)


def times_faster_in_bfloat16() -> float:
    """How many times as fast as in float32 a product is on one core, by the fastest of several of each, in turns.

    On several the slowest is waited for: beside three busy processes on two cores that made 1.8 to 4.2 of what is 4.4 on an idle
    machine, by what it happened to meet, and of one core never less than 6.8.
    """
    import torch

    def product(dtype: torch.dtype) -> float:
        begin = perf_counter()
        torch.nn.functional.linear(*matrices[dtype])
        return perf_counter() - begin

    floats = torch.ones(_ROWS, _INNER), torch.ones(_COLUMNS, _INNER)
    matrices = {torch.float32: floats, torch.bfloat16: tuple(each.bfloat16() for each in floats)}
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode():
            tried = [(product(torch.float32), product(torch.bfloat16)) for _ in range(_TRIES)]
    finally:
        torch.set_num_threads(threads)
    return min(single for single, _ in tried) / min(half for _, half in tried)
