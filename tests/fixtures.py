"""Fixtures over the product: with the real encoder over the seeds, and small ones over articles of one's own.

| fixture | scope | gives |
|---|---|---|
| `engine` | session | rag.wire.Engine: the packaged encoder, seeds/ indexed once into a temporary home |
| `remembering` | session | the same, whose encoder and reader read each text once: for tests that ask the same again |
| `pipeline` | session | the engine's pipeline, as `pourquoi ask` has it |
| `hashing_pipeline` | function | a function: {article id: text} -> Pipeline with HashingEmbedder, in milliseconds |
| `serving` | function | a function: Pipeline -> `async with` an httpx client of the whole application, ready |
| `gold_run` | session | what `pourquoi eval run` over the whole gold prints and writes |
| `hashed_seeds` | session | rag.wire.Engine over seeds/ with HashingEmbedder, which answers whatever it has evidence for |
| `small_report` | session | the report of that engine on the German gold, in a second |
| `models_in_memory` | function | nothing: commands run within it take the packaged models of `loaded`, and load none |
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.app import create_app
from api.batching import BatchLimits
from api.service import Service
from eval.cli import app as eval_app
from eval.report import Report, read_report
from eval.session import REPORT_JSON
from index.encoder.hashing import HashingEmbedder
from index.encoder.source import PACKAGED
from index.homes import DEFAULT_COLLECTION
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.wire import Engine, open_engine
from tests.gate_runs import RememberingEmbedder, RememberingReader
from tests.gold_run import GoldRun
from tests.small_reports import engine_at, report_on

ROOT = Path(__file__).parents[1]
Articles = Mapping[str, str]
HashingPipeline = Callable[[Articles], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
_LIMITS = BatchLimits(concurrent=64, batch=16)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The models, over a home in which nothing is yet."""
    return open_engine(Settings(home=tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def remembering(loaded: Engine) -> Engine:
    assert loaded.reader is not None
    opened = Engine(loaded.settings, RememberingEmbedder(loaded.embedder), RememberingReader(loaded.reader))
    opened.index((ROOT / "seeds",), lambda _done, _total: None)
    return opened


@pytest.fixture(scope="session")
def engine(loaded: Engine, remembering: Engine) -> Engine:
    return Engine(remembering.settings, loaded.embedder, loaded.reader)


@pytest.fixture(scope="session")
def pipeline(engine: Engine) -> Pipeline:
    return engine.pipeline()


@pytest.fixture(scope="session")
def gold_run(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> GoldRun:
    home, out = engine.settings.home, tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        result = CliRunner().invoke(eval_app, ["run", "--home", str(home), "--out", str(out)], catch_exceptions=False)
    return GoldRun(home, out, result.exit_code, result.stdout, read_report(out / REPORT_JSON))


@pytest.fixture(scope="session")
def hashed_seeds(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_at(tmp_path_factory.mktemp("hashed"))


@pytest.fixture(scope="session")
def small_report(hashed_seeds: Engine) -> Report:
    return report_on(hashed_seeds, "de")


@pytest.fixture
def hashing_pipeline(tmp_path: Path) -> HashingPipeline:
    def build(articles: Articles) -> Pipeline:
        # Whatever has evidence is answered: hashed words say nothing of how sure an answer is.
        opened = Engine(Settings(home=tmp_path / "home", min_confidence=0), HashingEmbedder())
        folder = tmp_path / "articles"
        folder.mkdir()
        for article_id, text in articles.items():
            path = folder / f"{article_id}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        if articles:
            opened.index((folder,), lambda _done, _total: None)
        return opened.pipeline()

    return build


@pytest.fixture
def serving() -> Serving:
    @asynccontextmanager
    async def serve(pipeline: Pipeline, limits: BatchLimits = _LIMITS) -> AsyncIterator[httpx.AsyncClient]:
        service = Service(lambda: pipeline, limits)
        app = create_app(service)
        async with app.router.lifespan_context(app):
            await service.loaded()
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                yield client

    return serve


@pytest.fixture
def models_in_memory(loaded: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(settings: Settings, collection: str = DEFAULT_COLLECTION) -> Engine:
        if (settings.encoder, settings.reader) != (PACKAGED, PACKAGED):
            return open_engine(settings, collection)
        return Engine(settings, loaded.embedder, loaded.reader, collection)

    monkeypatch.setattr("rag.wire.open_engine", opened)
