"""What a page states of its article as linked data (JSON-LD, in the words of <https://schema.org>)."""

import json
import re
from collections.abc import Iterable, Iterator

_Node = dict[str, object]
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")
_PAGE = re.compile(r"Page$")
# What hides a script from a reader of XML or from a browser without scripts: marks of CDATA or of a comment around all of it,
# often behind those of a comment in JavaScript.
_WRAPPED = re.compile(r"\A\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?|(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*\Z")
_SAME_SITE = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


def published_of(scripts: Iterable[str], url: str | None) -> str | None:
    """The `datePublished` of the article of the page at `url`, else of the page itself, as it is stated; None without one."""
    nodes = [node for script in scripts for node in _nodes(script) if isinstance(node.get("datePublished"), str)]
    node = _own([one for one in nodes if _is(one, _ARTICLE)], url) or next(
        (one for one in nodes if _is(one, _PAGE)), None
    )
    return _text(node, "datePublished") if node else None


def _nodes(script: str) -> Iterator[_Node]:
    """The things that a script says something of, and what is the main thing of each; not what they only mention."""
    try:
        waiting: list[object] = [json.loads(_WRAPPED.sub("", script), strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            waiting += [node.get("mainEntity"), node.get("@graph")]


def _own(articles: list[_Node], url: str | None) -> _Node | None:
    """Of several articles the one that is called by the address of the page, else the first that is called by none."""
    first, others = next(iter(articles), None), articles[1:]
    if not others or url is None:
        return first
    called = [(article, set(_addresses(article))) for article in articles]
    here = next((article for article, addresses in called if _shorter(url) in addresses), None)
    return here or next((article for article, addresses in called if not addresses), None)


def _addresses(article: _Node) -> Iterator[str]:
    page = article.get("mainEntityOfPage")
    page = page if isinstance(page, dict) else {"url": page}
    for stated in (_text(article, "url"), _text(article, "@id"), _text(page, "url"), _text(page, "@id")):
        if stated and _SAME_SITE.match(stated):
            yield _shorter(stated)


def _shorter(url: str) -> str:
    """An address without what differs where the same page is meant."""
    return _SAME_SITE.sub("", url.partition("#")[0]).rstrip("/")


def _is(node: _Node, kind: re.Pattern[str]) -> bool:
    stated = node.get("@type")
    return any(isinstance(one, str) and kind.search(one) for one in (stated if isinstance(stated, list) else [stated]))


def _text(node: _Node, name: str) -> str | None:
    value = node.get(name)
    return value if isinstance(value, str) else None
