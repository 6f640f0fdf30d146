"""What is deleted is found nowhere once that is acknowledged, whatever was asked and remembered before."""

import asyncio
import random
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.app import create_app
from api.service import Corpus, Service
from api.writing.intake import Intake
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from rag.cli_store import app as store_commands
from tests.gate_results import Results
from tests.writing_kit import LIMITS, client_over, engine_over, finished, path_of, writing

# Requests at a time; those that delete share transactions.
_AT_ONCE = 32
_WORDS = [
    "river",
    "house",
    "garden",
    "bridge",
    "market",
    "tower",
    "window",
    "letter",
    "winter",
    "summer",
    "morning",
    "evening",
    "father",
    "mother",
    "brother",
    "sister",
    "school",
    "church",
    "street",
    "village",
    "mountain",
    "forest",
    "island",
    "harbour",
    "engine",
    "wagon",
    "carpet",
    "mirror",
    "candle",
    "basket",
    "hammer",
    "needle",
    "thread",
    "button",
    "pocket",
    "shoulder",
    "finger",
    "kitchen",
    "cellar",
    "ladder",
    "roof",
    "chimney",
    "meadow",
    "orchard",
    "cherry",
    "barley",
    "copper",
    "silver",
    "timber",
    "marble",
    "canvas",
]


def word(number: int) -> str:
    """A word that stands in one article alone."""
    return f"zebra{number:04}"


def text_of(number: int) -> str:
    """An article of so many words of its own that it is not taken for one of the others."""
    own = " ".join(random.Random(number).choices(_WORDS, k=25))  # noqa: S311 - the same each time
    return f"The {word(number)} sleeps near the {own}. Nobody has seen it since."


async def is_told(client: httpx.AsyncClient, number: int) -> bool:
    """Whether anything of the article comes back for its own word, as an answer, a nearest passage or a search result."""
    body = {"question": f"Where does the {word(number)} sleep?"}
    answer, found = await asyncio.gather(client.post("/v1/ask", json=body), client.post("/v1/search", json=body))
    assert (answer.status_code, found.status_code) == (200, 200)
    told = answer.json()
    # The question itself comes back too.
    del told["question"]
    return word(number) in str(told) + found.text


async def delete(client: httpx.AsyncClient, number: int, article_id: str) -> None:
    assert (await client.delete(path_of(article_id))).status_code == 204
    # Acknowledged, so from here on nobody may hear of it.
    assert not await is_told(client, number)
    assert (await client.get(f"{path_of(article_id)}/text")).status_code == 404


def delete_so_many(home: Path, count: int) -> int:
    """Put so many articles, ask each so that its answer is remembered, delete them all, and ask each again.

    How many were found before they were deleted: of many, hashed words take some for others, and of those nothing is seen.
    """

    async def run() -> int:
        engine = engine_over(home)
        service = Service(lambda: Corpus(engine.library, engine.over), LIMITS, cached_answers=2 * count)
        app = create_app(service, intake=Intake(service, JournalFile(home / JOURNAL_NAME)))
        async with client_over(app) as client:
            for first in range(0, count, _AT_ONCE):
                numbers = range(first, min(first + _AT_ONCE, count))
                puts = [client.put(path_of(f"a{n}"), json={"text": text_of(n)}) for n in numbers]
                assert {response.status_code for response in await asyncio.gather(*puts)} == {201}
            told = [await is_told(client, number) for number in range(count)]
            assert told.count(True) >= count / 2
            for first in range(0, count, _AT_ONCE):
                numbers = range(first, min(first + _AT_ONCE, count))
                await asyncio.gather(*(delete(client, n, f"a{n}") for n in numbers))
            assert (await client.get("/v1/articles")).json()["articles"] == []
            for number in range(count):
                assert not await is_told(client, number)
            return told.count(True)

    return asyncio.run(run())


def test_a_deleted_article_is_found_nowhere(tmp_path: Path) -> None:
    delete_so_many(tmp_path, 20)


def files_with(home: Path, words: bytes) -> list[str]:
    """The files of a home that hold those words."""
    return [str(p.relative_to(home)) for p in sorted(home.rglob("*")) if p.is_file() and words in p.read_bytes()]


def test_what_was_uploaded_as_a_job_deleted_and_compacted_is_in_no_file_while_the_server_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURQUOI_KEEP_REVISIONS_DAYS", "0")
    told = "Zarathos met the informant at the river."

    async def run() -> None:
        async with writing(tmp_path) as client:
            sent = [("file", (f"a{n}.txt", f"{told} {text_of(n)}".encode(), "text/plain")) for n in range(9)]
            begun = await client.post("/v1/articles", files=sent)
            assert begun.status_code == 202
            await finished(client, begun.headers["location"])
            assert files_with(tmp_path, told.encode()) == ["collections/default/articles.db"]
            for number in range(9):
                assert (await client.delete(path_of(f"a{number}"))).status_code == 204
            words = ["compact", "--home", str(tmp_path)]
            done = await asyncio.to_thread(CliRunner().invoke, store_commands, words)
            assert (done.exit_code, done.output.partition(",")[0]) == (0, "9 revisions deleted")
            assert files_with(tmp_path, b"Zarathos") == []

    asyncio.run(run())


@pytest.mark.soak
def test_of_a_thousand_deleted_articles_none_is_found(tmp_path: Path, results: Results) -> None:
    with results.gate("9", 1_000) as told:
        seen = delete_so_many(tmp_path, 1_000)
        told.measured = (
            f"{seen} were found before; none answers, is near an answer, is found or is remembered, "
            "from its acknowledgement on"
        )
