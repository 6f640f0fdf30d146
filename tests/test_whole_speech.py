"""A quote that begins or ends in the midst of a speech has the whole of it, where that is short: no mark stands alone."""

import pytest

from rag.compose import quote_all
from tests.test_antecedents import cited, found, printed

LONG = "We waited for hours in the cold and rain. " * 10


@pytest.mark.parametrize(
    ("language", "sentence", "whole"),
    [
        (
            "fr",
            "Anna Roth a écrit : « Je pars.",
            "Anna Roth a écrit : « Je pars. Rien ne me retient ici. Je reviendrai. »",
        ),
        ("fr", "Rien n’est fini ! », a dit Anna Roth.", "« Je pars. Rien n’est fini ! », a dit Anna Roth."),
        ("en", "Anna Roth said: “I quit.", "Anna Roth said: “I quit. Nothing keeps me here.”"),
        ("en", "Nothing keeps me here,” Anna Roth said.", "“I quit. Nothing keeps me here,” Anna Roth said."),
        ("en", 'Anna Roth said: "I quit.', 'Anna Roth said: "I quit. Nothing keeps me here."'),
        ("en", 'Nothing keeps me here", Anna Roth said.', '"I quit. Nothing keeps me here", Anna Roth said.'),
        ("de", "Anna Roth sagte: „Ich gehe.", "Anna Roth sagte: „Ich gehe. Nichts hält mich hier.“"),
        ("de", "Anna Roth sagte: »Ich gehe.", "Anna Roth sagte: »Ich gehe. Nichts hält mich hier.«"),
    ],
)
def test_a_quote_has_the_whole_speech_that_it_begins_or_ends_in(language: str, sentence: str, whole: str) -> None:
    article = printed(f"Zuvor war es still. {whole} The end.", language)
    composed = quote_all(found(article, sentence), lambda _id: article)
    (quote,) = composed.citations
    assert quote.quote == whole
    assert article.text[quote.answer_span.start : quote.answer_span.end] == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # Shown without the mark at its edge.
        ("« Je pars. Rien ne me retient. »", "« Je pars."),
        ("« Je pars. Rien ne me retient. »", "Rien ne me retient. »"),
        # Nothing is open.
        ("Elle a dit « non » à tous. « Je pars. »", "Elle a dit « non » à tous."),
        # It is too long, or nothing ever closes it.
        (f"Anna Roth said: “I quit. {LONG}I go.”", "Anna Roth said: “I quit."),
        ("Anna Roth said: “I quit. Then she went.", "Anna Roth said: “I quit."),
        # A heading stands between.
        ("Anna Roth said: “I quit.\n\nMore news\n\nNothing keeps me here.”\n\nThe end.", "Anna Roth said: “I quit."),
    ],
)
def test_nothing_is_taken_in_that_need_not_or_cannot_be(text: str, sentence: str) -> None:
    (quote,) = cited(printed(text, "fr" if "«" in text else "en"), sentence)
    assert quote.quote == sentence


def test_what_is_quoted_by_itself_is_not_taken_in() -> None:
    article = printed("Anna Roth said: “I quit. Nothing keeps me here.” The end.", "en")
    quotes = cited(article, "Anna Roth said: “I quit.", "Nothing keeps me here.”")
    assert [quote.quote for quote in quotes] == ["Anna Roth said: “I quit.", "Nothing keeps me here.”"]


@pytest.mark.parametrize(
    ("language", "before", "speech"),
    [
        ("en", "Anna Roth closed the plant.", "“Nobody asked me,” she said."),
        ("en", "Anna Roth closed the plant.", '"Nobody asked me," said she to the board.'),
        ("fr", "Anna Roth a fermé l’usine.", "« Rien ne presse », a-t-elle déclaré."),
        ("fr", "Anna Roth a fermé l’usine.", "« Rien ne presse », explique-t-elle."),
        ("de", "Anna Roth schloss das Werk.", "„Das Gas fragt nicht“, sagt sie."),
    ],
)
def test_a_speech_of_a_pronoun_has_the_sentence_that_names_who_speaks(language: str, before: str, speech: str) -> None:
    (quote,) = cited(printed(f"The beginning. {before} {speech} The end.", language), speech)
    assert quote.quote == f"{before} {speech}"


def test_a_speech_of_several_sentences_has_the_sentence_that_names_who_speaks() -> None:
    speech = "« Rien ne presse. Rien ne me retient », a-t-elle déclaré."
    article = printed(f"Le vent se lève. Anna Roth a fermé l’usine. {speech} Et puis rien.", "fr")
    (quote,) = cited(article, "Rien ne me retient », a-t-elle déclaré.")
    assert quote.quote == f"Anna Roth a fermé l’usine. {speech}"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "“Nobody asked me,” Anna Roth said."),
        ("en", "Tomorrow “nobody” will be there, she said."),
        ("en", "Anna Roth said that “nobody” she knew had asked."),
        ("fr", "« Rien ne presse », a dit Anna Roth."),
        ("es", "«Nadie me preguntó», dijo Anna Roth."),
        ("de", "„Das Gas fragt nicht“, sagt Anna Roth."),
    ],
)
def test_a_speech_with_its_speaker_takes_nothing_in(language: str, sentence: str) -> None:
    assert [quote.quote for quote in cited(printed(f"Before it. {sentence}", language), sentence)] == [sentence]


def test_the_signature_of_another_post_names_nobody_who_speaks() -> None:
    speech = "“Nobody asked me,” she said."
    article = printed(f"I am very sad.\n\n— Anna Roth (@aroth) May 17, 2024\n\n{speech} The end.", "en")
    assert [quote.quote for quote in cited(article, speech)] == [speech]
