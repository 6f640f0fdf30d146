"""A value that is a text or a list, told apart before it is read, so that an error names the part that does not fit."""

from collections.abc import Sequence

from pydantic import Discriminator, Tag

TEXT, LIST = Tag("(text)"), Tag("(list)")
_TAGS = frozenset({TEXT.tag, LIST.tag})


def _tag(value: object) -> str | None:
    return TEXT.tag if isinstance(value, str) else LIST.tag if isinstance(value, list) else None


TEXT_OR_LIST = Discriminator(
    _tag, custom_error_type="text_or_list", custom_error_message="Input should be a text or a list"
)


def without_tags(location: Sequence[object]) -> list[object]:
    """Where a fault is, as whoever sent the value knows it."""
    return [part for part in location if part not in _TAGS]
