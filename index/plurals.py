"""Numbers with their nouns."""


def numbered(number: int, noun: str) -> str:
    """The number and what it counts: 1 article, 2 articles."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
