"""A question and what it may ask for."""

from dataclasses import dataclass

from index.search import EVERYTHING, Filters
from index.surrogates import half_surrogate
from rag.errors import QuestionError

MAX_QUESTION_CHARS = 2_000
DEFAULT_TOP_K, MAX_TOP_K = 8, 50
DEFAULT_MAX_CITATIONS, MAX_MAX_CITATIONS = 4, 20
EMPTY = "the question is empty; ask something"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `top_k` passages are read, at most `max_citations` quoted.

    `text` is trimmed. Raises QuestionError where it is empty, longer than 2,000 characters or holds half a surrogate pair, or
    a number is out of bounds.
    """

    text: str
    top_k: int = DEFAULT_TOP_K
    max_citations: int = DEFAULT_MAX_CITATIONS
    filters: Filters = EVERYTHING

    def __post_init__(self) -> None:
        """Trim the text and check the bounds."""
        object.__setattr__(self, "text", self.text.strip())
        if not self.text:
            raise QuestionError(EMPTY)
        if len(self.text) > MAX_QUESTION_CHARS:
            raise QuestionError(f"the question has {len(self.text)} characters; at most {MAX_QUESTION_CHARS} are read")
        if half_surrogate(self.text) is not None:
            raise QuestionError("the question holds half a surrogate pair, which is not text; send it as UTF-8")
        if not 1 <= self.top_k <= MAX_TOP_K:
            raise QuestionError(f"top_k is {self.top_k}; it must lie between 1 and {MAX_TOP_K}")
        if not 1 <= self.max_citations <= MAX_MAX_CITATIONS:
            raise QuestionError(f"max_citations is {self.max_citations}; it must lie between 1 and {MAX_MAX_CITATIONS}")
