"""Which questions want a fact, and which want sentences."""

import pytest

from rag.question_kind import QuestionKind, question_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Why did she leave?", "reason"),
        ("What made him change his mind?", "reason"),
        ("Pourquoi a-t-il démissionné ?", "reason"),
        ("Warum ging sie?", "reason"),
        ("¿Por qué dimitió?", "reason"),
        ("Perché è partito?", "reason"),
        ("How did they react?", "manner"),
        ("Comment a-t-il réagi ?", "manner"),
        ("Wie hat er reagiert?", "manner"),
        ("How many people signed?", "fact"),
        ("How long did it take?", "fact"),
        ("Combien de personnes ont signé ?", "fact"),
        ("Wie viele waren es?", "fact"),
        ("Which companies did he work for?", "list"),
        ("Which companies were sued?", "list"),
        ("Quels pays ont signé ?", "list"),
        ("What is superconductivity?", "definition"),
        ("Qu’est-ce que la supraconductivité ?", "definition"),
        ("Was ist Supraleitung?", "definition"),
        ("What does that word mean?", "definition"),
        ("Who signed the treaty?", "fact"),
        ("Quand est-il parti ?", "fact"),
        ("treaty signature date", "fact"),
        ("", "fact"),
    ],
)
def test_the_words_a_question_begins_with_say_what_it_wants(question: str, kind: str) -> None:
    assert question_kind(question) is QuestionKind(kind)
