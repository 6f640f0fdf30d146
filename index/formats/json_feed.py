"""JSON Feed (<https://www.jsonfeed.org/version/1.1/>) to what it lists; nothing is fetched."""

import json
from collections.abc import Iterator

from index.errors import FormatError
from index.formats.dates import stated_day
from index.formats.entries import entry_page, paragraphs, whole_address
from index.formats.extracted import FeedEntry, language_code, one_line

_Object = dict[str, object]


def json_entries(data: bytes, base: str) -> Iterator[FeedEntry | None]:
    """The entries of a JSON Feed in its order, None for one without an address; raises FormatError where it is none.

    Relative addresses begin at `base`, else at the address of its site.
    """
    try:
        feed = json.loads(data)
    except ValueError as error:
        raise FormatError(f"its JSON is damaged ({error}); save it anew") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FormatError("it is no JSON Feed, which has a list of `items`; give the address of one")
    site = base or _text(feed, "home_page_url") or ""
    for item in items:
        yield _entry(item, feed, site) if isinstance(item, dict) else None


def _entry(item: _Object, feed: _Object, site: str) -> FeedEntry | None:
    # An id is the address by preference, or any other text that names the entry.
    url = whole_address(_text(item, "url"), site) or whole_address(_text(item, "id"), "")
    if url is None:
        return None
    title = one_line(_text(item, "title"))
    language = language_code(_text(item, "language") or _text(feed, "language"))
    content = _text(item, "content_html") or paragraphs(_text(item, "content_text") or "")
    page = entry_page(content, title, language) if content.strip() else None
    published = stated_day(_text(item, "date_published") or _text(item, "date_modified"))
    return FeedEntry(url, title, published, _author(item) or _author(feed), page)


def _author(named: _Object) -> str | None:
    """The first author; version 1.0 has one alone."""
    authors = named.get("authors")
    for author in (*(authors if isinstance(authors, list) else ()), named.get("author")):
        if isinstance(author, dict) and (name := one_line(_text(author, "name"))):
            return name
    return None


def _text(named: _Object, name: str) -> str | None:
    value = named.get(name)
    return value if isinstance(value, str) else None
