"""A feed or sitemap becomes a job: the page of each entry is fetched, safely and one at a time, with a result for each."""

import asyncio
import gzip
import itertools
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.errors import BusyError, FetchError, NoSpaceError, SilentHostError
from api.fetch.fetcher import fetch
from api.fetch.patience import AGAIN_SECONDS, TRIES, Patience
from api.fetch.rules import Fetched, Rules
from api.service import Corpus, Service
from api.writing.feeds import Several
from api.writing.incoming import FetchedFile, put_text
from api.writing.intake import Intake
from api.writing.items import Item, Kind
from api.writing.jobs import Jobs
from api.writing.journal import Job, JobState, Opened
from api.writing.journal_file import JOURNAL_NAME, JournalFile
from api.writing.kept import Kept
from api.writing.schemas import ArticleIn
from api.writing.trail import Who
from index.homes import DEFAULT_COLLECTION
from tests.feed_kit import WORDS, item, rss
from tests.web import Page, Web, text, web
from tests.writing_kit import LIMITS, client_over, engine_over, finished, path_of, writing

WHO = Who(None, "default")
PAGE = (
    "<!doctype html><html lang='en'><head><title>{title}</title></head>"
    "<body><article><p>{words}</p></article>{more}</body></html>"
)


def html(words: str, title: str = "By the page") -> Page:
    return text(PAGE.format(title=title, words=words, more="").encode(), "text/html")


def never_twice_the_same(words: str) -> Page:
    """A page with another script each time that it is fetched."""
    times = itertools.count()

    def page(handler: BaseHTTPRequestHandler) -> None:
        more = f"<script>let visit = {next(times)}</script>"
        text(PAGE.format(title="", words=words, more=more).encode(), "text/html")(handler)

    return page


def from_here(server: Web) -> Callable[[str], Fetched]:
    """Fetches from this server alone; what else is of this machine is as private as ever."""
    rules = Rules(ports=frozenset({server.server_port}), also=(ip_network("127.0.0.1/32"),))
    return lambda url: fetch(url, rules)


async def taken_in(client: httpx.AsyncClient, **sent: object) -> list[dict[str, object]]:
    """The results of the job that there is for what is sent."""
    response = await client.post("/v1/articles", **sent)
    assert response.status_code == 202, response.text
    job = await finished(client, response.headers["location"])
    assert (job["state"], job["done"], len(job["results"])) == ("done", job["total"], job["total"])
    return job["results"]


