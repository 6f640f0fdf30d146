"""A question set that came from elsewhere: articles with their questions, as they are written to a folder.

FOLDER/articles/NAME.txt are the articles, FOLDER/articles/articles.toml says their titles and language, and `pourquoi index
FOLDER/articles` reads both. FOLDER/gold.jsonl are the questions, for `pourquoi eval run FOLDER/gold.jsonl`.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from eval.errors import FormatError
from eval.gold import GoldQuestion, gold_line
from index.metadata import SIDECAR_NAME
from index.reading import MAX_FILE_BYTES
from index.surrogates import half_surrogate

ARTICLES, GOLD = "articles", "gold.jsonl"


@dataclass(frozen=True, slots=True)
class SetArticle:
    """An article: `text` is written to its file as it stands, white space and all; `title` is None where there is none."""

    id: str
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Articles in one language, questions about them, and a line on each thing of the source that was left out."""

    language: str
    articles: tuple[SetArticle, ...]
    questions: tuple[GoldQuestion, ...]
    left_out: tuple[str, ...]


def check_text(text: str, where: str) -> str:
    """`text` itself; raises FormatError where it cannot stand in a UTF-8 text file that is read as an article."""
    if "\0" in text:
        raise FormatError(f"{where}: character {text.index(chr(0))} is NUL, which no text holds; take it out")
    at = half_surrogate(text)
    if at is not None:
        raise FormatError(f"{where}: character {at} is half a surrogate pair, which is not text")
    return text


def shielded(text: str) -> str:
    """`text`, behind a line break where its beginning would be read as front matter and not as the article."""
    return "\n" + text if text.lstrip("\ufeff").startswith("---") else text


def write_set(found: QuestionSet, folder: Path) -> None:
    """Write `found` to `folder`, which must not exist or be empty; all of it or nothing.

    Raises FormatError where the folder holds something, or the set holds nothing to ask.
    """
    if not found.questions:
        raise FormatError(
            "the set holds no question that can be asked; left out were:\n  " + "\n  ".join(found.left_out)
        )
    with new_folder(folder) as unfinished:
        articles = unfinished / ARTICLES
        articles.mkdir()
        for article in found.articles:
            data = article.text.encode("utf-8")
            if len(data) > MAX_FILE_BYTES:
                raise FormatError(
                    f"article {article.title or article.id!r} has {len(data)} bytes; at most {MAX_FILE_BYTES} are read"
                )
            (articles / f"{article.id}.txt").write_bytes(data)
        (articles / SIDECAR_NAME).write_text("".join(_tables(found)), "utf-8")
        lines = (gold_line(question) + "\n" for question in found.questions)
        (unfinished / GOLD).write_text("".join(lines), "utf-8")


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill that becomes `folder` at the end of the block; raises FormatError where that holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FormatError(f"{folder} exists and is not an empty folder; nothing is overwritten, so name another")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise FormatError(f"{folder} cannot be made: {error.strerror}") from error
    try:
        yield unfinished
        # Made by mkdtemp for its owner alone.
        unfinished.chmod(0o755)
        unfinished.replace(folder)
    except OSError as error:
        raise FormatError(f"{folder} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _tables(found: QuestionSet) -> Iterator[str]:
    for article in found.articles:
        yield f"[{_toml(article.id)}]\n"
        if article.title is not None:
            yield f"title = {_toml(article.title)}\n"
        yield f"language = {_toml(found.language)}\n\n"


def _toml(text: str) -> str:
    """`text` as a basic string of TOML: that of JSON, but for DEL, which TOML wants escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def unique(values: Sequence[str]) -> tuple[str, ...]:
    """Each of `values` once, in the order of the first."""
    return tuple(dict.fromkeys(values))
