"""Chat platforms ask over HTTP: verified, acknowledged, answered once, and refused without anything being asked."""

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace

import httpx
import pytest
from nacl.signing import SigningKey

from api.chat.desk import Limits
from api.chat.notices import told
from api.chat.platforms import Platforms
from api.errors import BusyError, CollectionNotFoundError, DeadlineError, NotReadyError, StoppingError
from index.errors import DamagedGenerationError
from rag.errors import QuestionError
from rag.pipeline import Pipeline
from tests.chat_kit import (
    ARTICLES,
    BROKEN,
    MATTERMOST_TOKEN,
    NOW,
    QUESTION,
    SLACK_SECRET,
    Clock,
    Counting,
    Receiver,
    chatting,
    counting,
    discord_headers,
    everything,
    fixture,
    iso,
    mattermost_headers,
    receiving,
    slack_headers,
    strings,
    teams_headers,
    trigger_id,
)

HashingPipeline = Callable[[Mapping[str, str]], Pipeline]
QUOTE = "Alice left the company because of a quarrel over money."
Request = tuple[str, bytes, dict[str, str]]


@pytest.fixture
def pipeline(hashing_pipeline: HashingPipeline) -> Counting:
    return counting(hashing_pipeline(ARTICLES))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as there:
        yield there


def slack_command(receiver: Receiver, text: str = QUESTION, at: int = NOW) -> Request:
    body = fixture("slack_command.txt", text=text, response_url=f"{receiver.url}/commands/T0001/1234/abcd")
    return "/integrations/slack/commands", body, slack_headers(body, at)


def slack_mention(text: str = f"<@U0LAN0Z89> {QUESTION}", event_id: str = "Ev123ABC456", at: int = NOW) -> Request:
    body = fixture("slack_app_mention.json", text=text, event_id=event_id)
    return "/integrations/slack/events", body, slack_headers(body, at, kind="json")


def discord_command(text: str = QUESTION, at: int = NOW) -> Request:
    body = fixture("discord_command.json", text=text)
    return "/integrations/discord", body, discord_headers(body, at)


def teams_message(text: str = f"<at>pourquoi</at>&nbsp;{QUESTION}\\n", at: int = NOW) -> Request:
    body = fixture("teams_message.json", text=text, timestamp=iso(at))
    return "/integrations/teams", body, teams_headers(body)


def mattermost_command(
    receiver: Receiver, text: str = QUESTION, at: int = NOW, token: str = MATTERMOST_TOKEN
) -> Request:
    url = f"{receiver.url}/hooks/commands/zozc1xwxybdedeyz8djwjpngny"
    body = fixture("mattermost_command.txt", text=text, response_url=url, token=token, trigger_id=trigger_id(at))
    return "/integrations/mattermost", body, mattermost_headers(token)


def every_request(receiver: Receiver, at: int = NOW) -> list[Request]:
    return [
        slack_command(receiver, at=at),
        slack_mention(at=at),
        discord_command(at=at),
        teams_message(at=at),
        mattermost_command(receiver, at=at),
    ]


async def post(client: httpx.AsyncClient, request: Request) -> httpx.Response:
    path, body, headers = request
    return await client.post(path, content=body, headers=headers)


