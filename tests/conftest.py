"""How a run of the tests goes: its fixtures, the processes it is shared out to, what is told at its end."""

import faulthandler
import gc
import os
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

from tests.gate_results import Results

# GitHub's runners and FORCE_COLOR would colour what Typer says, in the middle of words; it reads this once.
os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"
# Fixtures that several test files share.
_FIXTURES = ("tests.fixtures", "tests.browser_fixtures", "tests.training_fixtures")
_RESULTS = pytest.StashKey[Results]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from tests.scheduling import WholeFiles

    return WholeFiles(config, log)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RESULTS] = Results()
    # A process that only hands tests out to others needs no fixtures, and what they import takes seconds.
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", default=None):
        for module in _FIXTURES:
            config.pluginmanager.import_plugin(module)
        # On a machine that others use too, any example may take longer than the 200 ms that Hypothesis would give it.
        hypothesis = import_module("hypothesis")
        hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
        hypothesis.settings.load_profile("unhurried")
    # Collecting imports some thousand modules that stay until the end. Looking again and again whether they are garbage took a
    # quarter of it; they are put aside when it is done.
    gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    # One that takes minutes by design has no bound; each other test ends its process after `faulthandler_timeout`.
    if item.get_closest_marker("soak"):
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """FAISS loaded a second time ends a later test with a segmentation fault, so who takes its module away is told."""
    loaded = "faiss" in sys.modules
    yield
    assert not loaded or "faiss" in sys.modules, "pytester took FAISS away, which a test of it was the first to load"


@pytest.fixture(scope="session")
def results(pytestconfig: pytest.Config) -> Results:
    """What the long tests measured of the gates of docs/reliability.md."""
    return pytestconfig.stash[_RESULTS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """A line for each gate that was measured."""
    for result in config.stash[_RESULTS].all:
        terminalreporter.write_line(result.line())
