"""OpenAI's own client, and others built on it, ask by base URL alone and get quotes whose indexes are right."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TypeVar

import httpx2
import openai
import pytest
from langchain_openai import ChatOpenAI
from pydantic import ValidationError

from api.doors.openai_errors import openai_error
from api.doors.openai_requests import ChatIn
from api.limits import MAX_BODY_BYTES, MAX_CONVERSATION_BYTES
from api.problems import FieldProblem, Problem
from rag.contract import AnswerOut
from rag.pipeline import Pipeline
from tests.doors import BASE_URL, client_of

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
T = TypeVar("T")
# é in both normal forms and a flag beyond U+FFFF stand before the words that are quoted.
ARTICLES = {
    "one": "Élu, e\u0301lu 🇫🇷 today. Alice Smith left the company because of a quarrel over 🙂 *money* and [fame](x).\n",
    "two": "The river is long and blue. Bob Jones is tired of the harbour.\n",
}
QUESTION = "why did Alice Smith leave the company?"
MESSAGES = [{"role": "user", "content": QUESTION}]


@pytest.fixture
def small(hashing_pipeline: HashingPipeline) -> Pipeline:
    return hashing_pipeline(ARTICLES)


def with_http(
    pipeline: Pipeline, use: Callable[[httpx2.AsyncClient], Awaitable[T]], public_url: str | None = None
) -> T:
    async def run() -> T:
        async with client_of(pipeline, public_url) as client:
            return await use(client)

    return asyncio.run(run())


def with_openai(pipeline: Pipeline, use: Callable[[openai.AsyncOpenAI], Awaitable[T]]) -> T:
    async def run(http: httpx2.AsyncClient) -> T:
        # What does not fit the client's own types is an error of its own.
        return await use(
            openai.AsyncOpenAI(
                base_url=f"{BASE_URL}/v1",
                api_key="any",
                http_client=http,
                max_retries=0,
                _strict_response_validation=True,
            )
        )

    return with_http(pipeline, run)


def assert_reslices(text: str, annotations: list[Mapping[str, object]], contract: Mapping[str, object]) -> None:
    """Each annotation cuts the same words out in both units, and its citation's quote stands in the article."""
    answer = AnswerOut.model_validate(contract)
    assert annotations
    assert {a["citation"] for a in annotations} == {c.index for c in answer.citations}
    for annotation in annotations:
        words = text[annotation["start_index"] : annotation["end_index"]]
        utf16 = text.encode("utf-16-le")[2 * annotation["utf16_start_index"] : 2 * annotation["utf16_end_index"]]
        assert utf16.decode("utf-16-le") == words
        citation = answer.citations[annotation["citation"]]
        statements = [answer.answer[s.start : s.end] for s in answer.statements if citation.index in s.citations]
        assert words.replace("\\", "") in statements
        assert ARTICLES[citation.article_id][citation.start : citation.end] == citation.quote
        assert annotation["url"] == f"{BASE_URL}/?span={citation.span_id}"
        assert annotation["title"]


def test_a_chat_completion_carries_the_quotes_their_places_and_the_whole_object(small: Pipeline) -> None:
    done = with_openai(small, lambda c: c.chat.completions.create(model="pourquoi", messages=MESSAGES))
    [choice] = done.choices
    assert (choice.finish_reason, choice.message.role, choice.message.refusal) == ("stop", "assistant", None)
    contract = done.model_extra["pourquoi"]
    assert contract["question"] == QUESTION
    annotations = [a.url_citation.model_dump() for a in choice.message.annotations]
    assert_reslices(choice.message.content, annotations, contract)
    assert "quarrel over 🙂 \\*money\\*" in choice.message.content
    # The number at the words is the number in the list.
    assert "[1]\n" in choice.message.content
    assert "- [1] " in choice.message.content
    # No language model, no tokens.
    assert done.usage.total_tokens == 0


def test_a_streamed_chat_completion_is_the_same_one(small: Pipeline) -> None:
    async def use(client: openai.AsyncOpenAI) -> list[object]:
        whole = await client.chat.completions.create(model="pourquoi", messages=MESSAGES)
        stream = await client.chat.completions.create(
            model="pourquoi", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
        )
        return [whole, *[chunk async for chunk in stream]]

    whole, *chunks = with_openai(small, use)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    [annotations] = [delta.model_extra["annotations"] for delta in deltas if "annotations" in (delta.model_extra or {})]
    assert annotations == [a.model_dump() for a in whole.choices[0].message.annotations]
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason == "stop")
    assert last.model_extra["pourquoi"]["answer"] == whole.model_extra["pourquoi"]["answer"]
    assert (chunks[-1].choices, chunks[-1].usage.total_tokens) == ([], 0)


