"""Text from articles inside Markdown: every character is shown and none has a meaning."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

REPLACEMENT = "\ufffd"
# They turn round the text after them, up to other people's; the marks U+200E, U+200F and U+061C move nothing else and stay.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# `$` begins a formula in several chat clients, `~` and `|` belong to GitHub's tables and strike-outs.
_ALWAYS = re.compile(r"[\\`*_\[\]<>~|$]")
# An entity, and a directive of remark (`:name`).
_BEFORE_WORD = re.compile(r"[&:](?=[A-Za-z#])")
# What makes a heading, a list or a rule where a line begins.
_AT_START = re.compile(r"^(\s*)([#+=-])|^(\s*\d+)([.)])")


def readable(text: str) -> str:
    """`text` on one line, of the same length: white space as spaces, controls and what turns text round as U+FFFD."""
    return "".join(_readable(c) for c in text)


def _readable(character: str) -> str:
    if character.isspace():
        return " " if character in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029" else character
    hidden = unicodedata.category(character) in {"Cc", "Cs"} or character in _TURNING
    return REPLACEMENT if hidden else character


def inert(text: str) -> str:
    """`text` for Markdown, on one line, as `readable` and with backslashes before what would mean something.

    A bare `https://` address stays what it is; clients make it a link to the address that is read.
    """
    escaped = _ALWAYS.sub(r"\\\g<0>", readable(text))
    escaped = _BEFORE_WORD.sub(r"\\\g<0>", escaped)
    return _AT_START.sub(lambda m: f"{m[1] or m[3] or ''}\\{m[2] or m[4]}", escaped, count=1)


def web_address(url: str | None) -> str | None:
    """`url` where it is an http or https address, with everything escaped that could end it; otherwise None."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return quote(url.encode("utf-8", "replace"), safe="!#$%&'*+,/:;=?@~-._") if usable else None


def link(text: str, url: str | None) -> str:
    """`text`, inert, as a link to `url` where that is a web address."""
    address = web_address(url)
    return f"[{inert(text)}]({address})" if address else inert(text)
