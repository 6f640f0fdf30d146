"""What a chat client sends, in either of OpenAI's forms, as the question to answer and the turns before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.errors import ChatRequestError
from rag.questions.follow_up import Turn, asks_nothing, language_of_few_words, language_of_thanks, understand
from rag.questions.question import MAX_QUESTION_CHARS

# Enough of a message that answered to know whom it named.
_ANSWER_CHARS = 10_000
_IGNORED = frozenset({"system", "developer", "tool", "function"})
_TEXT_PARTS = frozenset({"text", "input_text", "output_text"})


@dataclass(frozen=True, slots=True)
class Said:
    """One message: who said it (`user`, `assistant` or a role that is passed over), and its text."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last question as it was asked, and the turns before it, oldest first."""

    asked: str
    before: tuple[Turn, ...]

    def question(self) -> str:
        """The question as it is meant in this conversation."""
        return understand(self.asked, self.before)

    def language(self) -> str | None:
        """The language to answer a mere "thanks" or a word or two in; None where the last message shows its own."""
        return language_of_thanks(self.asked, self.before) or language_of_few_words(self.asked, self.before)

    def asks_nothing(self) -> bool:
        """Whether the last message is a greeting, thanks or a call for help."""
        return asks_nothing(self.asked)


def read_conversation(messages: Sequence[Said], field: str) -> Conversation:
    """The conversation that `messages`, oldest first, are; `field` is what the client calls them.

    Raises ChatRequestError where they do not end with a question.
    """
    for said in messages:
        if said.role not in {"user", "assistant"} | _IGNORED:
            raise ChatRequestError(f"{field}: there is no role {said.role[:40]!r}; use user, assistant or system")
    spoken = [said for said in messages if said.role in {"user", "assistant"}]
    if not spoken:
        raise ChatRequestError(f"{field} holds no message of role user; put the question into one")
    if spoken[-1].role != "user":
        raise ChatRequestError(f"the last of {field} is of role assistant; put the question last, with role user")
    asked = spoken[-1].text.strip()
    if not asked:
        raise ChatRequestError(f"the last of {field} is empty; put the question into its content")
    if len(asked) > MAX_QUESTION_CHARS:
        raise ChatRequestError(
            f"the last of {field} has {len(asked)} characters; at most {MAX_QUESTION_CHARS} are read. Send the question "
            "alone: the articles are here already"
        )
    return Conversation(asked, _turns(spoken[:-1]))


def read_content(content: str | Sequence[tuple[str, str | None]] | None, where: str, *, strict: bool) -> str:
    """The text of a message's content: a text, or parts as (type, text), of which others than text are passed over.

    With `strict` it raises ChatRequestError for those.
    """
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    texts = []
    for kind, text in content:
        if kind in _TEXT_PARTS:
            texts.append(text or "")
        elif strict and kind != "refusal":
            raise ChatRequestError(
                f"{where} has a part of type {kind[:40]!r}; only text is read, so send type text alone"
            )
    return "\n".join(texts)


def _turns(spoken: Iterable[Said]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for said in spoken:
        if said.role == "user":
            turns.append(Turn(said.text[:MAX_QUESTION_CHARS]))
        elif turns:
            turns[-1] = Turn(turns[-1].question, said.text[:_ANSWER_CHARS])
    return tuple(turns)
