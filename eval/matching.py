"""When one wording stands in another: white space, case, accents and kinds of apostrophe make no difference."""

import re

from index.words import fold

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))


def normalised(text: str) -> str:
    """`text` folded (`index.words.fold`), with one kind of apostrophe, each run of white space as one space."""
    return " ".join(fold(text.translate(_APOSTROPHES)).split())


def contains(text: str, wording: str) -> bool:
    """Whether `wording` stands in `text` as whole words: `Meta` does not stand in `metadata`, nor `24` in `2024`."""
    wanted = normalised(wording)
    if not wanted:
        return False
    before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, normalised(text)) is not None
