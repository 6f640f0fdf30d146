"""What indexing takes of one file, and what of it is masked and why, as a person sees it."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from index.article import Article
from index.errors import ArticleError
from index.mask import mask_article
from index.metadata import front_matter_end
from index.noise.mask import NoiseRange
from index.noise.repeats import Repeats
from index.reading import read_corpus
from index.roots import called
from rag.terminal import shown

_BEGINNING_CHARS = 100


def explain_file(path: Path, console: Console) -> None:
    """Show each article of one file: what is known of it, how it begins, and each masked range with its reason and its words.

    A feed has an article of each entry that has text. What repeats is counted over the folder the file lies in, as it is when the
    folder is indexed. Raises ArticleError where there is no article in the file.
    """
    if not path.is_file():
        raise ArticleError(f"{path} is not a file; --explain takes one article or feed")
    corpus = read_corpus((path,))
    ids = corpus.roots.get(str(called(path)), ())
    if not ids:
        raise ArticleError("\n".join(failure.reason for failure in corpus.failures) or f"{path} is not an article")
    texts = {article.id: article.text for article in (*read_corpus((path.parent,)).articles, *corpus.articles)}
    repeats = Repeats.of(texts.values())
    for article in corpus.articles:
        name = str(path) if ids == (path.stem,) else f"{path}: {article.id}"
        matter_end = 0 if article.id in corpus.files else front_matter_end(article.text)
        _explain(article, name, mask_article(article.text, matter_end, repeats), console)
    for failure in corpus.failures:
        console.print(shown(f"\nleft out: {failure.reason}", "yellow"))
    for skipped in corpus.skipped:
        console.print(shown(f"\nskipped: {skipped.reason}", "dim"))


def _explain(article: Article, called: str, ranges: Sequence[NoiseRange], console: Console) -> None:
    masked = sum(piece.end - piece.start for piece in ranges)
    console.print(shown(f"{called}: {masked} of {len(article.text)} characters are masked, in {len(ranges)} ranges"))
    known = {
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published_at.text if article.published_at else None,
        "language": article.language,
        "url": article.url,
    }
    for name, value in known.items():
        console.print(shown(f"    {name:<10}{value or '–'}", "dim"))
    beginning = " ".join(article.text[: 4 * _BEGINNING_CHARS].split())[:_BEGINNING_CHARS]
    console.print(shown(f"    {'begins':<10}{beginning}", "dim"))
    for piece in ranges:
        console.print(shown(f"\n{piece.start}–{piece.end} {piece.reason}: {piece.why}", "cyan"))
        console.print(shown("    " + " ".join(article.text[piece.start : piece.end].split())))
