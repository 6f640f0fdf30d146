"""Who is mentioned in a message: whom it is addressed to, and who is a part of what it asks."""

import re
from collections.abc import Collection, Sequence

# Not the full stop, which stands behind "Mr." too. Others may be told: "why did he resign? cc @Alice".
_ASKED = re.compile(r"[?!？！؟。][\s\"'”’»)]*(?:cc\W*)?\Z", re.IGNORECASE)
# Whoever is greeted is spoken to, and the question comes after that.
_GREETING = re.compile(
    r"\W*(?:hey|hi|hello|good (?:morning|afternoon|evening)|hallo|moin|guten (?:morgen|tag|abend)|bonjour|bonsoir|salut|coucou"
    r"|hola|buenas|buenos d[ií]as|buenas (?:tardes|noches))\W*",
    re.IGNORECASE,
)


def addressed(between: Sequence[str], ours: Collection[int] = ()) -> set[int]:
    """The mentions that are no words of the question, as numbers from 0; `between` are the words before, between and behind all.

    These are ours, those that begin the message, also behind a greeting, and those behind a question that has ended. Where
    nobody says which are ours and none begins the message, it is taken for the last where that ends the message, else for the
    first.
    """
    count = len(between) - 1
    blank = [
        not words.strip() or (number == 0 and bool(_GREETING.fullmatch(words))) for number, words in enumerate(between)
    ]
    opening = next((number for number in range(count) if not blank[number]), count)
    closing = next((number for number in range(count, 0, -1) if not blank[number]), 0)
    found = {*ours, *range(opening)}
    if _ASKED.search(between[closing]):
        found.update(range(closing, count))
    if count and not found:
        found.add(count - 1 if blank[count] else 0)
    return found
