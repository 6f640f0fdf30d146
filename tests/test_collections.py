"""Collections: made by the first article, opened when they are asked for, closed where there is no room, each on its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from typer import Typer
from typer.testing import CliRunner

from api.access.caller import Scope
from api.app import create_app
from api.doors.mcp_cli import app as mcp
from api.errors import BusyError, CollectionNotFoundError, NotReadyError, UnusableIndexError
from api.open_collection import Corpus, OpenCollection
from api.rules import rule_for
from api.service import Service
from api.shelf import TRY_AGAIN_SECONDS, Shelf, ShelfLimits
from api.writing.extractors import Extractors
from api.writing.incoming import put_text
from api.writing.journal import JobState
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from api.writing.schemas import ArticleIn
from api.writing.trail import Who
from index.errors import DamagedGenerationError, UnreadableStoreError, UnwritableStoreError
from index.homes import collections, database_path, holds
from rag.cli import app as cli
from rag.cli_store import app as store_cli
from tests.access_kit import bearer, new_key
from tests.chat_kit import PUBLIC_URL
from tests.tenants import HEADER, tenants_app
from tests.writing_kit import LIMITS, client_over, engine_over, path_of

ALICE, BRUNO = "Alice left because of a quarrel.", "Bruno opened a bakery in Corby."
ASK = {"question": "Why did Alice leave?"}


def put(home: Path, collection: str, text: str, article_id: str = "a") -> None:
    """Write as another process does."""
    change = put_text(article_id, ArticleIn(text=text))
    engine_over(home).collection(collection).apply([change], lambda _done, _total: None)


@asynccontextmanager
async def serving(home: Path, most_open: int = 16) -> AsyncIterator[tuple[httpx.AsyncClient, Service]]:
    """A client whose key sees every collection, and the service."""
    app = tenants_app(home, most_open)
    key = new_key(home, Scope.ADMIN, collections=["*"])
    async with client_over(app) as client:
        client.headers.update(bearer(key))
        yield client, app.state.service


def run(home: Path, use: Callable[[httpx.AsyncClient, Service], Awaitable[None]], most_open: int = 16) -> None:
    async def go() -> None:
        async with serving(home, most_open) as (client, service):
            await use(client, service)

    asyncio.run(go())


def named(collection: str, **more: str) -> dict[str, str]:
    return {HEADER: collection} | more


async def quotes(client: httpx.AsyncClient, collection: str) -> list[str]:
    response = await client.post("/v1/ask", json=ASK, headers=named(collection))
    assert response.status_code == 200, response.text
    return [citation["quote"] for citation in response.json()["citations"]]


def test_two_names_are_refused_and_none_of_them_is_taken(tmp_path: Path) -> None:
    async def use(client: httpx.AsyncClient, _: Service) -> None:
        response = await client.put(path_of("a"), json={"text": ALICE}, headers=[(HEADER, "news"), (HEADER, "sport")])
        assert (response.status_code, response.json()["type"]) == (422, "urn:pourquoi:problem:bad-collection")
        assert collections(tmp_path) == ()

    run(tmp_path, use)


# ---- made and found --------------------------------------------------------------------------------------------------


def test_the_first_article_makes_a_collection_and_nothing_else_does(tmp_path: Path) -> None:
    async def use(client: httpx.AsyncClient, _: Service) -> None:
        news, text = named("news"), {"text": ALICE}
        for response in [
            await client.post("/v1/ask", json=ASK, headers=news),
            await client.get(path_of("a"), headers=news),
            await client.delete(path_of("a"), headers=news),
            await client.put(path_of("a"), json=text, headers=news | {"if-match": "*"}),
        ]:
            assert (response.status_code, response.json()["type"]) == (404, "urn:pourquoi:problem:collection-not-found")
        assert (await client.put(path_of("a"), json={}, headers=news)).status_code == 422
        assert (await client.get("/v1/jobs/x", headers=news)).json()["type"] == "urn:pourquoi:problem:job-not-found"
        assert collections(tmp_path) == ()
        assert (await client.put(path_of("a"), json=text, headers=news)).status_code == 201
        assert collections(tmp_path) == ("news",)
        assert await quotes(client, "news") == [ALICE]
        # The one that is meant without a name is there, and empty.
        assert (await client.post("/v1/ask", json=ASK)).json()["reason"] == "empty_index"

    run(tmp_path, use)


def test_a_collection_that_another_process_makes_changes_or_removes_is_served_so(tmp_path: Path) -> None:
    async def use(client: httpx.AsyncClient, service: Service) -> None:
        put(tmp_path, "news", ALICE)
        assert await quotes(client, "news") == [ALICE]
        put(tmp_path, "news", "Alice left because of the money.")
        await service._collections.follow()
        assert await quotes(client, "news") == ["Alice left because of the money."]
        shutil.rmtree(tmp_path / "collections" / "news")
        assert (await client.post("/v1/ask", json=ASK, headers=named("news"))).status_code == 404
        assert (await client.put(path_of("b"), json={"text": BRUNO}, headers=named("news"))).status_code == 201
        listed = (await client.get("/v1/articles", headers=named("news"))).json()["articles"]
        assert [article["id"] for article in listed] == ["b"]

    run(tmp_path, use)


def test_the_usual_collection_is_empty_two_looks_after_its_folder_was_deleted_and_can_be_filled_again(
    tmp_path: Path,
) -> None:
    put(tmp_path, "default", ALICE)

    async def use(client: httpx.AsyncClient, service: Service) -> None:
        assert await quotes(client, "default") == [ALICE]
        span = (await client.post("/v1/ask", json=ASK)).json()["citations"][0]["permalink"]
        shutil.rmtree(tmp_path / "collections" / "default")
        await service._collections.follow()
        await service._collections.follow()
        assert (await client.post("/v1/ask", json=ASK)).json()["reason"] == "empty_index"
        assert (await client.get("/v1/articles")).json()["articles"] == []
        for address in (span, path_of("a"), f"{path_of('a')}/text", f"{path_of('a')}/revisions"):
            assert (await client.get(address)).status_code == 404
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["articles"]) == (200, 0)
        kept = {"idempotency-key": "k"}
        assert (await client.put(path_of("b"), json={"text": BRUNO}, headers=kept)).status_code == 201
        assert (await client.put(path_of("b"), json={"text": BRUNO}, headers=kept)).status_code == 201
        await service._collections.follow()
        assert [article["id"] for article in (await client.get("/v1/articles")).json()["articles"]] == ["b"]

    run(tmp_path, use)


def test_a_store_that_is_gone_for_a_moment_is_served_on(tmp_path: Path) -> None:
    put(tmp_path, "default", ALICE)

    async def go() -> None:
        engine = engine_over(tmp_path)
        opened = OpenCollection("default", engine.library, engine.over)
        folder, aside = tmp_path / "collections" / "default", tmp_path / "aside"
        # As while a backup takes its place, twice.
        for _ in range(2):
            folder.rename(aside)
            await opened.follow()
            assert opened.ready.catalog.article("a").text == ALICE
            aside.rename(folder)
            await opened.follow()
        folder.rename(aside)
        await opened.follow()
        await opened.follow()
        assert "a" not in opened.ready.catalog
        await opened.aclose()

    asyncio.run(go())


def test_a_collection_is_opened_when_it_is_asked_for_and_once(tmp_path: Path) -> None:
    put(tmp_path, "news", ALICE)

    async def use(client: httpx.AsyncClient, service: Service) -> None:
        assert service.open_one("default") is not None
        assert service.open_one("news") is None
        opened: list[str] = []
        open_one = service._collections._shelf._open_one
        service._collections._shelf._open_one = lambda name: (opened.append(name), open_one(name))[1]
        assert await asyncio.gather(*(quotes(client, "news") for _ in range(3))) == [[ALICE]] * 3
        assert opened == ["news"]

    run(tmp_path, use)


def test_a_service_over_one_pipeline_has_no_other_collection(tmp_path: Path) -> None:
    async def go() -> None:
        engine = engine_over(tmp_path)
        put(tmp_path, "news", ALICE)
        for product in (engine.pipeline(), Corpus(engine.library, engine.over)):
            service = Service(lambda product=product: product, LIMITS)
            with pytest.raises(NotReadyError):
                await service.opened("news")
            service.start()
            await service.loaded()
            with pytest.raises(CollectionNotFoundError):
                await service.opened("news", to_write=True)
            await service.aclose()

    asyncio.run(go())


# ---- links -----------------------------------------------------------------------------------------------------------


def test_a_link_into_a_collection_opens_without_a_header(tmp_path: Path) -> None:
    for name, text in (("default", "Alice left because of the money."), ("news", ALICE)):
        put(tmp_path, name, text)

    async def use(client: httpx.AsyncClient, _: Service) -> None:
        answers = [(await client.post("/v1/ask", json=ASK, headers=named(name))).json() for name in ("default", "news")]
        usual, other = [answer["citations"][0] for answer in answers]
        assert usual["permalink"] == f"/v1/spans/{usual['span_id']}"
        assert other["permalink"] == f"/v1/spans/{other['span_id']}?collection=news"
        for citation in (usual, other):
            assert (await client.get(citation["permalink"])).json()["quote"] == citation["quote"]
        assert (await client.get(f"{path_of('a')}/text?collection=news")).text == ALICE
        for address in ("/v1/articles", path_of("a"), f"{path_of('a')}/revisions"):
            linked, by_header = (
                await client.get(f"{address}?collection=news"),
                await client.get(address, headers=named("news")),
            )
            assert (linked.status_code, linked.content) == (200, by_header.content)
            assert linked.content != (await client.get(address)).content
        chat = {"model": "pourquoi", "messages": [{"role": "user", "content": ASK["question"]}]}
        told = (await client.post("/v1/chat/completions", json=chat, headers=named("news"))).json()
        link = told["choices"][0]["message"]["annotations"][0]["url_citation"]["url"]
        # The start page looks it up as the permalink does.
        assert link == f"{PUBLIC_URL}/?span={other['span_id']}&collection=news"
        page = await client.get(link.removeprefix(PUBLIC_URL))
        assert page.headers["content-type"].startswith("text/html")

    run(tmp_path, use)


def test_an_address_and_a_header_name_one_collection_together(tmp_path: Path) -> None:
    for name in ("news", "blog"):
        put(tmp_path, name, ALICE)

    async def use(client: httpx.AsyncClient, _: Service) -> None:
        text = f"{path_of('a')}/text"
        agreed = await client.get(f"{text}?collection=news", headers=named("news"))
        assert agreed.text == ALICE
        for query, more in [
            ("collection=news", named("blog")),
            ("collection=news", named("absent")),
            ("collection=news&collection=news", {}),
            ("collection=", {}),
            ("collection=..%2Fnews", {}),
            ("collection=%ff", {}),
        ]:
            response = await client.get(f"{text}?{query}", headers=more)
            assert (response.status_code, response.json()["type"]) == (422, "urn:pourquoi:problem:bad-collection")
        # What is asked or written names its collection by the header alone.
        for method, address, body in [("POST", "/v1/ask", ASK), ("PUT", path_of("b"), {"text": BRUNO})]:
            response = await client.request(method, f"{address}?collection=news", json=body)
            assert (response.status_code, response.json()["type"]) == (422, "urn:pourquoi:problem:invalid-request")
        assert collections(tmp_path) == ("blog", "news")

    run(tmp_path, use)


def test_where_no_key_exists_a_link_opens_in_any_browser_of_this_machine(tmp_path: Path) -> None:
    put(tmp_path, "news", ALICE)

    async def go() -> None:
        async with client_over(tenants_app(tmp_path, host="127.0.0.1")) as client:
            text = f"{path_of('a')}/text?collection=news"
            assert (await client.get(text)).text == ALICE
            # Reading goes on without a key once there is one, but of `default` alone: as if there were no other.
            new_key(tmp_path, Scope.ASK)
            there, nowhere = await client.get(text), await client.get(text.replace("news", "other"))
            assert there.status_code == 404
            assert there.content.replace(b"news", b"other") == nowhere.content

    asyncio.run(go())


# ---- how many at once ------------------------------------------------------------------------------------------------


def test_where_there_is_no_room_the_one_unused_longest_is_closed(tmp_path: Path) -> None:
    names = ["one", "two", "three"]
    for name in names:
        put(tmp_path, name, f"Alice left because of {name}.")

    async def use(client: httpx.AsyncClient, service: Service) -> None:
        for name in [*names, "two", "one"]:
            assert await quotes(client, name) == [f"Alice left because of {name}."]
        assert [name for name in names if service.open_one(name)] == ["one", "two"]
        # What was closed is written to as before.
        await client.put(path_of("a"), json={"text": ALICE}, headers=named("three"))
        assert await quotes(client, "three") == [ALICE]
        assert [name for name in names if service.open_one(name)] == ["one", "three"]

    run(tmp_path, use, most_open=2)


def opening(home: Path) -> Callable[[str], OpenCollection]:
    engine = engine_over(home)
    return lambda name: OpenCollection(name, engine.collection(name), engine.over)


def test_what_is_written_to_or_waited_for_is_not_closed(tmp_path: Path) -> None:
    async def go() -> None:
        shelf = Shelf(opening(tmp_path), ShelfLimits(most=1))
        one = await shelf.get("one")
        one._writes = 1
        with pytest.raises(BusyError, match="1 collections are in use"):
            await shelf.get("two")
        one._writes = 0
        two = asyncio.create_task(shelf.get("two"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await shelf.get("three")
        assert (await two) is shelf.peek("two")
        await shelf.aclose()

    asyncio.run(go())


def test_nobody_waits_for_ever_for_a_large_collection(tmp_path: Path) -> None:
    async def go() -> None:
        begun, go_on = asyncio.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def slow(name: str) -> OpenCollection:
            loop.call_soon_threadsafe(begun.set)
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result()
            return opening(tmp_path)(name)

        shelf = Shelf(slow, ShelfLimits(wait_seconds=0))
        with pytest.raises(NotReadyError, match="is being opened"):
            await shelf.get("large")
        await begun.wait()
        go_on.set()
        await shelf._begun["large"]
        # The opening went on, and is used by whoever comes next.
        assert await shelf.get("large") is shelf.peek("large")
        await shelf.aclose()

    asyncio.run(go())


def test_one_that_cannot_be_opened_is_not_tried_again_at_once(tmp_path: Path) -> None:
    async def go() -> None:
        tries, now = [], [0.0]

        def mended_at_the_third(name: str) -> OpenCollection:
            tries.append(name)
            if len(tries) == 1:
                raise DamagedGenerationError("a byte is wrong")
            if len(tries) == 2:
                raise RuntimeError("a fault of ours")
            return opening(tmp_path)(name)

        shelf = Shelf(mended_at_the_third, ShelfLimits(), lambda: now[0])
        for reason in ("a byte is wrong", "the service's log says why"):
            for _ in range(2):
                with pytest.raises(UnusableIndexError, match=reason):
                    await shelf.get("news")
            now[0] += TRY_AGAIN_SECONDS
        await shelf.get("news")
        assert len(tries) == 3
        await shelf.aclose()

    asyncio.run(go())


# ---- each on its own -------------------------------------------------------------------------------------------------


def test_a_damaged_collection_harms_no_other(tmp_path: Path) -> None:
    for name in ("news", "blog"):
        put(tmp_path, name, ALICE)
    path = database_path(tmp_path, "blog")
    path.write_bytes(path.read_bytes()[:-4096])
    journal = JournalFile(tmp_path / JOURNAL_NAME)
    line = b'["line", "line 1", null]\n{"id": "b", "text": "Bruno opened a bakery."}'
    for name in ("blog", "news"):
        journal.add_job(f"job_{name}", [line], Who(None, name))
    journal.close()

    async def use(client: httpx.AsyncClient, _: Service) -> None:
        damaged = await client.post("/v1/ask", json=ASK, headers=named("blog"))
        assert (damaged.status_code, damaged.json()["type"]) == (503, "urn:pourquoi:problem:index-unusable")
        assert await quotes(client, "news") == [ALICE]
        assert (await client.get("/readyz")).status_code == 200
        # Its job waits, and holds up none of another collection.
        while (job := (await client.get("/v1/jobs/job_news", headers=named("news"))).json())["state"] != JobState.DONE:
            await asyncio.sleep(0.01)
        assert [result["state"] for result in job["results"]] == ["created"]
        waiting = (await client.get("/v1/jobs/job_blog", headers=named("blog"))).json()
        assert waiting["done"] == 0

    run(tmp_path, use)


def test_where_default_is_damaged_the_others_are_served(tmp_path: Path) -> None:
    for name in ("default", "news"):
        put(tmp_path, name, ALICE)
    database_path(tmp_path).write_bytes(b"no database" * 100)

    async def use(client: httpx.AsyncClient, _: Service) -> None:
        assert (await client.post("/v1/ask", json=ASK)).status_code == 503
        assert await quotes(client, "news") == [ALICE]

    run(tmp_path, use)


def test_default_is_opened_again_a_while_after_that_failed(tmp_path: Path) -> None:
    for name in ("default", "news"):
        put(tmp_path, name, ALICE)
    path = database_path(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(b"no database" * 100)
    engine, now, loads = engine_over(tmp_path), [0.0], []

    def open_product() -> Corpus:
        loads.append(now[0])
        return Corpus(engine.library, engine.over, others=engine)

    async def go() -> None:
        service = Service(open_product, LIMITS, clock=lambda: now[0])
        async with client_over(create_app(service)) as client:
            assert (await client.get("/readyz")).status_code == 503
            path.write_bytes(whole)
            now[0] = TRY_AGAIN_SECONDS - 1
            await look_again(service)
            assert (await client.get("/readyz")).status_code == 503
            now[0] = TRY_AGAIN_SECONDS
            await look_again(service)
            assert (await client.get("/readyz")).status_code == 200
            answer = (await client.post("/v1/ask", json=ASK)).json()
            assert [citation["quote"] for citation in answer["citations"]] == [ALICE]
        # The models were loaded already.
        assert loads == [0.0]

    asyncio.run(go())


def test_what_cannot_be_loaded_at_all_is_tried_again_too(tmp_path: Path) -> None:
    put(tmp_path, "default", ALICE)
    engine, now, loads = engine_over(tmp_path), [0.0], []

    def open_product() -> Corpus:
        loads.append(now[0])
        if len(loads) == 1:
            raise RuntimeError("a fault of ours")
        return Corpus(engine.library, engine.over)

    async def go() -> None:
        service = Service(open_product, LIMITS, clock=lambda: now[0])
        async with client_over(create_app(service)) as client:
            assert (await client.post("/v1/ask", json=ASK)).status_code == 503
            now[0] = TRY_AGAIN_SECONDS
            await look_again(service)
            assert (await client.post("/v1/ask", json=ASK)).status_code == 200

    asyncio.run(go())


async def look_again(service: Service) -> None:
    await service._collections.follow()
    await service.loaded()


def test_one_idempotency_key_stands_for_something_else_in_each_collection(tmp_path: Path) -> None:
    async def use(client: httpx.AsyncClient, _: Service) -> None:
        for name in ("news", "blog"):
            sent = named(name, **{"idempotency-key": "k"})
            first, again = [await client.put(path_of("a"), json={"text": ALICE}, headers=sent) for _ in range(2)]
            assert (first.status_code, "idempotency-replayed" in first.headers) == (201, False)
            assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")

    run(tmp_path, use)


def test_old_texts_leave_collections_that_nobody_has_opened_too(tmp_path: Path) -> None:
    texts = (ALICE, BRUNO)
    for name in ("news", "default"):
        for text in texts:
            put(tmp_path, name, text)
    put(tmp_path, "blog", ALICE)
    path = database_path(tmp_path, "blog")
    path.write_bytes(b"no database" * 100)
    engine = engine_over(tmp_path)
    service = Service(lambda: Corpus(engine.library, engine.over, timedelta(), engine), LIMITS)
    service._collections.load()
    # What is wrong with one keeps no other from being looked at, and is told.
    with pytest.raises(DamagedGenerationError):
        asyncio.run(service._collections.forget())
    assert [[r.text for r in engine.collection(n).store.history("a")] for n in ("news", "default")] == [[BRUNO]] * 2
    assert engine.library.store.purge(datetime.now(UTC)) == 0


def test_a_collection_of_which_the_system_says_nothing_cannot_be_read_and_nobody_is_told_of_writing(
    tmp_path: Path,
) -> None:
    # Of such a name it says nothing, as of a home that may not be entered.
    with pytest.raises(UnreadableStoreError, match=r"cannot read .*: File name too long") as raised:
        holds(tmp_path / ("x" * 300), "sport")
    rule = rule_for(raised.value)
    assert (rule.status, rule.name, rule.title) == (503, "index-unusable", "The index cannot be used")
    written = rule_for(UnwritableStoreError("the disk is full"))
    assert (written.status, written.name, written.title) == (503, "not-writable", "Nothing can be written now")


def test_what_is_wrong_with_a_second_collection_is_told_beside_the_first(tmp_path: Path) -> None:
    for name in ("default", "news", "blog"):
        put(tmp_path, name, ALICE)
    for name in ("news", "blog"):
        database_path(tmp_path, name).write_bytes(b"no database" * 100)
    engine = engine_over(tmp_path)
    service = Service(lambda: Corpus(engine.library, engine.over, timedelta(), engine), LIMITS)
    service._collections.load()
    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(service._collections.forget())
    assert all(str(database_path(tmp_path, name)) in str(caught.value) for name in ("news", "blog"))


def test_no_two_collections_have_their_files_read_by_one_child() -> None:
    async def go() -> None:
        extractors = Extractors()
        page = (
            b"<html><title>A</title><body><p>Alice left the company because of a quarrel over money.</p></body></html>"
        )
        first = extractors.of("one")
        await asyncio.to_thread(first.extract, page, "a.html")
        child = first._worker
        assert child is not None
        assert extractors.of("one") is first
        # While a file is read its child is not ended.
        with first._lock:
            others = [extractors.of(name) for name in ("two", "three", "four", "five")]
            assert first._worker is child
        assert len({id(one) for one in [first, *others]}) == 5
        # Five are too many, and the first was unused longest.
        await extractors.aclose()
        assert first._worker is None
        assert extractors.of("five") is others[-1]

    asyncio.run(go())


# ---- the command line ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("commands", "command"),
    [
        (cli, ["ask", "why?"]),
        (store_cli, ["verify"]),
        (store_cli, ["backup", "file"]),
        (store_cli, ["compact"]),
        (mcp, []),
    ],
)
def test_a_command_for_a_collection_that_is_not_there_says_so(
    tmp_path: Path, commands: Typer, command: list[str]
) -> None:
    result = CliRunner().invoke(commands, [*command, "--home", str(tmp_path), "--collection", "news"])
    assert result.exit_code == 1
    assert "there is no" in result.stderr
    assert "news" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [["ask", "why?"], ["index", "."], ["watch", "."]])
def test_a_command_refuses_a_name_that_no_collection_may_have(tmp_path: Path, command: list[str]) -> None:
    result = CliRunner().invoke(cli, [*command, "--home", str(tmp_path), "--collection", "../news"])
    assert result.exit_code == 1
    assert "cannot name a collection" in result.stderr
