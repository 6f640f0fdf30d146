"""The routes of the platforms that are set up: verify, acknowledge, and leave the rest to the desk."""

import logging
from collections.abc import Awaitable, Callable

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.chat import discord, mattermost, slack, teams
from api.chat.asked import Asked
from api.chat.bodies import JsonObject, read_form, read_json
from api.chat.delivery import Parcel
from api.chat.desk import Desk, Errand
from api.chat.verify import check_discord, check_mattermost, check_slack, check_teams, seconds
from api.client import service_of, unless_gone
from api.errors import BusyError, PlatformRequestError
from rag.errors import QuestionError
from rag.questions.question import Question

log = logging.getLogger(__name__)
SLACK_COMMANDS = "/integrations/slack/commands"
SLACK_EVENTS = "/integrations/slack/events"
SLACK_INTERACTIONS = "/integrations/slack/interactions"
DISCORD = "/integrations/discord"
TEAMS = "/integrations/teams"
MATTERMOST = "/integrations/mattermost"

Endpoint = Callable[[Request], Awaitable[Response]]


def chat_routes(desk: Desk) -> list[Route]:
    """The routes of every platform whose secret is set; of the others there are none."""
    platforms = desk.platforms
    endpoints: dict[str, Endpoint] = {}
    if platforms.slack_signing_secret is not None:
        endpoints |= _slack(desk, platforms.slack_signing_secret)
    if platforms.discord_public_key is not None:
        endpoints[DISCORD] = _discord(desk, platforms.discord_public_key)
    if platforms.teams_secret is not None:
        endpoints[TEAMS] = _teams(desk, platforms.teams_secret)
    if platforms.mattermost_token is not None:
        endpoints[MATTERMOST] = _mattermost(desk, platforms.mattermost_token)
    return [Route(path, endpoint, methods=["POST"]) for path, endpoint in endpoints.items()]


def _slack(desk: Desk, secret: SecretStr) -> dict[str, Endpoint]:
    async def verified(request: Request) -> bytes:
        body, timestamp = await request.body(), request.headers.get("x-slack-request-timestamp", "")
        check_slack(secret.get_secret_value(), timestamp, body, request.headers.get("x-slack-signature", ""))
        desk.gate.admit(seconds(timestamp), "the header X-Slack-Request-Timestamp", b"slack", timestamp.encode(), body)
        return body

    async def commands(request: Request) -> Response:
        command = read_form(await verified(request), slack.Command)
        if command.ssl_check:
            return Response()
        url = desk.platforms.destinations.slack_hook(command.response_url)
        asked = Asked(slack.typed(command.text))
        return _begun(
            desk,
            request,
            asked,
            lambda: Errand(
                platform="Slack",
                question=Question(asked.text),
                answered=lambda found: Parcel(
                    url, slack.command_message(found.answer, desk.platforms.public_url, found.cuts)
                ),
                failed=lambda why: Parcel(url, slack.notice(why)),
            ),
            slack.acknowledgement(),
            slack.notice,
        )

    async def events(request: Request) -> Response:
        envelope = read_json(await verified(request), slack.Envelope)
        if envelope.type == "url_verification":
            return JSONResponse({"challenge": envelope.challenge})
        event = envelope.event
        # An event comes again, under another signature, where Slack did not see our reply in time.
        if event is not None and slack.is_mention(event) and desk.events.first_time(envelope.event_id.encode()):
            try:
                _begin_mention(desk, request, event, slack.mentioned(event, envelope.ours))
            except BusyError:
                # Slack sends it again in a minute.
                desk.events.forget(envelope.event_id.encode())
                raise
        return Response()

    async def interactions(request: Request) -> Response:
        # Slack tells of every button that is pressed and shows a warning where nobody listens; ours only open a page.
        await verified(request)
        return Response()

    return {SLACK_COMMANDS: commands, SLACK_EVENTS: events, SLACK_INTERACTIONS: interactions}


def _begin_mention(desk: Desk, request: Request, event: slack.Event, mentioned: slack.Mentioned) -> None:
    """Answer a mention later; what keeps it from being asked is said in its thread."""
    token = desk.platforms.slack_bot_token
    if token is None:
        log.error("a mention in Slack cannot be answered: POURQUOI_SLACK_BOT_TOKEN is not set")
        return
    url = desk.platforms.destinations.slack_post()
    headers = {"authorization": f"Bearer {token.get_secret_value()}"}
    public_url = desk.platforms.public_url

    def failed(why: str) -> Parcel:
        return Parcel(url, slack.mention_notice(why, event), headers=headers)

    asked = Asked(mentioned.text)
    instead = asked.hint or (asked.phrases.unnamed if mentioned.unnamed else None)
    if instead is not None:
        desk.tell("Slack", failed(instead))
        return
    try:
        question = Question(asked.text)
    except QuestionError as error:
        desk.tell("Slack", failed(asked.why_not(error)))
        return
    errand = Errand(
        platform="Slack",
        question=question,
        answered=lambda found: Parcel(
            url, slack.mention_message(found.answer, public_url, event, found.cuts), headers=headers
        ),
        failed=failed,
    )
    desk.run(errand, service_of(request))


