"""Files that are not plain text: kept byte for byte, and a quote says where in its file it begins."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from index.changes import Put
from index.errors import ArticleError, DamagedGenerationError
from index.failures import ReadFailure
from index.formats.extracted import Element, PageBox, Paragraph, Part, Place
from index.originals import anchors_from_text
from index.reading import read_corpus
from index.sync import plan_sync
from rag.places import place_out
from rag.wire import Engine
from tests.small_files import docx, paragraphs, pdf
from tests.test_writing_uploads import files
from tests.writing_kit import engine_over, path_of, writing

BAKER = "Bruno opened a bakery in Corby in 1901, and the whole town came to eat his bread on the first morning."
MILLER = "Clara sold the mill in 1923 because the river had fallen and no longer turned the wheel."
HTML = f"""<html lang="en"><head><title>The bakery</title></head><body><article><h1>The bakery</h1>
<p>The town of Corby lies by a river, and for many years it had no bakery of its own.</p><p>{BAKER}</p></article></body></html>"""
SOLD = "Clara sold the mill in 1923."
PAPER = pdf([[(72, 700, "The old and the new.")], [(72, 700, SOLD)]])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An article of each of three kinds."""
    path = tmp_path / "articles"
    path.mkdir()
    (path / "bakery.html").write_text(HTML, "utf-8")
    (path / "mill.pdf").write_bytes(PAPER)
    (path / "note.txt").write_text("Emma painted the bridge in 1950.\n")
    return path


def index(engine: Engine, folder: Path) -> str:
    report = engine.index((folder,), lambda _done, _total: None)
    assert report.failures == ()
    return report.generation


