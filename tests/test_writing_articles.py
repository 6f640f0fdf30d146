"""Articles put and deleted over HTTP: seen by the next question, under conditions, and once for one key."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from tests.writing_kit import path_of, writing

T = TypeVar("T")
ALICE = "Alice left the company because of a quarrel over money.\n"
BRUNO = "Bruno opened a bakery in Corby in 1901.\n"


def tag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()}"'


def run(home: Path, do: Callable[[httpx.AsyncClient], Awaitable[T]]) -> T:
    async def go() -> T:
        async with writing(home) as client:
            return await do(client)

    return asyncio.run(go())


async def quoted(client: httpx.AsyncClient, question: str) -> set[str]:
    """The articles that an answer quotes."""
    answer = (await client.post("/v1/ask", json={"question": question})).json()
    return {citation["article_id"] for citation in answer["citations"]}


def test_the_etag_of_a_description_is_a_condition_of_a_write_too(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.put(path_of("alice"), json={"text": ALICE})
        etag = (await client.get(path_of("alice"))).headers["etag"]
        other = await client.put(path_of("alice"), json={"text": BRUNO}, headers={"if-match": etag})
        assert other.status_code == 200
        late = await client.put(path_of("alice"), json={"text": ALICE}, headers={"if-match": etag})
        assert late.status_code == 412

    run(tmp_path, do)


def test_the_etag_of_a_description_does_not_overwrite_a_title_that_has_changed_since(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.put(path_of("alice"), json={"text": ALICE, "title": "Alice"})
        old = (await client.get(path_of("alice"))).headers["etag"]
        await client.put(path_of("alice"), json={"text": ALICE, "title": "Alice leaves"})
        late = await client.put(
            path_of("alice"), json={"text": ALICE, "title": "Alice stays"}, headers={"if-match": old}
        )
        assert late.status_code == 412
        # The text is the same, and whoever asks for no more than that may write.
        text = (await client.get(f"{path_of('alice')}/text")).headers["etag"]
        both = {"if-match": f"{old}, {text}"}
        assert (await client.put(path_of("alice"), json={"text": BRUNO}, headers=both)).status_code == 200

    run(tmp_path, do)


def test_a_new_title_is_a_new_description(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.put(path_of("alice"), json={"text": ALICE, "title": "Alice"})
        etag = (await client.get(path_of("alice"))).headers["etag"]
        await client.put(path_of("alice"), json={"text": ALICE, "title": "Alice leaves"})
        seen = await client.get(path_of("alice"), headers={"if-none-match": etag})
        assert (seen.status_code, seen.json()["title"]) == (200, "Alice leaves")

    run(tmp_path, do)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\ufeff \n", "there is no text in its 5 bytes"),
        ("a\x00b", "byte 1 is NUL"),
        ("---\ntitle: [\n---\nA.", "the front matter is not YAML"),
    ],
)
def test_a_text_that_cannot_be_read_is_named_by_its_article(tmp_path: Path, text: str, why: str) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        problem = (await client.put(path_of("news/alice"), json={"text": text})).json()
        assert problem["status"] == 422
        assert problem["detail"].startswith("text of 'news/alice': ")
        assert why in problem["detail"]

    run(tmp_path, do)


def test_what_is_wrong_with_a_field_is_said_in_our_words_alone(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        problem = (await client.put(path_of("alice"), json={"text": ALICE, "published_at": "May"})).json()
        assert problem["errors"] == [
            {
                "location": ["body", "published_at"],
                "message": "'May' is not a date; write 2024, 2024-05, 2024-05-15 or 2024-W20",
            }
        ]
        assert (
            problem["detail"] == "body.published_at: 'May' is not a date; write 2024, 2024-05, 2024-05-15 or 2024-W20"
        )

    run(tmp_path, do)


def test_an_article_that_was_put_answers_the_next_question_and_one_that_was_deleted_never_does(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        assert await quoted(client, "Why did Alice leave?") == set()
        created = await client.put(path_of("news/alice"), json={"text": ALICE})
        assert (created.status_code, created.json()["unchanged"]) == (201, False)
        assert created.headers["location"] == "/v1/articles/news%2Falice"
        assert created.headers["etag"] == tag(ALICE)
        assert await quoted(client, "Why did Alice leave?") == {"news/alice"}
        assert (await client.get(created.headers["location"])).json() == {
            k: v for k, v in created.json().items() if k != "unchanged"
        }
        assert (await client.get(path_of("news/alice") + "/text")).text == ALICE
        assert (await client.delete(path_of("news/alice"))).status_code == 204
        assert await quoted(client, "Why did Alice leave?") == set()
        again = await client.delete(path_of("news/alice"))
        assert (again.status_code, again.json()["type"]) == (404, "urn:pourquoi:problem:article-not-found")

    run(tmp_path, do)


@pytest.mark.parametrize("text", ["Subscribe to our newsletter", "---\ntitle: Alice\n---\n", "![x](y)"])
def test_an_article_of_which_no_answer_can_quote_a_word_is_stored_with_a_warning(tmp_path: Path, text: str) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        first, again = [(await client.put(path_of("a"), json={"text": text})).json() for _ in range(2)]
        assert (first["passages"], first["unchanged"], again["unchanged"]) == (0, False, True)
        assert first["warning"].startswith("no passage could be made of the text")
        assert first["warning"].endswith("; send the article's own sentences")
        assert again["warning"] == first["warning"]
        assert "warning" not in (await client.get(path_of("a"))).json()
        told = (await client.put(path_of("a"), json={"text": ALICE})).json()
        assert (told["passages"], "warning" in told) == (1, False)

    run(tmp_path, do)


def test_the_same_article_again_is_unchanged_and_another_text_or_title_replaces_it(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.put(path_of("a"), json={"text": ALICE, "title": "Money"})
        same = await client.put(path_of("a"), json={"text": ALICE, "title": "Money"})
        assert (same.status_code, same.json()["unchanged"]) == (200, True)
        titled = await client.put(path_of("a"), json={"text": ALICE, "title": "A quarrel"})
        assert (titled.status_code, titled.json()["unchanged"], titled.json()["title"]) == (200, False, "A quarrel")
        other = await client.put(path_of("a"), json={"text": BRUNO})
        assert (other.status_code, other.headers["etag"]) == (200, tag(BRUNO))
        answer = (await client.post("/v1/ask", json={"question": "Why did Alice leave the company?"})).json()
        assert "quarrel" not in answer["answer"]
        assert [citation["article_sha256"] for citation in answer["citations"]] == [tag(BRUNO)[1:-1]]

    run(tmp_path, do)


def test_what_is_stated_is_kept_and_what_is_not_is_read_from_the_text(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        stated = {
            "text": ALICE,
            "title": "Money",
            "publisher": "The Paper",
            "language": "en",
            "published_at": "2024-W20",
            "url": "https://example.org/a",
        }
        out = (await client.put(path_of("a"), json=stated)).json()
        assert {name: out[name] for name in stated if name != "text"} == {
            n: v for n, v in stated.items() if n != "text"
        }
        read = (await client.put(path_of("b"), json={"text": "Le conseil a renvoyé son président hier soir."})).json()
        assert (read["title"], read["language"]) == ("Le conseil a renvoyé son président hier soir.", "fr")

    run(tmp_path, do)


def test_a_condition_that_does_not_hold_changes_nothing(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        async def status(method: str, if_match: str, text: str = BRUNO) -> int:
            json = {"json": {"text": text}} if method == "PUT" else {}
            response = await client.request(method, path_of("a"), headers={"if-match": if_match}, **json)
            if response.status_code == 412:
                assert response.json()["type"] == "urn:pourquoi:problem:changed-meanwhile"
            return response.status_code

        assert [await status("PUT", "*"), await status("PUT", tag(ALICE)), await status("DELETE", "*")] == [412] * 3
        await client.put(path_of("a"), json={"text": ALICE})
        assert await status("PUT", tag(BRUNO)) == 412
        assert await status("DELETE", f"W/{tag(ALICE)}") == 412
        assert (await client.get(path_of("a"))).json()["sha256"] == tag(ALICE)[1:-1]
        assert await status("PUT", f"{tag(BRUNO)}, {tag(ALICE)}") == 200
        assert await status("DELETE", tag(ALICE)) == 412
        assert await status("DELETE", "*") == 204

    run(tmp_path, do)


def test_a_condition_that_can_never_hold_is_told_as_such(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        async def told(if_match: str) -> str:
            response = await client.put(path_of("a"), json={"text": BRUNO}, headers={"if-match": if_match})
            assert response.status_code == 412
            detail: str = response.json()["detail"]
            return detail

        assert await told("*") == "there is no article 'a', and If-Match: * wants one that is there"
        await client.put(path_of("a"), json={"text": ALICE})
        # What a proxy makes of a tag that compresses.
        assert (await told(f"W/{tag(ALICE)}")).startswith(
            f"W/{tag(ALICE)} is a weak ETag, which If-Match never accepts; send"
        )
        assert await told(tag(BRUNO)) == "'a' is not what If-Match names; read it again, then decide"

    run(tmp_path, do)


def test_of_two_who_change_the_same_description_one_is_told_that_it_was_changed(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        await client.put(path_of("a"), json={"text": ALICE, "title": "One"})
        seen = {"if-match": (await client.get(path_of("a"))).headers["etag"]}

        async def retitle(title: str) -> int:
            return (await client.put(path_of("a"), json={"text": ALICE, "title": title}, headers=seen)).status_code

        # Both conditions are read before either is written, and the text's sha256 stays what it is.
        assert sorted(await asyncio.gather(retitle("Two"), retitle("Three"))) == [200, 412]
        assert await retitle("Four") == 412
        # An entity tag of a star is none of ours, and no star.
        response = await client.put(path_of("a"), json={"text": BRUNO}, headers={"if-match": '"*"'})
        assert response.status_code == 412

    run(tmp_path, do)


@pytest.mark.parametrize("key", ["two words", "k" * 256, ""])
def test_an_idempotency_key_that_is_none_is_told_what_one_is(tmp_path: Path, key: str) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        refused = await client.put(path_of("a"), json={"text": ALICE}, headers={"idempotency-key": key})
        assert refused.status_code == 422
        assert "a key is 1 to 255 ASCII characters without spaces; send a UUID, say" in refused.json()["detail"]
        assert (await client.get(path_of("a"))).status_code == 404

    run(tmp_path, do)


def test_a_put_that_may_only_create_replaces_nothing(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        async def put(text: str, condition: str) -> httpx.Response:
            return await client.put(path_of("a"), json={"text": text}, headers={"if-none-match": condition})

        assert (await put(ALICE, "*")).status_code == 201
        refused = await put(BRUNO, "*")
        assert (refused.status_code, refused.json()["type"]) == (412, "urn:pourquoi:problem:changed-meanwhile")
        assert "'a' is there, and If-None-Match allows a new article alone" in refused.json()["detail"]
        # Any other condition is refused rather than passed over.
        other = await put(BRUNO, tag(BRUNO))
        assert other.status_code == 422
        assert "this takes * alone, for an article that must be new; send If-Match" in other.json()["detail"]
        assert (await client.get(path_of("a"))).json()["sha256"] == tag(ALICE)[1:-1]

    run(tmp_path, do)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": " \n\ufeff"},
        {"text": "a\x00b"},
        {"text": ALICE, "titel": "a"},
        {"text": ALICE, "language": "english"},
        {"text": ALICE, "published_at": "yesterday"},
        {"text": ALICE, "published_at": 2024},
        {"text": ALICE, "url": "javascript:alert(1)"},
        {"text": ALICE, "url": "\u00a0"},
        {"text": ALICE, "title": "two\nlines"},
        {"text": ALICE, "title": "\x85"},
        {"text": "---\npublished_at: [\n---\n" + ALICE},
    ],
    ids=repr,
)
def test_an_article_that_does_not_fit_is_refused(tmp_path: Path, body: dict[str, object]) -> None:
    async def do(client: httpx.AsyncClient) -> httpx.Response:
        response = await client.put(path_of("a"), json=body)
        assert (await client.get("/v1/articles")).json()["articles"] == []
        return response

    response = run(tmp_path, do)
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


def test_half_a_surrogate_pair_in_a_text_or_an_id_is_refused(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> list[int]:
        json = {"content-type": "application/json"}
        text = await client.put(path_of("a"), content=b'{"text": "\\ud800"}', headers=json)
        line = await client.post(
            "/v1/articles",
            content=b'{"id": "\\ud800", "text": "Words."}',
            headers={"content-type": "application/x-ndjson"},
        )
        assert '"state":"failed"' in line.text
        return [text.status_code, (await client.put("/v1/articles/%2E%2E%2Fup", json={"text": ALICE})).status_code]

    assert run(tmp_path, do) == [422, 422]


def test_the_same_key_brings_the_same_response_and_nothing_is_done_again(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        key = {"idempotency-key": "k-1"}
        first = await client.put(path_of("a"), json={"text": ALICE}, headers=key)
        await client.delete(path_of("a"))
        again = await client.put(path_of("a"), json={"text": ALICE}, headers=key)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["etag"] == first.headers["etag"]
        assert (again.headers["idempotency-replayed"], first.headers.get("idempotency-replayed")) == ("true", None)
        assert (await client.get(path_of("a"))).status_code == 404
        for other in (
            await client.put(path_of("a"), json={"text": BRUNO}, headers=key),
            await client.put(path_of("b"), json={"text": ALICE}, headers=key),
            await client.delete(path_of("a"), headers=key),
        ):
            assert (other.status_code, other.json()["type"]) == (422, "urn:pourquoi:problem:key-reused")
        # Of somebody else it is another key.
        theirs = await client.put(path_of("a"), json={"text": BRUNO}, headers={**key, "authorization": "Bearer x"})
        assert theirs.status_code == 201

    run(tmp_path, do)


def test_a_request_that_failed_may_be_sent_again_under_its_key(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        key = {"idempotency-key": "k-1"}
        assert (await client.delete(path_of("a"), headers=key)).status_code == 404
        await client.put(path_of("a"), json={"text": ALICE})
        assert (await client.delete(path_of("a"), headers=key)).status_code == 204
        assert (await client.delete(path_of("a"), headers=key)).status_code == 204

    run(tmp_path, do)


def test_of_the_same_request_sent_at_once_one_is_done(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        sent = [client.put(path_of("a"), json={"text": ALICE}, headers={"idempotency-key": "k-1"}) for _ in range(8)]
        got = [response.status_code for response in await asyncio.gather(*sent)]
        assert set(got) <= {201, 409}
        assert 201 in got

    run(tmp_path, do)


def test_many_writes_at_once_are_all_done(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        puts = [client.put(path_of(f"a{i}"), json={"text": f"Article {i} says {'word ' * i}."}) for i in range(30)]
        # The same article twice among them: whoever put it is told of what they put.
        twice = [client.put(path_of("same"), json={"text": text}) for text in (ALICE, BRUNO)]
        got = await asyncio.gather(*puts, *twice)
        assert [response.status_code for response in got[:30]] == [201] * 30
        assert sorted(response.status_code for response in got[30:]) == [200, 201]
        assert [response.headers["etag"] for response in got[-2:]] == [tag(ALICE), tag(BRUNO)]
        assert len((await client.get("/v1/articles", params={"limit": 200})).json()["articles"]) == 31

    run(tmp_path, do)


def test_what_was_put_is_there_after_a_restart(tmp_path: Path) -> None:
    run(tmp_path, lambda client: client.put(path_of("a"), json={"text": ALICE}))
    assert run(tmp_path, lambda client: quoted(client, "Why did Alice leave?")) == {"a"}


def test_the_list_is_filtered_and_its_pages_are_too(tmp_path: Path) -> None:
    async def do(client: httpx.AsyncClient) -> None:
        async def listed(**params: object) -> list[str]:
            ids, cursor = [], None
            while True:
                page = (await client.get("/v1/articles", params=params | ({"cursor": cursor} if cursor else {}))).json()
                ids += [article["id"] for article in page["articles"]]
                if (cursor := page["next_cursor"]) is None:
                    return ids
                assert page["articles"]

        for name, language, date in (("a", "en", "2023-11-17"), ("b", "fr", "2024-05"), ("c", "en", None)):
            body = {"text": f"{ALICE}{name}", "title": f"Money {name.upper()}", "language": language}
            await client.put(path_of(name), json=body | ({"published_at": date} if date else {}))
        assert await listed() == ["a", "b", "c"]
        assert await listed(language="en", limit=1) == ["a", "c"]
        # 2024-05 may be any day of May, so it lies after the 20th and before the 10th.
        assert await listed(published_after="2024-05-20") == ["b"]
        assert await listed(published_before="2024-05-10") == ["a", "b"]
        assert await listed(title="money b", limit=1) == ["b"]
        assert await listed(title="MONEY", language="en") == ["a", "c"]
        assert await listed(title="none of them") == []
        assert (await client.get("/v1/articles", params={"language": "english"})).status_code == 422
        # 17 November 2023 alone is a day; from the 17th until the 16th there is none.
        day = {"published_after": "2023-11-17", "published_before": "2023-11-17"}
        assert await listed(**day) == ["a"]
        refused = await client.get("/v1/articles", params=day | {"published_before": "2023-11-16"})
        assert refused.status_code == 422
        assert refused.json()["detail"].startswith(
            "query: published_after (2023-11-17) is later than published_before (2023-11-16), so no day lies between them; "
        )

    run(tmp_path, do)


def test_a_service_over_an_index_alone_takes_no_articles(
    hashing_pipeline: Callable[..., object], serving: Callable[..., object]
) -> None:
    async def do() -> httpx.Response:
        async with serving(hashing_pipeline({"a": ALICE})) as client:
            return await client.put(path_of("b"), json={"text": BRUNO})

    response = asyncio.run(do())
    assert (response.status_code, response.json()["type"]) == (501, "urn:pourquoi:problem:read-only")
    assert response.json()["detail"].endswith("its log of that time says why")
