"""Quotes stand between quotation marks that belong together."""

import pytest

from index.article import Article, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Evidence
from rag.compose import quote_all
from rag.facts import Fact, Findings


def shown(sentence: str, language: str = "fr") -> str:
    article = Article("a", "A title", sentence, "0" * 64, language, None, None, None)
    span = Span("a", 0, len(sentence))
    passage = Passage(Chunk("a#0", span, (), None), sentence, 1.0, 1, 0)
    findings = Findings((Fact((Evidence(passage, span, span, 1.0),), None),), ())
    return quote_all(findings, lambda _id: article).text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Il est parti.", "« Il est parti. »"),
        # A pair around the whole sentence is not doubled.
        ("« Il est parti. »", "« Il est parti. »"),
        ("«\u00a0Il est parti.\u00a0»", "« Il est parti. »"),
        # A mark whose partner stands in another sentence goes.
        ("« J’ai rejoint le groupe.", "« J’ai rejoint le groupe. »"),
        ("Un point de rupture.»", "« Un point de rupture. »"),
        ("Leike.", "« Leike. »"),
        # Pairs inside stay, wherever in the sentence they stand.
        ("Il a dit : « Je regrette. »", "« Il a dit : « Je regrette. » »"),
        ("« Lotharingie » est le nom.", "« « Lotharingie » est le nom. »"),
        ("« Qu’a vu Jan ? », se demande un internaute.", "« « Qu’a vu Jan ? », se demande un internaute. »"),
        ("« Oui », dit-il, « non »", "« « Oui », dit-il, « non » »"),
    ],
)
def test_marks_are_neither_doubled_nor_left_alone(sentence: str, expected: str) -> None:
    assert shown(sentence) == expected
    assert expected.count("«") == expected.count("»")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ('"Never again" was the slogan.', '“"Never again" was the slogan.”'),
        ('"We left."', "“We left.”"),
        ("It was the '90s.", "“It was the '90s.”"),
        ("»", "“»”"),
    ],
)
def test_the_marks_are_those_of_the_articles_language(sentence: str, expected: str) -> None:
    assert shown(sentence, "en") == expected
