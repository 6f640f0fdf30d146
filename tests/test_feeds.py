"""Feeds and sitemaps: told by what they are, read into entries, and taken in from a file with the text they hold themselves."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.article_store import Head
from index.changes import Put
from index.errors import ArticleError, FormatError
from index.formats.extract import Extractor
from index.formats.extracted import MAX_INPUT_BYTES, FeedEntry
from index.formats.feed_mark import is_feed
from index.formats.feeds import MAX_ENTRIES, SYNOPSIS_CHARS, read_feed
from index.formats.frames import entry_from_json, entry_to_json
from index.formats.packed import unpacked
from index.page_names import id_of_address
from index.reading import read_corpus
from index.sync import plan_sync
from tests.feed_kit import WORDS, item, rss


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor() as shared:
        yield shared


@pytest.mark.parametrize(
    "data",
    [
        b"<rss>",
        b"\xef\xbb\xbf \n<?xml version='1.0'?>\n<!-- > <html> -->\n<rss version='2.0'>",
        b"<rdf:RDF xmlns:rdf='x'>",
        b"<atom:feed xmlns:atom='x'>",
        b"<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><urlset>",
        b"<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss>",
        "<?xml version='1.0'?><sitemapindex >".encode("utf-16"),
        gzip.compress(b"<urlset>", mtime=0),
        b'\xef\xbb\xbf{ "title": "x", "version" : "https://jsonfeed.org/version/1.1"',
        rb'{"version":"https:\/\/jsonfeed.org\/version\/1"',  # as PHP writes it
    ],
)
def test_a_feed_is_told_by_how_it_begins(data: bytes) -> None:
    assert is_feed(data)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"<html><body><rss>", b"<feedback>", b"words <rss>", b"<!--<rss>", b"<?", b"%PDF-1.7\n<rss>"),
        *(
            gzip.compress(b"words", mtime=0),
            b"\x1f\x8bwords",
            b'{"version": "1"}',
            b'["https://jsonfeed.org/version/1"]',
        ),
    ],
)
def test_what_only_mentions_one_is_none(data: bytes) -> None:
    assert not is_feed(data)


def test_relative_addresses_begin_at_the_base_of_the_feed_or_where_it_was_found_or_at_its_site() -> None:
    relative = "<item><link>/x/1</link></item>"
    feed = rss(relative, site="https://site.example/blog/")
    assert [e.url for e in read_feed(feed).entries] == ["https://site.example/x/1"]
    assert [e.url for e in read_feed(feed, "https://feeds.example/f.xml").entries] == ["https://feeds.example/x/1"]
    based = b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://b.example/d/'><entry><link href='e/2'/></entry></feed>"
    assert [e.url for e in read_feed(based, "https://feeds.example/").entries] == ["https://b.example/d/e/2"]
    for bad in ("javascript:alert(1)", "http://[", "file:///etc/passwd", ""):
        assert read_feed(rss(f"<item><link>{bad}</link></item>"), "https://a.example/").entries == ()


def test_an_entry_says_who_wrote_it_and_has_its_title_without_tags() -> None:
    author = "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Jane Doe</dc:creator>"
    title = "<title>Bread &lt;i&gt;and&lt;/i&gt; R&amp;amp;D</title>"
    [entry] = read_feed(rss(f"<item><link>https://a.example/</link>{title}{author}</item>")).entries
    assert (entry.title, entry.author, entry.page) == ("Bread and R&D", "Jane Doe", None)


def test_the_author_of_an_atom_feed_is_that_of_the_entries_that_name_none() -> None:
    atom = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Oskar Brandt</name></author>"
        b"<entry><link href='https://a.example/1'/></entry>"
        b"<entry><link href='https://a.example/2'/><author><name>Jane Doe</name></author></entry></feed>"
    )
    assert [entry.author for entry in read_feed(atom).entries] == ["Oskar Brandt", "Jane Doe"]
    # In RSS it is the one who edits the channel.
    edited = rss("<managingEditor>Ed</managingEditor><item><link>https://a.example/1</link></item>")
    assert [entry.author for entry in read_feed(edited).entries] == [None]


def test_the_text_of_an_entry_is_its_content_or_a_description_that_is_no_synopsis() -> None:
    content = item("https://a.example/1", content="<p>All of it &amp; more.</p>")
    short, long = "s" * SYNOPSIS_CHARS, "l" * (SYNOPSIS_CHARS + 1)
    described = "".join(
        f"<item><link>https://a.example/{n}</link><description>{text}</description></item>"
        for n, text in enumerate((short, long))
    )
    pages = {entry.url[-1]: entry.page for entry in read_feed(rss(described + content.replace("/1<", "/2<"))).entries}
    assert pages["0"] is None
    assert long in (pages["1"] or "")
    assert "<p>All of it &amp; more.</p>" in (pages["2"] or "")
    plain = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://a.example/'/>"
        b"<content type='text'>a &lt; b\n\nc</content></entry></feed>"
    )
    [entry] = read_feed(plain).entries
    assert "<p>a &lt; b</p>\n<p>c</p>" in (entry.page or "")


@pytest.mark.parametrize(
    ("stated", "changed_by"),
    [
        ("2024-05-17T10:00:00+02:00", datetime(2024, 5, 17, 8, tzinfo=UTC)),
        ("2024-05-17", datetime(2024, 5, 18, 12, tzinfo=UTC)),  # the day ends twelve hours later in the far west
        ("2024", None),
        ("yesterday", None),
        ("9999-12-31", None),
    ],
)
def test_a_page_has_changed_by_the_end_of_what_its_sitemap_states(stated: str, changed_by: datetime | None) -> None:
    one = f"<urlset><url><loc>https://a.example/</loc><lastmod>{stated}</lastmod></url></urlset>"
    [entry] = read_feed(one.encode()).entries
    assert (entry.changed_by, entry.published) == (changed_by, None)
    assert entry_from_json(entry_to_json(entry)) == entry


def test_what_is_too_long_or_grows_is_refused(extractor: Extractor) -> None:
    urls = "".join(f"<url><loc>http://a.example/{n}</loc></url>" for n in range(MAX_ENTRIES + 1))
    with pytest.raises(FormatError, match="more than 50000 addresses; split it"):
        read_feed(f"<urlset>{urls}</urlset>".encode())
    with pytest.raises(FormatError, match=r"at most 20000000 are read"):
        extractor.feed(b"<rss>" + b"<item><link>http://a.example/</link></item>" * 1_000_000)
    laughs = b"<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>" + rss("<item><title>&b;</title></item>")
    with pytest.raises(FormatError, match="it defines entities, which are not read"):
        extractor.feed(laughs)


@pytest.mark.parametrize(
    ("url", "article_id"),
    [
        ("https://Example.org/caf%C3%A9?id=7#top", "example.org/café?id=7"),
        ("https://a.example/%2e%2e/%2E/b%2Fc/%0A", "a.example/%2e%2e/%2E/b%2Fc/%0A"),
        ("https://a.example/caf%E9", "a.example/caf%E9"),  # Latin-1, as is the next
        ("https://a.example/caf%E8", "a.example/caf%E8"),
        ("https://a.example/b%3Fid=7", "a.example/b%3Fid=7"),  # another page than b?id=7
        ("https://a.example/b%23c", "a.example/b%23c"),
    ],
)
def test_an_entry_is_called_by_its_address_and_nothing_hides_in_it(url: str, article_id: str) -> None:
    assert id_of_address(url) == article_id


def test_an_address_that_makes_no_id_is_an_error() -> None:
    for url, why in (("https://a.example/" + "a" * 1_000, "too long for an id"), ("http://[/", "is not an address")):
        with pytest.raises(ArticleError, match=why):
            id_of_address(url)


def test_the_entries_of_a_feed_file_become_articles_with_what_the_feed_says_of_them(tmp_path: Path) -> None:
    day = "<pubDate>Fri, 17 May 2024 08:00:00 GMT</pubDate>"
    full = item("https://a.example/news/1", content=f"<p>{WORDS}</p>", more=f"<title>A quarrel</title>{day}")
    summary = "<item><link>https://a.example/news/2</link><description>Read more.</description></item>"
    (tmp_path / "b.xml").write_bytes(rss(full + summary + "<item><title>No address</title></item>"))
    (tmp_path / "c.rss").write_bytes(rss(full))
    (tmp_path / "data.xml").write_text("<records/>", "utf-8")
    (tmp_path / "map.xml").write_text("<urlset><url><loc>https://a.example/</loc></url></urlset>", "utf-8")
    (tmp_path / "about.md").write_text("<rss> is how a feed begins.", "utf-8")
    (tmp_path / "articles.toml").write_text("['a.example/news/1']\npublisher = 'The Corby News'", "utf-8")
    plan = plan_sync({}, (tmp_path,))

    puts = [change for change in plan.changes() if isinstance(change, Put)]
    assert [(put.article_id, put.root) for put in puts] == [(i, str(tmp_path)) for i in ("a.example/news/1", "about")]
    article, original = puts[0].article, puts[0].original
    assert (article.text, article.title, article.url) == (WORDS, "A quarrel", "https://a.example/news/1")
    assert (article.publisher, article.published_at and article.published_at.text) == ("The Corby News", "2024-05-17")
    assert original is not None
    assert (original.media_type, WORDS.encode() in original.data) == ("text/html", True)
    assert plan.failures == ()
    assert [(skipped.path.name, skipped.reason.partition(": ")[2]) for skipped in plan.skipped] == [
        (
            "b.xml",
            "1 of its 2 entries have no text in it, or a summary alone: https://a.example/news/2; POST its URL to "
            "/v1/articles of `pourquoi serve`, which fetches the pages",
        ),
        ("b.xml", "1 of its entries have no address of http or https to be called by; save them as files"),
        (
            "map.xml",
            "it is a sitemap, which lists addresses and holds no text; POST its URL to /v1/articles of `pourquoi serve`, "
            "which fetches the pages",
        ),
        (tmp_path.name, "1 file beside articles and feeds ('.xml')"),
    ]


def json_feed(*items: object, **more: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items} | more).encode()


def test_a_json_feed_says_of_its_entries_what_other_feeds_do() -> None:
    feed = json_feed(
        {
            "id": "1",
            "url": "/1",
            "title": " One ",
            "content_html": "<p>All.</p>",
            "date_published": "2024-05-17T23:30:00-05:00",
        },
        {
            "id": "https://a.example/2",
            "content_text": "a < b\n\nc",
            "language": "fr-CA",
            "authors": [{}, {"name": "Bea"}],
        },
        {"id": "https://a.example/3", "summary": "s", "date_modified": "2024-05-18"},
        {"id": "no address", "url": 7},
        "no entry",
        home_page_url="https://site.example/blog/",
        language="en",
        author={"name": "Jo"},
    )
    found = read_feed(feed)
    one, two, three = found.entries
    # Half past eleven in the evening is that day, though by UTC it is the next.
    said = [(e.url, e.title, e.published and e.published.text, e.author) for e in found.entries]
    assert said == [
        ("https://site.example/1", "One", "2024-05-17", "Jo"),
        ("https://a.example/2", None, None, "Bea"),
        ("https://a.example/3", None, "2024-05-18", "Jo"),
    ]
    assert ('<html lang="en">' in (one.page or ""), "<p>All.</p>" in (one.page or "")) == (True, True)
    assert ('<html lang="fr">' in (two.page or ""), "<p>a &lt; b</p>\n<p>c</p>" in (two.page or "")) == (True, True)
    assert (three.page, found.nameless) == (None, 2)
    assert read_feed(feed, "https://feeds.example/f.json").entries[0].url == "https://feeds.example/1"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (json_feed()[:-2], "its JSON is damaged"),
        (json_feed(items={"id": "https://a.example/"}), "it is no JSON Feed, which has a list of `items`"),
    ],
)
def test_a_json_feed_that_is_none_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read_feed(data)


def test_of_a_packed_file_no_more_is_made_than_may_be() -> None:
    one = gzip.compress(b"words", mtime=0)
    assert (unpacked(one, 5), unpacked(one + one, 10), unpacked(one + b"\0\0", 5)) == (
        b"words",
        b"wordswords",
        b"words",
    )
    for data, why in (
        (gzip.compress(b"\0" * 1_000_000), "unpacks to more than 10 bytes; split it"),
        (one + one + one, "unpacks to more than 10 bytes; split it"),
        (one[:-9], "breaks off"),
        (one[:-1], "breaks off"),
        (one[:-8] + b"\0" * 8, "packed with gzip and damaged"),
        (b"\x1f\x8bwords", "packed with gzip and damaged"),
    ):
        with pytest.raises(FormatError, match=why):
            unpacked(data, 10)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("page.html", "page.html: its bytes are packed with gzip; unpack it first"),
        ("page.gz", "page.gz: of packed files only feeds and sitemaps are read, so unpack it first"),
    ],
)
def test_another_packed_file_is_named_with_what_to_do(extractor: Extractor, name: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        extractor.extract(gzip.compress(b"<p>words</p>", mtime=0), name)


def test_packed_feeds_and_json_feeds_are_found_in_a_folder_and_what_has_no_text_is_skipped(tmp_path: Path) -> None:
    picture = item("https://a.example/2", content="<img src='x.png'>")
    (tmp_path / "a.xml.gz").write_bytes(
        gzip.compress(rss(item("https://a.example/1", content=f"<p>{WORDS}</p>") + picture))
    )
    (tmp_path / "b.json").write_bytes(json_feed({"id": "https://b.example/1", "content_text": WORDS}))
    (tmp_path / "c.json").write_text('{"version": 1}', "utf-8")
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(b"<p>words</p>", mtime=0))
    (tmp_path / "map.xml.gz").write_bytes(gzip.compress(b"<urlset/>", mtime=0))
    (tmp_path / "bomb.xml.gz").write_bytes(gzip.compress(b"<rss>" + b" " * MAX_INPUT_BYTES))
    corpus = read_corpus((tmp_path,))
    assert [(article.id, article.text) for article in corpus.articles] == [
        ("a.example/1", WORDS),
        ("b.example/1", WORDS),
    ]
    told = [
        (one.path.name, one.reason.rpartition(": ")[2].partition(";")[0]) for one in (*corpus.failures, *corpus.skipped)
    ]
    assert told == [
        ("bomb.xml.gz", "it unpacks to more than 20000000 bytes"),
        ("a.xml.gz", "https://a.example/2"),
        ("map.xml.gz", "it is a sitemap, which lists addresses and holds no text"),
        (tmp_path.name, "2 files beside articles and feeds ('.gz', '.json')"),
    ]


def test_an_entry_that_came_from_elsewhere_stays_as_it_is_and_is_no_error(tmp_path: Path) -> None:
    another = tmp_path / "another.xml"
    another.touch()
    heads = {
        f"a.example/{n}": Head(f"a.example/{n}", "0" * 64, "", root, datetime(2024, 5, 17, tzinfo=UTC))
        for n, root in enumerate((str(another), None))
    }
    feed = tmp_path / "feed.xml"
    feed.write_bytes(rss("".join(item(f"https://a.example/{n}", content=f"<p>{WORDS}</p>") for n in range(3))))
    plan = plan_sync(heads, (feed,))
    assert [change.article_id for change in plan.changes() if isinstance(change, Put)] == ["a.example/2"]
    reason = f"{feed}: 2 of its entries are in the index already, not from this path, and stay as they are"
    assert (plan.failures, [skipped.reason for skipped in plan.skipped]) == ((), [reason])


def test_where_nothing_at_a_path_has_text_that_is_a_failure_of_the_path(tmp_path: Path) -> None:
    (tmp_path / "map.xml").write_bytes(b"<urlset/>")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "about.md").write_text("Bruno bakes bread.", "utf-8")
    corpus = read_corpus((tmp_path / "map.xml", tmp_path / "more"))
    assert [failure.path.name for failure in corpus.failures] == ["map.xml"]
    corpus = read_corpus((tmp_path,))
    assert (corpus.failures, [skipped.path.name for skipped in corpus.skipped]) == ((), ["map.xml"])


def test_a_feed_of_summaries_says_where_its_pages_are_fetched(tmp_path: Path) -> None:
    (tmp_path / "feed").write_bytes(rss("<item><link>https://a.example/</link></item>" * 3))
    [failure] = read_corpus((tmp_path / "feed",)).failures
    assert "summaries at most; POST its URL to /v1/articles" in failure.reason


def test_an_entry_without_its_fields_is_none() -> None:
    good = entry_to_json(FeedEntry("https://a.example/", None, None))
    for at, bad in ((0, "file:///x"), (4, 7), (5, "2024-05-17"), (5, "soon")):
        with pytest.raises(ValueError, match=r"."):
            entry_from_json([*good[:at], bad, *good[at + 1 :]])
    with pytest.raises(ValueError, match=r"."):
        entry_from_json(good[:-1])
