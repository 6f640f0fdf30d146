"""Links that people follow to a quote."""

from rag.contract import CitationOut


def marked_at(start_page: str, citation: CitationOut) -> str:
    """The start page at the quote, which it marks in the whole article; a span id is URL-safe as it is.

    `start_page` is its address without the slash at the end. The permalink is for programs: it gives JSON.
    """
    # What the permalink says of the collection the start page is told too.
    _, mark, collection = citation.permalink.partition("?")
    return f"{start_page}/?span={citation.span_id}{mark and '&'}{collection}"
