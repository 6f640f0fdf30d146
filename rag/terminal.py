"""Text for a terminal, which would act on the escapes that an article, a title or a file's name may hold."""

from rich.text import Text

from rag.harmless import harmless


def shown(words: str, style: str = "") -> Text:
    """`words` as they are shown, in one style; every kind of line break is a line feed."""
    return Text(harmless("\n".join(words.splitlines())), style=style)
