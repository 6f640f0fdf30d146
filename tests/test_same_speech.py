"""Sentences of one speech, each found by itself, are one quote, in the order in which they were said."""

from dataclasses import replace

from index.article import Article
from rag.answer import Evidence, Mark
from rag.compose import compose
from tests.test_antecedents import cited, found, printed

SPEECH = "« J’ai choisi seule. Rien ne me retient. Je pars », a dit Anna Roth."
FIRST, MIDDLE, LAST = "« J’ai choisi seule.", "Rien ne me retient.", "Je pars », a dit Anna Roth."


def quotes(article: Article, *sentences: str) -> list[str]:
    """What is quoted of these sentences, read best first."""
    pieces: list[Evidence] = [
        replace(fact.best, score=80.0 - n, mark=Mark(5.0, 0.75))
        for n, fact in enumerate(found(article, *sentences).facts)
    ]
    composed = compose("Qu'a dit Anna Roth ?", pieces, 4, lambda _id: article)
    return [citation.quote for citation in composed.citations]


def test_sentences_of_one_speech_are_one_quote_up_to_who_speaks() -> None:
    article = printed(f"Le vent se lève. {SPEECH} Et puis rien.", "fr")
    assert quotes(article, MIDDLE, FIRST, LAST) == [SPEECH]
    assert quotes(article, FIRST, MIDDLE) == [SPEECH]
    assert quotes(article, LAST, MIDDLE) == [SPEECH]


def test_two_speeches_and_what_stands_beside_one_are_quotes_of_their_own() -> None:
    other = "« Nous gardons le moulin », répond Ben Kuhn."
    article = printed(f"{SPEECH} Le vent se lève. {other}", "fr")
    assert quotes(article, other, LAST) == [other, SPEECH]
    article = printed(f"Le vent se lève. {SPEECH}", "fr")
    assert quotes(article, "Le vent se lève.", LAST) == ["Le vent se lève.", SPEECH]


def test_a_heading_in_the_midst_of_a_speech_parts_it() -> None:
    article = printed("« J’ai choisi seule.\n\nAutres nouvelles\n\nJe pars », a dit Anna Roth.", "fr")
    assert quotes(article, FIRST, LAST) == [FIRST, LAST]


def test_the_beginning_of_a_speech_has_the_rest_where_that_names_who_speaks() -> None:
    (named,) = cited(printed(f"{SPEECH} Et puis rien.", "fr"), FIRST)
    assert named.quote == SPEECH
    (bare,) = cited(printed("« J’ai choisi seule. Je pars. » Et puis rien.", "fr"), FIRST)
    assert bare.quote == FIRST


def test_a_speech_that_is_too_long_to_be_cited_stays_in_two_quotes() -> None:
    # 50,000 characters may be cited; with the sentence before them these are 50,009.
    longest = f"And{' ' * 49_982}we build.”"
    article = printed(f"“We are safe. {longest} He left.", "en")
    assert quotes(article, "“We are safe.", longest) == ["“We are safe.", longest]
    shorter = f"And{' ' * 100}we build.”"
    article = printed(f"“We are safe. {shorter} He left.", "en")
    assert quotes(article, "“We are safe.", shorter) == [f"“We are safe. {shorter}"]
