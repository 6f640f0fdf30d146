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
# Clients make links of addresses by themselves, escapes and all, so each is written as a link in which nothing is escaped. The
# marks that end a quote or a sentence are none of it.
_ADDRESS = re.compile(r"https?://[^\W_][^\s<>\\\"“”„«»]*", re.IGNORECASE)
_AFTER_ADDRESS = ".,:;!?*_~'’…。，、；：！？」』）"
# The others that they find: they stay text, the second where it has an escape before it, which would cut it in two.
_WWW = re.compile(r"\b(www|ftp)(?=[.:])", re.IGNORECASE)
_MAIL = re.compile(r"(\\\S[\w.+-]*)@(?=\w)")
_ESCAPE = re.compile(r"\\(.)")
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

    A bare `https://` address becomes `<https://…>`, a link to the address that is read.
    """
    shown, written, done = readable(text), "", 0
    for found in _ADDRESS.finditer(shown):
        address = _without_end(found[0])
        written += f"{_escaped(shown[done : found.start()])}<{address}>"
        done = found.start() + len(address)
    return _at_start(written + _escaped(shown[done:]))


def _without_end(address: str) -> str:
    """`address` without the marks of the sentence around it; a bracket stays where it was opened in the address."""
    kept = address.rstrip(_AFTER_ADDRESS)
    while (pair := {")": "()", "]": "[]"}.get(kept[-1])) and kept.count(pair[1]) > kept.count(pair[0]):
        kept = kept[:-1].rstrip(_AFTER_ADDRESS)
    return kept


def _escaped(text: str) -> str:
    escaped = _ALWAYS.sub(r"\\\g<0>", text)
    escaped = _BEFORE_WORD.sub(r"\\\g<0>", escaped)
    return _MAIL.sub(r"\1\\@", _WWW.sub(r"\1\\", escaped))


def _at_start(escaped: str) -> str:
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
    """`text`, inert, as a link to `url` where that is a web address. No link stands in a link."""
    address = web_address(url)
    return f"[{_named(text)}]({address})" if address else inert(text)


def _named(text: str) -> str:
    """`text` for the name of a link, where marked takes the backslashes from brackets before it reads what they hold."""
    escaped = _at_start(_escaped(readable(text)))
    return _ESCAPE.sub(lambda m: f"&#{ord(m[1])};" if m[1] in "[]" else m[0], escaped)