def test_the_clients_own_helper_puts_the_stream_together(small: Pipeline) -> None:
    async def use(client: openai.AsyncOpenAI) -> object:
        async with client.chat.completions.stream(model="pourquoi", messages=MESSAGES) as stream:
            return await stream.get_final_completion()

    message = with_openai(small, use).choices[0].message
    assert message.content.startswith("> ")
    assert message.annotations


def test_a_response_carries_the_same(small: Pipeline) -> None:
    done = with_openai(small, lambda c: c.responses.create(model="pourquoi", input=QUESTION))
    assert done.status == "completed"
    [part] = done.output[0].content
    assert done.output_text == part.text
    annotations = [a.model_dump() for a in part.annotations]
    assert {a["type"] for a in annotations} == {"url_citation"}
    assert_reslices(part.text, annotations, done.model_extra["pourquoi"])


def test_a_streamed_response_ends_as_the_same_response(small: Pipeline) -> None:
    async def use(client: openai.AsyncOpenAI) -> tuple[list[object], object, object]:
        whole = await client.responses.create(model="pourquoi", input=MESSAGES)
        stream = await client.responses.create(model="pourquoi", input=MESSAGES, stream=True)
        events = [event async for event in stream]
        async with client.responses.stream(model="pourquoi", input=MESSAGES) as helper:
            async for _ in helper:
                pass
            return events, whole, await helper.get_final_response()

    events, whole, helped = with_openai(small, use)
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert (events[0].type, events[-1].type) == ("response.created", "response.completed")
    assert "".join(e.delta for e in events if e.type == "response.output_text.delta") == whole.output_text
    added = [e.annotation for e in events if e.type == "response.output_text.annotation.added"]
    expected = [a.model_dump() for a in whole.output[0].content[0].annotations]
    assert [a if isinstance(a, dict) else a.model_dump() for a in added] == expected
    assert events[-1].response.output_text == helped.output_text == whole.output_text


def test_what_the_articles_do_not_say_is_a_completion_without_annotations(hashing_pipeline: HashingPipeline) -> None:
    async def use(client: openai.AsyncOpenAI) -> tuple[object, object]:
        chat = await client.chat.completions.create(model="pourquoi", messages=MESSAGES)
        return chat, await client.responses.create(model="pourquoi", input=QUESTION)

    chat, response = with_openai(hashing_pipeline({}), use)
    message = chat.choices[0].message
    assert (message.content, message.annotations) == ("There are no articles here yet.", [])
    assert chat.choices[0].finish_reason == "stop"
    assert chat.model_extra["pourquoi"]["answerable"] is False
    assert (response.output_text, response.output[0].content[0].annotations) == (message.content, [])


def test_a_follow_up_is_resolved_and_the_message_says_how(small: Pipeline) -> None:
    messages = [*MESSAGES, {"role": "assistant", "content": "A quarrel."}, {"role": "user", "content": "where is she?"}]
    done = with_openai(small, lambda c: c.chat.completions.create(model="pourquoi", messages=messages))
    assert done.model_extra["pourquoi"]["question"] == "where is she? (Alice Smith)"
    assert done.choices[0].message.content.startswith("*Understood as: where is she? (Alice Smith)*\n\n")
    annotations = [a.url_citation.model_dump() for a in done.choices[0].message.annotations]
    assert_reslices(done.choices[0].message.content, annotations, done.model_extra["pourquoi"])


def test_thanks_are_answered_in_the_language_of_the_conversation(hashing_pipeline: HashingPipeline) -> None:
    said = ["Pourquoi Alice Smith a-t-elle démissionné ?", "Les articles ne le disent pas.", "Merci !"]
    messages = [{"role": role, "content": each} for role, each in zip(("user", "assistant", "user"), said, strict=True)]
    body = {"model": "pourquoi", "messages": messages}
    response = with_http(hashing_pipeline({}), lambda c: c.post("/v1/chat/completions", json=body))
    # By itself "Merci !" is taken for Italian, in which we have no words, so that English ones would stand here.
    assert response.json()["choices"][0]["message"]["content"] == "Il n’y a pas encore d’articles ici."


