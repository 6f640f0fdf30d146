"""Entries of feeds and sitemaps: their days by the feed's clock, what news sitemaps say, and what entries are called."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.fetch.rules import Fetched
from index.changes import Put
from index.formats.feeds import read_feed
from index.page_names import id_of_address
from index.reading import read_corpus
from index.sync import plan_sync
from tests.feed_kit import WORDS, item, rss
from tests.writing_kit import finished, writing

ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/'/>{}</entry></feed>"


def day_of(feed: str) -> str | None:
    [entry] = read_feed(feed.encode()).entries
    return entry.published.text if entry.published else None


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Wed, 15 May 2024 00:00:00 +0200", "2024-05-15"),  # 22:00 of the 14th by UTC
        ("Wed, 15 May 2024 21:00:00 -0400", "2024-05-15"),  # 01:00 of the 16th
        ("Wed, 15 May 2024 21:00:00 EDT", "2024-05-15"),
        ("2024-05-15T00:00:00+02:00", "2024-05-15"),
        ("15 May 2024", "2024-05-15"),
        ("2024-05", "2024-05"),
        ("soon", None),
    ],
)
def test_the_day_of_an_entry_is_the_one_that_the_feed_states(stated: str, day: str | None) -> None:
    dated = f"<item><link>https://a.example/</link><pubDate>{stated}</pubDate></item>"
    assert day_of(rss(dated).decode()) == day
    assert day_of(ATOM.format(f"<published>{stated}</published>")) == day
    assert day_of(ATOM.format(f"<updated>{stated}</updated>")) == day
    item_of_json = {"url": "https://a.example/", "date_published": stated}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item_of_json]}
    assert day_of(json.dumps(feed)) == (day if stated != "15 May 2024" else None)  # which feedparser alone reads


def test_what_a_sitemap_says_of_an_image_or_a_film_is_not_said_of_the_page() -> None:
    spaces = "".join(
        f" xmlns:{name}='http://www.google.com/schemas/sitemap-{name}/{version}'"
        for name, version in (("image", "1.1"), ("video", "1.1"), ("news", "0.9"))
    )
    film = "<video:title>The film</video:title><video:publication_date>2018-03-02</video:publication_date>"
    image = "<image:loc>https://a.example/i.png</image:loc><image:title>The image</image:title>"
    beside = f"<image:image>{image}</image:image><video:video>{film}</video:video>"
    told = "<news:publication_date>2024-05-15T00:30+02:00</news:publication_date><news:title>The news</news:title>"
    news = f"<news:news>{told}</news:news>"
    page = "<loc>https://a.example/1</loc><lastmod>2024-05-16</lastmod>"
    urls = f"<url>{beside}{page}{news}</url><url>{beside}{page.replace('/1', '/2')}</url>"
    entries = read_feed(
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'{spaces}>{urls}</urlset>".encode()
    ).entries
    said = [(one.url, one.title, one.published and one.published.text) for one in entries]
    assert said == [("https://a.example/1", "The news", "2024-05-15"), ("https://a.example/2", None, None)]
    # The day ends twelve hours later in the far west.
    assert {one.changed_by for one in entries} == {datetime(2024, 5, 17, 12, tzinfo=UTC)}


def post(url: str, words: str) -> str:
    return item(url, content=f"<p>{WORDS} {words}</p>")


LIVE = rss(
    post("https://a.example/live#post-1", "At nine the doors opened.")
    + post("https://a.example/live#post-2", "At ten the mayor spoke.")
    + post("https://a.example/other/#/p/3/", "At eleven it rained.")
    + post("https://a.example/live", "All day long.")
    + "<item><link>https://a.example/late#post-4</link></item>"
)
CALLED = ["a.example/live", "a.example/live#post-1", "a.example/live#post-2", "a.example/other#%2Fp%2F3%2F"]


def ids(path: Path, feed: bytes) -> list[str]:
    path.write_bytes(feed)
    return [article.id for article in read_corpus((path,)).articles]


def test_entries_that_differ_only_behind_the_hash_are_articles_of_their_own(tmp_path: Path) -> None:
    assert ids(tmp_path / "live.xml", LIVE) == CALLED
    articles = read_corpus((tmp_path / "live.xml",)).articles
    assert [article.text.rpartition(". ")[2] for article in articles] == [
        "All day long.",
        "At nine the doors opened.",
        "At ten the mayor spoke.",
        "At eleven it rained.",
    ]
    assert articles[1].url == "https://a.example/live#post-1"


def test_what_tells_only_where_a_reader_comes_from_is_no_part_of_an_id(tmp_path: Path) -> None:
    tracked = post("https://a.example/1#xtor=RSS-1", "One.") + post("https://a.example/2#xtor=RSS-1", "Two.")
    assert ids(tmp_path / "feed.xml", rss(tracked)) == ["a.example/1", "a.example/2"]
    twice = tracked + post("https://a.example/1#xtor=RSS-2", "One.")  # the same text, listed again
    assert ids(tmp_path / "feed.xml", rss(twice)) == ["a.example/1", "a.example/2"]


def test_an_entry_with_the_address_of_another_and_another_text_is_told_and_not_dropped_without_a_word(
    tmp_path: Path,
) -> None:
    one, other = post("https://a.example/live", "At nine."), post("https://a.example/live", "At ten.")
    (tmp_path / "feed.xml").write_bytes(rss(one + other + one))
    plan = plan_sync({}, (tmp_path,))
    [put] = [change for change in plan.changes() if isinstance(change, Put)]
    assert put.article.text.endswith("At nine.")
    assert [skipped.reason for skipped in plan.skipped] == [
        f"{tmp_path / 'feed.xml'}: 1 of its entries share their address with another and have another text; save them as files"
    ]


def test_entries_whose_addresses_make_one_id_and_whose_texts_differ_are_told_too(tmp_path: Path) -> None:
    nine, ten = post("https://a.example/live", "At nine."), post("https://a.example/live", "At ten.")
    same, eleven = post("http://a.example/live", "At nine."), post("http://a.example/live/", "At eleven.")
    (tmp_path / "feed.xml").write_bytes(rss(nine + ten + same + eleven))
    corpus = read_corpus((tmp_path,))
    assert [article.text.rpartition(". ")[2] for article in corpus.articles] == ["At nine."]
    # Of four, the first is read and one says the same.
    assert [skipped.reason for skipped in corpus.skipped] == [
        f"{tmp_path / 'feed.xml'}: 2 of its entries share their address with another and have another text; save them as files"
    ]


def test_the_server_calls_the_entries_of_a_live_page_as_the_command_does_and_takes_the_feeds_own_text(
    tmp_path: Path,
) -> None:
    fetched: list[str] = []

    def fetch(url: str) -> Fetched:
        fetched.append(url)
        return Fetched(
            url,
            "text/html",
            None,
            f"<html><body><article><p>{WORDS} The whole page.</p></article></body></html>".encode(),
        )

    async def go() -> None:
        async with writing(tmp_path, fetch) as client:
            await send(client)

    async def send(client: httpx.AsyncClient) -> None:
        response = await client.post("/v1/articles", files=[("file", ("live.xml", LIVE))])
        results = (await finished(client, response.headers["location"]))["results"]
        assert sorted(one["id"] for one in results) == sorted([*CALLED, "a.example/late"])
        text = (await client.get("/v1/articles/a.example%2Flive%23post-1/text")).text
        assert text == f"{WORDS} At nine the doors opened."

    asyncio.run(go())
    # Those without a fragment, or without a text of their own.
    assert fetched == ["https://a.example/live", "https://a.example/late#post-4"]


def test_an_address_makes_an_id_with_what_is_behind_its_hash_only_where_that_is_asked_for() -> None:
    assert id_of_address("https://a.example/b?c=1#d/e") == "a.example/b?c=1"
    assert id_of_address("https://a.example/b?c=1#d/e", fragment=True) == "a.example/b?c=1#d%2Fe"
    assert id_of_address("https://a.example/b#", fragment=True) == "a.example/b"
