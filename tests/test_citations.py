"""A quote stands where its citation says, in every unit, and is found again later."""

import base64
import json
from hashlib import sha256

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.article import Article, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Citation, Evidence
from rag.citations import LONGEST_QUOTE_CHARS, SpanState, cite, find_again, parse_span_id, span_id
from rag.errors import CitationError, SpanNotFoundError
from rag.offsets import Offsets

# é composed and decomposed, a flag of two code points beyond U+FFFF, a family joined by U+200D, right-to-left text, odd spaces.
DIFFICULT = "Élu, e\u0301lu 🇫🇷 👩‍👩‍👧 שלום\u202fdit-il\u00a0: «\u00a0oui\u00a0»\r\n\ufefffin"


def article(text: str, article_id: str = "a") -> Article:
    return Article(article_id, "A title", text, "0" * 64, "fr", None, None, None)


def evidence(start: int, end: int, answer: tuple[int, int] | None = None, article_id: str = "a") -> Evidence:
    span = Span(article_id, start, end)
    passage = Passage(Chunk(f"{article_id}#0", span, (), None), "", 1.0, 1, 0)
    return Evidence(passage, span, Span(article_id, *answer) if answer else span, 0.5)


def cite_range(source: Article, start: int, end: int) -> Citation:
    return cite(source, evidence(start, end), source.text[start:end])


def test_offsets_count_code_points_utf16_units_and_bytes() -> None:
    # "é🙂x": é is 1 code point, 1 unit, 2 bytes; 🙂 is 1 code point, 2 units, 4 bytes. x begins after 2, 3 and 6 of them.
    assert Offsets.of("é🙂x", 2, 3) == Offsets(start=2, end=3, utf16_start=3, utf16_end=4, byte_start=6, byte_end=7)


@given(st.text(min_size=1), st.data())
@example(DIFFICULT, None)
@settings(max_examples=300)
def test_each_unit_cuts_the_same_words_out_of_any_text(text: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(text) - 1)) if data else 5
    end = data.draw(st.integers(start + 1, len(text))) if data else 14
    offsets, quote = Offsets.of(text, start, end), text[start:end]
    assert text.encode()[offsets.byte_start : offsets.byte_end].decode() == quote
    assert text.encode("utf-16-le")[2 * offsets.utf16_start : 2 * offsets.utf16_end].decode("utf-16-le") == quote


def test_a_citation_holds_the_words_at_its_offsets() -> None:
    source = article(DIFFICULT)
    citation = cite_range(source, 5, 14)
    assert citation.quote == source.text[citation.offsets.start : citation.offsets.end] == DIFFICULT[5:14]


@pytest.mark.parametrize(
    ("start", "end", "quote", "answer", "why"),
    [
        (0, 3, "Elu", (0, 3), "does not stand at 0-3"),
        (3, 3, "", (3, 3), "is no range"),
        (2, 1, "", (2, 1), "is no range"),
        (-1, 2, "", (-1, 2), "is no range"),
        (0, 10_000, DIFFICULT, (0, 3), "is no range"),
        (0, 3, "Élu", (2, 5), "is not inside"),
        (0, 3, "Élu", (1, 1), "is not inside"),
    ],
)
def test_a_citation_of_words_that_are_not_there_is_an_error(
    start: int, end: int, quote: str, answer: tuple[int, int], why: str
) -> None:
    with pytest.raises(CitationError, match=why):
        cite(article(DIFFICULT), evidence(start, end, answer), quote)


def test_a_citation_from_another_article_is_an_error() -> None:
    with pytest.raises(CitationError, match="cannot be cited from 'b'"):
        cite(article("Élu", "b"), evidence(0, 3), "Élu")


def test_a_quote_of_endless_length_is_an_error() -> None:
    source = article("x" * (LONGEST_QUOTE_CHARS + 1))
    with pytest.raises(CitationError, match="at most"):
        cite_range(source, 0, LONGEST_QUOTE_CHARS + 1)