def test_thanks_without_an_answer_are_told_how_to_ask_in_the_language_of_the_conversation(small: Pipeline) -> None:
    messages = [*MESSAGES, {"role": "assistant", "content": "A quarrel."}, {"role": "user", "content": "merci !"}]
    body = {"model": "pourquoi", "messages": messages}
    response = with_http(small, lambda c: c.post("/v1/chat/completions", json=body)).json()
    assert response["pourquoi"]["answerable"] is False
    assert response["choices"][0]["message"]["content"].endswith(
        "Ask a question, for example “Why did the director resign?”: the answer is quoted word for word from the articles."
    )


def test_options_of_the_product_go_into_the_body_under_our_own_key(small: Pipeline) -> None:
    extra = {"pourquoi": {"filters": {"article_ids": ["two"]}, "include_passages": True, "top_k": 3}}
    done = with_openai(
        small, lambda c: c.chat.completions.create(model="pourquoi", messages=MESSAGES, extra_body=extra)
    )
    assert {p["article_id"] for p in done.model_extra["pourquoi"]["passages"]} == {"two"}


def test_what_has_no_meaning_here_is_passed_over(small: Pipeline) -> None:
    body = {
        "model": "pourquoi",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        ],
        "temperature": 0.3,
        "tools": [{"type": "function", "function": {"name": "f"}}],
        "seed": 1,
        "user": "someone",
    }
    response = with_http(small, lambda c: c.post("/v1/chat/completions", json=body))
    assert response.status_code == 200
    assert response.json()["pourquoi"]["question"] == QUESTION


def test_the_one_model_is_listed_and_described(small: Pipeline) -> None:
    async def use(client: openai.AsyncOpenAI) -> tuple[list[str], str]:
        listed = await client.models.list()
        return [model.id for model in listed.data], (await client.models.retrieve("pourquoi")).id

    assert with_openai(small, use) == (["pourquoi"], "pourquoi")


BAD_MESSAGES = [
    ([], "holds no message of role user"),
    ([{"role": "assistant", "content": "hello"}], "put the question last"),
    ([{"role": "user", "content": " \n"}], "is empty"),
    ([{"role": "user", "content": None}], "is empty"),
    ([{"role": "critic", "content": "a"}], "there is no role 'critic'"),
    ([{"role": "user", "content": "a" * 2001}], "has 2001 characters; at most 2000"),
    ([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}], "part of type 'image_url'"),
]


@pytest.mark.parametrize(("messages", "why"), BAD_MESSAGES)
def test_a_conversation_without_a_question_is_told_what_to_send(
    small: Pipeline, messages: list[dict[str, object]], why: str
) -> None:
    async def use(client: openai.AsyncOpenAI) -> list[str]:
        said = []
        for call in (
            client.chat.completions.create(model="pourquoi", messages=messages),
            client.responses.create(model="pourquoi", input=messages),
        ):
            with pytest.raises(openai.BadRequestError) as caught:
                await call
            assert caught.value.type == "invalid_request_error"
            said.append(caught.value.message)
        return said

    assert all(why in message for message in with_openai(small, use))


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "why"),
    [
        ("chat/completions", {"model": "gpt-5", "messages": MESSAGES}, 404, "model_not_found", "use 'pourquoi'"),
        ("chat/completions", {"messages": MESSAGES}, 400, "invalid_request", "model: Field required"),
        (
            "chat/completions",
            {"model": "pourquoi", "messages": MESSAGES, "n": 2},
            400,
            "bad_chat_request",
            "leave n out",
        ),
        (
            "chat/completions",
            {"model": "pourquoi", "messages": MESSAGES, "response_format": {"type": "json_object"}},
            400,
            "bad_chat_request",
            "leave it out",
        ),
        (
            "chat/completions",
            {"model": "pourquoi", "messages": MESSAGES, "pourquoi": {"topk": 3}},
            400,
            "invalid_request",
            "pourquoi.topk",
        ),
        ("responses", {"model": "pourquoi", "input": ""}, 400, "bad_chat_request", "is empty"),
        (
            "responses",
            {"model": "pourquoi", "input": "a", "previous_response_id": "resp_1"},
            400,
            "bad_chat_request",
            "send the whole conversation in input",
        ),
        ("responses", {"model": "pourquoi", "input": "a", "background": True}, 400, "bad_chat_request", "background"),
        ("responses", {"model": "other", "input": "a"}, 404, "model_not_found", "use 'pourquoi'"),
    ],
)
def test_errors_have_the_form_of_openai_and_say_what_to_do(
    small: Pipeline, path: str, body: dict[str, object], status: int, code: str, why: str
) -> None:
    response = with_http(small, lambda c: c.post(f"/v1/{path}", json=body, headers={"authorization": "Bearer any"}))
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    assert int(response.headers["content-length"]) == len(response.content)
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert (error["code"], error["type"]) == (code, "invalid_request_error")
    assert why in error["message"]


