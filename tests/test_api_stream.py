"""An answer streamed as events is the same object as the one that is not."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from api.stream import events, wants_events, with_signs_of_life
from index.homes import DEFAULT_COLLECTION
from rag.answer_out import answer_out
from rag.contract import AnswerOut, StatementOut
from rag.pipeline import Pipeline

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
# Every kind of line end, and the separators that JavaScript once took for one.
TEXT = "Alice left the company\r\nbecause of a quarrel\u2028over\u0085money. Her colleagues were sad about Alice.\n"


def parsed(body: bytes) -> list[tuple[str, dict[str, object]]]:
    """Events as a browser reads them: fields by line, an event at each empty line."""
    found = []
    for block in body.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n\n")[:-1]:
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        assert set(fields) == {"event", "data"}
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def stream(pipeline: Pipeline, serving: Serving, question: str) -> httpx.Response:
    async def run() -> httpx.Response:
        async with serving(pipeline) as client:
            return await client.post("/v1/ask", json={"question": question}, headers={"accept": "text/event-stream"})

    return asyncio.run(run())


def test_the_events_carry_the_citations_the_statements_and_the_whole_object(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    response = stream(hashing_pipeline({"one": TEXT}), serving, "why did Alice leave the company?")
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-accel-buffering"] == "no"
    found = parsed(response.content)
    name, answer = found[-1]
    assert name == "done"
    assert AnswerOut.model_validate(answer).answerable
    assert [data for name, data in found if name == "citation"] == answer["citations"]
    statements = [data for name, data in found if name == "statement"]
    assert [{key: data[key] for key in ("start", "end", "citations")} for data in statements] == answer["statements"]
    assert [data["text"] for data in statements] == [
        answer["answer"][s["start"] : s["end"]] for s in answer["statements"]
    ]


def test_those_who_read_lines_take_no_character_of_an_article_for_the_end_of_one(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    text = "Alice left the company because of a quarrel\u0085over money and fame.\n"
    response = stream(hashing_pipeline({"one": text}), serving, "why did Alice leave the company?")
    data = [json.loads(line.removeprefix("data: ")) for line in response.iter_lines() if line.startswith("data: ")]
    assert data == [found for _, found in parsed(response.content)]
    assert any("quarrel\u0085over" in one["quote"] for one in data[-1]["citations"])


def test_a_citation_comes_before_the_statement_that_it_carries(pipeline: Pipeline, serving: Serving) -> None:
    seen, statements = set(), 0
    for name, data in parsed(stream(pipeline, serving, "Qui a remplacé Ilya Sutskever ?").content):
        if name == "citation":
            seen.add(data["index"])
        elif name == "statement":
            assert set(data["citations"]) <= seen
            statements += 1
    assert statements > 0


def test_what_only_a_conflict_cites_is_sent_too(hashing_pipeline: HashingPipeline) -> None:
    pipeline = hashing_pipeline({"one": TEXT})
    answer = answer_out(pipeline.answer("why did Alice leave the company?"), pipeline, DEFAULT_COLLECTION)
    one_statement = [StatementOut(start=0, end=5, citations=[0])]
    without = answer.model_copy(update={"statements": one_statement, "citations": answer.citations[:1] * 2})
    second = without.citations[1].model_copy(update={"index": 1})
    shown = without.model_copy(update={"citations": [without.citations[0], second]})
    assert [name for name, _ in parsed(b"".join(events(shown)))] == ["citation", "statement", "citation", "done"]


def test_where_there_is_no_answer_only_the_object_comes(hashing_pipeline: HashingPipeline, serving: Serving) -> None:
    [(name, answer)] = parsed(stream(hashing_pipeline({}), serving, "why?").content)
    assert (name, answer["reason"]) == ("done", "empty_index")


def test_a_question_that_does_not_fit_is_a_problem_and_no_stream(
    hashing_pipeline: HashingPipeline, serving: Serving
) -> None:
    response = stream(hashing_pipeline({}), serving, " ")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "streamed"),
    [
        (None, False),
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/event-stream", True),
        ("Text/Event-Stream;q=0.9", True),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=nonsense", False),
        ("application/json, text/event-stream", True),
        ("application/json, text/event-stream;q=0.5", False),
        ("application/json;q=0.5, text/event-stream", True),
        (",;,;q=,", False),
    ],
)
def test_the_stream_is_for_those_who_accept_it(accept: str | None, *, streamed: bool) -> None:
    assert wants_events(accept) is streamed


def test_where_nothing_comes_for_a_while_a_comment_does_and_every_event_comes_once() -> None:
    async def go() -> list[bytes]:
        may_go_on = asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b"first"
            await may_go_on.wait()
            yield b"second"

        told = []
        async for sent in with_signs_of_life(slow(), 0.001):
            told.append(sent)
            if told[-2:] == [b": \n\n"] * 2:
                may_go_on.set()
        return told

    told = asyncio.run(go())
    assert [sent for sent in told if sent != b": \n\n"] == [b"first", b"second"]
    assert told[1:3] == [b": \n\n"] * 2


def test_who_is_told_no_more_lets_go_of_what_is_told() -> None:
    let_go = []

    async def endless() -> AsyncIterator[bytes]:
        try:
            yield b"first"
            await asyncio.Event().wait()
        finally:
            let_go.append("endless")

    async def go() -> None:
        told = with_signs_of_life(endless(), 0.001)
        assert [await anext(told), await anext(told)] == [b"first", b": \n\n"]
        await told.aclose()  # type: ignore[attr-defined]
        assert let_go == ["endless"]

    asyncio.run(go())
