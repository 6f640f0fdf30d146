"""XML that reaches for nothing outside itself and cannot grow."""

from typing import TYPE_CHECKING

from index.errors import FormatError

if TYPE_CHECKING:
    from lxml.etree import _Element


def refuse_entities(data: bytes) -> None:
    """Raise FormatError where a document defines entities: they grow, and they name files and addresses.

    Zero bytes are left out of the search, so UTF-16 hides none.
    """
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise FormatError("it defines entities, which are not read; save it without them")


def parsed(data: bytes) -> "_Element":
    """The root of an XML document; no entity is resolved and nothing is fetched. Raises FormatError."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    refuse_entities(data)
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        return fromstring(data, parser)
    except (XMLSyntaxError, ValueError) as error:
        raise FormatError(f"its XML is damaged ({error}); save it anew") from error