@pytest.mark.parametrize(
    ("path", "body", "param", "why"),
    [
        (
            "chat/completions",
            {"messages": [{"role": "user", "content": [{"text": "why?"}]}]},
            "messages.0.content.0.type",
            "required",
        ),
        ("chat/completions", {"messages": [{"role": "user", "content": 5}]}, "messages.0.content", "a text or a list"),
        (
            "responses",
            {"input": [{"content": [{"type": "input_text", "text": 5}]}]},
            "input.0.content.0.text",
            "valid string",
        ),
        ("responses", {"input": [{"role": 5, "content": "why?"}]}, "input.0.role", "valid string"),
        ("responses", {"input": {"content": "why?"}}, "input", "a text or a list"),
    ],
)
def test_an_error_names_the_part_of_the_body_that_does_not_fit(
    small: Pipeline, path: str, body: dict[str, object], param: str, why: str
) -> None:
    response = with_http(small, lambda c: c.post(f"/v1/{path}", json={"model": "pourquoi", **body}))
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["param"] == param
    assert why in error["message"]
    assert error["message"].startswith(f"body.{param}: ")


def test_of_each_list_of_parts_the_first_that_does_not_fit_is_told() -> None:
    said = {"role": "user", "content": [{"type": "text"}, *[5] * 1_000]}
    with pytest.raises(ValidationError) as told:
        ChatIn.model_validate({"model": "pourquoi", "messages": [said, said]})
    content = ("content", "(list)", 1)
    assert [one["loc"] for one in told.value.errors()] == [("messages", 0, *content), ("messages", 1, *content)]


@pytest.mark.parametrize(
    "before",
    [
        [{"role": "tool", "content": [{"type": "image_url", "image_url": {"url": "x"}}], "tool_call_id": "x"}],
        [{"role": "system", "content": [{"type": "file"}]}, {"role": "developer", "content": [{"type": "file"}]}],
        [
            {
                "role": "user",
                "content": [{"type": "input_image", "image_url": "x"}, {"type": "input_text", "text": "Hello"}],
            },
            {"role": "assistant", "content": [{"type": "audio"}]},
        ],
    ],
)
def test_only_the_question_itself_must_be_text_alone(small: Pipeline, before: list[dict[str, object]]) -> None:
    async def use(client: httpx2.AsyncClient) -> list[httpx2.Response]:
        messages = [*before, *MESSAGES]
        return [
            await client.post("/v1/chat/completions", json={"model": "pourquoi", "messages": messages}),
            await client.post("/v1/responses", json={"model": "pourquoi", "input": messages}),
        ]

    for response in with_http(small, use):
        assert response.status_code == 200
        assert response.json()["pourquoi"]["question"] == QUESTION


def test_errors_before_any_route_have_that_form_too(small: Pipeline) -> None:
    async def use(client: httpx2.AsyncClient) -> list[httpx2.Response]:
        json_type = {"content-type": "application/json"}
        return [
            await client.post("/v1/chat/completions", content=b"{", headers=json_type),
            await client.post("/v1/responses", content=b"a=b", headers={"content-type": "text/plain"}),
            await client.post("/v1/responses", content=b" " * (MAX_CONVERSATION_BYTES + 1), headers=json_type),
            await client.get("/v1/chat/completions"),
            await client.get("/v1/models/gpt-5"),
        ]

    responses = with_http(small, use)
    assert [r.status_code for r in responses] == [400, 415, 413, 405, 404]
    assert [r.json()["error"]["code"] for r in responses] == [
        "malformed_body",
        "not_json",
        "body_too_large",
        "method_not_allowed",
        "model_not_found",
    ]


