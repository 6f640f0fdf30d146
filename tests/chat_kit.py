"""What the tests of the chat platforms share: signed requests, a clock, a real server that messages are sent to, and answers."""

import base64
import hashlib
import hmac
import json
import queue
import re
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from hypothesis import strategies as st
from nacl.signing import SigningKey
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from api.app import create_app
from api.batching import BatchLimits
from api.chat.delivery import Delivery, Destinations
from api.chat.desk import Desk, Limits
from api.chat.platforms import Platforms
from api.service import Service
from rag.contract import AlsoInOut, AnswerOut, CitationOut, ConflictOut, ConflictValueOut, IndexOut, ModelsOut
from rag.pipeline import Pipeline

DATA = Path(__file__).parent / "data" / "chat"
NOW = 1_763_000_000
PUBLIC_URL = "https://ask.example.org"
SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
DISCORD_KEY = SigningKey(bytes(range(32)))
TEAMS_SECRET = base64.b64encode(b"a secret of Teams that is no text \xff\xfe").decode()
MATTERMOST_TOKEN = "nezum4kpu3faiec7r7c5zt6tfy"
ARTICLES = {"one": "Alice left the company because of a quarrel over money. Her colleagues were sad about it.\n"}
QUESTION = "why did Alice leave the company?"
# In place of a reply: the connection is closed.
BROKEN: tuple[int, dict[str, str], bytes] = (0, {}, b"")


