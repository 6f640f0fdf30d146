"""A pytest plugin: a test that takes the fixture `pourquoi_eval` runs once for each gold question.

It is loaded into every pytest of an environment that has pourquoi, so it imports nothing heavy before a test asks for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from eval.asked import AskedQuestion, Examination
    from eval.gold import GoldQuestion
    from rag.wire import Engine

_FIXTURE = "pourquoi_eval"
_SETTINGS = {
    "gold": "file of gold questions, JSON Lines: what the fixture pourquoi_eval is given",
    "articles": "folder of articles that is indexed once a session; without one the index of the home is used",
    "home": "folder that holds the index; with articles by default a temporary one",
}
_QUESTIONS = pytest.StashKey[tuple["GoldQuestion", ...]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --pourquoi-gold, --pourquoi-articles and --pourquoi-home, and the same with underscores in the ini-file."""
    group = parser.getgroup("pourquoi", "gold questions as tests")
    for name, meaning in _SETTINGS.items():
        group.addoption(f"--pourquoi-{name}", metavar="PATH", help=meaning)
        parser.addini(f"pourquoi_{name}", meaning, default="")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes `pourquoi_eval` every gold question, called by its id."""
    if _FIXTURE in metafunc.fixturenames:
        questions = _questions(metafunc.config)
        metafunc.parametrize(_FIXTURE, questions, ids=[question.id for question in questions], indirect=True)


@pytest.fixture(scope="session")
def pourquoi_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Engine":
    """The encoder, the reader and the index, as the settings name them; define a fixture of this name to use your own."""
    from rag.settings import load_settings
    from rag.wire import open_engine

    home = _path(request.config, "home")
    if home is None and _path(request.config, "articles") is not None:
        home = tmp_path_factory.mktemp("pourquoi")
    with _clear_errors():
        return open_engine(load_settings(home=home))


@pytest.fixture(scope="session")
def pourquoi_examination(request: pytest.FixtureRequest, pourquoi_engine: "Engine") -> "Examination":
    """The index, made once, with the gold held against it; fails where an article is left out or the gold does not fit."""
    from eval.asked import Examination

    articles = _path(request.config, "articles")
    with _clear_errors():
        if articles is not None:
            report = pourquoi_engine.index((articles,), lambda _done, _total: None)
            if report.failures:
                pytest.fail("\n".join(failure.reason for failure in report.failures), pytrace=False)
        return Examination(pourquoi_engine.pipeline(), _questions(request.config))


@pytest.fixture
def pourquoi_eval(request: pytest.FixtureRequest, pourquoi_examination: "Examination") -> "AskedQuestion":
    """One gold question that was asked: `question`, `answer`, `verdict`, `scores`, and `assert_right()`."""
    question: GoldQuestion = request.param
    return pourquoi_examination.ask(question)


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Within this block an error of ours fails the test with its message alone."""
    from eval.errors import EvaluationError
    from index.errors import CorpusError
    from rag.errors import AnswerError

    try:
        yield
    except (CorpusError, AnswerError, EvaluationError) as error:
        pytest.fail(f"pourquoi: {error}", pytrace=False)


def _questions(config: pytest.Config) -> "tuple[GoldQuestion, ...]":
    if _QUESTIONS not in config.stash:
        from eval.errors import GoldError
        from eval.gold import load_gold

        gold = _path(config, "gold")
        if gold is None:
            raise pytest.Collector.CollectError(
                "a test takes pourquoi_eval, and no gold is given: set pourquoi_gold in the ini-file, or --pourquoi-gold"
            )
        try:
            config.stash[_QUESTIONS] = load_gold(gold)
        except GoldError as error:
            raise pytest.Collector.CollectError(f"pourquoi: {error}") from error
    return config.stash[_QUESTIONS]


def _path(config: pytest.Config, name: str) -> Path | None:
    """What the command line gives, below the folder that pytest was started in, or the ini-file, below its own."""
    given = config.getoption(f"--pourquoi-{name}")
    if given:
        return config.invocation_params.dir / str(given)
    stated = str(config.getini(f"pourquoi_{name}"))
    beside = config.inipath.parent if config.inipath else config.rootpath
    return beside / stated if stated else None