def test_other_paths_keep_their_own_form(small: Pipeline) -> None:
    response = with_http(small, lambda c: c.get("/v1/modelsx"))
    assert response.headers["content-type"] == "application/problem+json"


def test_a_problem_of_a_field_names_it_as_param() -> None:
    found = [FieldProblem(location=["body", "messages", "0"], message="wrong")]
    problem = Problem(type="urn:pourquoi:problem:not-ready", title="t", status=503, detail="d", errors=found)
    detail = openai_error(problem).error
    assert (detail.param, detail.type, detail.code) == ("messages.0", "server_error", "not_ready")


THERE_IS = "of OpenAI's API there are GET /v1/models, POST /v1/chat/completions and POST /v1/responses"
# The client's own calls, and where each of them goes.
ELSEWHERE: list[tuple[str, Callable[[openai.AsyncOpenAI], Awaitable[object]]]] = [
    ("/v1/embeddings", lambda c: c.embeddings.create(model="pourquoi", input="why?")),
    ("/v1/completions", lambda c: c.completions.create(model="pourquoi", prompt="why?")),
    ("/v1/moderations", lambda c: c.moderations.create(input="why?")),
    ("/v1/images/generations", lambda c: c.images.generate(prompt="why?")),
    ("/v1/files/f", lambda c: c.files.retrieve("f")),
    # A form, and more of it than any body of ours may have.
    ("/v1/files", lambda c: c.files.create(file=b"a" * (MAX_CONVERSATION_BYTES + 1), purpose="user_data")),
    ("/v1/vector_stores", lambda c: c.vector_stores.list()),
    ("/v1/responses/resp_1", lambda c: c.responses.retrieve("resp_1")),
]


@pytest.mark.parametrize(("path", "call"), ELSEWHERE, ids=[path for path, _ in ELSEWHERE])
def test_what_there_is_not_of_openai_is_told_in_its_form_with_what_there_is(
    small: Pipeline, path: str, call: Callable[[openai.AsyncOpenAI], Awaitable[object]]
) -> None:
    async def use(client: openai.AsyncOpenAI) -> openai.NotFoundError:
        with pytest.raises(openai.NotFoundError) as caught:
            await call(client)
        return caught.value

    error = with_openai(small, use)
    assert (error.code, error.type) == ("not_found", "invalid_request_error")
    assert error.body == {
        "message": f"there is nothing at '{path}'; {THERE_IS}",
        "type": "invalid_request_error",
        "param": None,
        "code": "not_found",
    }


def test_below_the_address_for_open_webui_its_own_paths_are_told(small: Pipeline) -> None:
    response = with_http(small, lambda c: c.post("/open-webui/v1/embeddings", json={}))
    told = "there are GET /open-webui/v1/models and POST /open-webui/v1/chat/completions"
    assert response.json()["error"]["message"] == f"there is nothing at '/open-webui/v1/embeddings'; {told}"


def test_what_is_none_of_openai_is_a_problem_as_ever(small: Pipeline) -> None:
    response = with_http(small, lambda c: c.post("/v1/embeddings-of-mine", json={}))
    assert response.headers["content-type"] == "application/problem+json"


def test_a_long_conversation_is_read(small: Pipeline) -> None:
    told = {"role": "assistant", "content": "word " * 20_000}
    messages = [*MESSAGES, told, {"role": "user", "content": QUESTION}]
    assert MAX_BODY_BYTES < len(json.dumps(messages)) < MAX_CONVERSATION_BYTES
    body = {"model": "pourquoi", "messages": messages}
    assert with_http(small, lambda c: c.post("/v1/chat/completions", json=body)).status_code == 200


def test_open_webui_gets_each_quote_whole_before_the_message_that_numbers_it(small: Pipeline) -> None:
    body = {"model": "pourquoi", "messages": MESSAGES, "stream": True}
    response = with_http(small, lambda c: c.post("/open-webui/v1/chat/completions", json=body))
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    events = [json.loads(line) for line in lines[:-1]]
    answer = events[-1]["pourquoi"]
    sources = [event["event"]["data"] for event in events if "event" in event]
    assert [source["document"] for source in sources] == [[c["quote"]] for c in answer["citations"]]
    assert len({source["metadata"][0]["source"] for source in sources}) == len(sources)
    assert [s["metadata"][0]["url"] for s in sources] == [
        f"{BASE_URL}/?span={c['span_id']}" for c in answer["citations"]
    ]
    # Sources first, and no annotation beside them: Open WebUI would number those too.
    assert all("event" in event for event in events[: len(sources)])
    assert not any("annotations" in c["delta"] for event in events for c in event.get("choices", []))


