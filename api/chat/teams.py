"""Teams outgoing webhooks: an activity in, an Adaptive Card out. Pure.

Words of articles stand in text runs only, which know no Markdown and no date functions.
"""

import html
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import BaseModel

from api.chat.bodies import JsonObject
from api.chat.cuts import Cut
from api.chat.mentions import addressed
from api.chat.shown import Link, Quoted, Shown, fitted, show
from rag.contract import AnswerOut
from rag.harmless import harmless

# Teams takes cards of up to 28 KB; the rest is for what it puts around them.
MAX_CARD_BYTES = 26_000
_LINK_CHARS = 600
_MENTION = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


class Activity(BaseModel):
    """The fields that are used of an activity; `text` is HTML, `locale` is the person's, `timestamp` is when it was sent."""

    text: str = ""
    locale: str = ""
    timestamp: datetime | None = None


def question_of(activity: Activity) -> str:
    """The words without the mention of ours and the markup around them; other people who are mentioned are words of it."""
    # By turns what stands between mentions and whom they name.
    parts = [html.unescape(_TAG.sub(" ", part)) for part in _MENTION.split(activity.text)]
    for number in addressed(parts[::2]):
        parts[2 * number + 1] = " "
    return " ".join("".join(parts).split())


def sent_at(activity: Activity) -> float | None:
    """When the activity was sent, in seconds since 1970; None where it does not say."""
    sent = activity.timestamp
    if sent is None:
        return None
    return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).timestamp()


def notice(text: str) -> JsonObject:
    """A card with a sentence of ours."""
    return _message([_line(harmless(text))])


def message(answer: AnswerOut, public_url: str | None, cuts: Sequence[Cut] = ()) -> JsonObject:
    """The answer as a card."""
    link = Link(public_url, _LINK_CHARS)
    return fitted(
        lambda chars: _message(_body(show(answer, link, chars, cuts))), lambda m: len(as_json(m)) <= MAX_CARD_BYTES
    )


def as_json(made: JsonObject) -> bytes:
    """The bytes that are sent."""
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def _message(body: list[JsonObject]) -> JsonObject:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


def _body(shown: Shown) -> list[JsonObject]:
    body = [_line(shown.lead, weight="Bolder")] if shown.lead else []
    body.append(_line(shown.note, isSubtle=True))
    for dispute in shown.disputes:
        body.append(_line(dispute.heading, weight="Bolder"))
        body += [_line(f"• {side.line}") for side in dispute.sides]
    return body + [_quote(quoted) for quoted in shown.quotes]


def _quote(quoted: Quoted) -> JsonObject:
    items = [*(_line(line) for line in quoted.lines), _line(quoted.source, isSubtle=True)]
    if quoted.link is not None:
        action = {"type": "Action.OpenUrl", "title": quoted.read, "url": quoted.link}
        items.append({"type": "ActionSet", "actions": [action]})
    return {"type": "Container", "style": "emphasis", "items": items}


def _line(text: str, **style: object) -> JsonObject:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **style}]}
