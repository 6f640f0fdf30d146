"""How good the quotes are: against the gold evidence by characters, and against the article's text to the letter."""

from collections.abc import Iterable, Mapping, Sequence

from eval.matching import contains
from eval.prints import printed_spans
from eval.spans import characters, overlap
from index.article import Article, Span
from rag.answer import Citation

# A quote counts as right from half of the shorter range on: a clause of the gold sentence does, a shared name does not.
_RIGHT_SHARE = 0.5


def cited_spans(citations: Iterable[Citation], evidence: Sequence[Span]) -> tuple[Span, ...]:
    """Where each citation stands: of the prints that it names, in that where it is right, or shares most with `evidence`."""

    def nearness(place: Span) -> tuple[bool, int]:
        return quote_right(place, evidence), max((overlap(place, piece) for piece in evidence), default=0)

    return tuple(max(printed_spans([citation]), key=nearness) for citation in citations)


def quote_recall(cited: Sequence[Span], evidence: Sequence[Span], *, all_of_it: bool) -> float:
    """The share of gold characters that are cited.

    Where any one piece suffices it is max over pieces of |cited ∩ piece| / |piece|; where all are wanted (`all_of_it`: lists
    and conflicts), |cited ∩ ∪pieces| / |∪pieces|.
    """
    found = characters(cited)
    wanted = [characters(evidence)] if all_of_it else [characters([piece]) for piece in evidence]
    return max(len(found & gold) / len(gold) for gold in wanted)


def quote_precision(cited: Sequence[Span], evidence: Sequence[Span]) -> float | None:
    """|∪cited ∩ ∪evidence| / |∪cited|, in characters; None where nothing is cited."""
    found = characters(cited)
    return len(found & characters(evidence)) / len(found) if found else None


def quote_right(quote: Span, evidence: Sequence[Span]) -> bool:
    """Whether a citation shares at least half of the shorter of the two with a piece of evidence."""
    return any(
        overlap(quote, piece) >= _RIGHT_SHARE * min(quote.end - quote.start, piece.end - piece.start)
        for piece in evidence
    )


def first_quote_right(cited: Sequence[Span], evidence: Sequence[Span]) -> float:
    """1 where the first citation is right, else 0."""
    return float(bool(cited) and quote_right(cited[0], evidence))


def right_with_quote(cited: Sequence[Span], evidence: Sequence[Span], *, found: bool) -> float:
    """1 where an accepted answer was `found` and one of the citations is right, else 0."""
    return float(found and any(quote_right(quote, evidence) for quote in cited))


def answer_found(texts: Iterable[str], answers: Sequence[str]) -> float:
    """1 where an accepted wording stands in one of `texts` (as `eval.matching.contains` has it), else 0."""
    return float(any(contains(text, answer) for text in texts for answer in answers))


def citation_exact(citation: Citation, articles: Mapping[str, Article]) -> bool:
    """Whether slicing the stored article in code points, in UTF-16 units and in bytes gives the quote each time."""
    article = articles.get(citation.article.id)
    if article is None or article.sha256 != citation.article.sha256:
        return False
    at, text = citation.offsets, article.text
    utf16 = text.encode("utf-16-le")[2 * at.utf16_start : 2 * at.utf16_end]
    utf8 = text.encode()[at.byte_start : at.byte_end]
    return (
        text[at.start : at.end] == citation.quote
        and utf16 == citation.quote.encode("utf-16-le")
        and utf8 == citation.quote.encode()
    )


def spans_exact(citations: Sequence[Citation], articles: Mapping[str, Article]) -> float | None:
    """The share of citations that are exact, which must be 1; None where there are none."""
    if not citations:
        return None
    return sum(citation_exact(citation, articles) for citation in citations) / len(citations)