def fixture(name: str, **values: str) -> bytes:
    """A recorded body with `{{name}}` filled in; a form stands one field a line, as `name=value` before it is encoded."""
    text = (DATA / name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace("{{" + key + "}}", value)
    left = re.findall(r"\{\{(\w+)\}\}", text)
    assert left == [], f"{name} needs {left}"
    if name.endswith(".json"):
        return json.dumps(json.loads(text), ensure_ascii=False).encode()
    return urlencode([tuple(line.split("=", 1)) for line in text.splitlines()]).encode()


def slack_headers(body: bytes, at: int = NOW, secret: str = SLACK_SECRET, kind: str = "form") -> dict[str, str]:
    """Headers signed by Slack's own library."""
    signature = SignatureVerifier(secret).generate_signature(timestamp=str(at), body=body)
    media = "application/json" if kind == "json" else "application/x-www-form-urlencoded"
    return {"content-type": media, "x-slack-request-timestamp": str(at), "x-slack-signature": str(signature)}


def discord_headers(body: bytes, at: int = NOW, key: SigningKey = DISCORD_KEY) -> dict[str, str]:
    signature = key.sign(str(at).encode() + body).signature.hex()
    return {"content-type": "application/json", "x-signature-timestamp": str(at), "x-signature-ed25519": signature}


def teams_headers(body: bytes, secret: str = TEAMS_SECRET) -> dict[str, str]:
    digest = hmac.digest(base64.b64decode(secret), body, hashlib.sha256)
    return {
        "content-type": "application/json; charset=utf-8",
        "authorization": f"HMAC {base64.b64encode(digest).decode()}",
    }


def mattermost_headers(token: str = MATTERMOST_TOKEN) -> dict[str, str]:
    return {"content-type": "application/x-www-form-urlencoded", "authorization": f"Token {token}"}


def trigger_id(at: int = NOW, name: str = "4md3yr7cjbd1pcrsk46j9zm1oc") -> str:
    return base64.b64encode(f"{name}:k1x4aqdjy3813c84m771eoc9xo:{at * 1000}:MEUCIQ==".encode()).decode()


def iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", ".1234567Z")


@dataclass
class Clock:
    now: float = NOW

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Taken:
    """A request that the receiver took."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class Receiver:
    """A real HTTP server where messages arrive. It gives `replies` in their order, and `ok` after them."""

    url: str = ""
    replies: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    taken: "queue.Queue[Taken]" = field(default_factory=queue.Queue)

    def next(self) -> Taken:
        return self.taken.get(timeout=30)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            # Before the reply: whoever has that may look at once for what arrived.
            receiver.taken.put(Taken(self.command, self.path, headers, json.loads(body)))
            status, extra, reply = receiver.replies.pop(0) if receiver.replies else (200, {}, b"ok")
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        do_PATCH = do_POST  # noqa: N815 - the name is the standard library's

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


class Counting(Pipeline):
    """A pipeline that writes down what it is asked."""

    asked: list[str]

    def answer_all(self, questions: Sequence[object]) -> list:
        self.asked += [str(getattr(question, "text", question)) for question in questions]
        return super().answer_all(questions)


def counting(pipeline: Pipeline) -> Counting:
    pipeline.__class__ = Counting
    pipeline.asked = []
    return pipeline


def everything(url: str, **rest: object) -> Platforms:
    """Every platform, turned on, with messages going to `url`."""
    values: dict[str, object] = {
        "slack_signing_secret": SecretStr(SLACK_SECRET),
        "slack_bot_token": SecretStr("xoxb-not-a-real-token"),
        "discord_public_key": DISCORD_KEY.verify_key.encode().hex(),
        "teams_secret": SecretStr(TEAMS_SECRET),
        "mattermost_token": SecretStr(MATTERMOST_TOKEN),
        "public_url": PUBLIC_URL,
        "destinations": Destinations(slack_hooks=url, slack_api=f"{url}/api", discord_api=f"{url}/v10", mattermost=url),
    }
    return Platforms(**values | rest)


@asynccontextmanager
async def chatting(
    pipeline: Pipeline,
    platforms: Platforms,
    limits: Limits | None = None,
    clock: Clock | None = None,
    cached_answers: int = 0,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole application with chat platforms, ready; the warm-up's question is forgotten."""
    service = Service(lambda: pipeline, BatchLimits(concurrent=64, batch=16), cached_answers)
    desk = Desk(platforms, limits, Delivery(timeout_seconds=60, pauses_seconds=(0, 0)), clock or Clock())
    app = create_app(service, desk)
    async with app.router.lifespan_context(app):
        await service.loaded()
        if isinstance(pipeline, Counting):
            pipeline.asked.clear()
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


# ---- any answer ------------------------------------------------------------------------------------------------------

HOSTILE = (
    "<!channel> <!here|here> <@U012AB3CD> <https://evil.example|a bank>",
    "@everyone @here @channel @all <@!80351110224678912> <#123> <:a:1>",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) [ref]: https://evil.example",
    "<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;b&gt; &amp; &#64;channel",
    "\x00\x07\x1b[31m\x7f\x85\x9f",
    "\u202eevil\u202c \u2066x\u2069 \u2067y",
    "``` `code` ``` ~~gone~~ **bold** __under__ ||spoiler|| *a* _b_",
    "# Title\n> quote\n- item\n1. one\n1) two\n\n---\n===\n\n    indented\n| a | b |\n|---|---|",
    "{{DATE(2017-02-14T06:00:00Z, SHORT)}} ${x} $x^2$ <at>you</at>",
    ":smile: :) https://evil.example/a?b=c&d=e www.evil.example a@evil.example #tag ~town-square \\* \\",
    "line one\r\nline two\u2028line three\x0cpage two",
    "« Cependant, e\u0301te\u0301 🎈👩‍👩‍👧 … »",
)
_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_texts = st.lists(
    st.one_of(st.sampled_from(HOSTILE), _words, st.just("plain words, with a comma. ")), min_size=1, max_size=6
)


