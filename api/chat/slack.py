"""Slack: a command or a mention in, a Block Kit message out. Pure.

Words of articles stand in rich text and plain text only, in which Slack parses nothing: a quote keeps its asterisks and
backticks, and `<!channel>` stays text. Only the `text` beside the blocks, for notifications and screen readers, is mrkdwn.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from api.chat.bodies import JsonObject
from api.chat.cuts import Cut
from api.chat.mentions import addressed
from api.chat.shown import Dispute, Link, Quoted, Shown, fitted, show, utf16_units
from rag.contract import AnswerOut
from rag.harmless import harmless

MAX_BLOCKS = 50
MAX_TEXT_UNITS = 3_000
# All texts of the blocks together. No page says so, but above some 13,000 Slack refuses a message with msg_blocks_too_long.
MAX_MESSAGE_UNITS = 12_000
# The length that Slack recommends for the text of a message.
MAX_FALLBACK_UNITS = 4_000
_LINK_CHARS = 3_000
_BUTTON_CHARS = 75
_USER = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
# A link, a channel or a date in an incoming text: `<target|label>`, where the label is what the person saw.
_MARKED = re.compile(r"<(?:[^<>|]*\|)?([^<>|]*)>")


class Command(BaseModel):
    """The fields that are used of a slash command; with `ssl_check` Slack only looks whether the address answers."""

    command: str = ""
    text: str = ""
    response_url: str = ""
    ssl_check: str = ""


class Event(BaseModel):
    """What happened. `thread_ts` is of the thread that it happened in, `bot_id` of the bot that did it."""

    type: str
    text: str = ""
    channel: str = ""
    ts: str = ""
    thread_ts: str | None = None
    bot_id: str | None = None


class Authorization(BaseModel):
    """Whom an event is told to; `user_id` is the name that people mention us by."""

    user_id: str | None = None


class Envelope(BaseModel):
    """What the Events API sends: a challenge once, events after that."""

    type: str
    challenge: str = ""
    event_id: str = ""
    event: Event | None = None
    authorizations: list[Authorization] | None = None

    @property
    def ours(self) -> frozenset[str]:
        """The ids that we are mentioned by, empty where Slack does not say."""
        return frozenset(one.user_id for one in self.authorizations or () if one.user_id)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The words of a mention, as the person wrote them, without the mention.

    `unnamed` says that somebody else whom they are about is mentioned by an id alone, and so is left out.
    """

    text: str
    unnamed: bool


def mentioned(event: Event, ours: Collection[str]) -> Mentioned:
    """What is asked by mentioning one of the ids `ours`; others who are mentioned are words of it, as far as Slack names them."""
    parts = _USER.split(event.text)
    between, ids, labels = parts[::3], parts[1::3], parts[2::3]
    left_out = addressed(between, [number for number, user in enumerate(ids) if user in ours])
    names = [" " if number in left_out else label for number, label in enumerate(labels)]
    words = between[0] + "".join(f"{name or ' '}{text}" for name, text in zip(names, between[1:], strict=True))
    return Mentioned(typed(_MARKED.sub(r"\1", words)).strip(), unnamed=not all(names))


def typed(text: str) -> str:
    """The text as the person typed it: Slack sends three characters as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_mention(event: Event) -> bool:
    """Whether a person has addressed us; another bot's words are not answered, or two would talk for ever."""
    return event.type == "app_mention" and event.bot_id is None


def acknowledgement() -> JsonObject:
    """The empty reply that lets everyone in the channel see the command."""
    return {"response_type": "in_channel"}


def notice(text: str) -> JsonObject:
    """A sentence of ours that only the person who asked sees."""
    return {"response_type": "ephemeral", "text": escape(text)}


def command_message(answer: AnswerOut, public_url: str | None, cuts: Sequence[Cut] = ()) -> JsonObject:
    """The answer to a command, for its response_url."""
    return {"response_type": "in_channel", **_content(answer, public_url, cuts)}


