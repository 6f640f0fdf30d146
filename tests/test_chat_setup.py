"""Chat platforms are set up by settings that never print, and the pages that tell how name the routes there are."""

import re
from pathlib import Path

import pytest
import yaml

from api.chat import routes
from api.chat.platforms import platforms_of
from api.chat.verify import Clock, Seen
from api.errors import BusyError
from rag.errors import SettingsError
from rag.settings import Settings, load_settings

DOCS = Path(__file__).parents[1] / "docs"
NAMES = ("slack", "discord", "teams", "mattermost")


def test_a_secret_is_not_in_what_settings_and_platforms_print() -> None:
    values = {"slack_signing_secret": "swordfish", "slack_bot_token": "swordfish", "teams_secret": "c3dvcmRmaXNo"}
    settings = Settings(**values, mattermost_token="swordfish", mattermost_url="https://chat.example.org/")
    for shown in (repr(settings), str(settings), repr(platforms_of(settings)), settings.model_dump_json()):
        assert "swordfish" not in shown
        assert "c3dvcmRmaXNo" not in shown
    assert settings.mattermost_url == "https://chat.example.org"


@pytest.mark.parametrize(
    ("name", "value"), [("TEAMS_SECRET", "sword fish"), ("SLACK_SIGNING_SECRET", ""), ("MATTERMOST_TOKEN", "")]
)
def test_a_secret_that_cannot_be_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"POURQUOI_{name}", value)
    with pytest.raises(SettingsError, match=rf"setting {name.lower()} \(not shown, it is secret\)") as caught:
        load_settings()
    assert "sword" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "url",
    [
        "ask.example.org",
        "ftp://ask.example.org",
        "https://ask.example.org/a",
        "https://u:p@h",
        "https://h?x",
        "https://h\n",
    ],
)
def test_an_address_is_a_scheme_and_a_host_alone(url: str) -> None:
    with pytest.raises(SettingsError, match="setting public_url is"):
        load_settings({}, public_url=url)


def test_mattermost_needs_to_know_its_server() -> None:
    with pytest.raises(SettingsError, match="POURQUOI_MATTERMOST_TOKEN needs POURQUOI_MATTERMOST_URL"):
        load_settings({}, mattermost_token="x")


def test_discords_key_is_sixty_four_hex_digits() -> None:
    assert load_settings({}, discord_public_key="aB" * 32).discord_public_key == "aB" * 32
    with pytest.raises(SettingsError, match="setting discord_public_key is 'abc'"):
        load_settings({}, discord_public_key="abc")


def test_by_default_every_platform_is_off() -> None:
    assert all(value is None for value in vars_of(platforms_of(load_settings({}))))


def vars_of(platforms: object) -> list[object]:
    return [
        getattr(platforms, name)
        for name in platforms.__dataclass_fields__
        if name not in {"destinations", "collection"}
    ]


# ---- what was seen ---------------------------------------------------------------------------------------------------


class Hands:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_memory_is_bounded_and_full_it_refuses_rather_than_forgets() -> None:
    clock: Clock = Hands()
    seen = Seen(clock, most=2)
    assert [seen.first_time(b"a"), seen.first_time(b"b"), seen.first_time(b"a")] == [True, True, False]
    with pytest.raises(BusyError, match="2 requests"):
        seen.first_time(b"c")
    # Ten minutes later nothing could come again, so there is room.
    clock.now = 601.0
    assert [seen.first_time(b"c"), seen.first_time(b"a")] == [True, True]


def test_parts_are_remembered_as_they_are_divided() -> None:
    seen = Seen(Hands())
    assert [seen.first_time(b"ab", b"c"), seen.first_time(b"a", b"bc"), seen.first_time(b"abc")] == [True, True, True]


def test_what_is_forgotten_is_new_again() -> None:
    seen = Seen(Hands())
    seen.first_time(b"a")
    seen.forget(b"a")
    assert seen.first_time(b"a")


# ---- the pages -------------------------------------------------------------------------------------------------------


def page(name: str) -> str:
    return (DOCS / "chat" / f"{name}.md").read_text("utf-8")


def test_the_manifest_of_slack_can_be_pasted_and_names_our_routes() -> None:
    [text] = re.findall(r"```yaml\n(.*?)```", page("slack"), re.DOTALL)
    manifest = yaml.safe_load(text)
    [command] = manifest["features"]["slash_commands"]
    base = "https://ask.example.org"
    assert command["command"] == "/pourquoi"
    assert command["url"] == base + routes.SLACK_COMMANDS
    assert manifest["settings"]["event_subscriptions"]["request_url"] == base + routes.SLACK_EVENTS
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == ["app_mention"]
    assert manifest["settings"]["interactivity"] == {
        "is_enabled": True,
        "request_url": base + routes.SLACK_INTERACTIONS,
    }
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {"commands", "app_mentions:read", "chat:write"}
    assert manifest["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("name", NAMES)
def test_each_page_names_its_routes_and_settings_that_exist_and_is_linked(name: str) -> None:
    text = page(name)
    for variable in re.findall(r"POURQUOI_(\w+)", text):
        assert variable.lower() in Settings.model_fields
    ours = {value for key, value in vars(routes).items() if key.isupper() and str(value).startswith("/integrations/")}
    named = set(re.findall(r"/integrations/[a-z/]+", text))
    assert named == {route for route in ours if route.startswith(f"/integrations/{name}")}
    assert f"(chat/{name}.md)" in (DOCS / "server.md").read_text("utf-8")
    for link in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert (DOCS / "chat" / link).is_file()
