"""Tests of gold on one text that several sites print: a quote and a passage of any print of it are right."""

from collections.abc import Callable, Mapping

import pytest

from eval.asked import AskedQuestion, Examination
from eval.gold import GoldEvidence, GoldQuestion, Kind
from eval.metrics import Corpus, rank_found
from eval.metrics_quotes import cited_spans
from eval.metrics_retrieval import Ranking
from eval.prints import printed_spans
from eval.rows import Verdict
from index.article import Article, Span
from rag.answer import Citation, Elsewhere
from rag.offsets import Offsets
from rag.pipeline import Pipeline

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]

BECAUSE = "The ferry Aurora stopped before the island because its rudder had broken in the night."
AGENCY = f"""A ferry with 212 people aboard drifted for six hours off the northern coast on Tuesday.
{BECAUSE} Two tugs brought it into the harbour of Lerwick towards noon.
Nobody was hurt, the coast guard said, and passengers were given soup and blankets in the town hall.
The company promised to pay for hotels and for the journey home of everyone aboard.
"""
# The same text with its lines broken elsewhere. Neither has a date, so the agency's is the earlier one by its id.
GAZETTE = "THE GAZETTE\n\n" + AGENCY.replace("because its", "because\nits")
PRINTS = {"agency": AGENCY, "gazette": GAZETTE}
QUOTES = {"agency": BECAUSE, "gazette": BECAUSE.replace("because its", "because\nits")}


def evidence(*prints: str) -> tuple[GoldEvidence, ...]:
    places = ((name, PRINTS[name].index(QUOTES[name])) for name in prints)
    return tuple(GoldEvidence(Span(name, start, start + len(QUOTES[name])), QUOTES[name]) for name, start in places)


def asking(answer: str, *pieces: GoldEvidence, kind: Kind = Kind.WHY) -> GoldQuestion:
    # Hashed words find what they stand in, so the question has those of the sentence.
    return GoldQuestion("q", BECAUSE, "en", kind, answerable=True, answers=(answer,), evidence=pieces)


def gold(*prints: str, kind: Kind = Kind.WHY) -> GoldQuestion:
    return asking("rudder had broken", *evidence(*prints), kind=kind)


@pytest.mark.parametrize("prints", [("agency",), ("gazette",), ("agency", "gazette")])
@pytest.mark.parametrize("kind", [Kind.WHY, Kind.LIST])
def test_gold_is_right_whichever_print_it_was_marked_in(
    prints: tuple[str, ...], kind: Kind, hashing_pipeline: HashingPipeline
) -> None:
    question = gold(*prints, kind=kind)
    asked: AskedQuestion = Examination(hashing_pipeline(PRINTS), [question]).ask(question)
    asked.assert_right()
    assert asked.answer is not None
    assert asked.answer.citations[0].article.id == "agency"
    perfect = ("recall@1", "article_recall@1", "ndcg@8", "article_ndcg@8", "right_with_quote", "quote_recall")
    assert [asked.scores[name] for name in perfect] == [1] * len(perfect)
    # In the report the quote is marked where the gold is.
    assert asked.row.said_spans[0].article_id == prints[0]
    assert asked.scores["spans_exact"] == 1


def test_what_went_wrong_is_told_without_the_escapes_of_an_article(hashing_pipeline: HashingPipeline) -> None:
    text = AGENCY.replace("its rudder", "its \x1b[31mrudder\x1b]0;pwned\x07")
    words = "soup and blankets"
    start = text.index(words)
    piece = GoldEvidence(Span("agency", start, start + len(words)), words)
    asked = Examination(hashing_pipeline({"agency": text}), [asking(words, piece)]).ask(asking(words, piece))
    told = asked.explained()
    assert asked.verdict is Verdict.WRONG
    assert "\ufffd[31mrudder\ufffd]0;pwned\ufffd" in told
    assert "\x1b" not in told


