"""A quote that begins with a pronoun has the sentence before it, which names who is meant."""

import pytest

from index.article import Article, PartialDate, Span
from index.chunks import Chunk
from index.search import Passage
from index.sentences import split_sentences
from rag.answer import Citation, Evidence
from rag.compose import quote_all
from rag.fact import Fact
from rag.facts import Findings


def printed(text: str, language: str, article_id: str = "a", year: str = "2024") -> Article:
    return Article(article_id, "A title", text, "0" * 64, language, None, PartialDate.parse(year), None)


def found(article: Article, *sentences: str) -> Findings:
    """A fact for each of `sentences`, found in one passage that is the whole article."""
    cut = split_sentences(article.text, article.language, ())
    whole = Span(article.id, 0, len(article.text))
    passage = Passage(Chunk(f"{article.id}#0", whole, cut, None), article.text, 1.0, 1, 0)
    starts = [article.text.index(sentence) for sentence in sentences]
    spans = [Span(article.id, at, at + len(sentence)) for at, sentence in zip(starts, sentences, strict=True)]
    return Findings(tuple(Fact((Evidence(passage, span, span, 1.0),), None) for span in spans), ())


def cited(article: Article, *sentences: str, prints: tuple[Article, ...] = ()) -> tuple[Citation, ...]:
    articles = {each.id: each for each in (article, *prints)}
    return quote_all(found(article, *sentences), articles.__getitem__, lambda _id: prints).citations


def test_the_signature_of_a_post_is_quoted_with_what_it_signs() -> None:
    post, signature = "I am very sad to see him leave.", "— Anna Roth (@aroth) May 17, 2024"
    article = printed(f"The chair spoke. {post} {signature}", "en")
    (quote,) = cited(article, signature)
    assert quote.quote == f"{post} {signature}"
    # Where the post is quoted by itself it is not said twice.
    assert [each.quote for each in cited(article, signature, post)] == [signature, post]


def test_a_signature_is_cited_from_a_print_that_has_the_post_above_it() -> None:
    post, signature = "I am very sad to see him leave.", "— Anna Roth (@aroth) May 17, 2024"
    own = printed(f"{post} {signature}", "en", year="2024")
    # Of 2023 is the earlier one, which has the signature, and above it what the page tells of something else.
    rival = printed(f"Read also: more. {signature}", "en", "b", "2023")
    (quote,) = cited(own, signature, prints=(rival,))
    assert (quote.article.id, quote.quote) == ("a", f"{post} {signature}")


@pytest.mark.parametrize(
    ("language", "before", "sentence"),
    [
        ("fr", "Un nouveau directeur a été nommé.", "Il s’agit de Emmett Shear."),
        ("fr", "Anna Roth dirige la banque.", "Elle a 59 ans."),
        ("fr", "Anna Roth a nommé Jean Marc.", "Ce dernier a refusé."),
        ("en", "Anna Roth runs the bank.", "> She is 59 years old."),
        ("fr", "On a regardé la montre.", "« C’était plutôt trois heures. »"),
        ("fr", "Roth a lu la lettre.", "Il est resté chez lui."),
        ("en", "Anna Roth runs the bank.", "She is 59 years old."),
        ("en", "The bank was sold.", "This was a surprise to all."),
        ("en", "The bank opened in May.", "It was closed in June."),
        ("de", "Anna Roth leitet die Bank.", "Sie ist 59 Jahre alt."),
        ("es", "Anna Roth y Ana Paz salieron.", "Ellas fundaron un banco."),
        ("es", "Jean Marc salió.", "Él fundó un banco."),
        ("fr", "Jean Marc est parti.", "Il est accusé de fraude."),
        ("fr", "Jean Marc est parti.", "Il est né de parents suisses."),
        ("fr", "Jean Marc est parti.", "Mais il reviendra."),
        ("fr", "Jean Marc est parti.", "Depuis, elle le cherche."),
        ("en", "Jean Marc resigned.", "But he stayed in town."),
        ("en", "Jean Marc resigned.", "However, he stayed in town."),
        ("de", "Jean Marc ging.", "Aber er blieb in der Stadt."),
    ],
)
def test_a_pronoun_takes_the_sentence_before_with_it(language: str, before: str, sentence: str) -> None:
    (quote,) = cited(printed(f"{before} {sentence} Et puis rien.", language), sentence)
    assert quote.quote == f"{before} {sentence}"
    # The words that answer are still those of the sentence alone.
    assert quote.article.text[quote.answer_span.start : quote.answer_span.end] == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Il y a trois banques."),
        ("fr", "Il faut partir."),
        ("fr", "Il est probable que la banque ferme."),
        ("fr", "Il est encore trop tôt pour le dire."),
        ("fr", "Il est difficile de le dire."),
        ("fr", "Il existe trois banques."),
        ("es", "El ministro fundó un banco."),
        ("en", "But the bank was sold."),
        ("fr", "Il n’y avait pas de banque."),
        ("fr", "C’est Jean Marc qui dirige."),
        ("fr", "Ils-sous-Bois est un village."),
        ("fr", "Anna Roth a 59 ans."),
        ("en", "It is clear that the bank was sold."),
        ("en", "This year the bank was sold."),
        ("en", "Sheila Roth runs it."),
        ("de", "Ernst Roth leitet sie."),
        ("xx", "She is 59 years old."),
    ],
)
def test_no_pronoun_takes_nothing_with_it(language: str, sentence: str) -> None:
    (quote,) = cited(printed(f"Une autre phrase. {sentence}", language), sentence)
    assert quote.quote == sentence