def _discord(desk: Desk, public_key: str) -> Endpoint:
    async def interactions(request: Request) -> Response:
        body, timestamp = await request.body(), request.headers.get("x-signature-timestamp", "")
        check_discord(public_key, timestamp, body, request.headers.get("x-signature-ed25519", ""))
        desk.gate.admit(seconds(timestamp), "the header X-Signature-Timestamp", b"discord", timestamp.encode(), body)
        interaction = read_json(body, discord.Interaction)
        if interaction.type == discord.PING:
            return JSONResponse(discord.pong())
        if interaction.type != discord.COMMAND:
            raise PlatformRequestError(f"interactions of type {interaction.type} are none of ours")
        url = desk.platforms.destinations.discord_original(interaction.application_id, interaction.token)
        asked = Asked(discord.question_of(interaction), interaction.locale)

        def parcel(content: JsonObject) -> Parcel:
            # The message to put the answer in is there once Discord has read our reply, and that may be after the answer.
            return Parcel(url, content, method="PATCH", awaited=True)

        return _begun(
            desk,
            request,
            asked,
            lambda: Errand(
                platform="Discord",
                question=Question(asked.text),
                answered=lambda found: parcel(discord.message(found.answer, desk.platforms.public_url, found.cuts)),
                failed=lambda why: parcel(discord.notice(why)),
            ),
            discord.later(),
            discord.notice_reply,
        )

    return interactions


def _teams(desk: Desk, secret: SecretStr) -> Endpoint:
    async def messages(request: Request) -> Response:
        body = await request.body()
        check_teams(secret.get_secret_value(), body, request.headers.get("authorization", ""))
        activity = read_json(body, teams.Activity)
        desk.gate.admit(teams.sent_at(activity), "the field timestamp", b"teams", body)
        asked = Asked(teams.question_of(activity), activity.locale)
        if asked.hint is not None:
            return _card(teams.notice(asked.hint))
        try:
            question = Question(asked.text)
            outcome = await unless_gone(request, desk.answer_in_time("Teams", question, service_of(request)))
        except TimeoutError:
            outcome = asked.phrases.too_late
        except (QuestionError, BusyError) as error:
            outcome = asked.why_not(error)
        if isinstance(outcome, str):
            return _card(teams.notice(outcome))
        return _card(teams.message(outcome.answer, desk.platforms.public_url, outcome.cuts))

    return messages


def _mattermost(desk: Desk, token: SecretStr) -> Endpoint:
    async def commands(request: Request) -> Response:
        command = read_form(await request.body(), mattermost.Command)
        check_mattermost(token.get_secret_value(), request.headers.get("authorization", ""), command.token)
        desk.gate.admit(mattermost.sent_at(command), "the field trigger_id", b"mattermost", command.trigger_id.encode())
        url = desk.platforms.destinations.mattermost_hook(command.response_url)
        asked = Asked(command.text)
        return _begun(
            desk,
            request,
            asked,
            lambda: Errand(
                platform="Mattermost",
                question=Question(asked.text),
                answered=lambda found: Parcel(
                    url, mattermost.message(found.answer, desk.platforms.public_url, found.cuts)
                ),
                failed=lambda why: Parcel(url, mattermost.notice(why)),
            ),
            mattermost.acknowledgement(asked.phrases.reading),
            mattermost.notice,
        )

    return commands


def _begun(
    desk: Desk,
    request: Request,
    asked: Asked,
    errand: Callable[[], Errand],
    acknowledged: JsonObject,
    notice: Callable[[str], JsonObject],
) -> Response:
    """Begin the errand and acknowledge it; where it cannot be begun the reply is a notice that says why, or how to ask."""
    if asked.hint is not None:
        return JSONResponse(notice(asked.hint))
    try:
        desk.run(errand(), service_of(request))
    except (QuestionError, BusyError) as error:
        return JSONResponse(notice(asked.why_not(error)))
    return JSONResponse(acknowledged)


def _card(made: JsonObject) -> Response:
    return Response(teams.as_json(made), media_type="application/json")
