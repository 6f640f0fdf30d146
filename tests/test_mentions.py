"""Whom a chat message is addressed to is no word of its question; whoever else is mentioned in it is."""

import pytest

from api.chat import slack, teams

US = "<at>pourquoi</at>"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (f"{US}&nbsp;who replaced <at>Jan Leike</at>?", "who replaced Jan Leike?"),
        (f"{US} who replaced <at>Jan Leike</at>", "who replaced Jan Leike"),
        (
            '<p>is <at id="0">Jan</at>&nbsp;<at id="1">Leike</at> gone? <at id="2">pourquoi</at></p>',
            "is Jan Leike gone?",
        ),
        (f"who is <at>Jan Leike</at>'s successor? {US}", "who is Jan Leike's successor?"),
        (f"{US} who replaced <at>Dupont &amp; fils</at>?", "who replaced Dupont & fils?"),
        # To these it is told.
        (f"{US} <at>Alice</at> why did he resign?", "why did he resign?"),
        (f"{US} why did he resign? <at>Alice</at>", "why did he resign?"),
        (f"{US} why did he resign? cc <at>Alice</at> <at>Bob</at>", "why did he resign? cc"),
        (f"Hello {US} who replaced <at>Jan Leike</at>?", "Hello who replaced Jan Leike?"),
        # Behind a greeting begins the message.
        (f"Hey {US} who replaced <at>Jan Leike</at>", "Hey who replaced Jan Leike"),
        (f"<p>Bonjour, {US} ! Qui a remplacé <at>Jan Leike</at></p>", "Bonjour, ! Qui a remplacé Jan Leike"),
        (f"Hi {US} why did he resign? cc <at>Alice</at>", "Hi why did he resign? cc"),
        (f"who replaced <at>Jan Leike</at> {US}", "who replaced Jan Leike"),
        (f"why did he resign {US}", "why did he resign"),
        (f"{US} <at>Alice</at>", ""),
        ("why did he resign?", "why did he resign?"),
    ],
)
def test_in_teams_a_person_within_the_question_is_named_in_it(text: str, question: str) -> None:
    assert teams.question_of(teams.Activity(text=text)) == question


@pytest.mark.parametrize("ours", [{"U0"}, set()])
@pytest.mark.parametrize(
    ("text", "asked", "unnamed"),
    [
        ("<@U0> who replaced <@U2|jan &amp; co>?", "who replaced jan & co?", False),
        ("who replaced <@U2|jan> <@U0>", "who replaced jan", False),
        ("<@U0> who replaced <@U2>?", "who replaced  ?", True),
        ("<@U0> who replaced <@U2|>", "who replaced", True),
        ("<@U2> <@U0> why did he resign?", "why did he resign?", False),
        ("<@U0> why did he resign? <@U2>", "why did he resign?", False),
        ("<@U0>", "", False),
    ],
)
def test_in_slack_a_person_within_the_question_is_named_as_far_as_slack_does(
    text: str, asked: str, *, unnamed: bool, ours: set[str]
) -> None:
    event = slack.Event(type="app_mention", text=text)
    assert slack.mentioned(event, ours) == slack.Mentioned(asked, unnamed)


def test_slack_says_which_mention_is_ours() -> None:
    event = slack.Event(type="app_mention", text="tell <@U2|jan> what <@U0|pourquoi> says of the harbour")
    assert slack.mentioned(event, {"U0"}).text.split() == ["tell", "jan", "what", "says", "of", "the", "harbour"]
    envelope = slack.Envelope.model_validate({"type": "event_callback", "authorizations": [{"user_id": "U0"}]})
    assert envelope.ours == {"U0"}
    silent = [{"type": "event_callback", "authorizations": said} for said in (None, [], [{"user_id": None}])]
    assert [slack.Envelope.model_validate(one).ours for one in silent] == [frozenset()] * 3
