"""Mattermost: a slash command in, a Markdown post out. Pure."""

import base64
import re
from collections.abc import Sequence

from pydantic import BaseModel

from api.chat.bodies import JsonObject
from api.chat.cuts import Cut
from api.chat.shown import Dispute, Link, Quoted, Shown, fitted, show, utf16_units
from rag.contract import AnswerOut
from rag.harmless import harmless

MAX_POST_UNITS = 16_383
_LINK_CHARS = 600
# The server looks for mentions and hashtags in what is left after it has read the Markdown, so an escape does not stop them.
# An invisible space does. It stands in addresses too, which clients link after reading, and in emoji.
BREAK = "\u200b"
_TRIGGERS = re.compile(r"[@#~:](?=\S)")
_ACTIVE = re.compile(r"[\\`*_{}\[\]()#+\-.!|<>~&$^=]")


class Command(BaseModel):
    """The fields that are used of a slash command."""

    text: str = ""
    token: str = ""
    response_url: str = ""
    trigger_id: str = ""


def sent_at(command: Command) -> float | None:
    """When the server made the command's trigger id, in seconds since 1970; None where the id does not say.

    The id is base64 of `id:user:milliseconds:signature`.
    """
    try:
        parts = base64.b64decode(command.trigger_id, validate=True).split(b":")
        return int(parts[2]) / 1000
    except (ValueError, IndexError, OverflowError):
        return None


def acknowledgement(reading: str) -> JsonObject:
    """The reply that only the person who asked sees, until the answer is there: that the articles are being read."""
    return notice(reading)


def notice(text: str) -> JsonObject:
    """A sentence of ours that only the person who asked sees."""
    return {"response_type": "ephemeral", "text": escape(text)}


def message(answer: AnswerOut, public_url: str | None, cuts: Sequence[Cut] = ()) -> JsonObject:
    """The question and its answer as a post, for the command's response_url."""
    link = Link(public_url, _LINK_CHARS)
    text = fitted(lambda chars: _text(show(answer, link, chars, cuts)), lambda t: utf16_units(t) <= MAX_POST_UNITS)
    return {"response_type": "in_channel", "text": text}


def escape(text: str) -> str:
    """Text in which Mattermost finds no Markdown, no mention, no hashtag and no emoji."""
    return _ACTIVE.sub(r"\\\g<0>", _TRIGGERS.sub(rf"\g<0>{BREAK}", harmless(text)))


def _text(shown: Shown) -> str:
    # The command itself is not posted.
    parts = [escape(shown.asked), *([f"**{escape(shown.lead)}**"] if shown.lead else [])]
    parts.append(escape(shown.note))
    parts += [_dispute(dispute) for dispute in shown.disputes]
    parts += [_quote(quoted) for quoted in shown.quotes]
    return "\n\n".join(parts)


def _dispute(dispute: Dispute) -> str:
    return "\n".join([escape(dispute.heading), "", *(f"- {escape(side.line)}" for side in dispute.sides)])


def _quote(quoted: Quoted) -> str:
    # Two spaces at its end keep a line of the quote a line.
    lines = "\n".join(f"> {escape(line)}  " for line in quoted.lines)
    read = f" · [{quoted.read_it}]({quoted.link})" if quoted.link else ""
    return f"{lines}\n\n{escape(quoted.source)}{read}"
