"""Who asks for a list is told the whole list, a colon has what it announces, and a frequent question its answer."""

from collections.abc import Sequence

import pytest

from index.article import Article, Span
from index.chunks import Chunk
from index.search import Passage
from index.sentences import split_sentences
from rag.answer import Evidence, Mark
from rag.citations import LONGEST_QUOTE_CHARS
from rag.compose import Composed, compose

FUNDS = "Three funds have said no:\n\n- Oakmoor, with 6%\n- Calder, with 4.1%\n- Roth & Sons\n\nThe vote is in May."


def told(
    text: str,
    question: str,
    *sentences: str,
    words: str = "",
    language: str = "en",
    noise: Sequence[tuple[int, int]] = (),
) -> Composed:
    """What is told where a reader marked `words` of the first of `sentences`, and all of the others."""
    article = Article("a", "A title", text, "0" * 64, language, None, None, None)
    cut = split_sentences(text, language, noise)
    passage = Passage(Chunk("a#0", Span("a", 0, len(text)), cut, None), text, 1.0, 1, 0)
    found = []
    for rank, sentence in enumerate(sentences):
        span = Span("a", text.index(sentence), text.index(sentence) + len(sentence))
        marked = words if rank == 0 and words else sentence
        answer = Span("a", text.index(marked), text.index(marked) + len(marked))
        found.append(Evidence(passage, span, answer, 9.0 - rank, Mark(9.0 - rank)))
    return compose(question, found, 5, lambda _id: article)


def test_who_asks_for_a_list_is_told_all_of_it_once() -> None:
    composed = told(FUNDS, "Which funds are against it?", "- Calder, with 4.1%", "- Oakmoor, with 6%")
    assert [citation.quote for citation in composed.citations] == [FUNDS.removesuffix("\n\nThe vote is in May.")]
    assert composed.text == "“Three funds have said no: - Oakmoor, with 6% - Calder, with 4.1% - Roth & Sons”"


def test_a_list_ends_where_other_text_or_page_noise_begins() -> None:
    text = "Bring:\n\n- a hat\n- a coat\n\nIt is cold.\n\n- a dog\n- a cat"
    (citation,) = told(text, "Which things are needed?", "- a coat").citations
    assert citation.quote == "Bring:\n\n- a hat\n- a coat"


def test_what_was_told_alone_is_not_told_again_in_a_list_or_before_a_pronoun() -> None:
    composed = told(FUNDS, "How much is it?", "- Calder, with 4.1%", "Three funds have said no:", words="4.1%")
    assert [citation.quote for citation in composed.citations] == ["- Calder, with 4.1%", "Three funds have said no:"]
    rule = "The rule for all of us is this:\n\nAnn Lee decides, as she always did. She works in Rome."
    composed = told(rule, "What is the rule?", "The rule for all of us is this:", "She works in Rome.")
    assert [citation.quote for citation in composed.citations] == [
        "The rule for all of us is this:\n\nAnn Lee decides, as she always did.",
        "She works in Rome.",
    ]


def test_a_list_that_is_too_long_for_a_quote_is_not_told_whole() -> None:
    text = f"Bring these:\n\n- a hat\n- a coat{' ' * LONGEST_QUOTE_CHARS}\n- a dog\n\nIt is cold."
    (citation,) = told(text, "Which things are needed?", "- a hat").citations
    assert citation.quote == "- a hat"


def test_who_asks_for_one_value_is_told_its_item_alone() -> None:
    composed = told(FUNDS, "How much does Calder hold?", "- Calder, with 4.1%", words="4.1%")
    assert [citation.quote for citation in composed.citations] == ["- Calder, with 4.1%"]
    assert composed.text == "“Calder, with 4.1%”"


def test_a_colon_has_what_it_announces() -> None:
    composed = told(FUNDS, "Who is against it?", "Three funds have said no:", words="Three funds")
    assert composed.citations[0].quote.endswith("- Roth & Sons")
    post = "He wrote on X: I am sad. Then he left."
    cut = told(post, "Why did he write?", post)
    assert cut.citations[0].quote == post
    text = "Il a écrit ceci :\n\nNous sommes tristes de ce départ, et nous le disons.\n\nPuis rien ne s’est passé."
    (citation,) = told(text, "Qu’a-t-il écrit ?", "Il a écrit ceci :", language="fr").citations
    assert citation.quote == "Il a écrit ceci :\n\nNous sommes tristes de ce départ, et nous le disons."


