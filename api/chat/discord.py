"""Discord: an interaction in, a message with one embed a quote out. Pure."""

import re
from collections.abc import Sequence
from math import ceil

from pydantic import BaseModel

from api.chat.bodies import JsonObject
from api.chat.cuts import Cut
from api.chat.shown import Link, Quoted, Shown, fitted, show, utf16_units
from rag.contract import AnswerOut
from rag.harmless import harmless

PING, COMMAND = 1, 2
_PONG, _MESSAGE, _LATER = 1, 4, 5
_ONLY_FOR_YOU = 64
_ROW, _LINK, _LINK_STYLE = 1, 2, 5

MAX_CONTENT_UNITS = 2_000
MAX_DESCRIPTION_UNITS = 4_096
MAX_EMBEDS = 10
# All embeds of a message together.
MAX_EMBED_UNITS = 6_000
MAX_BUTTONS_IN_ROW = 5
_LINK_CHARS = 512

# Nobody is notified, whatever the text says.
_NO_MENTIONS: JsonObject = {"parse": []}
# Discord takes a backslash before anything but a letter, a digit or a space for an escape. The colon is for emoji and addresses.
_ACTIVE = re.compile(r"[\\`*_~|<>#\[\]()@:+\-.!&]")


class Option(BaseModel):
    """An option of a command."""

    name: str
    value: object = None


class CommandData(BaseModel):
    """The command that was used."""

    options: list[Option] = []


class Interaction(BaseModel):
    """The fields that are used of an interaction; `token` is good for its reply, for 15 minutes, and `locale` is the person's."""

    type: int
    application_id: str = ""
    token: str = ""
    locale: str = ""
    data: CommandData = CommandData()


def question_of(interaction: Interaction) -> str:
    """The option `question`."""
    values = [option.value for option in interaction.data.options if option.name == "question"]
    return next((value.strip() for value in values if isinstance(value, str)), "")


def pong() -> JsonObject:
    """The reply to PING."""
    return {"type": _PONG}


def later() -> JsonObject:
    """The reply that shows our name with “thinking …” until the message is put in its place."""
    return {"type": _LATER}


def notice_reply(text: str) -> JsonObject:
    """A sentence of ours as the reply, which only the person who asked sees."""
    return {"type": _MESSAGE, "data": {**notice(text), "flags": _ONLY_FOR_YOU}}


def notice(text: str) -> JsonObject:
    """A message with a sentence of ours."""
    return {"content": escape(text), "allowed_mentions": _NO_MENTIONS}


def message(answer: AnswerOut, public_url: str | None, cuts: Sequence[Cut] = ()) -> JsonObject:
    """The question and its answer as a message."""
    link = Link(public_url, _LINK_CHARS)
    return fitted(lambda chars: _message(show(answer, link, chars, cuts)), _fits)


def escape(text: str) -> str:
    """Text in which Discord's Markdown finds nothing."""
    return _ACTIVE.sub(r"\\\g<0>", harmless(text))


def _message(shown: Shown) -> JsonObject:
    # The command shows no more than who used it.
    content = [escape(shown.asked), *([f"**{escape(shown.lead)}**"] if shown.lead else [])]
    content.append(escape(shown.note))
    descriptions = [_disputes(shown)] if shown.disputes else []
    size = ceil(len(shown.quotes) / (MAX_EMBEDS - len(descriptions))) or 1
    descriptions += [
        "\n\n".join(_quote(quoted) for quoted in shown.quotes[first : first + size])
        for first in range(0, len(shown.quotes), size)
    ]
    return {
        "content": "\n".join(content),
        "embeds": [{"description": description} for description in descriptions],
        "components": _rows([quoted for quoted in shown.quotes if quoted.link is not None]),
        "allowed_mentions": _NO_MENTIONS,
    }


def _disputes(shown: Shown) -> str:
    return "\n\n".join(
        "\n".join([escape(dispute.heading), *(f"- {escape(side.line)}" for side in dispute.sides)])
        for dispute in shown.disputes
    )


def _quote(quoted: Quoted) -> str:
    return "\n".join([*(f"> {escape(line)}" for line in quoted.lines), escape(quoted.source)])


def _rows(quotes: Sequence[Quoted]) -> list[JsonObject]:
    buttons = [{"type": _LINK, "style": _LINK_STYLE, "label": quoted.read, "url": quoted.link} for quoted in quotes]
    return [
        {"type": _ROW, "components": buttons[first : first + MAX_BUTTONS_IN_ROW]}
        for first in range(0, len(buttons), MAX_BUTTONS_IN_ROW)
    ]


def _fits(made: JsonObject) -> bool:
    embeds = made["embeds"]
    if not isinstance(embeds, list):
        return False
    units = [utf16_units(embed["description"]) for embed in embeds]
    within = max(units, default=0) <= MAX_DESCRIPTION_UNITS and sum(units) <= MAX_EMBED_UNITS
    return within and utf16_units(str(made["content"])) <= MAX_CONTENT_UNITS
