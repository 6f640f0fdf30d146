"""Tests of marking words in an article, and of markup that lets nothing through."""

import html
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.html.article import articles_of
from eval.html.marks import CONTEXT_CHARS, Mark, Source, cut, stretches
from eval.html.markup import element, join, text
from eval.html.numbers import bounds, duration, moment, points
from eval.rows import Verdict
from index.article import Article, Span
from tests.test_eval_differences import row

GOLD, QUOTE = Source.GOLD, Source.QUOTE


def marks_in(text: str) -> st.SearchStrategy[list[Mark]]:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 60))
    return st.lists(st.tuples(st.sampled_from(Source), places), min_size=1, max_size=6).map(
        lambda found: [
            Mark(source, number, start, min(len(text), start + length))
            for number, (source, (start, length)) in enumerate(found, start=1)
        ]
    )


def test_marks_that_overlap_are_cut_where_one_begins_or_ends() -> None:
    gold, quote = Mark(GOLD, 1, 4, 9), Mark(QUOTE, 1, 6, 12)
    found = [(piece.text, piece.marks, piece.begins) for piece in cut("one two three four", [gold, quote], 0, 18)]
    assert found == [
        ("one ", (), ()),
        ("tw", (gold,), (gold,)),
        ("o t", (gold, quote), (quote,)),
        ("hre", (quote,), ()),
        ("e four", (), ()),
    ]


def test_a_mark_within_another_and_one_twice_keep_their_own_words() -> None:
    outer, inner, same = Mark(GOLD, 1, 0, 11), Mark(QUOTE, 1, 2, 5), Mark(QUOTE, 2, 2, 5)
    pieces = list(cut("hello world", [outer, inner, same], 0, 11))
    assert [piece.text for piece in pieces] == ["he", "llo", " world"]
    assert pieces[1].marks == (outer, inner, same)


@given(st.text("ab \n🚀", min_size=1, max_size=3_000).flatmap(lambda text: st.tuples(st.just(text), marks_in(text))))
def test_stretches_give_the_text_and_every_mark_its_words(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    shown = stretches(text, marks)
    assert all("".join(p.text for p in s.pieces) == text[s.start : s.end] for s in shown)
    assert all(before.end < after.start for before, after in pairwise(shown))
    for mark in marks:
        words = "".join(piece.text for stretch in shown for piece in stretch.pieces if mark in piece.marks)
        assert words == text[mark.start : mark.end]
        assert sum(mark in piece.begins for stretch in shown for piece in stretch.pieces) == 1


def test_far_marks_are_two_stretches_with_whole_words_around_them() -> None:
    words = "word " * 1_000
    first, second = stretches(words, [Mark(GOLD, 1, 2_000, 2_004), Mark(GOLD, 2, 4_000, 4_004)])
    assert (first.start, first.end) == (2_000 - CONTEXT_CHARS, 2_004 + CONTEXT_CHARS)
    assert words[second.start - 1] == " "
    # 60 characters from the end of the text are not worth leaving out.
    assert stretches("word " * 100, [Mark(GOLD, 1, 200, 204)])[0].start == 0


def test_gold_and_quote_are_told_apart_by_their_names() -> None:
    article = Article("a", "A <b>title</b>", "Say what you mean.", "0", "en", None, None, None)
    spans = {"gold_spans": (Span("a", 4, 12),), "said_spans": (Span("a", 9, 17), Span("a", 0, 3))}
    shown = articles_of(replace(row("q", Verdict.WRONG), **spans), {"a": article})  # type: ignore[arg-type]
    assert '<mark class="quote" data-quote="2" data-begins="quote 2">Say</mark> ' in shown
    assert '<mark class="gold" data-gold="1" data-begins="gold 1">what </mark>' in shown
    assert '<mark class="gold quote" data-gold="1" data-quote="1" data-begins="quote 1">you</mark>' in shown
    assert '<mark class="quote" data-quote="1"> mean</mark>.' in shown
    assert "A &lt;b&gt;title&lt;/b&gt;" in shown
    assert "nothing to mark" in articles_of(row("q", Verdict.REFUSED), {})


@pytest.mark.parametrize("payload", ["<script>x</script>", "\"'><img src=x onerror=x>", "a & b", "&lt;", "]]>", "${x}"])
def test_whatever_is_not_markup_is_escaped(payload: str) -> None:
    escaped = element("p", payload, title=payload)
    assert "<" not in escaped.removeprefix("<p").removesuffix("</p>")
    assert escaped.count('"') == 2
    assert html.unescape(escaped) == f'<p title="{payload}">{payload}</p>'
    assert join([payload, element("b", payload)]) == text(payload) + f"<b>{text(payload)}</b>"


def test_attributes_are_left_out_where_there_is_nothing_to_say() -> None:
    made = element("input", type="checkbox", hidden=True, disabled=False, title=None, class_="a", aria_label="b")
    assert made == '<input type="checkbox" hidden class="a" aria-label="b">'
    assert element("line", x1=1.5) == '<line x1="1.5"/>'
    assert element("p", None, "a\rb") == "<p>a&#13;b</p>"


def test_numbers_are_written_for_people() -> None:
    assert [points(x) for x in (0.012, -0.008, -0.0001, None)] == ["+1.2", "−0.8", "0.0", "–"]
    assert (bounds(0.5, 1), bounds(None, None)) == ("50.0 to 100.0", "")
    assert (duration(840.4), duration(1_240)) == ("840 ms", "1.24 s")
    assert moment("2026-05-15T19:58:27Z") == "2026-05-15 19:58 UTC"
