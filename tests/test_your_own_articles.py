"""The page for somebody who has articles and nothing else: its commands are run, in order, in a folder with two of them.

The encoder is a small one of the test's own, and curl is a few lines that ask the product's application as curl would.
"""

import asyncio
import os
import re
import shlex
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
import typer.main
from typer.testing import CliRunner

from api.access.cli import app as keys_app
from api.access.database import AccessDatabase
from api.cli import app as serve_app
from api.product import product_app
from index.sqlite_store import SqliteStore
from rag.cli import app as rag_app
from rag.cli_store import app as store_app
from tests.curl import request_of
from tests.small_files import pdf
from tests.test_originals import BAKER, HTML, MILLER
from tests.tiny_encoder import save_tiny_encoder

ROOT = Path(__file__).parents[1]
PAGE_FILE = ROOT / "docs" / "your-own-articles.md"
PAGE = PAGE_FILE.read_text("utf-8")
PAPER = pdf([[(72, 700, MILLER[:45]), (72, 686, MILLER[46:])]])
SCHOOL = HTML.replace("bakery", "school").replace("Bruno", "Fritz")
ADDRESS = "http://127.0.0.1:8000"
STORE = Path(".pourquoi/collections/default/articles.db")


def commands() -> Iterator[str]:
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        yield from (line[2:] for line in block.splitlines() if line.startswith("$ "))


@dataclass(slots=True)
class Terminal:
    """Where the commands of the page are typed, and what came of each."""

    requests: list[tuple[httpx.Request, httpx.Response]] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    waiting: list[httpx.Request] = field(default_factory=list)

    def type(self, line: str) -> None:
        assigned = re.fullmatch(r"(\w+)=\$\((.*)\)", line)
        if assigned:
            self.variables[assigned[1]] = self.run(assigned[2]).strip()
            return
        filled = re.sub(r"\$(\w+)", lambda found: self.variables[found[1]], line)
        if filled.startswith("curl "):
            self.waiting.append(request_of(shlex.split(filled)[1:]))
            return
        self.send_waiting()
        self.printed[line] = self.run(filled)

    def run(self, line: str) -> str:
        self.send_waiting()
        program, command, *words = shlex.split(line)
        assert program == "pourquoi"
        if command == "serve":
            # Listening is tried elsewhere; here it is said what the command line takes.
            assert CliRunner().invoke(serve_app, [*words, "--help"]).exit_code == 0
            return ""
        if command == "watch":
            return followed(words)
        app, given = {
            "keys": (keys_app, words),
            "backup": (store_app, [command, *words]),
            "restore": (store_app, [command, *words]),
        }.get(command, (rag_app, [command, *words]))
        done = CliRunner().invoke(app, given, catch_exceptions=False)
        assert done.exit_code == 0, f"{line}\n{done.output}"
        return done.stdout + done.stderr if command == "index" else done.stdout

    def send_waiting(self) -> None:
        """Send what curl was told to since the last other command, to the server as `pourquoi serve` runs it."""
        if not self.waiting:
            return

        async def send() -> None:
            app = product_app()
            async with app.router.lifespan_context(app):
                await app.state.service.loaded()
                transport = httpx.ASGITransport(app=app)
                async with httpx.AsyncClient(transport=transport) as client:
                    for request in self.waiting:
                        response = await client.send(request)
                        self.requests.append((request, response))
                        if out := request.extensions.get("out"):
                            Path(out).write_bytes(response.content)

        asyncio.run(send())
        self.waiting.clear()


def followed(words: list[str]) -> str:
    """Follow a folder until a file that is put there meanwhile is indexed, then end as Ctrl-C does."""
    Path(words[0], "late.md").write_text("# Late\n\nAnna came late to the opening of the bridge.\n", "utf-8")
    ended = Event()

    def wait() -> None:
        while not ended.wait(0.05):
            if STORE.exists() and "late" in SqliteStore(STORE).articles():
                os.kill(os.getpid(), signal.SIGTERM)
                return

    before = signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    waiting = Thread(target=wait)
    waiting.start()
    try:
        done = CliRunner().invoke(rag_app, ["watch", *words], catch_exceptions=False)
    finally:
        ended.set()
        waiting.join()
        signal.signal(signal.SIGTERM, before)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where somebody works who has two articles in a folder, and a third beside it."""
    words = " ".join((BAKER, MILLER, HTML))
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path / "encoder", words)))
    monkeypatch.setenv("POURQUOI_READER", "none")
    monkeypatch.setenv("POURQUOI_MIN_CONFIDENCE", "0")
    here = tmp_path / "here"
    (here / "articles").mkdir(parents=True)
    (here / "articles" / "bakery.html").write_text(HTML, "utf-8")
    (here / "articles" / "mill.pdf").write_bytes(PAPER)
    (here / "school.html").write_text(SCHOOL, "utf-8")
    monkeypatch.chdir(here)
    return here


def test_somebody_who_follows_the_page_gets_answers_from_pages_and_papers_of_their_own(folder: Path) -> None:
    terminal = Terminal()
    typed = list(commands())
    for line in typed:
        terminal.type(line)
    assert len(typed) == 14
    assert "indexed 2 articles" in terminal.printed["pourquoi index articles"]
    assert all(str(request.url).startswith(ADDRESS) for request, _ in terminal.requests)
    assert [response.status_code for _, response in terminal.requests] == [200, 200, 201, 201, 204, 201]
    answer = terminal.requests[0][1].json()
    assert answer["answerable"]
    places = {citation["article_id"]: list(citation["original"]) for citation in answer["citations"]}
    assert set(places) <= {"bakery", "mill"}
    assert all(place == {"bakery": ["element"], "mill": ["page", "box"]}[name] for name, place in places.items())
    assert (folder / "mill-again.pdf").read_bytes() == PAPER
    assert terminal.requests[3][1].json()["results"][0]["id"] == "school"
    # Which key wrote what: the one that was made before.
    key = AccessDatabase(folder / ".pourquoi").keys()[0].id
    assert f"\t{key}\tdefault\tput\tbridge\t" in terminal.printed["pourquoi keys audit --last 1"]
    assert sorted(SqliteStore(folder / STORE).articles()) == ["bakery", "bridge", "late", "mill", "school"]
    with sqlite3.connect(folder / "articles.backup") as backup:
        assert backup.execute("SELECT count(*) FROM articles").fetchone() == (5,)
    backup.close()


def test_every_command_target_and_file_that_the_page_names_is_there() -> None:
    known = {*typer.main.get_command(rag_app).commands, *typer.main.get_command(store_app).commands, "serve", "keys"}  # type: ignore[attr-defined]
    assert {shlex.split(line)[1] for line in commands() if line.startswith("pourquoi ")} <= known
    targets = re.findall(r"^make -C pourquoi (\w+)$", PAGE, re.MULTILINE)
    assert targets
    for target in targets:
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for name in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (PAGE_FILE.parent / name).exists(), name
    assert "(your-own-articles.md)" in (ROOT / "docs" / "server.md").read_text("utf-8")
