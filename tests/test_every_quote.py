"""Every quote that leaves the service stands in the text it serves: over 300 articles of difficult Unicode."""

import random
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

import anyio
import httpx
import pytest

from rag.pipeline import Pipeline
from tests.gate_results import Results

ARTICLES, SOAK_ARTICLES = 300, 10_000
# Composed and decomposed accents, emoji of one and of several code points, right-to-left and ideographic scripts, joiners and
# marks without width, every white space that French typography knows, quotation marks, abbreviations, numbers, markup.
WORDS = (
    *("départ", "de\u0301part", "Élu", "E\u0301lu", "œuvre", "ﬁn", "ſtraße", "İstanbul", "naïve", "Zürich"),
    *("🙂", "👩‍👩‍👧", "🇫🇷", "👍🏽", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𠜎", "\U0010fffd", "שלום", "مرحبا", "日本語", "क्षि", "กำ"),
    *("zero\u200bwidth", "soft\u00adhyphen", "word\u2060joiner", "\u202eoverride\u202c", "\ufeff", "a\u0308\u0323"),
    *(
        "«\u00a0oui\u00a0»",
        "“no”",
        "„ja“",
        "l’heure",
        "qu'il",
        "M.",
        "Inc.",
        "etc.",
        "3,5",
        "20\u202f%",
        "100\u00a0000",
    ),
    *("<b>", "&amp;", "https://a.example/é?q=1", "@name", "#tag", "\\n", '"', "…", "—", "word", "leike", "resigned"),
)
GAPS = (" ", " ", " ", " ", "\u00a0", "\u202f", "\t", "  ", "\n", "\r\n", "\u2028", " \n ")
ENDS = (". ", "! ", "? ", "… ", ".\n\n", ".\r\n\r\n", "\u00a0! ", ". » ", "\n\n")
Articles = Mapping[str, str]


def write_article(chance: random.Random) -> str:
    sentences = []
    for _ in range(chance.randint(1, 12)):
        words = chance.choices(WORDS, k=chance.randint(1, 14))
        sentences.append("".join(word + chance.choice(GAPS) for word in words).rstrip(" ") + chance.choice(ENDS))
    return chance.choice(("", "\ufeff", "\r\n", " ")) + "word " + "".join(sentences)


def check(citation: Mapping[str, object], body: bytes) -> None:
    quote, text = str(citation["quote"]), body.decode("utf-8")
    start, end, utf16_start, utf16_end, byte_start, byte_end = (
        int(str(citation[name])) for name in ("start", "end", "utf16_start", "utf16_end", "byte_start", "byte_end")
    )
    assert text[start:end] == quote
    assert text.encode("utf-16-le")[2 * utf16_start : 2 * utf16_end].decode("utf-16-le") == quote
    assert body[byte_start:byte_end].decode("utf-8") == quote
    assert start <= int(str(citation["answer_start"])) < int(str(citation["answer_end"])) <= end


HashingPipeline = Callable[[Articles], Pipeline]
Serving = Callable[[Pipeline], AbstractAsyncContextManager[httpx.AsyncClient]]


def quotes_of(hashing_pipeline: HashingPipeline, serving: Serving, count: int) -> int:
    """Ask so many articles a question each, and slice every quote out of its text; how many quotes there were."""
    chance = random.Random(20231117)  # noqa: S311 - the same articles every time
    articles = {f"{number:04}": write_article(chance) for number in range(count)}
    pipeline = hashing_pipeline(articles)

    async def ask_all() -> int:
        quotes = 0
        async with serving(pipeline) as client:
            for article_id, text in articles.items():
                question = " ".join(chance.choices(text.split(), k=4)).strip() or "word"
                body = {"question": question, "filters": {"article_ids": [article_id]}}
                answer = (await client.post("/v1/ask", json=body)).raise_for_status().json()
                served = (await client.get(f"/v1/articles/{article_id}/text")).raise_for_status().content
                assert served == text.encode()
                for citation in answer["citations"]:
                    check(citation, served)
                    found = (await client.get(citation["permalink"])).raise_for_status().json()
                    assert (found["state"], found["quote"]) == ("unchanged", citation["quote"])
                for statement in answer["statements"]:
                    assert answer["answer"][statement["start"] : statement["end"]].strip()
                quotes += len(answer["citations"])
        return quotes

    return anyio.run(ask_all)


def test_slicing_the_served_text_gives_every_quote_of_three_hundred_difficult_articles(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    # Each article answers its own words: fewer quotes than articles would mean that some were never tried.
    assert quotes_of(hashing_pipeline, serving, ARTICLES) >= ARTICLES


@pytest.mark.soak
def test_slicing_the_served_text_gives_every_quote_of_ten_thousand_answers(
    hashing_pipeline: HashingPipeline, serving: Serving, results: Results
) -> None:
    count = SOAK_ARTICLES
    with results.gate("29", count) as texts, results.gate("35", count) as answers:
        quotes = quotes_of(hashing_pipeline, serving, count)
        texts.measured = answers.measured = f"{quotes} quotes, each verbatim in the article that it names"
        assert quotes >= count
