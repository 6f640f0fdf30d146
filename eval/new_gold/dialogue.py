"""Shows a person each proposal, and does what is typed: yes, no, edit, quit. Works the same where the input is piped."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from eval.errors import QuoteError
from eval.gold import GoldQuestion
from eval.new_gold.drafts import BETWEEN_ANSWERS, Draft, draft_of, gold_of, problems_of, split_answers
from eval.new_gold.propose import Proposal
from eval.new_gold.quotes import find_quote
from index.article import Article, Span
from index.chunks import folded
from index.language import detect_language
from rag.harmless import harmless
from rag.terminal import shown

# Asks for one line; raises EOFError where there is no more to come.
ReadLine = Callable[[str], str]


class Choice(StrEnum):
    """What can be typed at a proposal, or its first letter."""

    YES = "yes"
    NO = "no"
    EDIT = "edit"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the dialogue works with: the articles, where it shows and reads, and what becomes of an accepted question."""

    articles: Mapping[str, Article]
    console: Console
    read_line: ReadLine
    next_id: Callable[[list[GoldQuestion]], str]
    keep: Callable[[GoldQuestion], None]


def go_through(proposals: Iterable[Proposal], known: Iterable[GoldQuestion], desk: Desk) -> int:
    """Show one proposal after the other until they or the input end, or someone quits; gives how many were kept."""
    kept = list(known)
    before = len(kept)
    for proposal in proposals:
        try:
            question = _decide(proposal, kept, desk)
        except EOFError:
            break
        if question is not None:
            desk.keep(question)
            kept.append(question)
            desk.console.print(shown(f"kept as {question.id}", "green"))
    else:
        desk.console.print("There is nothing more to propose.")
    return len(kept) - before


def _decide(proposal: Proposal, kept: list[GoldQuestion], desk: Desk) -> GoldQuestion | None:
    """What is to be kept of a proposal, None where nothing is; raises EOFError where someone quits."""
    draft = draft_of(proposal, desk.articles[proposal.sentence.article_id])
    while True:
        _show(draft, proposal, desk)
        match _choice(desk):
            case Choice.YES:
                question = gold_of(draft, desk.articles, desk.next_id(kept))
                problems = problems_of(question, desk.articles, kept)
                if not problems:
                    return question
                for problem in problems:
                    desk.console.print(shown(problem, "yellow"))
            case Choice.EDIT:
                draft = _edited(draft, desk)
            case Choice.NO:
                return None
            case Choice.QUIT:
                raise EOFError


def _choice(desk: Desk) -> Choice:
    while True:
        typed = desk.read_line("keep it? y/n/edit/quit").strip().lower()
        chosen = [choice for choice in Choice if typed and choice.value.startswith(typed)]
        if chosen:
            return chosen[0]
        desk.console.print(Text(f"{typed!r} is none of y, n, edit and quit", style="yellow"))


def _edited(draft: Draft, desk: Desk) -> Draft:
    question = " ".join(desk.read_line("question (Enter keeps it)").split())
    if question:
        draft = replace(draft, question=question, language=detect_language(question))
    answers = split_answers(desk.read_line(f"answer ({BETWEEN_ANSWERS} between wordings, Enter keeps it)"))
    if answers:
        draft = replace(draft, answers=answers)
    return replace(draft, quote=_quote(draft.quote, desk)) if draft.answers else draft


def _quote(quote: Span, desk: Desk) -> Span:
    while True:
        typed = desk.read_line("quote that carries the answer, as it stands in the article (Enter keeps it)")
        if not typed.strip():
            return quote
        try:
            return find_quote(typed, desk.articles[quote.article_id])
        except QuoteError as error:
            desk.console.print(shown(str(error), "yellow"))


def _show(draft: Draft, proposal: Proposal, desk: Desk) -> None:
    article = desk.articles[draft.quote.article_id]
    desk.console.print()
    desk.console.print(Text.assemble(shown(article.title, "cyan"), shown(f" ({article.id})", "dim")))
    desk.console.print(
        Padding(_marked(draft, proposal, article, plain=desk.console.color_system is None), (0, 0, 0, 4))
    )
    desk.console.print(Text.assemble(("question  ", "dim"), shown(draft.question, "bold")))
    if draft.answers:
        desk.console.print(Text.assemble(("answer    ", "dim"), shown(f" {BETWEEN_ANSWERS} ".join(draft.answers))))
    else:
        desk.console.print(
            Text(
                "no answer: made from that sentence with another name; keep it only if none of your articles answers it",
                style="yellow",
            )
        )


def _marked(draft: Draft, proposal: Proposal, article: Article, *, plain: bool) -> Text:
    """The quote on one line, the answer in it marked: by colour, or by brackets where there is no colour."""
    span, answer = draft.quote, proposal.answer
    words = article.text[span.start : span.end]
    as_proposed = draft == draft_of(proposal, article)
    if answer is not None and as_proposed:
        start, end = answer.start - span.start, answer.end - span.start
    else:
        start = words.find(draft.answers[0]) if draft.answers else -1
        end = start + len(draft.answers[0]) if start >= 0 else start
    if start < 0:
        return shown(folded(words))
    opening, closing = ("[", "]") if plain else ("", "")
    marked = shown(f"{opening}{folded(words[start:end])}{closing}", "black on yellow")
    return Text.assemble(_spaced(words[:start]), marked, _spaced(words[end:]))


def _spaced(words: str) -> str:
    """On one line and harmless, a space at an end kept."""
    return harmless(" ".join(f"|{words}|".split())[1:-1])
