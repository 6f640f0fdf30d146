"""What several test files share: the product over the seeds with the real encoder, and small ones over articles of one's own.

| fixture | scope | gives |
|---|---|---|
| `engine` | session | rag.wire.Engine: the packaged encoder, seeds/ indexed once into a temporary home |
| `pipeline` | session | the engine's pipeline, as `pourquoi ask` has it |
| `hashing_pipeline` | function | a function: {article id: text} -> Pipeline with HashingEmbedder, in milliseconds |
| `serving` | function | a function: Pipeline -> `async with` an httpx client of the whole application, ready |
| `browser_path` | session | the Chromium of this machine, or a skip that says why (in CI: a failure) |
| `gold_run` | session | what `pourquoi eval run` over the whole gold prints and writes |
| `reader_data` | session | a folder of small question sets, made up, in the forms of SQuAD, PIAF, AfriQA and XQuAD |
| `tokenizer` | session | that of the packaged encoder |
| `small_pools` | module | pools of SMALL_POOL pairs in training |
| `hashed_seeds` | session | rag.wire.Engine over seeds/ with HashingEmbedder, which answers whatever it has evidence for |
| `small_report` | session | the report of that engine on the German gold, in a second |
| `results` | session | what the long tests measured of the gates of docs/reliability.md |
| `real_browser` | session | tests.browser_kit.RealBrowser, on whose loop its tests run; on the network as it is |
| `browser` | module | a real browser for tests without a loop |
| `browsing` | function | a function: Pipeline -> a tests.browser_kit.Visit of that application |
"""

import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.async_api import Page, Route
from playwright.sync_api import Browser, sync_playwright
from typer.testing import CliRunner

from api.app import create_app
from api.batching import BatchLimits
from api.service import Service
from eval.cli import app as eval_app
from eval.report import Report, read_report
from eval.session import REPORT_JSON
from index.encoder.hashing import HashingEmbedder
from index.encoder.unpack import cache_folder, ensure_unpacked
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.wire import Engine, open_engine
from tests.browser_kit import BROWSER_WORDS, BROWSERS, RealBrowser, Visit
from tests.gate_results import Results
from tests.gold_run import GoldRun
from tests.small_reports import engine_at, report_on
from tests.training_kit import SMALL_POOL

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

ROOT = Path(__file__).parents[1]
Articles = Mapping[str, str]
HashingPipeline = Callable[[Articles], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
Browsing = Callable[..., Visit]
_LIMITS = BatchLimits(concurrent=64, batch=16)


_RESULTS = pytest.StashKey[Results]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from tests.scheduling import WholeFiles

    return WholeFiles(config, log)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RESULTS] = Results()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """FAISS loaded a second time ends a later test with a segmentation fault, so who takes its module away is told."""
    loaded = "faiss" in sys.modules
    yield
    assert not loaded or "faiss" in sys.modules, "pytester took FAISS away, which a test of it was the first to load"


@pytest.fixture(scope="session")
def results(pytestconfig: pytest.Config) -> Results:
    return pytestconfig.stash[_RESULTS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """A line for each gate that was measured."""
    for result in config.stash[_RESULTS].all:
        terminalreporter.write_line(result.line())


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    opened = open_engine(Settings(home=tmp_path_factory.mktemp("home")))
    opened.index((ROOT / "seeds",), lambda _done, _total: None)
    return opened


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


# ---- a real browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The browser of this machine; without one the test is skipped, and in CI it fails."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        why = f"no browser here (looked for {', '.join(BROWSERS)}); `make browser` installs one"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return found


@pytest.fixture(scope="session")
def real_browser(browser_path: str) -> Iterator[RealBrowser]:
    with RealBrowser(browser_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser_path, args=list(BROWSER_WORDS))
        yield launched
        launched.close()


@pytest.fixture
def browsing(real_browser: RealBrowser, serving: Serving) -> Browsing:
    """A function: Pipeline -> a visit of the browser, for which http://test is the application."""

    @asynccontextmanager
    async def opened(pipeline: Pipeline, width: int, height: int, serve: Serving) -> AsyncIterator[Page]:
        async with serve(pipeline) as client, real_browser.context(width, height) as context:

            async def answer(route: Route) -> None:
                request = route.request
                if not request.url.startswith("http://test/"):
                    await route.abort()
                    return
                sent = {name: value for name, value in request.headers.items() if name != "host"}
                got = await client.request(request.method, request.url, content=request.post_data_buffer, headers=sent)
                await route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.content)

            await context.route("**/*", answer)
            yield context.pages[0]
            await context.unroute_all(behavior="wait")

    def browse(pipeline: Pipeline, width: int = 1200, height: int = 800, serve: Serving = serving) -> Visit:
        return Visit(real_browser, opened(pipeline, width, height, serve))

    return browse


_PEOPLE = ("Anna", "Bruno", "Clara", "David", "Emma", "Fritz")
_TOWNS = ("Aston", "Byford", "Corby", "Derby")


def _question_article(title: str, people: tuple[str, ...]) -> dict[str, object]:
    paragraphs = []
    for number, name in enumerate(people):
        context = (
            f"In the year {1900 + number} {name} opened a bakery in {title}. The town of {title} lies by a river. "
            f"{name} baked bread for {number + 2} hundred families until the great flood came and took the mill away."
        )
        questions = [
            (f"When did {name} open a bakery?", str(1900 + number)),
            (f"Who opened a bakery in {title} in {1900 + number}?", name),
        ]
        qas = [
            {"id": f"{title}-{number}-{i}", "question": q, "answers": [{"text": a, "answer_start": context.index(a)}]}
            for i, (q, a) in enumerate(questions)
        ]
        paragraphs.append({"context": context, "qas": qas})
    return {"title": title, "paragraphs": paragraphs}


@pytest.fixture(scope="session")
def tokenizer() -> "PreTrainedTokenizerBase":
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(ensure_unpacked(cache_folder()), local_files_only=True)


@pytest.fixture(scope="module")
def small_pools() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.reader.sampling.POOL", SMALL_POOL)
        yield


@pytest.fixture(scope="session")
def reader_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader_data")
    articles = {"version": "1", "data": [_question_article(town, _PEOPLE) for town in _TOWNS]}
    names = ["squad_train/train-v1.1.json", "piaf/piaf-v1.1.json"]
    names += [f"xquad_dev/xquad.{code}.json" for code in ("en", "es", "de", "ro")]
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(articles), "utf-8")
    context = "Le chat dort sur le canapé depuis lundi."
    row = {
        "id": "a-1",
        "title": "Chat",
        "context": context,
        "question": "Où dort le chat ?",
        "answers": [{"text": "sur le canapé", "answer_start": context.index("sur")}],
    }
    (folder / "afriqa_fr").mkdir()
    (folder / "afriqa_fr" / "spans.train_dev.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return folder
