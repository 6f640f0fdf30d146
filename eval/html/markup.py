"""HTML that is put together by functions: whatever is not markup already is escaped on the way in."""

from collections.abc import Iterable
from html import escape

_VOID = frozenset({"br", "circle", "input", "line", "path", "polygon", "polyline", "rect"})
_SVG_EMPTY = _VOID - {"br", "input"}


class Markup(str):
    """Text that is HTML already. Made only here, and from files of this package."""

    __slots__ = ()


Child = str | None
Value = str | int | float | bool | None


def text(value: str) -> Markup:
    """`value` as it is read, whatever it holds; a carriage return, which a browser would drop, stays one."""
    return value if isinstance(value, Markup) else Markup(escape(value).replace("\r", "&#13;"))


def element(name: str, /, *children: Child, **attributes: Value) -> Markup:
    """An element; children that are None are left out, and so are attributes that are None or False.

    A name that Python keeps for itself ends in an underscore (`class_`), and an underscore within one stands for a hyphen.
    """
    opening = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{opening}/>" if name in _SVG_EMPTY else f"<{opening}>")
    return Markup(f"<{opening}>{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Markup:
    """One after the other, without anything in between."""
    return Markup("".join(text(child) for child in children if child is not None))


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