def test_a_pronoun_before_a_pronoun_goes_back_once_more_and_no_further() -> None:
    article = printed("Anna Roth leads. She is 59. She has a dog. She left in May.", "en")
    assert cited(article, "She has a dog.")[0].quote == "Anna Roth leads. She is 59. She has a dog."
    # Three sentences before it is who she is; the two that may be taken in do not say.
    assert cited(article, "She left in May.")[0].quote == "She left in May."


@pytest.mark.parametrize(
    ("language", "before", "sentence"),
    [
        # Nothing stands before the first, or a speech, which says "I" and of nobody who that is.
        ("en", "She has a dog.", "She left in May."),
        ("fr", "« Je pars demain. »", "Il a pris le train."),
        ("fr", "« Je pars demain.» Il a pris le train.", "Il a aussi un chien."),
        ("en", "“Nobody asked me.”", "She left in May."),
        # "She said" tells no more than "she".
        ("en", "“Nobody asked me,” she said.", "She left in May."),
        ("en", "The new head\n\nShe has a dog, as her bank said.", "She left in May."),
    ],
)
def test_sentences_before_a_pronoun_that_name_nobody_are_not_taken_in(
    language: str, before: str, sentence: str
) -> None:
    assert cited(printed(f"{before} {sentence}", language), sentence)[0].quote == sentence


def test_a_speech_with_who_said_it_names_whom_a_pronoun_stands_for() -> None:
    before = "“Nobody asked me,” Anna Roth said."
    (quote,) = cited(printed(f"{before} She left in May.", "en"), "She left in May.")
    assert quote.quote == f"{before} She left in May."


def test_no_sentence_is_quoted_twice() -> None:
    article = printed("Anna Roth leads the bank. She left in May.", "en")
    quotes = cited(article, "She left in May.", "Anna Roth leads the bank.")
    assert [quote.quote for quote in quotes] == ["She left in May.", "Anna Roth leads the bank."]


def test_a_heading_and_page_noise_are_not_taken_in() -> None:
    heading = printed("The new head\n\nShe left in May, as her bank said.", "en")
    assert cited(heading, "She left in May, as her bank said.")[0].quote == "She left in May, as her bank said."
    text = "Anna Roth leads. Read also: more. She left in May."
    noise = text.index("Read"), text.index("She") - 1
    around = printed(text, "en")
    span = Span("a", text.index("She"), len(text))
    chunk = Chunk("a#0", Span("a", 0, len(text)), split_sentences(text, "en", [noise]), None)
    findings = Findings((Fact((Evidence(Passage(chunk, text, 1.0, 1, 0), span, span, 1.0),), None),), ())
    assert quote_all(findings, lambda _id: around).citations[0].quote == "She left in May."


def test_a_reprint_with_another_sentence_before_keeps_its_place() -> None:
    own = printed("Anna Roth leads the bank. She left in May.", "en", year="2024")
    same = printed("News. Anna Roth leads the bank. She left in May.", "en", "b", "2023")
    rival = printed("The head is gone. She left in May.", "en", "c", "2023")
    (quote,) = cited(own, "She left in May.", prints=(same,))
    assert (quote.article.id, quote.quote) == ("b", "Anna Roth leads the bank. She left in May.")
    assert [other.article.id for other in quote.also_in] == ["a"]
    # Of 2023 is the earlier one, which has the sentence, though not the one before it.
    (quote,) = cited(own, "She left in May.", prints=(rival,))
    assert (quote.article.id, quote.quote) == ("c", "She left in May.")
