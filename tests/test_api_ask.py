"""POST /v1/ask and POST /v1/search keep what the contract promises."""

import asyncio
import json
import re
import runpy
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from api.schemas import AskIn
from api.trimmed import WHITE_SPACE
from rag.pipeline import Pipeline

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
# An emoji and a byte order mark, so that the three units differ.
ARTICLES = {
    "news/one": "\ufeff🚀 Headline of the day\r\n\r\nAlice left the company because of a quarrel over money. "
    "Her colleagues 🎈 were sad about it.\r\n",
    "two": "The weather was mild all week long. Nobody in the village complained about the rain.\n",
}
QUESTION = "why did Alice leave the company?"


def ask(pipeline: Pipeline, serving: Serving, path: str = "/v1/ask", **body: object) -> httpx.Response:
    async def run() -> httpx.Response:
        async with serving(pipeline) as client:
            return await client.post(path, json=body)

    return asyncio.run(run())


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline(ARTICLES)


def test_every_quote_is_its_articles_text_in_code_points_utf16_units_and_bytes(
    small: Pipeline, serving: Serving
) -> None:
    async def run() -> None:
        async with serving(small) as client:
            answer = (await client.post("/v1/ask", json={"question": QUESTION, "max_citations": 20})).json()
            assert answer["citations"]
            for citation in answer["citations"]:
                data = (await client.get(f"/v1/articles/{citation['article_id']}/text")).content
                text, utf16 = data.decode(), data.decode().encode("utf-16-le")
                assert text[citation["start"] : citation["end"]] == citation["quote"]
                assert (
                    utf16[2 * citation["utf16_start"] : 2 * citation["utf16_end"]].decode("utf-16-le")
                    == citation["quote"]
                )
                assert data[citation["byte_start"] : citation["byte_end"]].decode() == citation["quote"]

    asyncio.run(run())


def test_every_statement_is_a_part_of_the_answer_and_every_citation_belongs_to_one(
    small: Pipeline, serving: Serving
) -> None:
    answer = ask(small, serving, question=QUESTION).json()
    used = [number for statement in answer["statements"] for number in statement["citations"]]
    assert list(dict.fromkeys(used)) == [citation["index"] for citation in answer["citations"]]
    for statement in answer["statements"]:
        assert answer["answer"][statement["start"] : statement["end"]].strip()
        assert statement["citations"]


def test_the_seeds_are_asked_and_answered_with_quotes(pipeline: Pipeline, serving: Serving) -> None:
    response = ask(pipeline, serving, question="  why did Jan Leike resign?  ")
    answer = response.json()
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert answer["question"] == "why did Jan Leike resign?"
    assert answer["answerable"] is True
    assert answer["index"]["articles"] == 5
    for citation in answer["citations"]:
        text = pipeline.searcher.article(citation["article_id"]).text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_question_that_the_articles_do_not_answer_is_a_success(pipeline: Pipeline, serving: Serving) -> None:
    response = ask(pipeline, serving, question="What is the capital of Australia?")
    answer = response.json()
    assert response.status_code == 200
    assert (answer["answerable"], answer["answer"], answer["short_answer"]) == (False, None, None)
    assert (answer["citations"], answer["statements"]) == ([], [])
    assert answer["reason"] in {"no_evidence", "low_confidence"}
    assert 1 <= len(answer["nearest"]) <= 3


def test_without_articles_the_reason_is_an_empty_index(hashing_pipeline: HashingPipeline, serving: Serving) -> None:
    answer = ask(hashing_pipeline({}), serving, question="anything?").json()
    assert (answer["answerable"], answer["reason"], answer["nearest"]) == (False, "empty_index", [])


def test_passages_are_null_until_they_are_asked_for(small: Pipeline, serving: Serving) -> None:
    assert ask(small, serving, question=QUESTION).json()["passages"] is None


def test_passages_that_are_asked_for_are_those_that_search_finds(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    pipeline = hashing_pipeline(ARTICLES)
    read = ask(pipeline, serving, question=QUESTION, include_passages=True, top_k=2).json()["passages"]
    found = ask(pipeline, serving, "/v1/search", question=QUESTION, top_k=2).json()["passages"]
    assert read == found
    assert [passage["rank"] for passage in found] == [1, 2]
    for passage in found:
        text = ARTICLES[passage["article_id"]]
        assert text[passage["start"] : passage["end"]] == passage["text"]


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        (None, {"news/one", "two"}),
        ({}, {"news/one", "two"}),
        ({"article_ids": ["two"]}, {"two"}),
        ({"article_ids": []}, set()),
        ({"languages": ["en"]}, {"news/one", "two"}),
        ({"languages": ["fr"]}, set()),
        # Neither article has a date.
        ({"published_after": "2023-11-01"}, set()),
    ],
)
def test_filters_choose_the_articles(small: Pipeline, serving: Serving, filters: object, articles: set[str]) -> None:
    found = ask(small, serving, "/v1/search", question=QUESTION, filters=filters).json()["passages"]
    assert {passage["article_id"] for passage in found} == articles