def run(home: Path, server: Web | None, do: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    async def go() -> None:
        async with writing(home, from_here(server) if server else None) as client:
            await do(client)

    asyncio.run(go())


def told(results: Sequence[dict[str, object]]) -> list[tuple[str, str]]:
    """The path of each source with its state, or with what is wrong."""
    return [
        ("/" + str(r["source"]).split("/", 3)[-1], r["error"]["detail"] if r["error"] else str(r["state"]))
        for r in results
    ]


def test_a_feed_is_taken_in_entry_by_entry_and_a_second_time_nothing_is_done(tmp_path: Path) -> None:
    pages: dict[str, Page] = {
        "/one": never_twice_the_same(WORDS),
        "/two": html("Bruno opened a bakery in Corby in 1901."),
    }
    with web(pages) as server, web({"/secret": html("private")}, "127.0.0.2", server.server_port) as private:
        here = f"127.0.0.1:{server.server_port}"
        day = "<title>By the feed</title><pubDate>Fri, 17 May 2024 08:00:00 GMT</pubDate>"
        own = "Carol kept the whole story in the feed, since her pages are often gone by the evening."
        feed = rss(
            item(f"http://{here}/one", more=day)
            + item("two")
            + item("/two")  # the same, from another place
            + item("/gone", content=f"<p>{own}</p>")
            + item("/lost")
            + item(f"http://127.0.0.2:{server.server_port}/secret")
            + item("/feed.html")
            + "<item><title>Without an address</title></item>"
        )
        pages["/feed.html"] = text(feed, "text/html")

        async def do(client: httpx.AsyncClient) -> None:
            results = await taken_in(client, json={"url": f"http://{here}/feed.html"})
            expected = [
                ("/one", "created"),
                ("/two", "created"),
                ("/gone", "created"),
                ("/lost", "127.0.0.1 answered with status 404"),
                ("/secret", "'127.0.0.2' is not on the public internet, so it is not fetched from"),
                (
                    "/feed.html",
                    f"http://{here}/feed.html leads to another feed, which is not followed; send its URL by itself",
                ),
                ("/feed.html", "1 of its entries have no address of http or https to be called by; save them as files"),
            ]
            assert told(results) == expected
            one = (await client.get(f"/v1/articles/{here}%2Fone")).json()
            assert (one["title"], one["published_at"], one["url"]) == (
                "By the feed",
                "2024-05-17",
                f"http://{here}/one",
            )
            assert (await client.get(f"/v1/articles/{here}%2Ftwo")).json()["title"] == "By the page"
            assert (await client.get(f"/v1/articles/{here}%2Fgone/text")).text == own

            again = await taken_in(client, json={"url": f"http://{here}/feed.html"})
            assert told(again) == [(name, "unchanged" if state == "created" else state) for name, state in expected]
            assert (await client.get(f"/v1/articles/{here}%2Fone")).json()["indexed_at"] == one["indexed_at"]

            named = await client.post("/v1/articles", json={"url": f"http://{here}/feed.html", "id": "mine"})
            assert (named.status_code, "leave `id` out" in named.json()["detail"]) == (422, True)

        run(tmp_path, server, do)
        assert private.connections == 0
        # The feed itself as often as it was sent, and once each time for the entry that leads to it.
        assert Counter(path for path, _ in server.requests) == {
            "/feed.html": 5,
            "/one": 2,
            "/two": 2,
            "/gone": 2,
            "/lost": 2,
        }


def test_an_index_of_sitemaps_is_followed_once_and_pages_that_have_not_changed_are_not_fetched_again(
    tmp_path: Path,
) -> None:
    pages: dict[str, Page] = {"/old": html(WORDS), "/new": html("Bruno opened a bakery in Corby in 1901.")}
    with web(pages) as server:
        here = f"http://127.0.0.1:{server.server_port}"
        days = {"old": "2020-01-01", "new": "2100-01-01"}
        urls = "".join(f"<url><loc>{here}/{name}</loc><lastmod>{day}</lastmod></url>" for name, day in days.items())
        index = "<sitemapindex>{}</sitemapindex>"
        more = index.format(f"<sitemap><loc>{here}/index.xml</loc></sitemap>").encode()
        pages["/pages.xml.gz"] = text(gzip.compress(f"<urlset>{urls}</urlset>".encode()), "application/gzip")
        pages["/more.xml"] = text(more, "application/xml")
        names = ("pages.xml.gz", "more.xml", "none.xml")
        pages["/index.xml"] = text(
            index.format("".join(f"<sitemap><loc>{here}/{n}</loc></sitemap>" for n in names)).encode()
        )

        async def do(client: httpx.AsyncClient) -> None:
            first = await taken_in(client, json={"url": f"{here}/index.xml"})
            left = [
                ("/none.xml", "127.0.0.1 answered with status 404"),
                ("/old", "created"),
                ("/new", "created"),
                ("/more.xml", "it names 1 more sitemaps, which are not followed from here"),
            ]
            assert told(first) == left
            second = await taken_in(client, json={"url": f"{here}/index.xml"})
            assert [state for _, state in told(second)][1:3] == ["unchanged"] * 2

        run(tmp_path, server, do)
        fetched = Counter(path for path, _ in server.requests)
        assert (fetched["/old"], fetched["/new"], fetched["/index.xml"]) == (1, 2, 2)


def test_feeds_among_uploaded_files_are_read_whatever_they_are_called_and_a_hostile_one_stops_nothing(
    tmp_path: Path,
) -> None:
    laughs = b"<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>" + rss("<item><title>&b;</title></item>")
    sent = [
        (
            "feed.php",
            gzip.compress(rss(item("https://a.example/1", content=f"<p>{WORDS}</p>") + item("https://a.example/2"))),
        ),
        ("laughs.rss", laughs),
        ("empty.xml", b"<urlset/>"),
        ("about.txt", b"<rss> is how a feed begins."),
    ]

    async def do(client: httpx.AsyncClient) -> None:
        results = await taken_in(client, files=[("file", one) for one in sent])
        assert [(r["source"], r["id"], r["error"] and r["error"]["detail"]) for r in results] == [
            ("laughs.rss", None, "laughs.rss: it defines entities, which are not read; save it without them"),
            ("empty.xml", None, "empty.xml: it names no article"),
            ("about.txt", "about", None),
            # In the place of the feed, behind the others; nothing fetches here, so what it holds itself is all there is.
            ("https://a.example/1", "a.example/1", None),
            ("https://a.example/2", None, "this service fetches no pages; upload the articles instead"),
        ]

    run(tmp_path, None, do)


def test_what_a_job_has_no_room_for_is_told_and_left_out() -> None:
    several = Several("feed.xml", tuple(Item(Kind.ENTRY, f"https://a.example/{n}", b"") for n in range(5)))
    assert several.within(5) == several.items
    for most, kept in ((4, 3), (1, 0), (0, 0), (-9, 0)):
        *entries, last = several.within(most)
        assert (tuple(entries), last.kind, last.name) == (several.items[:kept], Kind.LEFT_OUT, "feed.xml")
        assert last.data.decode().startswith(f"{5 - kept} of its 5 addresses are left out")


def test_what_an_item_stands_for_takes_its_place_behind_the_others(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    journal.add_job("j", [b"a", b"feed", b"b"], WHO)
    job = journal.add_results("j", [(0, b"A"), (1, Opened((b"c", b"d")))])
    assert (job.done, job.total) == (1, 4)
    assert list(journal.open_items("j", 9)) == [(2, b"b"), (3, b"c"), (4, b"d")]
    job = journal.add_results("j", [(2, b"B"), (3, b"C"), (4, b"D")])
    assert (job.done, job.total, job.state) == (4, 4, "done")
    assert list(journal.results("j")) == [b"A", b"B", b"C", b"D"]
    journal.close()


def test_a_feed_that_two_servers_open_has_its_entries_once(tmp_path: Path) -> None:
    one, other = (JournalFile(tmp_path / "journal.db") for _ in range(2))
    one.add_job("j", [b"feed", b"b"], WHO)
    entries = Opened((b"c", b"d"))
    one.add_results("j", [(0, entries)])
    # The other one had begun with the feed before its entries stood in its place.
    job = other.add_results("j", [(0, entries)])
    assert (job.done, job.total) == (0, 3)
    assert list(one.open_items("j", 9)) == [(1, b"b"), (2, b"c"), (3, b"d")]
    job = one.add_results("j", [(1, b"B"), (2, b"C"), (3, b"D")])
    assert (job.done, job.total, job.state) == (3, 3, "done")
    one.close()
    other.close()


def test_a_slow_job_lets_others_have_their_turn_and_they_stay_in_order(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    for name in ("slow", "first", "second"):
        journal.add_job(name, [name.encode()] * 40, WHO)
    turns: list[str] = []

    async def work(job: Job, items: Sequence[bytes]) -> list[bytes | Opened]:
        turns.append(job.id)
        return [b"done"] * len(items)

    async def loaded() -> None:
        return

    async def go() -> None:
        jobs = Jobs(journal, work, loaded, lambda packed: packed == b"slow")
        jobs.start()
        async for _ in jobs.follow("slow"):
            pass
        await jobs.aclose()

    asyncio.run(go())
    # Forty items are three turns of at most sixteen.
    assert turns == ["slow", *["first"] * 3, *["second"] * 3, "slow", "slow"]
    journal.close()


def test_slow_jobs_of_four_collections_hold_up_no_job_of_a_fifth_whose_stream_tells_of_that_job_alone(
    tmp_path: Path,
) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    for n in range(5):
        journal.add_job(f"slow{n}", [b"slow"], Who(None, f"slow{n}"))
    journal.add_job("quick", [b"quick"] * 20, Who(None, "quick"))
    for n in range(3):
        journal.add_job(f"other{n}", [b"quick"] * 40, Who(None, f"other{n}"))
    arrived, at_once = asyncio.Event(), [0, 0]

    async def work(_job: Job, items: Sequence[bytes]) -> list[bytes | Opened]:
        if items[0] == b"slow":
            at_once[0] += 1
            at_once[1] = max(at_once)
            await arrived.wait()
            at_once[0] -= 1
        return [b"done"] * len(items)

    async def loaded() -> None:
        return

    async def go() -> list[Job]:
        jobs = Jobs(journal, work, loaded, lambda packed: packed == b"slow")
        jobs.start()
        async with asyncio.timeout(20):
            seen = [job async for job in jobs.follow("quick")]
            while at_once[0] < 4:
                await asyncio.sleep(0.01)
        arrived.set()
        for n in range(5):
            async for _ in jobs.follow(f"slow{n}"):
                pass
        await jobs.aclose()
        return seen

    seen = asyncio.run(go())
    assert (seen[-1].state, seen[-1].done) == (JobState.DONE, 20)
    # Twenty items are two groups; between them nine jobs have begun and three have ended.
    assert all(before != after for before, after in itertools.pairwise(seen))
    # As many wait for pages as work, four.
    assert at_once == [0, 4]
    journal.close()


def test_why_a_job_waits_is_told_once_and_not_at_every_try(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.writing.jobs._PAUSE_SECONDS", 0.01)
    journal = JournalFile(tmp_path / "journal.db")
    journal.add_job("j", [b"a"], WHO)
    reasons = iter([NoSpaceError("full"), NoSpaceError("full"), NoSpaceError("full"), BusyError("busy")])

    async def work(_job: Job, items: Sequence[bytes]) -> list[bytes | Opened]:
        if (reason := next(reasons, None)) is not None:
            raise reason
        return [b"done"] * len(items)

    async def loaded() -> None:
        return

    async def go() -> None:
        jobs = Jobs(journal, work, loaded, lambda _: False)
        jobs.start()
        async for _ in jobs.follow("j"):
            pass
        await jobs.aclose()

    asyncio.run(go())
    assert [record.getMessage() for record in caplog.records] == ["a job waits: full", "a job waits: busy"]
    journal.close()


def test_pages_are_fetched_once_however_often_they_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.writing.jobs._PAUSE_SECONDS", 0.02)
    pages: dict[str, Page] = {"/one": html(WORDS), "/two": html("Bruno opened a bakery in Corby in 1901.")}
    with web(pages) as server:
        here = f"http://127.0.0.1:{server.server_port}"
        pages["/feed.html"] = text(rss(item("/one") + item("/gone") + item("/two"), here), "application/rss+xml")

        async def run() -> None:
            engine = engine_over(tmp_path)
            library = engine.collection(DEFAULT_COLLECTION, 0.02)
            service = Service(lambda: Corpus(library, engine.over), LIMITS)
            intake = Intake(service, JournalFile(tmp_path / JOURNAL_NAME), from_here(server))
            async with client_over(create_app(service, intake=intake)) as client:
                assert (await client.put(path_of("a"), json={"text": "Alice left."})).status_code == 201
                # As `pourquoi index` beside the server holds it.
                with suppress(InterruptedError), engine.library.store.writing():
                    begun = await client.post("/v1/articles", json={"url": f"{here}/feed.html"})
                    assert begun.status_code == 202
                    while "a job waits" not in caplog.text:
                        await asyncio.sleep(0.02)
                    # Some ten tries.
                    await asyncio.sleep(0.5)
                    raise InterruptedError("the other process dies")
                job = await finished(client, begun.headers["location"])
                assert told(job["results"]) == [
                    ("/one", "created"),
                    ("/gone", "127.0.0.1 answered with status 404"),
                    ("/two", "created"),
                ]

        asyncio.run(run())
        assert Counter(path for path, _ in server.requests) == {"/feed.html": 1, "/one": 1, "/gone": 1, "/two": 1}


def test_what_was_done_is_not_done_again_where_its_results_find_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.writing.jobs._PAUSE_SECONDS", 0.01)
    journal = JournalFile(tmp_path / "journal.db")
    journal.add_job("j", [b"a"], WHO)
    pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
    journal._database.execute(f"PRAGMA max_page_count = {pages}")
    done: list[bytes] = []

    async def work(_job: Job, items: Sequence[bytes]) -> list[bytes | Opened]:
        done.extend(items)
        return [b"x" * 100_000] * len(items)

    async def loaded() -> None:
        return

    async def go() -> None:
        jobs = Jobs(journal, work, loaded, lambda _: False)
        jobs.start()
        while "a job waits" not in caplog.text:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        with journal._lock:
            journal._database.execute("PRAGMA max_page_count = 1000")
        async for _ in jobs.follow("j"):
            pass
        await jobs.aclose()

    asyncio.run(go())
    assert (done, len(journal.results("j"))) == ([b"a"], 1)
    journal.close()


def test_what_was_fetched_is_kept_for_one_job_of_each_collection_and_up_to_so_many_bytes() -> None:
    one, other, third = (Item(Kind.ENTRY, f"https://a.example/{n}", b"{}") for n in range(3))
    put, gone = put_text("a", ArticleIn(text="x" * 30)), FetchError("a.example answered with status 404")
    kept = Kept(70)
    # 30 characters each, and an error is small: with the third it would be 90.
    kept.keep("news", "j", {one: put, other: gone, third: put})
    assert kept.of("news", "j") == {one: put, other: gone, third: put}
    kept.keep("sport", "j", {one: put, other: gone})
    assert (kept.of("sport", "j"), kept.of("news", "k"), kept.of("none", "j")) == ({}, {}, {})
    kept.keep("news", "k", {one: put})
    assert (kept.of("news", "j"), kept.of("news", "k")) == ({}, {one: put})
    kept.keep("sport", "j", {one: put, other: gone, third: put})
    assert kept.of("sport", "j") == {one: put, other: gone}
    kept.drop("news")
    assert kept.of("news", "k") == {}


def test_who_follows_a_job_is_let_go_when_the_service_is_to_end(tmp_path: Path) -> None:
    journal = JournalFile(tmp_path / "journal.db")
    journal.add_job("j", [b"a"] * 3, WHO)
    going_on = asyncio.Event()

    async def work(_job: Job, items: Sequence[bytes]) -> list[bytes | Opened]:
        await going_on.wait()
        return [b"done"] * len(items)

    async def loaded() -> None:
        return

    async def go() -> list[JobState]:
        jobs = Jobs(journal, work, loaded, lambda _: False)
        jobs.start()
        leaving, seen = [False], list[JobState]()
        async with asyncio.timeout(10):
            async for job in jobs.follow("j", lambda: leaving[0]):
                seen.append(job.state)
                leaving[0] = job.state is JobState.RUNNING
        going_on.set()
        await jobs.aclose()
        return seen

    # It ends although the job does not.
    assert asyncio.run(go())[-1] is JobState.RUNNING
    journal.close()


def test_a_host_that_stays_silent_is_left_alone_for_a_while() -> None:
    now, asked = [0.0], []

    def silent(url: str) -> str:
        asked.append(url)
        if url.startswith("https://gone") or url.endswith("/gone"):
            raise FetchError("gone.example answered with status 404")
        if url.endswith("/up"):
            return "up"
        raise SilentHostError("silent.example did not answer in time")

    get = Patience(silent, lambda: now[0])

    def fails(url: str) -> str:
        with pytest.raises(FetchError) as error:
            get(url)
        return str(error.value)

    for _ in range(TRIES - 1):
        fails("https://silent.example/")
    assert get("https://silent.example/up") == "up"  # so it counts from the start again
    for _ in range(TRIES - 1):
        fails("https://silent.example/")
    assert "404" in fails("https://silent.example/gone")  # and from an answer of any kind
    for _ in range(TRIES):
        assert "in time" in fails("https://silent.example/")
    assert "silent 3 times in a row" in fails("https://silent.example/up")
    for _ in range(TRIES + 1):
        assert "404" in fails("https://gone.example/")
    now[0] = AGAIN_SECONDS
    assert get("https://silent.example/up") == "up"
    assert len(asked) == 2 * (TRIES - 1 + 1) + TRIES + (TRIES + 1) + 1


def test_the_silence_of_one_port_or_scheme_says_nothing_of_another() -> None:
    def silent(url: str) -> str:
        if url == "https://a.example/":
            raise SilentHostError("a.example did not answer in time")
        return "up"

    get = Patience(silent)
    for _ in range(TRIES):
        with pytest.raises(SilentHostError, match="in time"):
            get("https://a.example/")
    for same in ("https://a.example/", "https://A.example:443/other"):
        with pytest.raises(SilentHostError, match=r"^a\.example was silent 3 times in a row"):
            get(same)
    assert [get("http://a.example/"), get("https://a.example:8443/")] == ["up", "up"]


def test_a_host_that_is_silent_to_one_collection_is_still_asked_for_another(tmp_path: Path) -> None:
    asked: list[str] = []

    def silent(url: str) -> FetchedFile:
        asked.append(url)
        raise SilentHostError("shared.example did not answer in time")

    async def go() -> list[str]:
        engine = engine_over(tmp_path)
        service = Service(lambda: Corpus(engine.library, engine.over, others=engine), LIMITS)
        intake = Intake(service, JournalFile(tmp_path / JOURNAL_NAME), silent)
        sitemap = [Item(Kind.SITEMAP, "https://shared.example/", b"")]
        async with client_over(create_app(service, intake=intake)):
            results = [await intake.take(Who(None, name), sitemap) for name in ["news"] * (TRIES + 1) + ["sport"]]
        return [result.error.detail if result.error else "" for (result,) in results]

    *news, sport = asyncio.run(go())
    assert ["3 times in a row" in detail for detail in news] == [False, False, False, True]
    assert sport == "shared.example did not answer in time"
    assert len(asked) == TRIES + 1


def test_pages_that_do_not_arrive_hold_up_no_other_write(tmp_path: Path) -> None:
    arrived = threading.Event()

    def tarpit(url: str) -> FetchedFile:
        arrived.wait(30)
        raise SilentHostError(f"{url} did not answer in time")

    async def go() -> list[int]:
        async with writing(tmp_path, tarpit) as client:
            # Far more than there are threads.
            pages = [
                asyncio.create_task(client.post("/v1/articles", json={"url": f"https://tarpit.example/{n}"}))
                for n in range(60)
            ]
            await asyncio.sleep(0.1)
            async with asyncio.timeout(20):
                put = await client.put(path_of("a"), json={"text": "Alice left.\n"}, headers={"idempotency-key": "k"})
                read = await client.get(path_of("a"))
            assert not any(page.done() for page in pages)
            arrived.set()
            return [put.status_code, read.status_code, *{(await page).status_code for page in pages}]

    assert asyncio.run(go()) == [201, 200, 502]