def test_a_quote_is_found_unchanged_where_it_was() -> None:
    source = article("Un mot. Jan Leike est parti. Un autre mot.")
    found = find_again(parse_span_id(cite_range(source, 8, 28).id), source)
    assert (found.state, found.span) == (SpanState.UNCHANGED, Span("a", 8, 28))


def test_a_quote_is_found_moved_when_words_were_put_before_it() -> None:
    before = article("Un mot. Jan Leike est parti. Un autre mot.")
    # "Deux " is five characters, so 8 and 28 become 13 and 33.
    after = article("Deux " + before.text)
    found = find_again(parse_span_id(cite_range(before, 8, 28).id), after)
    assert (found.state, found.span) == (SpanState.MOVED, Span("a", 13, 33))
    assert after.text[13:33] == "Jan Leike est parti."


def test_of_several_places_the_nearest_is_taken() -> None:
    before = article("-----Jan est parti.-----")
    after = article("Jan est parti.---Jan est parti.--------------Jan est parti.")
    # It stood at 5; it now stands at 0, 17 and 45, and |0 - 5| is the smallest difference.
    assert find_again(parse_span_id(cite_range(before, 5, 19).id), after).span == Span("a", 0, 14)


def test_a_quote_with_one_character_changed_is_gone() -> None:
    before = article("Un mot. Jan Leike est parti.")
    found = find_again(parse_span_id(cite_range(before, 8, 28).id), article("Un mot. Jan Leike est parti!"))
    assert (found.state, found.span) == (SpanState.GONE, None)


@given(st.text(min_size=1, max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_a_quote_is_found_again_whatever_is_put_around_it(quote: str, before: str, after: str) -> None:
    identifier = span_id(article(quote), Span("a", 0, len(quote)))
    found = find_again(parse_span_id(identifier), article(before + quote + after))
    assert found.span is not None
    assert (before + quote + after)[found.span.start : found.span.end] == quote


def _packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%%%",
        "é",
        "AAAA",
        _packed([]),
        _packed({"a": 1}),
        _packed(["a", "b", 0, 3, "x"]),
        _packed(["a", "b", 3, 0, "x", "y"]),
        _packed(["a", "b", -1, 3, "x", "y"]),
        _packed(["a", "b", True, 3, "x", "y"]),
        _packed(["a", "b", 0.0, 3, "x", "y"]),
        _packed(["a", "b", 0, 3, "", "y"]),
        _packed([1, "b", 0, 3, "x", "y"]),
        _packed(["a", "b", 0, LONGEST_QUOTE_CHARS + 1, "x", "y"]),
        # The first twelve characters of a quote are its anchor.
        _packed(["a", "b", 0, 13, "x" * 13, "y"]),
        _packed([[], {}, 0, 3, None, "y"]),
        _packed(["\ud800", "b", 0, 3, "x", "y"]),
        _packed(["a", "b", 0, 3, "\udfff", "y"]),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
def test_nonsense_is_not_taken_for_a_span_id(text: str) -> None:
    with pytest.raises(SpanNotFoundError, match="is not a span id"):
        parse_span_id(text)


@given(st.text())
def test_no_text_makes_the_parser_fail_in_another_way(text: str) -> None:
    try:
        parse_span_id(text)
    except SpanNotFoundError:
        return
    pytest.fail(f"{text!r} was taken for a span id")


def test_looking_for_a_strangers_span_id_in_a_long_repetitive_article_ends() -> None:
    hostile = _packed(["a", "b", 0, LONGEST_QUOTE_CHARS, "a", "0" * 24])
    assert find_again(parse_span_id(hostile), article("a" * 1_000_000)).state is SpanState.GONE


def test_beyond_as_many_places_as_may_be_tried_nothing_is_found() -> None:
    # A try costs 250 characters at least, so that 25,000,000 / (2 × 250) = 50,000 places are tried on either side.
    made_up = parse_span_id(_packed(["a", "b", 0, 2, "a", sha256(b"ab").hexdigest()[:24]]))
    assert find_again(made_up, article("ax" * 49_999 + "ab")).span == Span("a", 99_998, 100_000)
    assert find_again(made_up, article("ax" * 50_000 + "ab")).state is SpanState.GONE
