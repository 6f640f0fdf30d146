"""Which kind of gold a question is, by the words it begins with."""

from eval.gold import Kind
from rag.questions.question_kind import QuestionKind, question_kind

_KINDS = {
    QuestionKind.FACT: Kind.FACTOID,
    QuestionKind.REASON: Kind.WHY,
    QuestionKind.MANNER: Kind.HOW,
    QuestionKind.LIST: Kind.LIST,
    QuestionKind.DEFINITION: Kind.DEFINITION,
}


def kind_of(question: str) -> Kind:
    """The kind of a question that has an answer, as the product takes it."""
    return _KINDS[question_kind(question)]