def test_dates_include_what_an_article_may_mean(pipeline: Pipeline, serving: Serving) -> None:
    # Published in 2023-W47 (20 to 26 November 2023), 2024-05 (twice), 2024-08-06, and one without a date.
    body = {"question": "OpenAI", "top_k": 50}

    def found(**days: str) -> set[str]:
        response = ask(pipeline, serving, "/v1/search", **body, filters=days)
        return {passage["article_id"][:3] for passage in response.json()["passages"]}

    assert found(published_before="2023-11-20") == {"004"}
    assert found(published_after="2024-05-15") == {"000", "001", "003"}
    assert found(published_after="2024-06-01", published_before="2024-08-06") == {"003"}


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search"])
def test_days_the_wrong_way_round_are_refused_by_name_and_one_day_twice_is_not(
    small: Pipeline, serving: Serving, path: str
) -> None:
    later = {"published_after": "2024-06-02", "published_before": "2024-06-01"}
    response = ask(small, serving, path, question="why?", filters=later)
    # Both days are included, so that the same day twice is one day, and only a later first day leaves none.
    message = (
        "published_after (2024-06-02) is later than published_before (2024-06-01), so no day lies between them; "
        "exchange the two, or leave one out"
    )
    assert response.status_code == 422
    assert response.json()["detail"] == f"body.filters: {message}"
    assert response.json()["errors"] == [{"location": ["body", "filters"], "message": message}]
    assert (
        ask(small, serving, path, question="why?", filters=later | {"published_after": "2024-06-01"}).status_code == 200
    )


def test_a_field_that_is_not_known_is_refused_with_those_that_are(small: Pipeline, serving: Serving) -> None:
    filters = {"language": "{fr}", "languages": ["{fr}"]}
    response = ask(small, serving, question="a", topk=8, filters=filters)
    told = {".".join(one["location"]): one["message"] for one in response.json()["errors"]}
    # Each part of the body names its own, once, and what else is wrong is told as ever.
    assert told == {
        "body.topk": "Extra inputs are not permitted; known here: question, top_k, filters, max_citations, include_passages",
        "body.filters.language": "Extra inputs are not permitted; known here: "
        "languages, published_after, published_before, article_ids",
        "body.filters.languages.0": "a language is written as its two letters of ISO 639-1, in lower case: en, fr "
        '(sent: "{fr}")',
    }


@pytest.mark.parametrize("sent", [20, 21, 1_000])
def test_of_many_things_that_do_not_fit_the_first_twenty_are_told(small: Pipeline, serving: Serving, sent: int) -> None:
    response = ask(small, serving, question="a", **{f"u{n}": n for n in range(sent)})
    told = response.json()["errors"]
    assert (response.status_code, [one["location"] for one in told[:20]]) == (
        422,
        [["body", f"u{n}"] for n in range(20)],
    )
    more = "these are the first 20 things that do not fit; mend them, and the others are told"
    assert told[20:] == ([] if sent == 20 else [{"location": [], "message": more}])
    # 20 times 150 bytes, and 200 around them.
    assert len(response.content) < 4_000


