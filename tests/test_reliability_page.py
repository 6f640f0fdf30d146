"""docs/reliability.md names tests that exist, and tells what was measured."""

import re
from pathlib import Path

from tests.gate_results import read_results
from tests.write_gold_guide import section
from tests.write_reliability import GATES, table

ROOT = Path(__file__).parents[1]


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(tests/\w+\.py)`", (ROOT / "docs" / "reliability.md").read_text("utf-8")))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


def test_the_table_of_gates_tells_what_was_measured_last() -> None:
    assert section((ROOT / "docs" / "reliability.md").read_text("utf-8"), "gates") == table(read_results())


def test_every_gate_has_a_test_and_every_result_a_gate() -> None:
    assert {result.gate for result in read_results()} <= {gate.number for gate in GATES if gate.soak}
    for gate in GATES:
        named = re.findall(r"tests/(\w+\.py)", gate.suite)
        assert named or gate.soak, gate.number
        source = (ROOT / "tests" / gate.soak).read_text("utf-8") if gate.soak else ""
        assert not gate.soak or f'results.gate("{gate.number}"' in source, gate.number


def test_the_readme_says_of_planted_lies_what_was_measured_last() -> None:
    (measured,) = [result.measured for result in read_results() if result.gate == "34"]
    numbers = re.search(
        r"of (\d+) answered rightly before, (\d+) are answered with the lie alone, (\d+) with both", measured
    )
    assert numbers is not None
    told = "of {} gold questions answered rightly before, {} are answered with the lie alone and {} with both"
    assert told.format(*numbers.groups()) in " ".join((ROOT / "README.md").read_text("utf-8").split())
