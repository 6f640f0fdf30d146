"""Text for a terminal: numbers with their nouns, and words without the escapes that it would act on, whoever wrote them."""

from rich.text import Text

from rag.harmless import harmless


def numbered(number: int, noun: str) -> str:
    """The number and what it counts: 1 article, 2 articles."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown(words: str, style: str = "") -> Text:
    """`words` as they are shown, in one style; every kind of line break is a line feed."""
    return Text(harmless("\n".join(words.splitlines())), style=style)