def test_what_was_sent_is_checked_with_one_unknown_field_more_than_is_told_and_with_every_known_one() -> None:
    many = {f"u{n}": n for n in range(10_000)}
    with pytest.raises(ValidationError) as told:
        AskIn.model_validate({**many, "question": "", "filters": {**many, "languages": ["{fr}"]}})
    # 21 unknown fields of the body and 21 of its filters; a question and a language that are none.
    assert told.value.error_count() == 21 + 21 + 1 + 1


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, ["body", "question"]),
        ({"question": " \n "}, ["body", "question"]),
        ({"question": "a" * 2001}, ["body", "question"]),
        ({"question": 3}, ["body", "question"]),
        ({"question": None}, ["body", "question"]),
        ({"question": "a", "top_k": 0}, ["body", "top_k"]),
        ({"question": "a", "top_k": 51}, ["body", "top_k"]),
        ({"question": "a", "top_k": True}, ["body", "top_k"]),
        ({"question": "a", "top_k": "8"}, ["body", "top_k"]),
        ({"question": "a", "max_citations": 21}, ["body", "max_citations"]),
        ({"question": "a", "include_passages": "yes"}, ["body", "include_passages"]),
        ({"question": "a", "topk": 8}, ["body", "topk"]),
        ({"question": "a", "filters": {"language": "fr"}}, ["body", "filters", "language"]),
        ({"question": "a", "filters": {"languages": ["french"]}}, ["body", "filters", "languages", "0"]),
        ({"question": "a", "filters": {"published_after": "2023-11"}}, ["body", "filters", "published_after"]),
        ({"question": "a", "filters": {"published_after": "2023-02-30"}}, ["body", "filters", "published_after"]),
        ({"question": "a", "filters": {"published_after": 1700000000}}, ["body", "filters", "published_after"]),
        (
            {"question": "a", "filters": {"published_before": "2023-11-01T00:00:00"}},
            ["body", "filters", "published_before"],
        ),
    ],
)
def test_a_body_that_does_not_fit_is_told_where(
    small: Pipeline, serving: Serving, body: Mapping[str, object], where: list[str]
) -> None:
    response = ask(small, serving, **body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [error["location"] for error in response.json()["errors"]] == [where]


def test_a_language_that_is_written_out_is_told_how_it_is_written(small: Pipeline, serving: Serving) -> None:
    response = ask(small, serving, question="a", filters={"languages": ["french"]})
    (error,) = response.json()["errors"]
    assert (
        error["message"]
        == 'a language is written as its two letters of ISO 639-1, in lower case: en, fr (sent: "french")'
    )


@pytest.mark.parametrize(
    ("field", "sent", "told"),
    [
        ("top_k", "8", '(sent: "8")'),
        ("top_k", 1000, "(sent: 1000)"),
        ("top_k", None, "(sent: null)"),
        ("top_k", "9" * 100, f'(sent: "{"9" * 60}" …)'),
        ("include_passages", {"a": 1}, "(sent: an object)"),
        ("filters", ["fr"], "Input should be an object (sent: a list)"),
        ("question", "a" * 2001, "(sent: 2001 characters)"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_was_wanted(
    small: Pipeline, serving: Serving, field: str, sent: object, told: str
) -> None:
    problem = ask(small, serving, **{"question": "why?", field: sent}).json()
    assert problem["detail"].startswith(f"body.{field}: ")
    assert problem["detail"].endswith(told)


def test_a_question_of_two_thousand_characters_is_read(small: Pipeline, serving: Serving) -> None:
    question = "é" * 2000
    assert ask(small, serving, question=f" {question} ").json()["question"] == question


def test_the_form_of_a_question_knows_the_white_space_that_is_taken_from_it() -> None:
    named = re.compile(f"[{WHITE_SPACE}]")
    every = map(chr, range(sys.maxunicode + 1))
    assert [one for one in every if one.isspace() != bool(named.fullmatch(one))] == []


@pytest.mark.parametrize("white", ["", "\r\x85\x85", "\x1c", " \u3000"])
def test_a_question_of_nothing_but_white_space_is_told_to_be_empty(
    small: Pipeline, serving: Serving, white: str
) -> None:
    [error] = ask(small, serving, question=white).json()["errors"]
    assert error == {"location": ["body", "question"], "message": "the question is empty; ask something"}
    assert ask(small, serving, question=f"{white}why?{white}").json()["question"] == "why?"


def test_the_examples_in_the_description_are_what_the_product_says(pipeline: Pipeline) -> None:
    """To write them anew: python tests/write_examples.py."""
    writer = runpy.run_path(str(Path(__file__).with_name("write_examples.py")))
    comparable = writer["comparable"]
    for name, response in writer["responses"](pipeline).items():
        stored = json.loads((writer["EXAMPLES"] / f"{name}.json").read_text("utf-8"))
        assert comparable(response) == comparable(stored), name


def test_the_description_names_problems_and_no_error_of_the_framework(small: Pipeline, serving: Serving) -> None:
    async def run() -> dict[str, object]:
        async with serving(small) as client:
            return (await client.get("/openapi.json")).json()

    document = asyncio.run(run())
    assert "HTTPValidationError" not in json.dumps(document)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    openai = path.startswith(("/v1/chat/", "/v1/responses", "/v1/models"))
                    form = "application/json" if openai else "application/problem+json"
                    assert list(response["content"]) == [form], (path, status)
                    assert not openai or status != "422"
    assert {"application/json", "text/event-stream"} == set(
        document["paths"]["/v1/ask"]["post"]["responses"]["200"]["content"]
    )
    job = document["paths"]["/v1/jobs/{job_id}"]["get"]["responses"]["200"]["content"]
    assert set(job) == {"application/json", "text/event-stream"}
    assert [line for line in job["text/event-stream"]["example"].split("\n") if line.startswith("event: ")] == [
        "event: progress",
        "event: done",
    ]