def test_links_lead_to_where_people_reach_the_start_page_whatever_name_the_client_asks_by(small: Pipeline) -> None:
    async def use(client: httpx2.AsyncClient) -> list[str]:
        chat = {"model": "pourquoi", "messages": MESSAGES}
        done = (await client.post("/v1/chat/completions", json=chat)).json()
        response = (await client.post("/v1/responses", json={"model": "pourquoi", "input": QUESTION})).json()
        streamed = (await client.post("/open-webui/v1/chat/completions", json=chat | {"stream": True})).text
        source = json.loads(streamed.partition("\n\n")[0].removeprefix("data: "))
        return [
            done["choices"][0]["message"]["annotations"][0]["url_citation"]["url"],
            response["output"][0]["content"][0]["annotations"][0]["url"],
            source["event"]["data"]["metadata"][0]["url"],
        ]

    for link in with_http(small, use, "https://ask.example.org"):
        assert link.startswith("https://ask.example.org/?span=Wy")


def test_langchain_asks_by_base_url_alone(small: Pipeline) -> None:
    async def use(http: httpx2.AsyncClient) -> tuple[str, str, object]:
        def model(*, responses: bool) -> ChatOpenAI:
            return ChatOpenAI(
                model="pourquoi",
                base_url=f"{BASE_URL}/v1",
                api_key="any",
                http_async_client=http,
                use_responses_api=responses,
            )

        whole = await model(responses=False).ainvoke(QUESTION)
        pieces = [piece async for piece in _texts(model(responses=False))]
        return str(whole.content), "".join(pieces), await model(responses=True).ainvoke(QUESTION)

    whole, streamed, response = with_http(small, use)
    assert whole == streamed
    [block] = response.content
    assert block["text"] == whole
    assert block["annotations"]
    for annotation in block["annotations"]:
        assert whole[annotation["start_index"] : annotation["end_index"]].startswith("“")


async def _texts(model: ChatOpenAI) -> AsyncIterator[str]:
    async for chunk in model.astream(QUESTION):
        yield str(chunk.content)


# What llama-index-llms-openai-like 0.8.1 (with llama-index-llms-openai 0.8.3 and openai 2.54.0) sent to a server of this one's,
# which answered all of it: `complete` and `chat`, `stream_complete`, `stream_chat` behind a system message, `chat` with a
# history, and `chat` and `stream_chat` of its OpenAILikeResponses.
_LLAMA_CHAT = {"messages": MESSAGES, "model": "pourquoi", "stream": False, "temperature": 0.1}
_LLAMA_RESPONSE = {
    "include": None,
    "input": QUESTION,
    "instructions": None,
    "max_output_tokens": None,
    "metadata": None,
    "model": "pourquoi",
    "previous_response_id": None,
    "store": False,
    "stream": False,
    "temperature": 0.1,
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}
LLAMA_INDEX = [
    ("/v1/chat/completions", _LLAMA_CHAT),
    ("/v1/chat/completions", _LLAMA_CHAT | {"stream": True}),
    (
        "/v1/chat/completions",
        _LLAMA_CHAT
        | {"stream": True, "messages": [{"role": "system", "content": "Answer from the articles."}, *MESSAGES]},
    ),
    (
        "/v1/chat/completions",
        _LLAMA_CHAT
        | {
            "messages": [
                *MESSAGES,
                {"role": "assistant", "content": "Because of a quarrel."},
                {"role": "user", "content": "why?"},
            ]
        },
    ),
    ("/v1/responses", _LLAMA_RESPONSE),
    ("/v1/responses", _LLAMA_RESPONSE | {"stream": True}),
]


@pytest.mark.parametrize(("path", "body"), LLAMA_INDEX)
def test_what_llama_index_sends_is_answered(small: Pipeline, path: str, body: dict[str, object]) -> None:
    response = with_http(small, lambda c: c.post(path, json=body))
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream" if body["stream"] else "application/json")
    assert "Alice Smith left the company" in response.text
