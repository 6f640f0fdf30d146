"""The frame of a plot of two shares, each from 0 to 1: axes with their words, and places in it. Colours are the stylesheet's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.html.markup import Markup, element
from eval.html.numbers import whole_percent

_WIDTH, _HEIGHT = 440, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 72, 26, 12, 50
# Of a quarter, a half and the whole all are whole percents.
_FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows, in words, and the share at its far end."""

    words: str
    top: float = 1.0

    def ticks(self) -> tuple[float, ...]:
        """Fifths of the axis, from 0."""
        return tuple(self.top * fifth for fifth in _FIFTHS)


@dataclass(frozen=True, slots=True)
class Frame:
    """Two axes, and where a pair of shares falls; SVG counts y downwards."""

    across: Axis
    up: Axis

    def x(self, share: float) -> float:
        """The pixel of a share across."""
        return round(_LEFT + share / self.across.top * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, share: float) -> float:
        """The pixel of a share upwards."""
        return round(_HEIGHT - _BOTTOM - share / self.up.top * (_HEIGHT - _TOP - _BOTTOM), 1)

    def points(self, places: Sequence[tuple[float, float]]) -> str:
        """Pairs of shares as SVG writes a line through them."""
        return " ".join(f"{self.x(across)},{self.y(up)}" for across, up in places)


def plot(name: str, frame: Frame, description: str, *shapes: Markup) -> Markup:
    """A drawing with the axes of `frame`, and with `description` for those who do not see it."""
    return element(
        "svg",
        *_axes(frame),
        *shapes,
        class_="plot",
        role="img",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        aria_label=f"{name}. {description}",
    )


def _axes(frame: Frame) -> Iterator[Markup]:
    left, right, bottom, top = _LEFT, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, _TOP
    for share in frame.up.ticks():
        y = frame.y(share)
        yield element("line", class_="grid", x1=left, x2=right, y1=y, y2=y)
        yield element("text", whole_percent(share), class_="tick", x=left - 8, y=y + 4, text_anchor="end")
    for share in frame.across.ticks():
        yield element(
            "text", whole_percent(share), class_="tick", x=frame.x(share), y=bottom + 18, text_anchor="middle"
        )
    middle = (left + right) / 2
    yield element("text", frame.across.words, class_="axis", x=middle, y=_HEIGHT - 8, text_anchor="middle")
    upwards = f"translate(16 {(bottom + top) / 2}) rotate(-90)"
    yield element("text", frame.up.words, class_="axis", transform=upwards, text_anchor="middle")
