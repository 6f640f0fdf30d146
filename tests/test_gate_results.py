"""The record of the long tests: a gate that was begun does not keep what an earlier run said of it."""

from pathlib import Path

import pytest

from tests import gate_results
from tests.gate_results import Result, Results, read_results


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of its own, in which gate 14 held."""
    monkeypatch.setattr(gate_results, "KEPT", tmp_path / "soak.json")
    monkeypatch.setenv(gate_results.KEEP, "1")
    with Results().gate("14") as told:
        told.measured = "all well"
    assert [(one.measured, one.held) for one in read_results()] == [("all well", True)]


def test_a_gate_that_fails_is_in_the_record_as_one_that_did_not_hold() -> None:
    with pytest.raises(ZeroDivisionError), Results().gate("14"):
        raise ZeroDivisionError
    assert [(one.measured, one.held) for one in read_results()] == [("broke off", False)]


def test_a_gate_whose_run_is_killed_is_no_longer_in_the_record_as_held() -> None:
    def record() -> list[Result]:
        with Results().gate("14"):
            return read_results()  # what stands there if the process ends here

    assert [(one.measured, one.held) for one in record()] == [("broke off", False)]