def mention_message(answer: AnswerOut, public_url: str | None, event: Event, cuts: Sequence[Cut] = ()) -> JsonObject:
    """The answer to a mention, for chat.postMessage: in the thread below it."""
    return {**_content(answer, public_url, cuts), **_place(event)}


def mention_notice(text: str, event: Event) -> JsonObject:
    """A sentence of ours in the thread below a mention."""
    return {"text": escape(text), **_place(event)}


def escape(text: str) -> str:
    """Text in which mrkdwn finds no mention, link or date: these all begin with `<`."""
    return harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _place(event: Event) -> JsonObject:
    return {
        "channel": event.channel,
        "thread_ts": event.thread_ts or event.ts,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _content(answer: AnswerOut, public_url: str | None, cuts: Sequence[Cut]) -> JsonObject:
    link = Link(public_url, _LINK_CHARS)
    blocks = fitted(lambda chars: _blocks(show(answer, link, chars, cuts)), _fits)
    text = fitted(
        lambda chars: _mrkdwn(show(answer, link, chars, cuts)), lambda t: utf16_units(t) <= MAX_FALLBACK_UNITS
    )
    return {"text": text, "blocks": blocks}


def _blocks(shown: Shown) -> list[JsonObject]:
    blocks: list[JsonObject] = []
    if shown.lead is not None:
        blocks.append(_rich({"type": "rich_text_section", "elements": [_text(shown.lead, bold=True)]}))
    blocks.append(_context(shown.note))
    if shown.disputes:
        blocks.append(_rich(*(element for dispute in shown.disputes for element in _dispute(dispute))))
    for quoted in shown.quotes:
        blocks.append(_rich({"type": "rich_text_quote", "elements": [_text("\n".join(quoted.lines))]}))
        blocks.append(_context(quoted.source))
    buttons = [_button(quoted) for quoted in shown.quotes if quoted.link is not None]
    return [*blocks, {"type": "actions", "elements": buttons}] if buttons else blocks


def _rich(*elements: JsonObject) -> JsonObject:
    return {"type": "rich_text", "elements": list(elements)}


def _text(text: str, *, bold: bool = False) -> JsonObject:
    return {"type": "text", "text": text, "style": {"bold": True}} if bold else {"type": "text", "text": text}


def _context(text: str) -> JsonObject:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def _dispute(dispute: Dispute) -> list[JsonObject]:
    sides = [{"type": "rich_text_section", "elements": [_text(side.line)]} for side in dispute.sides]
    return [
        {"type": "rich_text_section", "elements": [_text(dispute.heading)]},
        {"type": "rich_text_list", "style": "bullet", "elements": sides},
    ]


def _button(quoted: Quoted) -> JsonObject:
    return {
        "type": "button",
        "action_id": f"read-{quoted.number}",
        "text": {"type": "plain_text", "text": quoted.read[:_BUTTON_CHARS], "emoji": False},
        "url": quoted.link,
    }


def _fits(blocks: list[JsonObject]) -> bool:
    units = [utf16_units(text) for text in _texts(blocks)]
    return len(blocks) <= MAX_BLOCKS and max(units) <= MAX_TEXT_UNITS and sum(units) <= MAX_MESSAGE_UNITS


def _texts(value: object) -> list[str]:
    """Every text that blocks show."""
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [text for one in value.values() for text in _texts(one)]


def _mrkdwn(shown: Shown) -> str:
    """The whole message as one text, its quotes as `>` lines."""
    parts = [*([shown.lead] if shown.lead else []), shown.note]
    parts += ["\n".join([dispute.heading, *(f"• {side.line}" for side in dispute.sides)]) for dispute in shown.disputes]
    lines = [escape(part) for part in parts]
    for quoted in shown.quotes:
        lines += [f"> {escape(line)}" for line in quoted.lines]
        lines.append(escape(quoted.source))
    return "\n".join(lines)