def talk(
    pipeline: Pipeline,
    platforms: Platforms,
    test: Callable[[httpx.AsyncClient], Coroutine[None, None, None]],
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> None:
    """Run `test` on a client; when this returns every message has been sent."""

    async def run() -> None:
        async with chatting(pipeline, platforms, limits, clock) as client:
            await test(client)

    asyncio.run(run())


def ask(pipeline: Pipeline, platforms: Platforms, *requests: Request) -> list[httpx.Response]:
    responses: list[httpx.Response] = []

    async def test(client: httpx.AsyncClient) -> None:
        for request in requests:
            responses.append(await post(client, request))  # noqa: PERF401 - one after the other

    talk(pipeline, platforms, test)
    return responses


# ---- each platform ---------------------------------------------------------------------------------------------------


def test_a_slack_command_is_acknowledged_and_answered_at_its_response_url(
    pipeline: Counting, receiver: Receiver
) -> None:
    [reply] = ask(pipeline, everything(receiver.url), slack_command(receiver))
    assert (reply.status_code, reply.json()) == (200, {"response_type": "in_channel"})
    taken = receiver.next()
    assert (taken.method, taken.path) == ("POST", "/commands/T0001/1234/abcd")
    assert taken.body["response_type"] == "in_channel"
    quotes = [e for b in taken.body["blocks"] if b["type"] == "rich_text" for e in b["elements"]]
    assert [q["elements"][0]["text"] for q in quotes if q["type"] == "rich_text_quote"] == [QUOTE]
    [actions] = [block for block in taken.body["blocks"] if block["type"] == "actions"]
    assert actions["elements"][0]["url"].startswith("https://ask.example.org/?span=")
    assert pipeline.asked == [QUESTION]


def test_a_slack_mention_is_answered_in_its_thread_with_the_bot_token(pipeline: Counting, receiver: Receiver) -> None:
    receiver.replies.append((200, {}, b'{"ok": true}'))
    [reply] = ask(pipeline, everything(receiver.url), slack_mention())
    assert (reply.status_code, reply.content) == (200, b"")
    taken = receiver.next()
    assert (taken.path, taken.headers["authorization"]) == ("/api/chat.postMessage", "Bearer xoxb-not-a-real-token")
    assert (taken.body["channel"], taken.body["thread_ts"]) == ("C123ABC456", "1515449522.000016")
    assert QUOTE in taken.body["text"]
    assert pipeline.asked == [QUESTION]


def test_a_slack_challenge_and_its_look_at_the_address_are_answered(pipeline: Counting, receiver: Receiver) -> None:
    challenge, check, pressed = (
        fixture("slack_url_verification.json"),
        fixture("slack_ssl_check.txt"),
        fixture("slack_block_actions.txt"),
    )
    replies = ask(
        pipeline,
        everything(receiver.url),
        ("/integrations/slack/events", challenge, slack_headers(challenge, kind="json")),
        ("/integrations/slack/commands", check, slack_headers(check)),
        ("/integrations/slack/interactions", pressed, slack_headers(pressed)),
    )
    assert [reply.status_code for reply in replies] == [200, 200, 200]
    assert replies[0].json() == {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}
    assert pipeline.asked == []


def test_a_slack_event_that_comes_again_is_acknowledged_and_not_answered_twice(
    pipeline: Counting, receiver: Receiver
) -> None:
    path, body, headers = slack_mention(at=NOW + 60)
    again = (path, body, headers | {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"})
    replies = ask(pipeline, everything(receiver.url), slack_mention(), again, slack_mention(event_id="Ev2"))
    assert [reply.status_code for reply in replies] == [200, 200, 200]
    assert pipeline.asked == [QUESTION, QUESTION]
    assert receiver.taken.qsize() == 2


def test_what_another_bot_says_is_not_answered(pipeline: Counting, receiver: Receiver) -> None:
    path, body, _ = slack_mention()
    changed = json.loads(body)
    changed["event"]["bot_id"] = "B123"
    body = json.dumps(changed).encode()
    assert ask(pipeline, everything(receiver.url), (path, body, slack_headers(body, kind="json")))[0].status_code == 200
    assert pipeline.asked == []


def test_without_a_bot_token_a_mention_is_acknowledged_and_the_log_says_why_nothing_comes(
    pipeline: Counting, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    platforms = everything(receiver.url, slack_bot_token=None)
    assert ask(pipeline, platforms, slack_mention())[0].status_code == 200
    assert pipeline.asked == []
    assert "POURQUOI_SLACK_BOT_TOKEN is not set" in caplog.text


def test_words_that_slack_marks_up_are_asked_as_they_were_typed(pipeline: Counting, receiver: Receiver) -> None:
    mention = "<@U0LAN0Z89> what of <https://x.example|x.example> &amp; <#C01|general> &lt;b&gt;?"
    platforms = everything(receiver.url)
    ask(pipeline, platforms, slack_mention(mention), slack_command(receiver, "is a &lt; b &amp;amp; c?"))
    assert pipeline.asked == ["what of x.example & general <b>?", "is a < b &amp; c?"]


def test_whom_slack_does_not_name_is_to_be_written_out_and_nothing_is_asked(
    pipeline: Counting, receiver: Receiver
) -> None:
    platforms = everything(receiver.url)
    ask(pipeline, platforms, slack_mention("<@U0LAN0Z89> qui a remplacé <@U2> ?"), slack_mention(event_id="Ev2"))
    taken = receiver.next()
    assert taken.body["text"].startswith("Reposez la question en écrivant le nom : ")
    assert taken.body["thread_ts"] == "1515449522.000016"
    # The other mention is asked.
    assert pipeline.asked == [QUESTION]


def test_discords_ping_is_answered_with_pong(pipeline: Counting, receiver: Receiver) -> None:
    body = fixture("discord_ping.json")
    [reply] = ask(pipeline, everything(receiver.url), ("/integrations/discord", body, discord_headers(body)))
    assert (reply.status_code, reply.json()) == (200, {"type": 1})
    assert pipeline.asked == []


def test_a_discord_command_is_deferred_and_its_message_edited_as_soon_as_it_is_there(
    pipeline: Counting, receiver: Receiver
) -> None:
    # The answer may be faster than our own reply: the message is not there yet.
    receiver.replies.append((404, {}, b'{"message": "Unknown Webhook", "code": 10015}'))
    [reply] = ask(pipeline, everything(receiver.url), discord_command())
    assert (reply.status_code, reply.json()) == (200, {"type": 5})
    for taken in (receiver.next(), receiver.next()):
        path = "/v10/webhooks/845027738276462632/A_UNIQUE_TOKEN-aW50ZXJhY3Rpb24/messages/@original"
        assert (taken.method, taken.path) == ("PATCH", path)
        assert taken.body["allowed_mentions"] == {"parse": []}
        assert QUOTE[:-1] in taken.body["embeds"][0]["description"]
    assert pipeline.asked == [QUESTION]


def test_a_teams_message_is_answered_with_a_card_in_the_reply(pipeline: Counting, receiver: Receiver) -> None:
    [reply] = ask(pipeline, everything(receiver.url), teams_message())
    assert reply.headers["content-type"] == "application/json"
    card = reply.json()["attachments"][0]["content"]
    assert QUOTE in strings(card)
    assert pipeline.asked == [QUESTION]


def test_a_mattermost_command_is_acknowledged_and_answered_at_its_response_url(
    pipeline: Counting, receiver: Receiver
) -> None:
    [reply] = ask(pipeline, everything(receiver.url), mattermost_command(receiver))
    assert reply.json()["response_type"] == "ephemeral"
    taken = receiver.next()
    assert taken.path == "/hooks/commands/zozc1xwxybdedeyz8djwjpngny"
    assert taken.body["response_type"] == "in_channel"
    assert "> Alice left the company because of a quarrel over money" in taken.body["text"]
    assert pipeline.asked == [QUESTION]


def test_a_mattermost_token_counts_from_the_form_where_the_header_was_taken_away(
    pipeline: Counting, receiver: Receiver
) -> None:
    path, body, headers = mattermost_command(receiver)
    del headers["authorization"]
    assert ask(pipeline, everything(receiver.url), (path, body, headers))[0].status_code == 200
    assert pipeline.asked == [QUESTION]


def test_a_question_without_words_gets_a_hint_and_is_not_asked(pipeline: Counting, receiver: Receiver) -> None:
    requests = [
        slack_command(receiver, "  "),
        slack_mention("<@U0LAN0Z89>"),
        discord_command(" "),
        teams_message("<at>pourquoi</at> "),
        mattermost_command(receiver, ""),
    ]
    command, _, interaction, card, post_ = ask(pipeline, everything(receiver.url), *requests)
    hint = "The question is empty; ask something."
    assert command.json() == {"response_type": "ephemeral", "text": hint}
    assert interaction.json()["data"]["flags"] == 64
    for said in (receiver.next().body, interaction.json(), card.json(), post_.json()):
        assert hint in [text.replace("\\", "") for text in strings(said)]
    assert pipeline.asked == []


GREETINGS = [
    ("hello", "Ask a question, for example “Why did the director resign?”"),
    ("help", "Ask a question, for example “Why did the director resign?”"),
    ("Merci !", "Posez une question, par exemple « Pourquoi le directeur a-t-il démissionné ? »"),
    ("Guten Morgen", "Stellen Sie eine Frage, zum Beispiel „Warum ist der Direktor zurückgetreten?“"),
    ("ayuda", "Haga una pregunta, por ejemplo «¿Por qué dimitió el director?»"),
]


@pytest.mark.parametrize(("said", "hint"), GREETINGS)
def test_a_greeting_or_a_call_for_help_is_told_how_to_ask_and_not_asked(
    pipeline: Counting, receiver: Receiver, said: str, hint: str
) -> None:
    requests = [
        slack_command(receiver, said),
        slack_mention(f"<@U0LAN0Z89> {said}"),
        discord_command(said),
        teams_message(f"<at>pourquoi</at> {said}"),
        mattermost_command(receiver, said),
    ]
    command, _, interaction, card, post_ = ask(pipeline, everything(receiver.url), *requests)
    assert command.json()["response_type"] == post_.json()["response_type"] == "ephemeral"
    assert interaction.json()["data"]["flags"] == 64
    for shown in (command.json(), receiver.next().body, interaction.json(), card.json(), post_.json()):
        assert any(text.replace("\\", "").startswith(hint) for text in strings(shown))
    assert pipeline.asked == []
    assert receiver.taken.empty()


def test_a_person_s_own_language_is_taken_where_the_words_do_not_show_one(
    pipeline: Counting, receiver: Receiver
) -> None:
    # "super" is French and German, and an empty question has no language; the fixture's own locale is en-US.
    bodies = [discord_command(text)[1].replace(b'"locale": "en-US"', b'"locale": "de"') for text in ("super", " ")]
    requests = [("/integrations/discord", body, discord_headers(body)) for body in bodies]
    hint, empty = ask(pipeline, everything(receiver.url), *requests)
    assert hint.json()["data"]["content"].startswith("Stellen Sie eine Frage")
    assert empty.json()["data"]["content"].replace("\\", "") == "Die Frage ist leer; stellen Sie eine."


def test_what_is_said_instead_of_an_answer_is_in_the_language_of_the_question(
    held: Pipeline, receiver: Receiver
) -> None:
    french, spanish = "Pourquoi est-elle partie ?", "¿Por qué se fue?"

    async def test(client: httpx.AsyncClient) -> None:
        await post(client, slack_command(receiver))
        await asyncio.to_thread(Held.began.acquire)
        busy = (await post(client, teams_message(f"<at>pourquoi</at> {spanish}"))).json()
        assert "Demasiadas preguntas a la vez; pregunte de nuevo en un momento." in strings(busy)
        long = (await post(client, slack_command(receiver, french + "?" * 2_000))).json()
        assert long["text"] == "La question compte 2026 caractères ; 2000 au plus sont lus."
        Held.let_go.release()

    talk(held, everything(receiver.url), test, Limits(jobs=1))


def test_mattermost_says_in_the_language_of_the_question_that_the_articles_are_read(
    pipeline: Counting, receiver: Receiver
) -> None:
    [reply] = ask(pipeline, everything(receiver.url), mattermost_command(receiver, "Pourquoi est-elle partie ?"))
    assert reply.json()["text"] == "Lecture des articles…"


def test_a_quote_of_a_sentence_that_is_too_long_to_read_at_once_says_that_words_are_left_out(
    hashing_pipeline: HashingPipeline, receiver: Receiver
) -> None:
    clauses = ", ".join(f"she had a quarrel number {n} over money with her colleagues" for n in range(120))
    made = hashing_pipeline({"one": f"Alice left the company because {clauses}.\n"})
    [reply] = ask(made, everything(receiver.url), teams_message())
    containers = [part for part in reply.json()["attachments"][0]["content"]["body"] if part["type"] == "Container"]
    quotes = [container["items"][0]["inlines"][0]["text"] for container in containers]
    assert quotes
    assert all("[…]" in quote for quote in quotes), quotes


def test_a_teams_message_with_an_attachment_keeps_its_words(pipeline: Counting, receiver: Receiver) -> None:
    text = f'<attachment id="1"></attachment><p>{QUESTION} <at id="0">pourquoi</at></p>'
    [reply] = ask(pipeline, everything(receiver.url), teams_message(text.replace('"', '\\"')))
    assert reply.status_code == 200
    assert pipeline.asked == [QUESTION]


# ---- who may ask -----------------------------------------------------------------------------------------------------


def test_a_platform_without_its_secret_is_not_there(pipeline: Counting, receiver: Receiver) -> None:
    replies = ask(pipeline, Platforms(), *every_request(receiver))
    assert [reply.status_code for reply in replies] == [404] * 5
    assert pipeline.asked == []


def test_the_secret_of_one_platform_turns_on_no_other(pipeline: Counting, receiver: Receiver) -> None:
    platforms = replace(Platforms(), teams_secret=everything(receiver.url).teams_secret)
    replies = ask(pipeline, platforms, *every_request(receiver))
    assert [reply.status_code for reply in replies] == [404, 404, 404, 200, 404]


def test_a_wrong_signature_is_refused_and_nothing_is_asked(pipeline: Counting, receiver: Receiver) -> None:
    (slack_path, slack_body, _), mention, (discord_path, discord_body, _), teams_, _ = every_request(receiver)
    other = SigningKey(b"\x01" * 32)
    requests = [
        (slack_path, slack_body, slack_headers(slack_body, secret=SLACK_SECRET[:-1])),
        (slack_path, slack_body + b" ", slack_headers(slack_body)),
        (slack_path, slack_body, {"content-type": "application/x-www-form-urlencoded"}),
        (mention[0], mention[1].replace(b"Alice", b"Malice"), mention[2]),
        (discord_path, discord_body, discord_headers(discord_body, key=other)),
        (discord_path, discord_body + b" ", discord_headers(discord_body)),
        (discord_path, discord_body, discord_headers(discord_body) | {"x-signature-timestamp": str(NOW + 1)}),
        (discord_path, discord_body, discord_headers(discord_body) | {"x-signature-ed25519": "zz"}),
        (discord_path, discord_body, {"content-type": "application/json"}),
        (teams_[0], teams_[1], teams_headers(teams_[1], secret="AAAA")),
        (teams_[0], teams_[1] + b" ", teams_[2]),
        (teams_[0], teams_[1], teams_[2] | {"authorization": "HMAC é".encode()}),
        (teams_[0], teams_[1], {"content-type": "application/json"}),
        mattermost_command(receiver, token="another"),
        (mattermost_command(receiver)[0], mattermost_command(receiver)[1], mattermost_headers("another")),
        ("/integrations/mattermost", b"text=why", {"content-type": "application/x-www-form-urlencoded"}),
    ]
    for reply in ask(pipeline, everything(receiver.url), *requests):
        assert (reply.status_code, reply.json()["type"]) == (401, "urn:pourquoi:problem:unverified")
    assert pipeline.asked == []
    assert receiver.taken.empty()


@pytest.mark.parametrize("off", [-301, 301])
def test_a_request_of_another_time_is_refused_and_nothing_is_asked(
    pipeline: Counting, receiver: Receiver, off: int
) -> None:
    replies = ask(pipeline, everything(receiver.url), *every_request(receiver, at=NOW + off))
    assert [reply.status_code for reply in replies] == [401] * 5
    assert pipeline.asked == []


@pytest.mark.parametrize("off", [-299, 299])
def test_a_clock_that_goes_a_little_wrong_does_no_harm(pipeline: Counting, receiver: Receiver, off: int) -> None:
    replies = ask(pipeline, everything(receiver.url), *every_request(receiver, at=NOW + off))
    assert [reply.status_code for reply in replies] == [200] * 5


def test_a_request_without_a_time_is_refused(pipeline: Counting, receiver: Receiver) -> None:
    for_teams = json.loads(teams_message()[1])
    del for_teams["timestamp"]
    body = json.dumps(for_teams).encode()
    path, form, headers = mattermost_command(receiver)
    without = form.replace(b"trigger_id=", b"trigger=")
    replies = ask(
        pipeline, everything(receiver.url), ("/integrations/teams", body, teams_headers(body)), (path, without, headers)
    )
    assert [reply.status_code for reply in replies] == [401, 401]
    assert [reply.json()["detail"] for reply in replies] == [
        "the field timestamp is missing or holds no time; it says when the request was sent",
        "the field trigger_id is missing or holds no time; it says when the request was sent",
    ]
    assert pipeline.asked == []


def test_the_same_request_a_second_time_is_refused_for_as_long_as_its_time_would_do(
    pipeline: Counting, receiver: Receiver
) -> None:
    clock, statuses = Clock(NOW - 299), []
    requests = every_request(receiver)

    async def test(client: httpx.AsyncClient) -> None:
        # Sent by a clock that is ahead; until 300 s after its own time the signature would do.
        for clock.now in (NOW - 299, NOW - 299, NOW, NOW + 299):
            statuses.append([(await post(client, request)).status_code for request in requests])

    talk(pipeline, everything(receiver.url), test, clock=clock)
    assert statuses == [[200] * 5, [401] * 5, [401] * 5, [401] * 5]
    assert len(pipeline.asked) == 5


def test_an_answer_goes_to_the_platforms_own_hosts_and_nowhere_else(pipeline: Counting, receiver: Receiver) -> None:
    elsewhere = [
        "https://evil.example/commands",
        f"{receiver.url}.evil.example/x",
        receiver.url.replace("http://", "http://evil.example@"),
        receiver.url.replace("http://", "https://"),
        receiver.url.rsplit(":", 1)[0] + ":1/x",
        f"{receiver.url}\\@evil.example/",
        "file:///etc/passwd",
        "//evil.example/",
        "http://[evil",
        "",
    ]
    requests = []
    for url in elsewhere:
        body = fixture("slack_command.txt", text=QUESTION, response_url=url)
        requests.append(("/integrations/slack/commands", body, slack_headers(body)))
    for number, url in enumerate(elsewhere):
        values = {"text": QUESTION, "token": MATTERMOST_TOKEN, "trigger_id": trigger_id(name=str(number))}
        body = fixture("mattermost_command.txt", response_url=url, **values)
        requests.append(("/integrations/mattermost", body, mattermost_headers()))
    for reply in ask(pipeline, everything(receiver.url), *requests):
        assert (reply.status_code, reply.json()["type"]) == (422, "urn:pourquoi:problem:bad-destination")
    assert pipeline.asked == []
    assert receiver.taken.empty()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff", b'{"type": []}', b'{"type": "\\ud800"}', b'{"type": 99}', b"[" * 9_000]
)
def test_a_signed_body_that_makes_no_sense_is_a_problem_and_no_fault(
    pipeline: Counting, receiver: Receiver, body: bytes
) -> None:
    # Slack's library takes text only, and b"\xff" is none.
    slack = [] if body == b"\xff" else [("/integrations/slack/events", body, slack_headers(body, kind="json"))]
    requests = [
        *slack,
        ("/integrations/discord", body, discord_headers(body)),
        ("/integrations/teams", body, teams_headers(body)),
    ]
    for reply in ask(pipeline, everything(receiver.url), *requests):
        assert reply.status_code in {200, 401, 422}
        assert reply.status_code == 200 or reply.headers["content-type"] == "application/problem+json"
    assert pipeline.asked == []


# ---- when things go wrong --------------------------------------------------------------------------------------------


class Held(Pipeline):
    """A pipeline that answers only when it is let go."""

    began, let_go = threading.Semaphore(0), threading.Semaphore(0)

    def answer_all(self, questions: Sequence[object]) -> list:
        if getattr(questions[0], "text", "") == QUESTION:
            self.began.release()
            self.let_go.acquire()
        return super().answer_all(questions)


@pytest.fixture
def held(hashing_pipeline: HashingPipeline) -> Iterator[Pipeline]:
    made = hashing_pipeline(ARTICLES)
    made.__class__ = Held
    yield made
    Held.let_go.release(100)
    Held.began, Held.let_go = threading.Semaphore(0), threading.Semaphore(0)


def test_over_the_bound_whoever_asks_is_told_that_the_service_is_busy(held: Pipeline, receiver: Receiver) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        assert (await post(client, slack_command(receiver))).json() == {"response_type": "in_channel"}
        await asyncio.to_thread(Held.began.acquire)
        busy = "1 questions are being answered already; ask again in a moment."
        for request in (slack_command(receiver, "Another?"), discord_command(), mattermost_command(receiver)):
            reply = await post(client, request)
            assert reply.status_code == 200
            assert busy in [text.replace("\\", "") for text in strings(reply.json())]
        Held.let_go.release()
        await asyncio.to_thread(receiver.next)

    talk(held, everything(receiver.url), test, Limits(jobs=1))


def test_an_event_that_was_refused_as_busy_is_answered_when_slack_sends_it_again(
    held: Pipeline, receiver: Receiver
) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        await post(client, slack_command(receiver))
        await asyncio.to_thread(Held.began.acquire)
        refused = await post(client, slack_mention("<@U0LAN0Z89> who was sad?"))
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        Held.let_go.release()
        await asyncio.to_thread(receiver.next)
        for later in range(1, 250):
            again = await post(client, slack_mention("<@U0LAN0Z89> who was sad?", at=NOW + later))
            if again.status_code == 200:
                break
            await asyncio.sleep(0.01)
        assert again.status_code == 200
        assert (await asyncio.to_thread(receiver.next)).path == "/api/chat.postMessage"

    talk(held, everything(receiver.url), test, Limits(jobs=1))


def test_teams_gets_a_card_that_says_so_where_the_answer_takes_too_long(held: Pipeline, receiver: Receiver) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        reply = await post(client, teams_message())
        assert reply.status_code == 200
        assert "The articles take too long to read just now. Ask again in a moment." in strings(reply.json())
        Held.let_go.release()

    talk(held, everything(receiver.url), test, Limits(teams_seconds=0.05))


def test_an_answer_that_took_too_long_for_teams_is_there_when_the_question_is_asked_again(
    held: Pipeline, receiver: Receiver
) -> None:
    async def test() -> None:
        limits = Limits(teams_seconds=0.05)
        async with chatting(held, everything(receiver.url), limits, cached_answers=8) as client:
            await post(client, teams_message())
            await asyncio.to_thread(Held.began.acquire)
            # The one run that there is; a second would never end.
            Held.let_go.release()
            for later in range(1, 250):
                again = await post(client, teams_message(at=NOW + later))
                if QUOTE in "".join(strings(again.json())):
                    break
                await asyncio.sleep(0.01)
            assert QUOTE in "".join(strings(again.json()))

    asyncio.run(test())


def test_teams_gets_a_card_that_says_so_where_as_many_are_answered_as_may(held: Pipeline, receiver: Receiver) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        await post(client, slack_command(receiver))
        await asyncio.to_thread(Held.began.acquire)
        reply = await post(client, teams_message())
        assert "1 questions are being answered already; ask again in a moment." in "".join(strings(reply.json()))
        Held.let_go.release()

    talk(held, everything(receiver.url), test, Limits(jobs=1))


def test_an_answer_that_is_begun_is_sent_before_the_service_ends(held: Pipeline, receiver: Receiver) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        await post(client, slack_command(receiver))
        await asyncio.to_thread(Held.began.acquire)
        Held.let_go.release()

    talk(held, everything(receiver.url), test)
    assert receiver.taken.qsize() == 1


class Failing(Pipeline):
    """A pipeline that fails on the question."""

    error: Exception = RuntimeError("swordfish")

    def answer_all(self, questions: Sequence[object]) -> list:
        if getattr(questions[0], "text", "") == QUESTION:
            raise self.error
        return super().answer_all(questions)


class Damaged(Failing):
    """A pipeline whose store turns out to be damaged."""

    error = DamagedGenerationError("/home/swordfish/articles.db is damaged")


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Failing, "Something went wrong here; the log of the service says what."),
        (Damaged, "The index cannot be used: the articles or the models cannot be read as they are stored here"),
    ],
)
def test_a_fault_of_ours_is_said_without_its_inside(
    hashing_pipeline: HashingPipeline, receiver: Receiver, kind: type[Pipeline], why: str
) -> None:
    pipeline = hashing_pipeline(ARTICLES)
    pipeline.__class__ = kind
    [_, card] = ask(pipeline, everything(receiver.url), slack_command(receiver), teams_message())
    for said in (receiver.next().body, card.json()):
        assert any(words.startswith(why) for words in strings(said))
        assert "swordfish" not in json.dumps(said)


@pytest.mark.parametrize("language", ["fr", "de", "es"])
def test_whatever_goes_wrong_is_told_in_each_language(language: str) -> None:
    errors = [
        RuntimeError(),
        BusyError(),
        CollectionNotFoundError("news"),
        DamagedGenerationError(),
        DeadlineError(),
        NotReadyError(),
        StoppingError(),
    ]
    said = [told(error, QUESTION, language, "in English") for error in errors]
    said += [told(QuestionError(), text, language, "in English") for text in ("", "a\ud800", "a" * 2_001)]
    assert len(set(said)) == len(said)
    assert "in English" not in said
    assert "2001" in said[-1]
    assert told(BusyError(), QUESTION, "en", "in English") == "in English"


@pytest.mark.parametrize(
    ("replies", "tries", "why"),
    [
        ([(500, {}, b""), (503, {}, b""), (200, {}, b"ok")], 3, None),
        ([(429, {"retry-after": "0"}, b""), (200, {}, b"ok")], 2, None),
        ([(500, {}, b"")] * 5, 3, "status 500"),
        # A proxy that gave up waiting does not know whether it arrived, and nobody wants the answer twice.
        ([(502, {}, b"")], 1, "status 502"),
        ([(504, {}, b"")], 1, "status 504"),
        ([(404, {}, b"expired_url")], 1, "status 404"),
        ([(302, {"location": "https://evil.example/"}, b"")], 1, "status 302"),
    ],
)
def test_a_delivery_is_tried_again_where_that_helps_and_given_up_with_a_clear_error(
    pipeline: Counting,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
    replies: list[tuple[int, dict[str, str], bytes]],
    tries: int,
    why: str | None,
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.replies += replies
    ask(pipeline, everything(receiver.url), slack_command(receiver))
    assert receiver.taken.qsize() == tries
    if why is None:
        assert "not delivered" not in caplog.text
    else:
        assert f"a message for Slack was not delivered: 127.0.0.1 did not take it: {why}" in caplog.text
    assert QUESTION not in caplog.text
    assert "/commands/T0001" not in caplog.text


@pytest.mark.parametrize("status", [502, 504])
def test_a_message_that_takes_anothers_place_is_sent_again_through_a_proxy_that_lost_it(
    pipeline: Counting, receiver: Receiver, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    receiver.replies.append((status, {}, b""))
    ask(pipeline, everything(receiver.url), discord_command())
    assert [receiver.next().method for _ in range(2)] == ["PATCH", "PATCH"]
    assert receiver.taken.empty()
    assert "not delivered" not in caplog.text


def test_where_the_connection_breaks_a_message_is_sent_again_if_it_takes_anothers_place(
    pipeline: Counting, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    # Nobody knows what arrived: in Slack a second message would stand below the first.
    receiver.replies += [BROKEN, BROKEN]
    ask(pipeline, everything(receiver.url), discord_command())
    assert [receiver.next().method for _ in range(3)] == ["PATCH"] * 3
    assert "not delivered" not in caplog.text
    receiver.replies.append(BROKEN)
    ask(pipeline, everything(receiver.url), slack_command(receiver))
    assert receiver.next().method == "POST"
    assert receiver.taken.empty()
    assert "a message for Slack was not delivered: 127.0.0.1 did not take it: RemoteProtocolError" in caplog.text


def test_what_slacks_api_refuses_is_an_error_in_the_log_without_question_or_token(
    pipeline: Counting, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.replies.append((200, {}, b'{"ok": false, "error": "not_in_channel"}'))
    ask(pipeline, everything(receiver.url), slack_mention())
    assert "refused it with the error 'not_in_channel'" in caplog.text
    assert QUESTION not in caplog.text
    assert "xoxb" not in caplog.text


def test_a_host_that_cannot_be_reached_is_an_error_in_the_log(
    pipeline: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = Receiver(url="http://127.0.0.1:9")
    ask(pipeline, everything(nobody.url), slack_command(nobody))
    assert "127.0.0.1 did not take it: ConnectError" in caplog.text
