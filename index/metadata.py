"""What is known of an article besides its text: from a sidecar file, from front matter, or from the text itself."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from index.article import PartialDate
from index.errors import ArticleError, SettingError
from index.layout import paragraphs

SIDECAR_NAME = "articles.toml"
_FIELDS = ("title", "publisher", "published_at", "language", "url")
# Front matter is written for many programs: these two names are what most of them call the same things.
_FRONT_MATTER_ALIASES = {"date": "published_at", "lang": "language"}
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<body>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FRONT_MATTER_MAX_CHARS = 20_000
_TITLE_MAX_CHARS = 120
_EMPHASISED = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<words>[^*_]+)(?P=mark)")
_LARGEST_NUMBER = 10**18  # a title or a year may be a number; Python refuses to write out one of 4,300 digits
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ]\d", re.ASCII)
_LANGUAGE_CODE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source states of an article; None is what it does not state."""

    title: str | None = None
    publisher: str | None = None
    published_at: PartialDate | None = None
    language: str | None = None
    url: str | None = None

    def over(self, other: "Metadata") -> "Metadata":
        """This metadata, and `other` where this states nothing."""
        return Metadata(
            self.title or other.title,
            self.publisher or other.publisher,
            self.published_at or other.published_at,
            self.language or other.language,
            self.url or other.url,
        )


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata at the head of a text, and where it ends (code points; 0 where there is none)."""

    metadata: Metadata
    end: int


def read_sidecar(folder: Path) -> dict[str, Metadata]:
    """The metadata that `articles.toml` in `folder` states, by article id; empty where there is no such file.

    Raises ArticleError where the file is not TOML, has a misspelt field or a value of the wrong kind.
    """
    path = folder / SIDECAR_NAME
    try:
        if not path.is_file():
            return {}
        tables = tomllib.loads(path.read_text("utf-8-sig"))
    # A number of 5,000 digits is a plain ValueError.
    except (OSError, ValueError, RecursionError) as error:
        raise ArticleError(f"{path} cannot be read as TOML: {error}") from error
    return {article_id: _checked(table, f"{path}, [{article_id}]") for article_id, table in tables.items()}


def _checked(table: object, where: str) -> Metadata:
    if not isinstance(table, Mapping):
        raise ArticleError(f"{where}: expected a table of {', '.join(_FIELDS)}, found {type(table).__name__}")
    unknown = sorted(set(table) - set(_FIELDS))
    if unknown:
        raise ArticleError(f"{where}: unknown field {unknown[0]!r}; the fields are {', '.join(_FIELDS)}")
    return _metadata(table, where)


def read_front_matter(text: str, where: str) -> FrontMatter:
    """The YAML block between two lines of `---` at the head of `text`; other fields than ours are left alone.

    Raises ArticleError where the block is there and is not YAML, or one of our fields has a value of the wrong kind.
    """
    found = _FRONT_MATTER.match(text[:_FRONT_MATTER_MAX_CHARS])
    if found is None:
        return FrontMatter(Metadata(), 0)
    from index.front_matter_yaml import read_yaml

    body = found["body"]
    # Between two rules of Markdown with an empty line behind the first, "He said: no" is a paragraph.
    may_be_text = not body.partition("\n")[0].strip()
    try:
        values = read_yaml("\n" + body)  # so that an error counts the lines of the text
    except ValueError as error:
        if may_be_text:
            return FrontMatter(Metadata(), 0)
        raise ArticleError(f"{where}: the front matter is not YAML: {error}") from error
    if not isinstance(values, Mapping):
        return FrontMatter(Metadata(), 0)
    written = {_FRONT_MATTER_ALIASES.get(key, key): key for key in values if isinstance(key, str)}
    if may_be_text and written.keys().isdisjoint(_FIELDS):
        return FrontMatter(Metadata(), 0)
    named = {name: values[key] for name, key in written.items()}
    return FrontMatter(_metadata(named, f"{where}, front matter", written), found.end())


def front_matter_end(text: str) -> int:
    """Where the front matter of plain text ends, 0 where there is none; a block that is none of ours is text like any other."""
    try:
        return read_front_matter(text, "").end
    except ArticleError:
        return 0


def _metadata(values: Mapping[str, object], where: str, written: Mapping[str, str] = MappingProxyType({})) -> Metadata:
    """The metadata that `values` state; `written` tells what a field is called where that is another name."""
    called = {name: written.get(name, name) for name in _FIELDS}
    stated = {name: _text(values[name], f"{where}: {called[name]}") for name in _FIELDS if values.get(name) is not None}
    language = stated.get("language")
    if language is not None and not _LANGUAGE_CODE.fullmatch(language):
        raise ArticleError(f"{where}: {called['language']} {language!r} is not a two-letter code such as 'fr'")
    try:
        published_at = _day_of(stated["published_at"]) if "published_at" in stated else None
    except SettingError as error:
        raise ArticleError(f"{where}: {called['published_at']}: {error}") from error
    return Metadata(stated.get("title"), stated.get("publisher"), published_at, language, stated.get("url"))


def _day_of(stated: str) -> PartialDate:
    """The date, or the day of a moment: Jekyll's "2024-05-15 10:00:00 +0200" is none to YAML."""
    moment = _MOMENT.match(stated)
    return PartialDate.parse(moment[1] if moment else stated)


def _text(value: object, where: str) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST_NUMBER:
        return str(value)
    if not isinstance(value, str) or not value.strip():
        # Of a list only its kind: YAML can nest one in itself until its text fills the memory.
        found = repr(value) if isinstance(value, str | bool | float) else f"a value of type {type(value).__name__}"
        raise ArticleError(f"{where}: expected text, found {found}")
    return _joined(value.strip(), where)


def _joined(text: str, where: str) -> str:
    r"""The text with each surrogate pair as its character: what JSON writes as "\ud83d\ude00" YAML reads as two halves."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{where}: it holds half a surrogate pair, which is not text; write the character itself"
        ) from error


def title_from_text(text: str) -> str:
    """A title for an article that states none: its first paragraph with a letter on one line, cut at a word to 120 characters."""
    lines = [" ".join(text[p.start : p.end].lstrip("\ufeff#").split()) for p in paragraphs(text)]
    line = next((one for one in lines if any(map(str.isalpha, one))), next(filter(None, lines), ""))
    line = emphasis["words"] if (emphasis := _EMPHASISED.fullmatch(line)) else line
    if len(line) <= _TITLE_MAX_CHARS:
        return line or "Untitled"
    return line[:_TITLE_MAX_CHARS].rsplit(" ", 1)[0] + " …"
