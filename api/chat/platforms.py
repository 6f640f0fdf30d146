"""Which platforms are set up, from the settings."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from api.chat.delivery import Destinations
from index.homes import DEFAULT_COLLECTION
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Platforms:
    """The secrets of the platforms; one without its secret is off. `collection` is what they are answered from.

    `public_url` is where people reach the start page.
    """

    slack_signing_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    discord_public_key: str | None = None
    teams_secret: SecretStr | None = None
    mattermost_token: SecretStr | None = None
    public_url: str | None = None
    collection: str = DEFAULT_COLLECTION
    destinations: Destinations = field(default_factory=Destinations)


def platforms_of(settings: Settings) -> Platforms:
    """The platforms that the settings turn on."""
    return Platforms(
        slack_signing_secret=settings.slack_signing_secret,
        slack_bot_token=settings.slack_bot_token,
        discord_public_key=settings.discord_public_key,
        teams_secret=settings.teams_secret,
        mattermost_token=settings.mattermost_token,
        public_url=settings.public_url,
        collection=settings.chat_collection,
        destinations=Destinations(mattermost=settings.mattermost_url),
    )
