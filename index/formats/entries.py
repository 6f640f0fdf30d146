"""What the readers of feeds share: an entry's own text as a page, and its address."""

import re
from html import escape
from urllib.parse import urljoin

from index.formats.extracted import web_address, without_accidents


def entry_page(content: str, title: str | None, language: str | None) -> str:
    """An HTML page of an entry's own text, which is HTML."""
    lang = f' lang="{language}"' if language else ""
    return (
        f'<!doctype html>\n<html{lang}>\n<head><meta charset="utf-8"><title>{escape(title or "")}</title></head>\n'
        f"<body><article>\n{without_accidents(content)}\n</article></body>\n</html>\n"
    )


def paragraphs(text: str) -> str:
    """Plain text as HTML; an empty line sets paragraphs apart."""
    return "".join(f"<p>{escape(part)}</p>\n" for part in re.split(r"\n\s*\n", text) if part.strip())


def whole_address(stated: str | None, base: str) -> str | None:
    """The whole address that is stated, from `base` on where it is relative; None where it is none of http or https."""
    try:
        return web_address(urljoin(base, stated.strip())) if stated and stated.strip() else None
    except ValueError:
        return None