def test_a_frequent_question_is_told_with_its_answer() -> None:
    text = "Can I work from abroad? Yes, up to twenty days a year. Ask first."
    composed = told(text, "can I work from abroad", "Can I work from abroad?")
    (citation,) = composed.citations
    assert citation.quote == "Can I work from abroad? Yes, up to twenty days a year."
    assert text[citation.answer_span.start : citation.answer_span.end] == "Yes, up to twenty days a year."


def test_a_question_that_asks_something_else_stays_alone() -> None:
    text = "What did Jan see? Nobody on the net knows it."
    (citation,) = told(text, "Which question do people ask about the exit?", "What did Jan see?").citations
    assert citation.quote == "What did Jan see?"


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("- Calder, with 4.1%", "“Calder, with 4.1%”"),
        ("- [ ] Close the door", "“Close the door”"),
        ("> It was late.", "“It was late.”"),
        ("## Opening", "“Opening”"),
        # Between the marks of quotation stand the article's words and no others.
        ("- Close the door\n- Open it", "“Close the door - Open it”"),
        ("1. FC Köln gewann.", "“1. FC Köln gewann.”"),
        ("12. März 2024 ist der Stichtag.", "“12. März 2024 ist der Stichtag.”"),
        ("— Jan Leike (@janleike) May 17, 2024", "“— Jan Leike (@janleike) May 17, 2024”"),
        ("-", "“-”"),
        ("| Day pass | £6.50 |", "“Day pass | £6.50”"),
        ("| Day pass | |", "“| Day pass | |”"),
        ("|", "“|”"),
    ],
)
def test_a_bullet_before_the_words_goes_and_nothing_else(quote: str, shown: str) -> None:
    assert told(quote, "Why?", quote).text == shown


FAQ = """# Bikes

### Must I wear a helmet?

No. We recommend it, though. Helmets can be borrowed at the Town Hall.

### What should I do after an accident?

1. Call 999 if somebody is hurt.
2. Take photographs.

### How much does it cost?

- A day: £6
- A year: £89
"""


def test_an_answer_under_its_question_is_told_from_the_question_on() -> None:
    (citation,) = told(FAQ, "do I have to wear a helmet", "Helmets can be borrowed at the Town Hall.").citations
    assert citation.quote.startswith("Must I wear a helmet?\n\nNo. We recommend it, though. Helmets")
    assert FAQ[citation.answer_span.start : citation.answer_span.end] == "Helmets can be borrowed at the Town Hall."


def test_a_list_under_its_question_is_told_whole_and_once() -> None:
    steps = ("2. Take photographs.", "1. Call 999 if somebody is hurt.")
    composed = told(FAQ, "What should I do after an accident?", *steps)
    assert composed.text == (
        "“What should I do after an accident? 1. Call 999 if somebody is hurt. 2. Take photographs.”"
    )


@pytest.mark.parametrize(
    ("text", "question", "sentence"),
    [
        # Something else is asked, or less than the heading asks.
        (FAQ, "Where can I borrow a helmet?", "Helmets can be borrowed at the Town Hall."),
        (FAQ, "How much does a year cost for students?", "- A year: £89"),
        # The heading asks nothing, or stands too far above.
        ("## Wearing a helmet\n\nNobody must. Ask.", "Is wearing a helmet required?", "Ask."),
        (
            f"## Must I wear a helmet?\n\n{'We were asked. ' * 40}\n\nNobody must.",
            "Must I wear a helmet?",
            "Nobody must.",
        ),
    ],
)
def test_an_answer_under_another_heading_stays_alone(text: str, question: str, sentence: str) -> None:
    assert [citation.quote for citation in told(text, question, sentence).citations] == [sentence]


def test_a_frequent_question_whose_answer_is_told_is_not_told_by_itself() -> None:
    text = "What do I do if I am ill? Phone your manager on the first day. Rest."
    composed = told(
        text, "What do I do if I am ill?", "Phone your manager on the first day.", "What do I do if I am ill?"
    )
    assert [citation.quote for citation in composed.citations] == ["Phone your manager on the first day."]
