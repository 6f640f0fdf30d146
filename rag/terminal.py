"""Text for a terminal: words without the escapes that it would act on, whoever wrote them."""

from rich.text import Text

from rag.harmless import harmless


def shown(words: str, style: str = "") -> Text:
    """`words` as they are shown, in one style; every kind of line break is a line feed."""
    return Text(harmless("\n".join(words.splitlines())), style=style)
