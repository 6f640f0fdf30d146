"""The line under a post that a page shows: who wrote it and when. Alone it says nothing of what is asked."""

import re

# As in "— Sam Altman (@sama) May 17, 2024".
_SIGNATURE = re.compile(r"\s*[—–-]\s*[^.!?]{1,60}\(@\w+\)[^.!?]{0,40}$")


def is_signature(words: str) -> bool:
    """Whether `words`, white space folded, are the signature of a post and nothing else."""
    return _SIGNATURE.match(words) is not None
