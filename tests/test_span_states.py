"""Whatever is done to a text, a quote's state is the one that a plain look at both texts gives."""

from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article, Span
from rag.citations import LONGEST_QUOTE_CHARS, FoundSpan, SpanState, find_again, parse_span_id, span_id, words_at

# Few letters, so that a quote often stands in several places.
_TEXTS = st.text(alphabet="ab é🙂\n", min_size=1, max_size=60)
# An edit: where, how many characters go, and what comes in their place.
_EDITS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12), st.text(alphabet="ab é🙂\n", max_size=8)), max_size=6
)


def article(text: str) -> Article:
    return Article("a", "A title", text, "0" * 64, "fr", None, None, None)


def edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    for at, gone, new in edits:
        text = text[:at] + new + text[at + gone :]
    return text


def expected(before: str, start: int, end: int, after: str) -> FoundSpan:
    """By trying every place there is, one after the other."""
    quote, length = before[start:end], end - start
    places = [at for at in range(len(after) - length + 1) if after[at : at + length] == quote]
    if start in places:
        return FoundSpan(SpanState.UNCHANGED, Span("a", start, end))
    if not places:
        return FoundSpan(SpanState.GONE, None)
    nearest = sorted(places, key=lambda at: (abs(at - start), at))[0]
    return FoundSpan(SpanState.MOVED, Span("a", nearest, nearest + length))


@given(_TEXTS, _EDITS, st.data())
@settings(max_examples=400)
def test_after_any_edits_the_state_is_right_with_the_old_words_and_without(
    before: str, edits: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))
    after = edited(before, edits)
    parsed = parse_span_id(span_id(article(before), Span("a", start, end)))
    right = expected(before, start, end, after)
    assert find_again(parsed, article(after), words_at(parsed, before)) == right
    assert find_again(parsed, article(after)) == right


def test_a_quote_behind_a_thousand_places_that_begin_like_it_is_found() -> None:
    quote = "the same twelve letters, and then others"
    before = article(quote)
    after = article("the same twelve letters again. " * 1_000 + quote)
    found = find_again(parse_span_id(span_id(before, Span("a", 0, len(quote)))), after)
    # 31 characters, a thousand times.
    assert (found.state, found.span) == (SpanState.MOVED, Span("a", 31_000, 31_000 + len(quote)))


def test_looking_for_known_words_in_a_long_repetitive_article_ends() -> None:
    quote = "a" * (LONGEST_QUOTE_CHARS - 1) + "b"
    before = article("c" * 900_000 + quote)
    parsed = parse_span_id(span_id(before, Span("a", 900_000, 900_000 + len(quote))))
    assert find_again(parsed, article("a" * 1_000_000), quote).state is SpanState.GONE


def test_the_words_are_cut_out_of_the_text_they_were_cited_from_and_of_no_other() -> None:
    before = article("One. Two. Three.")
    parsed = parse_span_id(span_id(before, Span("a", 5, 9)))
    assert words_at(parsed, before.text) == "Two."
    assert words_at(parsed, "One. TWO. Three.") is None
