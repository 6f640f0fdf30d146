"""Where in the file that an article was read from a quote begins, as clients are told."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from index.formats.extracted import Element, PageBox, Paragraph, Part, Place


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PagePlaceOut(_Told):
    """A page of a PDF, and the box around the quote's lines on it."""

    page: int = Field(description="from 1")
    box: list[float] = Field(
        min_length=4,
        max_length=4,
        description="left, bottom, right, top in points from the lower left corner of the page",
    )


class ElementPlaceOut(_Told):
    """An element of an HTML page."""

    element: str = Field(description="its XPath in the tree that libxml2 makes of the page")


class ParagraphPlaceOut(_Told):
    """A paragraph of a Word file."""

    paragraph: int = Field(description="from 1, over the whole body")


class PartPlaceOut(_Told):
    """A part of a message."""

    part: str = Field(description="its section number, as IMAP counts")


PlaceOut = PagePlaceOut | ElementPlaceOut | ParagraphPlaceOut | PartPlaceOut


def place_out(places: Sequence[Place]) -> PlaceOut | None:
    """The first of the places where a quote stood, in the order of its text; None where there is none, as in plain text."""
    if not places:
        return None
    match places[0]:
        case PageBox(page=page):
            boxes = [place for place in places if isinstance(place, PageBox) and place.page == page]
            left, bottom = min(box.left for box in boxes), min(box.bottom for box in boxes)
            return PagePlaceOut(
                page=page, box=[left, bottom, max(box.right for box in boxes), max(box.top for box in boxes)]
            )
        case Element(xpath):
            return ElementPlaceOut(element=xpath)
        case Paragraph(number):
            return ParagraphPlaceOut(paragraph=number)
        case Part(section):
            return PartPlaceOut(part=section)