def test_words_that_the_print_found_has_otherwise_are_not_found() -> None:
    texts = PRINTS | {"gazette": GAZETTE.replace("in the night.", "at dawn, it said.")}
    words = "rudder had broken at dawn, it said."
    start = texts["gazette"].index(words)
    piece = GoldEvidence(Span("gazette", start, start + len(words)), words)
    question = asking("at dawn", piece)
    corpus = Corpus({name: article(name, text) for name, text in texts.items()}, {}, GROUPS)
    passage = Span("agency", 0, len(AGENCY))
    found, articles = rank_found(question, [passage], corpus)
    assert (found.first_gold, articles.first_gold) == (None, None)


def article(name: str, text: str) -> Article:
    return Article(name, "T", text, "0" * 64, "en", None, None, None)


GROUPS = dict.fromkeys(PRINTS, tuple(PRINTS))
CORPUS = Corpus(
    {name: article(name, text) for name, text in PRINTS.items()},
    {name: (Span(name, 0, 200), Span(name, 120, len(text))) for name, text in PRINTS.items()},
    GROUPS,
)


def test_of_two_prints_that_are_found_the_first_is_gold_and_counts_once() -> None:
    question, (agency, gazette) = gold("gazette"), (CORPUS.chunks[name][0] for name in PRINTS)
    other = Span("agency", 300, 320)
    passages, articles = rank_found(question, [other, agency, gazette], CORPUS)
    # The agency's quote lies in the first of its chunks alone: 88 to 174.
    assert passages == Ranking(("agency:300-320", "agency:0-200", "gazette:0-200"), {"agency:0-200": 1})
    assert articles == Ranking(("agency", "gazette"), {"agency": 1})


def test_where_no_print_is_found_gold_is_where_it_was_marked() -> None:
    passages, articles = rank_found(gold("gazette"), [], CORPUS)
    assert (list(passages.gold), list(articles.gold)) == (["gazette:0-200"], ["gazette"])


def test_an_article_that_only_quotes_the_words_is_no_print() -> None:
    alone = Corpus(CORPUS.articles, CORPUS.chunks)
    passages, articles = rank_found(gold("gazette"), [CORPUS.chunks["agency"][0]], alone)
    assert (passages.first_gold, articles.first_gold) == (None, None)


def test_only_chunks_of_the_articles_that_gold_names_are_looked_at() -> None:
    assert CORPUS.chunks_about([Span("gazette", 5, 9), Span("gazette", 7, 8)]) == list(CORPUS.chunks["gazette"])
    assert CORPUS.chunks_about([Span("elsewhere", 5, 9)]) == []


def test_a_citation_stands_where_it_is_right_and_else_where_it_is_cited() -> None:
    quote = GAZETTE[13:33]
    cited = Citation(
        "id",
        article("agency", AGENCY),
        quote,
        Offsets.of(AGENCY, 0, 20),
        Span("agency", 0, 20),
        1.0,
        (Elsewhere(article("gazette", GAZETTE), Offsets.of(GAZETTE, 13, 33)),),
    )
    agency, gazette = Span("agency", 0, 20), Span("gazette", 13, 33)
    assert printed_spans([cited]) == (agency, gazette)
    assert cited_spans([cited], [Span("gazette", 13, 33)]) == (gazette,)
    assert cited_spans([cited], [Span("talk", 0, 20)]) == cited_spans([cited], []) == (agency,)
    # It shares 8 with a piece of 40 in the agency, less than half of the shorter, and 5 of a piece of 5 in the gazette.
    assert cited_spans([cited], [Span("agency", 12, 52), Span("gazette", 13, 18)]) == (gazette,)


def test_a_wrong_quote_stays_wrong(hashing_pipeline: HashingPipeline) -> None:
    words = "Two tugs brought it into the harbour of Lerwick towards noon."
    start = GAZETTE.index(words)
    piece = GoldEvidence(Span("gazette", start, start + len(words)), words)
    question = asking("tugs", piece)
    assert Examination(hashing_pipeline(PRINTS), [question]).ask(question).verdict is Verdict.WRONG
