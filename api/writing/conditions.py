"""What a request wants an article to be before it changes: If-Match and If-None-Match, as RFC 9110 has them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header
from pydantic import BeforeValidator, WithJsonSchema

from api.errors import PreconditionError
from api.routes_articles import description_tag
from api.writing.intake import Intake
from api.writing.trail import Who
from index.changes import ANY_REVISION

IfMatch = Annotated[
    str | None,
    Header(max_length=8_000, description="the ETag that the article must have, or `*`; otherwise nothing is done"),
]


def _any(sent: object) -> object:
    if isinstance(sent, str) and sent != "*":
        raise ValueError(
            "this takes * alone, for an article that must be new; send If-Match with the ETag of one that is there"
        )
    return sent


IfNoneMatch = Annotated[
    str | None,
    BeforeValidator(_any),
    Header(description="`*`: there must be no article of that id; otherwise nothing is done"),
    # Without null, which no header can hold.
    WithJsonSchema({"type": "string", "const": "*"}),
]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold for an article to be put: its ETag as If-Match has it, and whether it must be new."""

    if_match: str | None
    only_new: bool


def conditions_of(if_match: IfMatch = None, if_none_match: IfNoneMatch = None) -> Conditions:
    """The conditions that a request states."""
    return Conditions(if_match, if_none_match is not None)


ConditionsOf = Annotated[Conditions, Depends(conditions_of)]


async def condition_of(intake: Intake, who: Who, article_id: str, if_match: str | None) -> frozenset[str] | None:
    """What may be stored for a change to be made, as the transaction that makes it looks at it."""
    if if_match is None:
        return None
    tags = [tag.strip() for tag in if_match.split(",")]
    if tags == [ANY_REVISION]:
        return frozenset(tags)
    # A weak tag never matches here (RFC 9110, 13.1.1), so it keeps its mark; and `"*"` is no tag of ours.
    named = {tag[1:-1] if tag[:1] == tag[-1:] == '"' else tag for tag in tags} - {ANY_REVISION}
    catalog = (await intake.service.opened(who.collection)).ready.catalog
    # The ETag of a text is its sha256. That of a description is of the title and the like too, and known here alone.
    if article_id in catalog and description_tag(catalog.describe(article_id)) in named:
        named.add(catalog.state_of(article_id))
    return frozenset(named)


def is_there(article_id: str) -> PreconditionError:
    """The article is there, and was to be new."""
    return PreconditionError(
        f"{article_id[:100]!r} is there, and If-None-Match allows a new article alone; read it, then decide"
    )


def is_another(article_id: str, if_match: str | None) -> PreconditionError:
    """The article is not there, or not as If-Match wants it."""
    named = (if_match or "").strip()
    if named == ANY_REVISION:
        return PreconditionError(f"there is no article {article_id[:100]!r}, and If-Match: * wants one that is there")
    if named.startswith("W/"):
        weak = f"{named[:80]} is a weak ETag, which If-Match never accepts"
        return PreconditionError(f"{weak}; send the one of the article without W/, as GET gives it uncompressed")
    return PreconditionError(f"{article_id[:100]!r} is not what If-Match names; read it again, then decide")
