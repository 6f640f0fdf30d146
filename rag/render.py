"""Shows an answer to a person at a terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from index.article import Article
from index.search import Passage
from rag.answer import Abstention, Answer, Citation, ConflictSide
from rag.terminal import shown

_WHY = {
    Abstention.NO_EVIDENCE: "No passage bears on this question.",
    Abstention.LOW_CONFIDENCE: "What was found is too unlikely to be the answer.",
    Abstention.EMPTY_INDEX: "Run `pourquoi index PATH` first.",
}
_NEAREST_CHARS = 160


def show_answer(answer: Answer, console: Console, article_of: "dict[str, Article]") -> None:
    """Print the answer, its quotes with title and date, and under each where it stands."""
    if answer.abstention is not None:
        _show_abstention(answer, answer.abstention, console, article_of)
        return
    console.print(shown(answer.text, "bold"))
    for part in answer.parts:
        if part.abstention is not None:
            console.print(Text.assemble(("The articles do not say: ", "bold"), shown(part.question)))
    console.print(Text(f"confidence {answer.confidence:.0%}", style="dim"))
    for conflict in answer.conflicts:
        console.print()
        console.print(Text(f"The articles disagree ({conflict.kind}):", style="yellow"))
        for side in conflict.sides:
            console.print(Padding(_side(side, answer), (0, 0, 0, 4)))
    for number, citation in enumerate(answer.citations, start=1):
        console.print()
        console.print(_source(number, citation))
        console.print(Padding(shown(citation.quote), (0, 0, 0, 4)))
        offsets = citation.offsets
        place = f"{citation.article.id}, characters {offsets.start}–{offsets.end}"
        console.print(Padding(shown(place, "dim"), (0, 0, 0, 4)))
        if citation.also_in:
            others = "; ".join(f"{_about(other.article)}, {other.article.id}" for other in citation.also_in)
            console.print(Padding(shown(f"also in {others}", "dim"), (0, 0, 0, 4)))


def _side(side: ConflictSide, answer: Answer) -> Text:
    """A value, the numbers of its quotes with the dates of their articles, and whether it is the newest."""
    said = []
    for number in side.citations:
        published = answer.citations[number].article.published_at
        said.append(f"[{number + 1}] {published.text if published else 'undated'}")
    newest = " the newest" if side.newest else ""
    return Text.assemble(shown(side.text), (f" {', '.join(said)}", "cyan"), (newest, "dim"))


def _source(number: int, citation: Citation) -> Text:
    article = citation.article
    return Text.assemble((f"[{number}] ", "cyan"), shown(article.title, "cyan"), shown(f" ({_about(article)})", "dim"))


def _about(article: Article) -> str:
    """Publisher and date."""
    date = article.published_at.text if article.published_at else "undated"
    return f"{article.publisher}, {date}" if article.publisher else date


def _show_abstention(answer: Answer, why: Abstention, console: Console, article_of: "dict[str, Article]") -> None:
    empty = why is Abstention.EMPTY_INDEX
    console.print(Text("There are no articles yet." if empty else "The articles do not say.", style="bold"))
    console.print(Text(_WHY[why], style="dim"))
    if answer.passages:
        console.print()
        console.print(Text("The nearest passages, which are not an answer:", style="dim"))
    for passage in answer.passages[:3]:
        console.print(Padding(_nearest(passage, article_of), (0, 0, 0, 4)))


def _nearest(passage: Passage, article_of: "dict[str, Article]") -> Text:
    words = " ".join(passage.text.split())
    short = words if len(words) <= _NEAREST_CHARS else words[:_NEAREST_CHARS].rsplit(" ", 1)[0] + " …"
    return shown(f"{article_of[passage.chunk.span.article_id].title}: {short}", "dim")
