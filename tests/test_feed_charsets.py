"""A feed is read by its byte order mark, else by the charset that its server tells, else by what it declares itself."""

import gzip
import json
from pathlib import Path

import httpx
import pytest

from api.writing.items import Item, Kind
from index.formats.feeds import read_feed
from tests.test_writing_feeds import run, taken_in
from tests.web import Page, text, web

RUSSIAN = "Мэр ушёл в отставку после ссоры"
FRENCH = "Le maire est parti dès l’été, « déçu »"


def declared(encoding: str) -> str:
    return f"<?xml version='1.0' encoding='{encoding}'?>\n" if encoding else ""


def rss(title: str, encoding: str = "", link: str = "https://a.example/1") -> str:
    item = f"<item><title>{title}</title><link>{link}</link></item>"
    return f"{declared(encoding)}<rss version='2.0'><channel><title>News</title>{item}</channel></rss>"


def atom(title: str, encoding: str = "") -> str:
    entry = f"<entry><title>{title}</title><link href='https://a.example/1'/></entry>"
    return f"{declared(encoding)}<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"


def sitemap(title: str, encoding: str = "") -> str:
    news = f"<news:news><news:title>{title}</news:title></news:news>"
    named = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    return f"{declared(encoding)}<urlset {named}><url><loc>https://a.example/1</loc>{news}</url></urlset>"


@pytest.mark.parametrize("form", [rss, atom, sitemap])
@pytest.mark.parametrize(
    ("written", "declares", "told", "title"),
    [
        pytest.param("cp1251", "", "windows-1251", RUSSIAN, id="told, and nothing is declared"),
        pytest.param("cp1251", "koi8-r", "windows-1251", RUSSIAN, id="told otherwise than it declares"),
        pytest.param("utf-8", "windows-1251", "utf-8", RUSSIAN, id="UTF-8 that declares to be something else"),
        pytest.param("cp1252", "utf-8", "iso-8859-1", FRENCH, id="Latin-1 is Windows-1252"),
        pytest.param("utf-8", "utf-8", "iso-8859-1", RUSSIAN, id="told of all files, and it is UTF-8"),
        pytest.param("cp1251", "windows-1251", "utf-8", RUSSIAN, id="told what it cannot be"),
        pytest.param("cp1251", "windows-1251", "klingon", RUSSIAN, id="told what is no encoding"),
        pytest.param("cp1251", "windows-1251", None, RUSSIAN, id="declared, and nothing is told"),
        pytest.param("utf-8", "", None, RUSSIAN, id="neither"),
        pytest.param("utf-8-sig", "windows-1251", "windows-1251", RUSSIAN, id="a mark before both"),
        pytest.param("utf-16", "", "windows-1251", RUSSIAN, id="a mark of UTF-16"),
    ],
)
def test_a_mark_comes_first_then_what_is_told_then_what_is_declared(
    form: object, written: str, declares: str, told: str | None, title: str
) -> None:
    assert callable(form)
    [entry] = read_feed(form(title, declares).encode(written), "https://a.example/feed", told).entries
    assert (entry.url, entry.title) == ("https://a.example/1", title)


def test_utf_16_without_a_mark_is_nothing_that_a_server_tells() -> None:
    data = rss(RUSSIAN, "utf-16").encode("utf-16-le")
    assert [entry.title for entry in read_feed(data, told="iso-8859-1").entries] == [RUSSIAN]


def test_a_feed_that_declares_nothing_and_of_which_nothing_is_told_is_utf_8_also_where_it_has_references() -> None:
    data = rss("Le café n&#8217;a pas été fermé").encode()
    assert [entry.title for entry in read_feed(data, "https://a.example/feed").entries] == ["Le café n’a pas été fermé"]


def test_a_json_feed_is_utf_8_whatever_is_told() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "https://a.example/1", "title": FRENCH}]}
    data = json.dumps(feed, ensure_ascii=False).encode()
    assert [entry.title for entry in read_feed(data, told="windows-1251").entries] == [FRENCH]


def test_an_item_waits_with_its_charset_and_those_of_before_have_none() -> None:
    told = Item(Kind.FEED, "https://a.example/feed", b"<rss>\n\xe9", charset="windows-1251")
    assert Item.from_bytes(told.to_bytes()) == told
    assert Item.from_bytes(b'["feed", "https://a.example/feed", null]\n<rss>').charset is None


def test_feeds_and_sitemaps_that_are_fetched_are_read_by_the_charset_of_their_content_type(tmp_path: Path) -> None:
    page = "<!doctype html><html lang='ru'><body><article><p>{}.</p></article></body></html>"
    pages: dict[str, Page] = {
        f"/{name}": text(page.format(RUSSIAN).encode(), "text/html; charset=utf-8") for name in ("1", "2", "3")
    }
    with web(pages) as server:
        here = f"http://127.0.0.1:{server.server_port}"
        told = "application/rss+xml; charset=windows-1251"
        pages["/none.rss"] = text(rss(f"{RUSSIAN} 1", link="/1").encode("cp1251"), told)
        pages["/wrong.rss"] = text(rss(f"{RUSSIAN} 2", "utf-8", link="/2").encode("cp1251"), told)
        news = sitemap(f"{RUSSIAN} 3").replace("https://a.example/1", f"{here}/3").encode("cp1251")
        pages["/news.xml.gz"] = text(gzip.compress(news), "text/xml; charset=windows-1251")
        index = f"<sitemapindex><sitemap><loc>{here}/news.xml.gz</loc></sitemap></sitemapindex>"
        pages["/sitemaps.xml"] = text(index.encode(), "text/xml")

        async def do(client: httpx.AsyncClient) -> None:
            for name in ("none.rss", "wrong.rss", "sitemaps.xml"):
                [result] = await taken_in(client, json={"url": f"{here}/{name}"})
                assert result["state"] == "created", result
            listed = (await client.get("/v1/articles")).json()["articles"]
            assert sorted(article["title"] for article in listed) == [f"{RUSSIAN} {n}" for n in (1, 2, 3)]

        run(tmp_path, server, do)
