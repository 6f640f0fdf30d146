"""Takes questions from platforms, has them answered and sends the answers off: what all platforms share."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.chat.asked import Asked
from api.chat.cuts import Cut, cuts_of
from api.chat.delivery import Delivery, Parcel
from api.chat.jobs import Jobs
from api.chat.platforms import Platforms
from api.chat.verify import Clock, Gate, Seen
from api.errors import ArticleNotFoundError, DeliveryError
from api.problems import said_of
from api.rules import INTERNAL, rule_for
from api.service import Service
from api.work import Ask
from index.article import Article
from rag.contract import AnswerOut
from rag.questions.question import Question

log = logging.getLogger(__name__)
# Begun answers may still be sent; the process is given 30 s in all.
_CLOSING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Limits:
    """`jobs` questions are answered at once; Teams gets a card after `teams_seconds`, since it hangs up after five."""

    jobs: int = 32
    teams_seconds: float = 4.0


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and where each of its quotes begins or ends within a sentence."""

    answer: AnswerOut
    cuts: Sequence[Cut]


@dataclass(frozen=True, slots=True)
class Errand:
    """A question of `platform` to be answered later: what to make of the answer, or of a sentence that says why there is none."""

    platform: str
    question: Question
    answered: Callable[[Found], Parcel]
    failed: Callable[[str], Parcel]


class Desk:
    """The platforms that are set up, and the work under way for them. For use from one event loop."""

    def __init__(
        self,
        platforms: Platforms,
        limits: Limits | None = None,
        delivery: Delivery | None = None,
        clock: Clock = time.time,
    ) -> None:
        self.platforms, self.limits = platforms, limits or Limits()
        self.gate = Gate(clock, Seen(clock))
        # Of Slack's events, which come again under new signatures where it did not see our reply.
        self.events = Seen(clock)
        self._delivery = delivery or Delivery()
        self._jobs = Jobs(self.limits.jobs)

    def run(self, errand: Errand, service: Service) -> None:
        """Begin to answer, in the background; raises BusyError where as many questions are being answered as may."""
        self._jobs.start(lambda: self._run(errand, service))

    def tell(self, platform: str, parcel: Parcel) -> None:
        """Begin to send a sentence of ours, in the background; raises BusyError as `run` does."""
        self._jobs.start(lambda: self._send(platform, parcel))

    async def answer(self, platform: str, question: Question, service: Service) -> Found | str:
        """The answer, or a sentence that says why there is none."""
        try:
            answer = await service.ask(Ask(question), self.platforms.collection)
            # Where a sentence is long its article is looked through.
            cuts = await asyncio.to_thread(cuts_of, answer, lambda article_id: self._article(article_id, service))
            return Found(answer, cuts)
        except Exception as error:  # noqa: BLE001 - whoever asked is told, and a fault of ours is logged
            return self._why(platform, question, error)

    async def answer_in_time(self, platform: str, question: Question, service: Service) -> Found | str:
        """As `answer`, for a platform that takes an answer in its reply alone and hangs up soon.

        Raises TimeoutError where it takes longer than Teams waits. The answer is made all the same, and kept for whoever asks
        again. Raises BusyError as `run` does.
        """
        begun = self._jobs.start(lambda: self.answer(platform, question, service))
        async with asyncio.timeout(self.limits.teams_seconds):
            return await asyncio.shield(begun)

    async def aclose(self) -> None:
        """Let the answers that are begun be sent, then close the connections."""
        await self._jobs.aclose(_CLOSING_SECONDS)
        await self._delivery.aclose()

    async def _run(self, errand: Errand, service: Service) -> None:
        outcome = await self.answer(errand.platform, errand.question, service)
        parcel = errand.failed(outcome) if isinstance(outcome, str) else errand.answered(outcome)
        await self._send(errand.platform, parcel)

    async def _send(self, platform: str, parcel: Parcel) -> None:
        try:
            _refuse_error(await self._delivery.send(parcel))
        except DeliveryError as error:
            log.error("a message for %s was not delivered: %s", platform, error)  # noqa: TRY400 - it says all

    def _article(self, article_id: str, service: Service) -> Article | None:
        """The article as it is now; None where it is gone."""
        ready = service.open_one(self.platforms.collection)
        try:
            return ready.catalog.article(article_id) if ready is not None else None
        except ArticleNotFoundError:
            return None

    def _why(self, platform: str, question: Question, error: Exception) -> str:
        rule = rule_for(error)
        if rule is INTERNAL:
            log.error("a question from %s could not be answered", platform, exc_info=error)
            in_english = "Something went wrong here; the log of the service says what."
        else:
            in_english = f"{rule.title}: {said_of(error)}."
        return Asked(question.text).why_not(error, in_english)


def _refuse_error(reply: bytes) -> None:
    """Raise DeliveryError where Slack's API says, with status 200, that it did not take the message."""
    try:
        said: object = json.loads(reply)
    except ValueError:
        return
    if isinstance(said, dict) and said.get("ok") is False:
        raise DeliveryError(f"the platform refused it with the error {str(said.get('error'))[:100]!r}")
