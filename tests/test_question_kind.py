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


@pytest.mark.parametrize(
    "question",
    [
        "How large is the fund?",
        "How high is the tower?",
        "How fast is the train?",
        "How expensive was it?",
        "What is Altman's salary?",
        "What's the workers’ union's name?",
        "What are the workers' wages?",
        "What is her salary?",
        "What is the date of the election?",
        "Which business did OpenAI buy?",
        "Which virus did they find?",
        "What crisis did the bank have?",
        "Wie heißt der Chef?",
        "Wie hieß das Schiff?",
        "Wie teuer war es?",
        "Wie weit ist es?",
        "Wie hoch ist der Turm?",
        "Wie lautet das Urteil?",
        "Welche Summe zahlte die Firma?",
        "Welche Strafe erhielt er?",
        "Welche Frau leitet die Firma?",
        "Welche Nummer hat das Zimmer?",
        "Welche Rolle spielten die Banken?",
        "Was ist der Wert des Fonds?",
        "Was ist das Datum der Wahl?",
        "Was ist die genaue Höhe der Strafe?",
        "Was ist Altmans Gehalt?",
        "Was ist sein Beruf?",
        "Comment s'appelle le chef ?",
        "Comment s’appelait-elle ?",
        "Comment se nomme le navire ?",
        "C'est quoi la date exacte du renvoi ?",
        "C’est quoi l’âge du capitaine ?",
        "¿Cómo se llama el jefe?",
        "¿Cómo se llamaba?",
        "¿Qué mes es el mejor?",
        "¿Qué país firmó?",
        "Come si chiama il capo?",
        "Como se chama o chefe?",
        "Hoe heet de baas?",
        "Hoe groot is het fonds?",
        "Wat is de waarde van het fonds?",
        "Cum se numește șeful?",
        "Ce zi a fost?",
    ],
)
def test_a_question_for_one_value_wants_a_fact_however_it_is_asked(question: str) -> None:
    assert question_kind(question) is QuestionKind.FACT


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How did the price fall?", "manner"),
        ("How was the heavy boat moved?", "manner"),
        ("Wie wurde er Chef?", "manner"),
        ("Comment appeler le service ?", "manner"),
        ("¿Cómo se hace el pan?", "manner"),
        ("Hoe ging het?", "manner"),
        ("Wie heißen die beiden Gründer?", "list"),
        ("Welche Länder haben unterschrieben?", "list"),
        ("Welche Firmen wurden gegründet?", "list"),
        ("Welche Parteien bilden die Regierung?", "list"),
        ("Welche Tage sind frei?", "list"),
        ("Welche Teams spielen heute?", "list"),
        ("Comment s’appellent les deux navires ?", "list"),
        ("Comment se nommaient-ils ?", "list"),
        ("¿Cómo se llaman los dos barcos?", "list"),
        ("Come si chiamavano le navi?", "list"),
        ("Como se chamam os navios?", "list"),
        ("Hoe heten de schepen?", "list"),
        ("Cum se numesc navele?", "list"),
        ("Which issues did they raise?", "list"),
        ("Which business units did OpenAI buy?", "list"),
        ("Which classes were cancelled?", "list"),
        ("¿Qué países firmaron?", "list"),
        ("Ce orasi au semnat?", "list"),
        ("¿Qué es la inflación?", "definition"),
        ("Was ist das Bruttoinlandsprodukt?", "definition"),
        ("Was ist der Nobelpreis?", "definition"),
        ("Was ist die Hisbollah?", "definition"),
        ("C'est quoi la singularité ?", "definition"),
        ("Wat is inflatie?", "definition"),
        ("What is a hedge fund?", "definition"),
        ("What is a publisher's fonds?", "definition"),
    ],
)
def test_what_is_no_value_is_left_to_its_kind(question: str, kind: str) -> None:
    assert question_kind(question) is QuestionKind(kind)
