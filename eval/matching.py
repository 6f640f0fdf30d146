"""When one wording stands in another: white space, case, accents and kinds of apostrophe make no difference."""

import re

from index.words import fold, has_unspaced

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))


def normalised(text: str) -> str:
    """`text` folded (`index.words.fold`), with one kind of apostrophe, each run of white space as one space."""
    return " ".join(fold(text.translate(_APOSTROPHES)).split())


def contains(text: str, wording: str) -> bool:
    """Whether `wording` stands in `text` as whole words: `Meta` does not stand in `metadata`, nor `24` in `2024`.

    In a script without spaces nobody knows where a word ends, so there it stands wherever its letters do.
    """
    wanted = normalised(wording)
    if not wanted:
        return False
    begins, ends = (wanted[end].isalnum() and not has_unspaced(wanted[end]) for end in (0, -1))
    pattern = (r"(?<!\w)" if begins else "") + re.escape(wanted) + (r"(?!\w)" if ends else "")
    return re.search(pattern, normalised(text)) is not None
