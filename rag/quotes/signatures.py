"""The line under a post that a page shows: who wrote it and when. Alone it says nothing of what is asked."""

import re

from index.article import Article, Span

# As in "— Sam Altman (@sama) May 17, 2024".
_SIGNATURE = re.compile(r"\s*[—–-]\s*[^.!?]{1,60}\(@\w+\)[^.!?]{0,40}$")
# The day right behind who wrote it, as pages show it: "May 17, 2024", "17 mai 2024", "17. Mai 2024", "17 de mayo de 2024".
_DAY = (
    r"[^\W\d_]{3,10}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}(?:er|\.|º)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?\s+(?:de\s+)?\d{4}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_SIGNED = r"[—–-]\s*(?P<who>[^.!?—–]{1,60})\(@\w{1,40}\)"
_DATED = re.compile(rf"{_SIGNED}\s*(?P<day>{_DAY})")


def is_signature(words: str) -> bool:
    """Whether `words`, white space folded, are the signature of a post and nothing else."""
    return _SIGNATURE.match(words) is not None


def is_day_of_post(article: Article, span: Span, answer: Span) -> bool:
    """Whether the words at `answer` are the day of a signature in the sentence at `span`: when a post was written."""
    days = (match.span("day") for match in _DATED.finditer(article.text, span.start, span.end))
    return any(start <= answer.start and answer.end <= end for start, end in days)


def signer(words: str) -> str | None:
    """Who signed the post that is among `words`; None where no dated signature is."""
    found = _DATED.search(words)
    return found["who"].strip() if found else None
