"""bfloat16 is used where the processor has tiles for it, and elsewhere only where a trial says that it is faster."""

from collections.abc import Iterator

import pytest
import torch

from index.encoder import precision
from index.encoder.embedder import compute_dtype
from index.encoder.precision import bfloat16_is_fast, times_faster_in_bfloat16


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    bfloat16_is_fast.cache_clear()
    yield
    bfloat16_is_fast.cache_clear()


def _can(monkeypatch: pytest.MonkeyPatch, **able: bool) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able)


def _measures(monkeypatch: pytest.MonkeyPatch, times: float | None) -> None:
    def measured() -> float:
        assert times is not None, "measured where there is nothing to find out"
        return times

    monkeypatch.setattr(precision, "times_faster_in_bfloat16", measured)


@pytest.mark.parametrize(
    ("able", "times", "dtype"),
    [
        ({"amx_bf16": True, "avx512_bf16": True}, None, torch.bfloat16),
        ({"avx512_bf16": True}, 3.9, torch.bfloat16),
        ({"avx512_bf16": True}, 0.8, torch.float32),
        ({"avx512_f": True}, None, torch.float32),
        ({}, None, torch.float32),
    ],
)
def test_tiles_need_no_trial_and_what_lacks_bfloat16_gets_none(
    monkeypatch: pytest.MonkeyPatch, able: dict[str, bool], times: float | None, dtype: torch.dtype
) -> None:
    _can(monkeypatch, **able)
    _measures(monkeypatch, times)
    assert compute_dtype() is dtype


def test_it_is_tried_once_in_the_life_of_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    _can(monkeypatch, avx512_bf16=True)
    ratios = iter([5.0])
    monkeypatch.setattr(precision, "times_faster_in_bfloat16", lambda: next(ratios))
    assert [bfloat16_is_fast(), bfloat16_is_fast()] == [True, True]


def test_a_trial_gives_a_ratio_of_times() -> None:
    assert 0 < times_faster_in_bfloat16() < 1_000


def test_a_trial_keeps_to_one_core_and_leaves_all_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    # Of several the slowest would be waited for, which is slow where others work on it.
    threads, used, product = torch.get_num_threads(), set[int](), torch.nn.functional.linear

    def counted(*matrices: torch.Tensor) -> torch.Tensor:
        used.add(torch.get_num_threads())
        return product(*matrices)

    torch.set_num_threads(2)
    try:
        monkeypatch.setattr(torch.nn.functional, "linear", counted)
        times_faster_in_bfloat16()
        assert (used, torch.get_num_threads()) == ({1}, 2)
    finally:
        torch.set_num_threads(threads)