@st.composite
def answers(draw: st.DrawFn) -> tuple[AnswerOut, dict[str, str]]:
    """Any answer with 1 to 20 citations, and the text of each article by its id."""
    texts, citations = {}, []
    for index in range(draw(st.one_of(st.integers(1, 4), st.just(20)))):
        body = "".join(draw(_texts)) * draw(st.sampled_from([1, 1, 20, 100]))
        quote = body if body.strip() else body + "x"
        before = draw(st.sampled_from(["", "Before. "]))
        article_id = f"a{index}"
        texts[article_id] = before + quote + " After."
        first = draw(st.integers(0, len(quote) - 1))
        last = draw(st.integers(first + 1, len(quote)))
        citations.append(_citation(draw, index, quote, len(before), (first, last)))
    marked = citations[0]
    sides = draw(st.sampled_from([0, 2, len(citations)]))
    values = [
        ConflictValueOut(value="v", text=draw(_hostile), citations=[n % len(citations)], newest=n == 0)
        for n in range(sides)
    ]
    answer = AnswerOut(
        id="ask_1",
        question=draw(_hostile),
        question_language=draw(st.sampled_from(["en", "fr", "de", "es"])),
        answerable=True,
        confidence=draw(st.floats(0, 1)),
        reason=None,
        answer="as quoted",
        answer_language="en",
        short_answer=marked.quote[marked.answer_start - marked.start : marked.answer_end - marked.start],
        statements=[],
        citations=citations,
        conflicts=[ConflictOut(kind="date", values=values)] if values else [],
        nearest=[],
        passages=None,
        models=ModelsOut(encoder="e", reader="r", generator=None),
        index=IndexOut(generation="g", articles=1, passages=1),
        timings_ms={},
    )
    return answer, texts


_hostile = st.one_of(st.sampled_from(HOSTILE), _words, st.just("long words " * 300))


def _citation(draw: st.DrawFn, index: int, quote: str, start: int, marked: tuple[int, int]) -> CitationOut:
    return CitationOut(
        index=index,
        span_id="WyIwMDFfZjA0MzI4" * draw(st.sampled_from([1, 10, 30, 300])),
        article_id=f"a{index}",
        article_sha256="0" * 64,
        title=draw(_hostile),
        publisher=draw(st.one_of(st.none(), _hostile)),
        url=draw(st.sampled_from([None, "https://news.example/1", "javascript:alert(1)"])),
        published_at=draw(st.sampled_from([None, "2024", "2024-05-15", "2024-W20"])),
        language="en",
        quote=quote,
        start=start,
        end=start + len(quote),
        utf16_start=0,
        utf16_end=1,
        byte_start=0,
        byte_end=1,
        answer_start=start + marked[0],
        answer_end=start + marked[1],
        score=0.5,
        permalink="/v1/spans/x",
        also_in=[_also_in(draw, f"a{index}-{n}") for n in range(draw(st.sampled_from([0, 0, 1, 5])))],
    )


def _also_in(draw: st.DrawFn, article_id: str) -> AlsoInOut:
    return AlsoInOut(
        article_id=article_id,
        article_sha256="0" * 64,
        title=draw(_hostile),
        publisher=draw(st.one_of(st.none(), _hostile)),
        url="javascript:alert(1)",
        published_at=None,
        language="en",
        start=0,
        end=1,
        utf16_start=0,
        utf16_end=1,
    )


REFUSED = AnswerOut(
    id="ask_2",
    question="What is the capital of Australia?",
    question_language="en",
    answerable=False,
    confidence=0.02,
    reason="low_confidence",
    answer=None,
    answer_language=None,
    short_answer=None,
    statements=[],
    citations=[],
    conflicts=[],
    nearest=[],
    passages=None,
    models=ModelsOut(encoder="e", reader="r", generator=None),
    index=IndexOut(generation="g", articles=1, passages=1),
    timings_ms={},
)
OMISSION = "[…]"


def assert_from_article(lines: list[str], text: str) -> None:
    """Every line of a quote, without the marks of omissions, is a part of its article; replaced characters split it."""
    for line in lines:
        shown = line.removeprefix(OMISSION).removesuffix(OMISSION).strip()
        for part in shown.split("\ufffd"):
            assert part in text, (part, text)


def assert_whole(lines: list[str], quote: str) -> None:
    """A short quote without anything that is replaced is shown with every one of its words."""
    if len(quote) <= 20 and quote.isprintable():
        assert " ".join(lines).split() == quote.split()


def strings(value: object) -> list[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    return [text for one in value for text in strings(one)] if isinstance(value, list) else []


def assert_no_controls(value: object) -> None:
    for text in strings(value):
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
        ), repr(text)
