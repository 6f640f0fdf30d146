"""Quotes stand between quotation marks that belong together."""

import pytest

from index.article import Article, PartialDate, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Evidence
from rag.compose import quote_all
from rag.fact import Fact
from rag.facts import Findings
from rag.values.marked_values import read_value


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
        # A block quotation is shown without its mark, and more than 5 % with theirs.
        ("> Il est parti.", "« Il est parti. »"),
        (">5 % sont partis.", "« >5 % sont partis. »"),
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


def newest(*sides: tuple[str, ...]) -> list[str]:
    """Which sides of a conflict are called the newest; each side is the dates of its articles, "" for none."""
    articles, facts = {}, []
    for year, dates in enumerate(sides, start=2001):
        pieces = []
        for number, published in enumerate(dates):
            name, text = f"{year}#{number}", f"It was founded in {year}."
            at = PartialDate.parse(published) if published else None
            articles[name] = Article(name, name, text, "0" * 64, "en", None, at, None)
            span, words = Span(name, 0, len(text)), Span(name, text.index(str(year)), len(text) - 1)
            pieces.append(Evidence(Passage(Chunk(name, span, (), None), text, 1.0, 1, 0), span, words, 1.0))
        facts.append(Fact(tuple(pieces), read_value(str(year), "en", None)))
    findings = Findings(tuple(facts), tuple(range(len(facts))))
    (conflict,) = quote_all(findings, articles.__getitem__).conflicts
    return [side.text for side in conflict.sides if side.newest]


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        # The first of May comes after the last day of April, and after the last of the week from 22 to 28 April.
        ([("2024-04",), ("2024-05",)], ["2002"]),
        ([("2024-W17",), ("2024-04-29",)], ["2002"]),
        # "2023" may mean the first of January as well as the last of December.
        ([("2023-11-20",), ("2023",)], []),
        ([("2024-05-15",), ("2024-05",)], []),
        ([("2024-05-15",), ("2024-05-15",)], []),
        # One article of a side is enough for it, and one of another side against it.
        ([("2023-11-20",), ("2023", "2024-05-15")], ["2002"]),
        ([("2023-11-20", "2024-05"), ("2024-05-15",)], []),
        ([("2021",), ("2022",), ("2024-05-15",)], ["2003"]),
        ([("2021",), ("2024",), ("2024-05-15",)], []),
        # When an article without a date is from nobody can know, so nothing is later than it.
        ([("",), ("2024-05-15",)], []),
        ([("2023-11-20", ""), ("2024-05-15",)], []),
        ([("2023-11-20",), ("2024-05-15", "")], ["2002"]),
        ([("",), ("",)], []),
    ],
)
def test_a_side_is_the_newest_only_where_its_date_is_later_whatever_day_it_means(
    sides: list[tuple[str, ...]], expected: list[str]
) -> None:
    assert newest(*sides) == expected
