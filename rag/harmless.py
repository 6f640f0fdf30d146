"""Text from articles for a screen, which shows it and does nothing else."""

import re

# Stands for a character that must not reach a screen.
REPLACEMENT = "\ufffd"
# Controls but for tab and line feed, half surrogates, and the embeddings, overrides and isolates that change the direction of
# what follows them, outside the quote too.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """The text with controls, direction overrides and half surrogates replaced; tabs and line breaks stay."""
    return _HARMFUL.sub(REPLACEMENT, text)