def run(home: Path, do: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    async def go() -> None:
        async with writing(home) as client:
            await do(client)

    asyncio.run(go())


async def first_citation(client: httpx.AsyncClient, question: str, article_id: str) -> dict[str, object]:
    asked = {"question": question, "filters": {"article_ids": [article_id]}}
    return (await client.post("/v1/ask", json=asked)).json()["citations"][0]


def test_an_indexed_folder_gives_its_files_back_byte_for_byte(tmp_path: Path, folder: Path) -> None:
    engine = engine_over(tmp_path / "home")
    before = index(engine, folder)
    # The same files again change nothing.
    assert index(engine, folder) == before

    async def do(client: httpx.AsyncClient) -> None:
        for name, media_type in (("bakery.html", "text/html"), ("mill.pdf", "application/pdf")):
            response = await client.get(path_of(name.partition(".")[0]) + "/original")
            assert response.content == (folder / name).read_bytes()
            assert response.headers["content-type"].startswith(media_type)
        plain = await client.get(path_of("note") + "/original")
        assert (plain.status_code, plain.json()["type"]) == (404, "urn:pourquoi:problem:no-original")

    run(tmp_path / "home", do)


def test_nothing_is_said_of_the_encoding_of_a_file_which_says_that_itself(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    page = HTML.replace("<head>", '<head><meta charset="windows-1252">').replace("Bruno", "Béatrice")
    (folder / "bakery.html").write_bytes(page.encode("cp1252"))
    index(engine_over(tmp_path / "home"), folder)

    async def do(client: httpx.AsyncClient) -> None:
        response = await client.get(path_of("bakery") + "/original")
        assert (response.headers["content-type"], response.content) == ("text/html", page.encode("cp1252"))

    run(tmp_path / "home", do)


def test_a_quote_says_where_in_its_file_it_begins_and_so_does_its_span(tmp_path: Path, folder: Path) -> None:
    index(engine_over(tmp_path / "home"), folder)

    async def do(client: httpx.AsyncClient) -> None:
        of_page = await first_citation(client, "When was the mill sold by Clara?", "mill")
        assert of_page["quote"] == SOLD
        place = of_page["original"]
        assert (place["page"], place["box"][0]) == (2, pytest.approx(72, abs=2))
        # A line of 12 points with its baseline at 700.
        assert place["box"][1] == pytest.approx(700, abs=5)
        assert 700 < place["box"][3] < 716
        of_element = await first_citation(client, "Who opened a bakery in Corby?", "bakery")
        assert list(of_element["original"]) == ["element"]
        assert of_element["original"]["element"].startswith("/html/body/")
        of_text = await first_citation(client, "Who painted the bridge?", "note")
        assert of_text["original"] is None
        for citation in (of_page, of_element, of_text):
            assert (await client.get(citation["permalink"])).json()["original"] == citation["original"]

    run(tmp_path / "home", do)


def test_an_uploaded_file_leads_back_into_itself_until_text_takes_its_place(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        letter = docx(paragraphs("Dear all.", BAKER, MILLER))
        assert (await client.post("/v1/articles", files=files(("letter.docx", letter)))).status_code == 201
        citation = await first_citation(client, "Why did Clara sell the mill?", "letter")
        assert citation["original"] == {"paragraph": 3}
        await client.put(path_of("letter"), json={"text": f"{MILLER}\n"})
        again = await first_citation(client, "Why did Clara sell the mill?", "letter")
        assert (again["article_id"], again["original"]) == ("letter", None)
        # The quote that was given before is found in the new text, which has no file.
        span = (await client.get(citation["permalink"])).json()
        assert (span["state"], span["original"]) == ("moved", None)

    run(tmp_path, do)


def test_an_older_generation_tells_no_place_of_an_article_that_has_changed(tmp_path: Path, folder: Path) -> None:
    engine = engine_over(tmp_path / "home")
    index(engine, folder)
    old = engine.library.open()
    (folder / "bakery.html").write_text(HTML.replace("many years", "years"), "utf-8")
    index(engine, folder)
    new, length = engine.library.open(), len(old.contents.articles["bakery"].text)
    assert old.places("bakery", 0, length) == ()
    assert new.places("bakery", 0, length) != ()
    assert old.places("mill", 0, 5) == new.places("mill", 0, 5) != ()


def test_a_file_that_changes_while_it_is_indexed_is_left_for_the_next_time(folder: Path) -> None:
    corpus = read_corpus((folder,))
    assert sorted(corpus.files) == ["bakery", "mill"]
    plan = plan_sync({}, (folder,))
    (folder / "bakery.html").write_text("<p>Another.</p>")
    (folder / "mill.pdf").unlink()
    left_out = [change for change in plan.changes() if isinstance(change, ReadFailure)]
    assert [failure.path.name for failure in left_out] == ["bakery.html", "mill.pdf"]
    assert "was changed while it was being indexed" in left_out[0].reason
    assert "cannot be read any more" in left_out[1].reason
    assert [change.article_id for change in plan.changes() if isinstance(change, Put)] == ["note"]
    with pytest.raises(ArticleError, match="index it again"):
        corpus.files["bakery"].original()


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([], None),
        # The box around what stands on the first page: from 10 to 90 across, from 20 to 52 up.
        (
            [PageBox(3, 10, 40, 80, 52), PageBox(3, 12, 20, 90, 32), PageBox(4, 0, 0, 500, 700)],
            {"page": 3, "box": [10, 20, 90, 52]},
        ),
        ([Element("/html/body/p[2]"), Element("/html/body/p[3]")], {"element": "/html/body/p[2]"}),
        ([Paragraph(7)], {"paragraph": 7}),
        ([Part("2.1")], {"part": "2.1"}),
    ],
)
def test_the_first_place_is_told(places: list[Place], told: dict[str, object] | None) -> None:
    out = place_out(places)
    assert (out.model_dump() if out else None) == told


@pytest.mark.parametrize("text", ["{", "3", "[3]", '[[0, 1, "sheet", 1]]', '[[0, 1, "page", 1]]'])
def test_what_leads_nowhere_is_damage(text: str) -> None:
    assert anchors_from_text("") == ()
    with pytest.raises(DamagedGenerationError, match="no known form"):
        anchors_from_text(text)
