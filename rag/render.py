"""Shows an answer to a person at a terminal."""

from rich.console import Console
from rich.text import Text

from index.article import Article
from index.chunks import folded
from index.search import Passage
from rag.answer import Abstention, Answer, Citation, ConflictSide
from rag.shown_dates import shown_date
from rag.terminal import shown

_WHY = {
    Abstention.NO_EVIDENCE: "No passage bears on this question.",
    Abstention.LOW_CONFIDENCE: "What was found is too unlikely to be the answer.",
    Abstention.EMPTY_INDEX: "Run `pourquoi index PATH` first.",
}
_NEAREST_CHARS = 160
_INDENT = 4
_WIDEST_CELLS = 2  # of a character, as 漢; a narrower line would hold none


def show_answer(answer: Answer, console: Console, article_of: "dict[str, Article]") -> None:
    """Print the answer, its quotes with title and date, and under each where it stands."""
    if answer.abstention is not None:
        _show_abstention(answer, answer.abstention, console, article_of)
        return
    _print(shown(answer.text, "bold"), console)
    for part in answer.parts:
        if part.abstention is not None:
            console.print(Text.assemble(("The articles do not say: ", "bold"), shown(part.question)))
    console.print(Text(f"confidence {answer.confidence:.0%}", style="dim"))
    for conflict in answer.conflicts:
        console.print()
        console.print(Text(f"The articles disagree ({conflict.kind}):", style="yellow"))
        for side in conflict.sides:
            _print(_side(side, answer), console, _INDENT)
    for number, citation in enumerate(answer.citations, start=1):
        console.print()
        _print(_source(number, citation), console)
        _print(shown(folded(citation.quote)), console, _INDENT)
        offsets = citation.offsets
        place = f"{citation.article.id}, characters {offsets.start}–{offsets.end}"
        _print(shown(place, "dim"), console, _INDENT)
        if citation.also_in:
            others = "; ".join(f"{_about(other.article)}, {other.article.id}" for other in citation.also_in)
            _print(shown(f"also in {others}", "dim"), console, _INDENT)


def _print(text: Text, console: Console, indent: int = 0) -> None:
    """Line by line, without the white space that would fill each up to the width: it would be in a pipe and in what is copied."""
    for line in text.wrap(console, max(_WIDEST_CELLS, console.width - indent)):
        line.rstrip()
        whole = Text.assemble(" " * indent, line) if line.plain else Text()
        # Not cropped: in a terminal hardly wider than the indent all words would be cut off.
        console.print(whole, no_wrap=True, overflow="ignore", crop=False)


def _side(side: ConflictSide, answer: Answer) -> Text:
    """A value, the numbers of its quotes with the dates of their articles, and whether it is the newest."""
    said = []
    for number in side.citations:
        published = answer.citations[number].article.published_at
        said.append(f"[{number + 1}] {shown_date(published.text) if published else 'undated'}")
    newest = " the newest" if side.newest else ""
    return Text.assemble(shown(side.text), (f" {', '.join(said)}", "cyan"), (newest, "dim"))


def _source(number: int, citation: Citation) -> Text:
    article = citation.article
    return Text.assemble((f"[{number}] ", "cyan"), shown(article.title, "cyan"), shown(f" ({_about(article)})", "dim"))


def _about(article: Article) -> str:
    """Publisher and date."""
    date = shown_date(article.published_at.text) if article.published_at else "undated"
    return f"{article.publisher}, {date}" if article.publisher else date


def _show_abstention(answer: Answer, why: Abstention, console: Console, article_of: "dict[str, Article]") -> None:
    empty = why is Abstention.EMPTY_INDEX
    console.print(Text("There are no articles yet." if empty else "The articles do not say.", style="bold"))
    console.print(Text(_WHY[why], style="dim"))
    if answer.passages:
        console.print()
        console.print(Text("The nearest passages, which are not an answer:", style="dim"))
    for number, passage in enumerate(answer.passages[:3]):
        if number:
            console.print()
        _print(_nearest(passage, article_of), console, _INDENT)


def _nearest(passage: Passage, article_of: "dict[str, Article]") -> Text:
    words = folded(passage.text)
    short = words if len(words) <= _NEAREST_CHARS else words[:_NEAREST_CHARS].rsplit(" ", 1)[0] + " …"
    return shown(f"{article_of[passage.chunk.span.article_id].title}: {short}", "dim")
