"""A follow-up is filled from the conversation; a question of its own is left as it is."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.gold import load_gold
from rag.questions.capital_names import names_in
from rag.questions.follow_up import Turn, asks_nothing, language_of_few_words, language_of_thanks, understand
from rag.questions.question import MAX_QUESTION_CHARS

GOLD = Path(__file__).parents[1] / "eval" / "gold"
DIALOGUES = [json.loads(line) for line in (GOLD / "follow_ups.jsonl").read_text("utf-8").splitlines()]
WHY_LEIKE = "why did Jan Leike resign?"


def test_each_dialogue_means_a_gold_question_and_no_two_are_called_the_same() -> None:
    known = {question.id for question in load_gold(GOLD / "seeds.jsonl")}
    assert {dialogue["means"] for dialogue in DIALOGUES} <= known
    assert len({dialogue["id"] for dialogue in DIALOGUES}) == len(DIALOGUES)
    assert {dialogue["language"] for dialogue in DIALOGUES} == {"en", "fr", "de", "es"}


@pytest.mark.parametrize("dialogue", [d for d in DIALOGUES if d["stands_alone"]], ids=lambda d: d["id"])
def test_a_question_of_its_own_is_left_as_it_is(dialogue: dict[str, object]) -> None:
    before = [Turn(question) for question in dialogue["before"]]
    assert understand(dialogue["question"], before) == dialogue["question"]


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        (
            WHY_LEIKE,
            "has a replacement for him been announced?",
            "has a replacement for him been announced? (Jan Leike)",
        ),
        (WHY_LEIKE, "what about Gretchen Krueger?", "why did Gretchen Krueger resign?"),
        ("On what date did Jan Leike resign from OpenAI", "why?", "why did Jan Leike resign from OpenAI"),
        (WHY_LEIKE, "who is he?", "who is he? (Jan Leike)"),
        (WHY_LEIKE, "why is that?", WHY_LEIKE),
        ("Who is Elon Musk?", "why is he suing?", "why is he suing? (Elon Musk)"),
        ("what is superalignment?", "when was it set up?", "when was it set up? (superalignment)"),
        ("quand Jan Leike a-t-il démissionné ?", "et pourquoi ?", "pourquoi Jan Leike a-t-il démissionné ?"),
        ("Quel était le poste d'Ilya Sutskever ?", "et qui l'a remplacé ?", "et qui l'a remplacé ? (Ilya Sutskever)"),
        (
            "Warum hat Jan Leike OpenAI verlassen?",
            "Und wer hat ihn ersetzt?",
            "Und wer hat ihn ersetzt? (Jan Leike, OpenAI)",
        ),
        ("¿A qué empresa se va John Schulman?", "¿y por qué?", "por qué se va John Schulman?"),
        ("¿Cuándo despidieron a Sam Altman?", "¿por qué dimitió?", "¿por qué dimitió? (Sam Altman)"),
    ],
)
def test_a_follow_up_is_filled_from_the_question_before(before: str, question: str, meant: str) -> None:
    assert understand(question, [Turn(before)]) == meant


NAMED = "> “Ingrid Falk, head of the plant, resigned on Monday.” [1]"


@pytest.mark.parametrize(
    ("before", "answer", "question", "meant"),
    [
        ("Why is Harbour Street closed?", "", "Since when?", "Since when is Harbour Street closed?"),
        ("Why is Harbour Street closed?", "", "Until when?", "Until when is Harbour Street closed?"),
        ("Quand le tableau a-t-il été volé ?", "", "Par qui ?", "Par qui le tableau a-t-il été volé ?"),
        ("Warum ist die Straße gesperrt?", "", "Seit wann?", "Seit wann ist die Straße gesperrt?"),
        ("¿Por qué se va Julián Aramburu?", "", "¿Adónde?", "Adónde se va Julián Aramburu?"),
        # Whom the answer named stands in the place of "who".
        ("Who resigned at Kestrel?", NAMED, "and why?", "why Ingrid Falk resigned at Kestrel?"),
        ("Who was fired?", NAMED, "When?", "When Ingrid Falk was fired?"),
        ("Who is the manager?", NAMED, "Since when?", "Since when is Ingrid Falk the manager?"),
        ("Qui a démissionné ?", NAMED, "Et pourquoi ?", "pourquoi Ingrid Falk a démissionné ?"),
        ("Wer hat Albin gekauft?", NAMED, "Warum?", "Warum hat Ingrid Falk Albin gekauft?"),
        ("¿Quién renunció?", NAMED, "¿Cuándo?", "Cuándo Ingrid Falk renunció?"),
        # It asked whom somebody did something to, or who somebody is, or nobody is named.
        ("Who did Falk replace?", NAMED, "when?", "when did Falk replace?"),
        ("Who has the board fired?", NAMED, "when?", "when has the board fired?"),
        ("Who is Elon Musk?", NAMED, "why?", "why is Elon Musk?"),
        ("Who resigned?", "", "Why?", "Why resigned?"),
        ("Who founded it?", "„Das Werk wurde von den Geschwistern Marcus gegründet.“", "When?", "When founded it?"),
    ],
)
def test_a_mere_question_word_asks_the_question_before_again(
    before: str, answer: str, question: str, meant: str
) -> None:
    assert understand(question, [Turn(before, answer)]) == meant


@pytest.mark.parametrize(
    ("before", "answer", "question", "meant"),
    [
        ("When was GPT-4 released?", "", "What is it?", "What is it? (GPT-4 released)"),
        # "Who was killed?" would tell the victim as the culprit.
        ("Who was killed?", "> “Anna Roth was killed.”", "Who did it?", "Who did it? (killed)"),
        ("Who bought Twitter?", "> “Elon Musk bought Twitter.”", "What is it?", "What is it? (bought Twitter)"),
        ("When will the new law start?", "", "Who is against it?", "Who is against it? (new law start)"),
        ("Where is the museum?", "", "What is on there?", "What is on there? (museum)"),
        ("What did the board decide?", "", "How much is that?", "How much is that? (board decide)"),
        ("Qui a fondé OpenAI ?", "", "C'est quoi ?", "C'est quoi ? (fondé OpenAI)"),
        ("Qui a fondé OpenAI ?", "", "Et qu’est-ce que c’est ?", "Et qu’est-ce que c’est ? (fondé OpenAI)"),
        ("Wer gründete OpenAI?", "", "Was ist das?", "Was ist das? (gründete OpenAI)"),
        ("Warum schloss das Werk in Vigo?", "", "Wo ist es?", "Wo ist es? (schloss Werk Vigo)"),
        ("¿Cuándo salió GPT-4?", "", "¿Qué es?", "¿Qué es? (salió GPT-4)"),
        ("¿Quién fundó OpenAI?", "", "¿Qué es eso?", "¿Qué es eso? (fundó OpenAI)"),
        ("¿Por qué dimitió Jan Leike?", "", "¿Y quién es?", "¿Y quién es? (Jan Leike)"),
        # These mean all that was asked, and not one thing of it.
        ("What did the board decide?", "", "When was that?", "When did the board decide?"),
        ("Why did Jan Leike resign?", "", "Why is it?", "Why did Jan Leike resign?"),
        ("Wann ist Jan Leike zurückgetreten?", "", "Warum das?", "Warum ist Jan Leike zurückgetreten?"),
        ("¿Por qué dimitió Jan Leike?", "", "¿Cuándo fue eso?", "Cuándo dimitió Jan Leike?"),
        ("Why did Jan Leike resign?", "", "When was it?", "When did Jan Leike resign?"),
        ("Why did Jan Leike resign?", "", "Where was that?", "Where did Jan Leike resign?"),
        ("Warum ist Jan Leike zurückgetreten?", "", "Wo war das?", "Wo ist Jan Leike zurückgetreten?"),
        ("Warum ist Jan Leike zurückgetreten?", "", "Wann war es?", "Wann ist Jan Leike zurückgetreten?"),
        ("Warum ist die Straße gesperrt?", "", "Seit wann ist das so?", "Seit wann ist die Straße gesperrt?"),
        ("¿Por qué dimitió Jan Leike?", "", "¿Dónde fue eso?", "Dónde dimitió Jan Leike?"),
        ("¿Por qué está cerrada la calle?", "", "¿Desde cuándo es eso?", "Desde cuándo está cerrada la calle?"),
    ],
)
def test_what_is_it_asks_about_the_thing_and_why_is_that_the_question_before(
    before: str, answer: str, question: str, meant: str
) -> None:
    assert understand(question, [Turn(before, answer)]) == meant


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("Why did OpenAI fire Sam Altman?", "What about Greg Brockman?", "Why did OpenAI fire Greg Brockman?"),
        ("When did Microsoft hire Sam Altman?", "And Greg Brockman?", "When did Microsoft hire Greg Brockman?"),
        (
            "Pourquoi OpenAI a-t-il licencié Sam Altman ?",
            "Et Greg Brockman ?",
            "Pourquoi OpenAI a-t-il licencié Greg Brockman ?",
        ),
        ("Warum hat OpenAI Sam Altman entlassen?", "Und Greg Brockman?", "Warum hat OpenAI Greg Brockman entlassen?"),
        # A single word may be a surname; and who leaves a place with an article is no such place.
        ("Why did Jan Leike leave OpenAI?", "And Sutskever?", "Why did Sutskever leave OpenAI?"),
        (
            "Why did Musk leave the White House?",
            "And Vivek Ramaswamy?",
            "Why did Vivek Ramaswamy leave the White House?",
        ),
        (
            "Why did Musk leave the White House?",
            "And the Supreme Court?",
            "Why did Musk leave the Supreme Court?",
        ),
        # Nor is anybody a place or an event.
        ("When did Biden visit New York?", "And Donald Trump?", "When did Donald Trump visit New York?"),
        ("Why did Trump threaten North Korea?", "And Joe Biden?", "Why did Joe Biden threaten North Korea?"),
        ("Why did Musk move to Los Angeles?", "What about Jeff Bezos?", "Why did Jeff Bezos move to Los Angeles?"),
        ("When did Musk go to Sidi Bou?", "And Jeff Bezos?", "When did Jeff Bezos go to Sidi Bou?"),
        ("In New York, what did Biden say?", "And Donald Trump?", "In New York, what did Donald Trump say?"),
        ("Quand Macron est-il allé à New York ?", "Et Donald Trump ?", "Quand Donald Trump est-il allé à New York ?"),
        ("¿Cuándo ganó Nadal en Roland Garros?", "¿Y Novak Djokovic?", "¿Cuándo ganó Novak Djokovic en Roland Garros?"),
        # But one place is asked about for another, and one person for whom something is said or done to.
        ("When did Biden visit New York?", "And Los Angeles?", "When did Biden visit Los Angeles?"),
        ("What did Musk say to Sam Altman?", "And Greg Brockman?", "What did Musk say to Greg Brockman?"),
        ("¿Por qué OpenAI despidió a Sam Altman?", "¿Y Greg Brockman?", "¿Por qué OpenAI despidió a Greg Brockman?"),
        # The article of the new name comes along where the language lets it.
        ("Quelle est la capitale de la France ?", "Et la Russie ?", "Quelle est la capitale de la Russie ?"),
        ("Quelle est la capitale de la France ?", "Et l'Espagne ?", "Quelle est la capitale de l'Espagne ?"),
        ("Quand l’Espagne a-t-elle gagné ?", "Et la France ?", "Quand la France a-t-elle gagné ?"),
        ("Que veut Macron en France ?", "Et la Russie ?", "Que veut la Russie en France ?"),
        ("Combien d'habitants en France ?", "Et la Russie ?", "Combien d'habitants en Russie ?"),
        ("Wer hat bei der Deutschen Bank gekündigt?", "Und die EU?", "Wer hat bei der EU gekündigt?"),
        ("¿Quién preside Argentina?", "¿Y la India?", "¿Quién preside la India?"),
        ("Who is the president of the UK?", "And the US?", "Who is the president of the US?"),
    ],
)
def test_a_new_name_takes_the_place_of_the_one_that_it_can_stand_for(before: str, question: str, meant: str) -> None:
    assert understand(question, [Turn(before)]) == meant


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("Who won the election in 2020?", "What about 2024?", "Who won the election in 2024?"),
        ("Who won the 2020 election?", "And in 2024?", "Who won the 2024 election?"),
        ("Qui a gagné l'élection en 2017 ?", "Et en 2022 ?", "Qui a gagné l'élection en 2022 ?"),
        ("Wer gewann die Wahl 2017?", "Und im Jahr 2021?", "Wer gewann die Wahl 2021?"),
        ("¿Quién ganó en 2010?", "¿Y en el año 2014?", "¿Quién ganó en 2014?"),
        ("How many of the 2000 workers left in 2020?", "And in 2021?", "How many of the 2000 workers left in 2021?"),
        # What is counted is no year.
        ("Why did Meta cut 1950 jobs in 2022?", "And in 2023?", "Why did Meta cut 1950 jobs in 2023?"),
        ("Warum strich Meta 1950 Stellen?", "Und 2023?", "Und 2023?"),
        ("Why did in 1950 people leave Ohio?", "And in 1960?", "Why did in 1960 people leave Ohio?"),
        ("Wer wurde 2018 Weltmeister?", "Und 2022?", "Wer wurde 2022 Weltmeister?"),
        # Two years, none, an amount or part of something longer: nobody knows what the year takes the place of.
        ("What happened between 2019 and 2020?", "And in 2021?", "And in 2021?"),
        ("Who won the election?", "And in 2021?", "And in 2021?"),
        ("How many of the 2000 workers left?", "And in 2021?", "And in 2021?"),
        ("Who won the 2020-21 season?", "And in 2021?", "And in 2021?"),
        ("Who won on 2020-11-03?", "And in 2021?", "And in 2021?"),
    ],
)
def test_a_year_takes_the_place_of_the_only_year(before: str, question: str, meant: str) -> None:
    assert understand(question, [Turn(before)]) == meant


def test_a_year_is_exchanged_in_what_was_understood_before_too() -> None:
    before = [Turn("What was Apple's revenue in 2022?"), Turn("And its profit?")]
    assert understand("And in 2023?", before) == "And its profit? (Apple revenue 2023)"


ABOUT_SOMEBODY = {
    "en": "Why was Sam Altman fired?",
    "fr": "Pourquoi Sam Altman a-t-il été renvoyé ?",
    "de": "Warum wurde Sam Altman entlassen?",
    "es": "¿Por qué dimitió Jan Leike?",
}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        # The pronoun repeats a noun that stands before the verb.
        ("fr", "Pourquoi le président a-t-il démissionné ?"),
        ("fr", "Combien de personnes le séisme a-t-il tuées au Maroc ?"),
        ("fr", "Où la ministre de la culture est-elle née ?"),
        ("fr", "pourquoi les employés ont ils fait grève ?"),
        ("fr", "Quand l’accord a-t-il été signé ?"),
        ("fr", "Pourquoi deux ministres ont-ils démissionné ?"),
        ("fr", "Quand le porte-parole s'est-il exprimé ?"),
        # "das" is an article, or refers to the noun before it.
        ("de", "Was ist das Bruttoinlandsprodukt?"),
        ("de", "Wann tritt das neue Gesetz in Kraft?"),
        ("de", "Was macht das Weiße Haus?"),
        ("de", "Wie heißt das Gesetz, das gestern verabschiedet wurde?"),
        ("de", "Was kostet das 49-Euro-Ticket?"),
        ("de", "Was ist das „Superalignment“?"),
        # A noun can be the subject.
        ("es", "¿Qué es la inflación?"),
        ("es", "¿Cuántas personas murieron en el terremoto?"),
        ("es", "¿Cuándo empezó la guerra?"),
        ("es", "¿Qué equipo ganó?"),
        ("es", "¿Qué país ha ganado?"),
        ("es", "¿Por qué dimitió el ministro?"),
        ("es", "¿Por qué la inflación sube?"),
        ("es", "¿Cuántos niños hay?"),
        # It and there are nobody, and this year is no thing that was spoken of.
        ("en", "Who won the election this year?"),
        ("en", "What happened this week in Paris?"),
        ("en", "Will there be elections in Germany?"),
        ("en", "Has there been a vote on the budget?"),
        ("en", "How much does it cost to fly to Mars?"),
        ("en", "Is it legal to smoke in Paris?"),
        ("fr", "Que s'est-il passé en Ukraine ?"),
        ("fr", "Que s’est-il passé en Ukraine ?"),
        ("fr", "Qu'est-il arrivé à l'avion ?"),
        ("fr", "Y aura-t-il une grève à Paris ?"),
        ("fr", "Combien y avait-il de passagers dans l'avion ?"),
        ("fr", "Pourquoi est-il interdit de fumer ?"),
        ("de", "Wie hoch soll der Mindestlohn sein?"),
        ("de", "Wann wird es Neuwahlen geben?"),
        ("de", "Wie kam es zum Brexit?"),
        ("de", "Wie viele Tote hat es gegeben?"),
        ("de", "Wird es regnen?"),
        # Whoever is asked is nobody who was spoken of.
        ("de", "Können Sie mir sagen, wer die Wahl gewonnen hat?"),
        ("de", "Kann ich Ihnen die Wahl erklären?"),
        ("de", "Wie ist Ihre Meinung zur Wahl?"),
        ("es", "¿Cuántos muertos hubo?"),
        # A noun with "un" is the subject where there can be no other.
        ("es", "¿Cuánto cuesta un billete?"),
        ("es", "¿Cuánto cuestan unas vacaciones?"),
        ("es", "¿Cuánto tiempo dura un vuelo?"),
        ("es", "¿Cómo funciona una vacuna?"),
        ("es", "¿Cómo se hace una paella?"),
        ("es", "¿Por qué un avión vuela?"),
        ("es", "¿Por qué murió un hombre?"),
        # Of whom the pronoun speaks is in the question, or there is none.
        ("es", "¿Por qué un hombre mató a un niño y lo enterró?"),
        ("es", "¿Por qué un avión cruzó la frontera?"),
        ("es", "¿Por qué un perro sabe lo que pasa?"),
        ("es", "¿Por qué un amigo de Carlos murió?"),
        ("es", "¿Hubo heridos en el accidente?"),
        ("es", "¿Hay elecciones este año?"),
        ("es", "¿Hubo un acuerdo?"),
        ("es", "¿Qué pasó con el avión?"),
        # The possessor is what is asked for.
        ("en", "How many people lost their homes in the fire?"),
        ("en", "Which city cancelled its marathon?"),
        ("en", "Which minister left his post?"),
        ("fr", "Quel ministre a démissionné de son poste ?"),
        ("fr", "Combien de personnes ont perdu leur emploi ?"),
        ("fr", "Combien d'ouvriers ont perdu leur emploi ?"),
        ("de", "Welcher Minister hat sein Amt niedergelegt?"),
        ("de", "Wie viele Menschen haben ihre Arbeit verloren?"),
        ("es", "¿Cuántas personas perdieron su casa?"),
        ("es", "¿Qué ministro dejó su cargo?"),
    ],
)
def test_what_only_looks_like_a_pronoun_or_an_omission_attaches_nothing(language: str, question: str) -> None:
    assert understand(question, [Turn(ABOUT_SOMEBODY[language])]) == question


@pytest.mark.parametrize(
    ("language", "question", "spoken_of"),
    [
        ("fr", "pourquoi est-elle partie ?", "Sam Altman"),
        ("fr", "quelle boîte a-t-il montée ensuite ?", "Sam Altman"),
        ("fr", "quand l'a-t-il dit ?", "Sam Altman"),
        ("fr", "Pourquoi la veut-il ?", "Sam Altman"),
        ("fr", "Pourquoi le président l'a-t-il renvoyé ?", "Sam Altman"),
        ("fr", "Pourquoi son avocat a-t-il démissionné ?", "Sam Altman"),
        ("fr", "Pourquoi la presse a-t-elle parlé de lui ?", "Sam Altman"),
        ("de", "Wer hat das gesagt?", "Sam Altman entlassen"),
        ("de", "Was hat das mit Geld zu tun?", "Sam Altman entlassen"),
        ("de", "Wie hat das die Firma erklärt?", "Sam Altman entlassen"),
        ("de", "Warum ist das heute Thema?", "Sam Altman entlassen"),
        ("de", "Warum hat er das neue Amt abgelehnt?", "Sam Altman"),
        ("es", "¿Quién la sustituyó?", "Jan Leike"),
        ("es", "¿Por qué la despidieron?", "Jan Leike"),
        ("es", "¿Por qué la despidieron ayer?", "Jan Leike"),
        ("es", "¿Cuántos hijos tiene?", "Jan Leike"),
        ("es", "¿En qué fecha dimitió?", "Jan Leike"),
        ("es", "¿Qué día volvió?", "Jan Leike"),
        ("es", "¿Qué hizo después?", "Jan Leike"),
        ("es", "¿Qué piensa hacer ahora?", "Jan Leike"),
        ("es", "¿Cuándo volvió a la empresa?", "Jan Leike"),
        ("es", "¿Qué cargo tenía?", "Jan Leike"),
        ("en", "Why did he leave?", "Sam Altman"),
        ("en", "Who replaced him?", "Sam Altman"),
        ("en", "What did his mother say?", "Sam Altman"),
        ("en", "Did he win this year?", "Sam Altman"),
        ("en", "Who said this?", "Sam Altman fired"),
        ("en", "How much did it cost to build?", "Sam Altman fired"),
        ("en", "What company did its board choose?", "Sam Altman fired"),
        ("en", "Which minister took his post?", "Sam Altman"),
        ("en", "Which minister criticised his decision?", "Sam Altman"),
        ("en", "How many of their employees left?", "Sam Altman fired"),
        ("fr", "Pourquoi est-il parti ?", "Sam Altman"),
        ("fr", "Quand est-il arrivé à Paris ?", "Sam Altman"),
        ("fr", "Que s'est-il passé ensuite ?", "Sam Altman"),
        ("fr", "Quel ministre a pris son poste ?", "Sam Altman"),
        ("fr", "Quel jour a-t-il quitté son poste ?", "Sam Altman"),
        ("de", "Was hat er gesagt?", "Sam Altman"),
        ("de", "Wie hoch ist sein Gehalt?", "Sam Altman"),
        ("de", "Wie kam es dazu?", "Sam Altman entlassen"),
        ("de", "Können Sie mir sagen, wann sie die Wahl verlor?", "Sam Altman"),
        ("de", "Können Sie mir sagen, warum?", "Sam Altman"),
        ("de", "Können Sie mir den Grund nennen?", "Sam Altman"),
        ("de", "Wissen Sie, wann er den Vertrag unterschrieb?", "Sam Altman"),
        ("es", "¿Por qué fundó una empresa?", "Jan Leike"),
        ("es", "¿Cuánto tiempo dirigió una empresa?", "Jan Leike"),
        ("es", "¿Cuánto le costó un coche?", "Jan Leike"),
        ("es", "¿Por qué un juez lo condenó?", "Jan Leike"),
        ("es", "¿Por qué un juez la condenó?", "Jan Leike"),
        ("es", "¿Por qué un juez federal la había condenado?", "Jan Leike"),
        ("es", "¿Por qué un amigo le pagó?", "Jan Leike"),
        ("es", "¿Cuándo puede un amigo verlo?", "Jan Leike"),
        ("es", "¿Cuándo murió un amigo suyo?", "Jan Leike"),
        ("de", "Welcher Minister hat sein Amt übernommen?", "Sam Altman"),
        ("es", "¿Qué pasó después?", "Jan Leike"),
        ("es", "¿Qué pasó con su madre?", "Jan Leike"),
        ("es", "¿Qué hizo con su casa?", "Jan Leike"),
        ("es", "¿Por qué no dejó su cargo?", "Jan Leike"),
        ("es", "¿Qué ministro ocupó su cargo?", "Jan Leike"),
        ("es", "¿Por qué había dimitido?", "Jan Leike"),
    ],
)
def test_beside_a_noun_a_pronoun_or_an_omission_still_refers_to_what_was_asked_before(
    language: str, question: str, spoken_of: str
) -> None:
    assert understand(question, [Turn(ABOUT_SOMEBODY[language])]) == f"{question} ({spoken_of})"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What is machine learning and how does it work?"),
        ("en", "How does photosynthesis work and what is its purpose?"),
        ("en", "what did the company announce and when did it happen?"),
        ("en", "what is the name of the new startup and who founded it?"),
        ("en", "who became chief scientist and when was it announced?"),
        ("en", "How do vaccines work and are they safe?"),
        ("en", "Which employees left, and where do they work now?"),
        ("en", "Who became chief scientist and what did he study?"),
        ("fr", "Qu’est-ce que l’apprentissage automatique et à quoi sert-il ?"),
        ("fr", "Comment fonctionne la photosynthèse et quel est son but ?"),
        ("fr", "Qu'a annoncé l'entreprise, et pourquoi est-elle critiquée ?"),
        ("fr", "Qu'est-ce qu'un vaccin et est-il sûr ?"),
        ("fr", "Quels employés sont partis et où travaillent-ils ?"),
        ("de", "Was ist maschinelles Lernen und wie funktioniert es?"),
        ("de", "Was ist Photosynthese und wozu dient sie?"),
        ("de", "Was hat die Firma angekündigt, und warum wird sie kritisiert?"),
        ("de", "Was ist der Mindestlohn und ist er gestiegen?"),
        ("de", "Wer wurde neuer Forschungschef und was hat er studiert?"),
        ("es", "¿Qué es la fotosíntesis y cuál es su función?"),
        ("es", "¿Qué anunció la empresa y cuáles son sus planes?"),
        ("es", "¿Quién fundó la empresa y por qué cambió su nombre?"),
    ],
)
def test_a_pronoun_that_refers_to_the_question_s_own_subject_attaches_nothing(language: str, question: str) -> None:
    assert understand(question, [Turn(ABOUT_SOMEBODY[language])]) == question


@pytest.mark.parametrize(
    ("language", "question", "spoken_of"),
    [
        ("en", "Who is he and what is it?", "Sam Altman"),
        ("en", "Did he resign and why?", "Sam Altman"),
        ("en", "And when did it happen?", "Sam Altman fired"),
        ("en", "When and where did it happen?", "Sam Altman fired"),
        ("en", "Why did the board fire him and who replaced him?", "Sam Altman"),
        ("en", "How did the board react and who replaced him?", "Sam Altman"),
        ("en", "When was it announced and who replaced him?", "Sam Altman"),
        ("en", "What happened and was it legal?", "Sam Altman fired"),
        ("en", "What happened next and how did it end?", "Sam Altman fired"),
        ("en", "What were the main reasons and who announced it?", "Sam Altman fired"),
        ("en", "Who took over and why did he leave?", "Sam Altman"),
        ("en", "Did the board and the investors approve it?", "Sam Altman fired"),
        ("en", "Thanks for the answer. And when did it happen?", "Sam Altman fired"),
        ("fr", "Qui est-il et que fait-il ?", "Sam Altman"),
        ("fr", "Que s'est-il passé hier et pourquoi est-il parti ?", "Sam Altman"),
        ("fr", "Qu'a dit la presse et quel est son poste ?", "Sam Altman"),
        ("fr", "Comment la presse a-t-elle réagi et où est-il allé ?", "Sam Altman"),
        ("de", "Wer ist er und was macht er?", "Sam Altman"),
        ("de", "Was ist gestern passiert und warum ist er gegangen?", "Sam Altman"),
        ("de", "Was ist der Grund und wann ist er gegangen?", "Sam Altman"),
        ("de", "Wie hat die Presse reagiert und wohin ist er gegangen?", "Sam Altman"),
        ("es", "¿Quién es y cuál es su profesión?", "Jan Leike"),
        ("es", "¿Cuándo y dónde ocurrió eso?", "dimitió Jan Leike"),
        ("es", "¿Por qué dejó la empresa y cuál es su cargo?", "Jan Leike"),
    ],
)
def test_a_pronoun_behind_another_question_still_refers_to_what_was_asked_before(
    language: str, question: str, spoken_of: str
) -> None:
    assert understand(question, [Turn(ABOUT_SOMEBODY[language])]) == f"{question} ({spoken_of})"


WHY_LEIKE_IN_FRENCH = "pourquoi Jan Leike a-t-il démissionné ?"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        (WHY_LEIKE, "Thanks. Who replaced him?"),
        (WHY_LEIKE, "Okay, who replaced him?"),
        (WHY_LEIKE, "Interesting. Who replaced him?"),
        (WHY_LEIKE, "Please tell me who replaced him"),
        (WHY_LEIKE, "Explain his decision"),
        (WHY_LEIKE, "In May, what did he do?"),
        (WHY_LEIKE, "Who said that he left?"),
        (WHY_LEIKE_IN_FRENCH, "Merci. Qui l’a remplacé ?"),
        (WHY_LEIKE_IN_FRENCH, "Dis-moi qui l’a remplacé"),
        (WHY_LEIKE_IN_FRENCH, "Explique sa décision"),
        ("¿Por qué dimitió Jan Leike?", "Gracias. ¿Quién lo sustituyó?"),
        ("¿Por qué dimitió Jan Leike?", "Dime quién lo sustituyó"),
    ],
)
def test_a_word_with_a_capital_before_a_pronoun_is_not_always_a_name(before: str, question: str) -> None:
    assert understand(question, [Turn(before)]) == f"{question} (Jan Leike)"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        *((WHY_LEIKE, word) for word in ("Thanks!", "Source?", "Really?", "Yes", "Explain", "Hello", "And?")),
        (WHY_LEIKE_IN_FRENCH, "Merci"),
        ("¿Por qué dimitió Jan Leike?", "Gracias"),
        # These ask of something else, and name it.
        (WHY_LEIKE, "Who claimed that the board was misled?"),
        (WHY_LEIKE, "Which law says that companies must label images?"),
        (WHY_LEIKE, "What is the company that Elon Musk founded?"),
        (WHY_LEIKE, "Which company bought the start-up that makes chips?"),
        (WHY_LEIKE, "How long does it take to train GPT-5?"),
        (WHY_LEIKE, "Why is it raining so much in Spain?"),
        (WHY_LEIKE, "When did the government publish its report?"),
        (WHY_LEIKE_IN_FRENCH, "Que se passe-t-il à Gaza ?"),
        (WHY_LEIKE_IN_FRENCH, "Pourquoi fait-il si chaud en Espagne ?"),
        ("Warum hat Jan Leike gekündigt?", "Warum ist es in Spanien so heiß?"),
    ],
)
def test_what_asks_nothing_or_something_of_its_own_stays_as_it_is(before: str, question: str) -> None:
    assert understand(question, [Turn(before)]) == question


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("When was that announced?", "When was that announced? (Jan Leike resign)"),
        ("Who said that?", "Who said that? (Jan Leike resign)"),
        ("How long did it take?", "How long did it take? (Jan Leike resign)"),
        ("What did its board say?", "What did its board say? (Jan Leike resign)"),
        ("Microsoft?", "why did Microsoft resign?"),
    ],
)
def test_what_leans_on_the_question_before_still_does(question: str, meant: str) -> None:
    assert understand(question, [Turn(WHY_LEIKE)]) == meant


def test_thanks_between_two_questions_do_not_break_the_thread() -> None:
    assert understand("who replaced him?", [Turn(WHY_LEIKE), Turn("Thanks!")]) == "who replaced him? (Jan Leike)"


THANKS = [
    *(
        "merci",
        "Merci !",
        "danke",
        "d'accord",
        "D’accord.",
        "super",
        "Super !",
        "hello",
        "ok",
        "thanks",
        "gracias",
        "no",
    ),
    *("Merci beaucoup", "Un grand merci !", "vielen Dank", "Danke schön!", "muchas gracias", "Muchísimas gracias."),
    *("thank you very much", "Thank you so much!", "Many thanks", "thanks a lot", "ok, merci", "Super, thanks!"),
]


@pytest.mark.parametrize("said", THANKS)
def test_what_asks_nothing_in_any_language_stays_as_it_is_and_does_not_break_the_thread(said: str) -> None:
    # By itself "merci" is taken for Spanish, "Merci !" and "hello" for Italian and "danke" for Dutch.
    before = [Turn("Pourquoi Jan Leike a-t-il démissionné ?")]
    assert understand(said, before) == said
    meant = "Pourquoi Ilya Sutskever a-t-il démissionné ?"
    assert understand("Et Ilya Sutskever ?", [*before, Turn(said, "Les articles ne le disent pas.")]) == meant


def test_a_greeting_before_the_first_question_is_nothing_to_ask_about() -> None:
    assert understand("Why?", [Turn("Hello")]) == "Why?"
    assert understand("Sam Altman ?", [Turn("Merci")]) == "Sam Altman ?"


def test_thanks_with_a_question_or_a_name_behind_them_are_a_question() -> None:
    assert understand("Merci, et Ilya Sutskever ?", [Turn(WHY_LEIKE_IN_FRENCH)]) == (
        "pourquoi Ilya Sutskever a-t-il démissionné ?"
    )


@pytest.mark.parametrize("said", THANKS)
def test_thanks_are_answered_in_the_language_of_the_conversation(said: str) -> None:
    french = [Turn(WHY_LEIKE_IN_FRENCH), Turn("Merci"), Turn("Et Ilya Sutskever ?"), Turn("super")]
    assert language_of_thanks(said, french) == "fr"
    assert language_of_thanks(said, [Turn(WHY_LEIKE)]) == "en"


def test_thanks_with_nothing_asked_before_are_answered_in_a_language_that_has_the_word() -> None:
    said = ["merci", "Danke!", "hello", "gracias", "muchas gracias"]
    assert [language_of_thanks(word, []) for word in said] == ["fr", "de", "en", "es", "es"]
    assert language_of_thanks("merci", [Turn("Hello")]) == "fr"


@pytest.mark.parametrize(
    "said", ["help", "Help me!", "good morning", "Bonsoir !", "À l'aide", "Hilfe!", "Guten Tag", "ayuda"]
)
def test_a_greeting_or_a_call_for_help_asks_nothing_and_does_not_break_the_thread(said: str) -> None:
    assert asks_nothing(said)
    assert understand("who replaced him?", [Turn(WHY_LEIKE), Turn(said)]) == "who replaced him? (Jan Leike)"


@pytest.mark.parametrize("said", ["who needs help?", "Hallo, wer ist Sam Altman?", "aide humanitaire", "为什么他辞职"])
def test_a_question_with_such_a_word_in_it_asks_something(said: str) -> None:
    assert not asks_nothing(said)


def test_a_word_or_two_are_answered_in_the_language_of_the_question_before() -> None:
    before = [Turn(WHY_LEIKE_IN_FRENCH), Turn("thanks")]
    assert language_of_few_words("AGI?", before) == "fr"
    assert language_of_few_words("AGI?", []) is None
    # A question word shows its language, and so do three words.
    assert language_of_few_words("And why?", before) is None
    assert language_of_few_words("Tell me more", before) is None


@pytest.mark.parametrize("asked", ["Почему Ян Лейке ушёл?", "杨·莱克为什么辞职？"])
def test_after_a_question_in_none_of_our_languages_a_word_or_two_and_thanks_get_english(asked: str) -> None:
    assert language_of_few_words("AGI?", [Turn(asked)]) == "en"
    assert language_of_few_words("Кто заменил?", [Turn(asked)]) == "en"
    assert language_of_thanks("danke", [Turn(WHY_LEIKE), Turn(asked)]) == "en"


def test_a_sentence_without_spaces_is_more_than_a_word_or_two() -> None:
    assert language_of_few_words("谁取代了他？", [Turn(WHY_LEIKE_IN_FRENCH)]) is None


def test_a_question_shows_its_language_itself() -> None:
    assert language_of_thanks(WHY_LEIKE, []) is None
    assert language_of_thanks(WHY_LEIKE, [Turn(WHY_LEIKE_IN_FRENCH)]) is None


@pytest.mark.parametrize(
    ("asked", "question", "meant"),
    [
        (["Who is John Schulman?", "And where is he going?"], "Why?", "Why is he going? (John Schulman)"),
        (["Who is John Schulman?", "Thanks! So where is he going?"], "Why?", "Why is he going? (John Schulman)"),
        (["Et qui l'a remplacé ?"], "Quand ?", "Quand l'a remplacé ?"),
        (["Wer ist Jan Leike?", "Und wo arbeitet er jetzt?"], "Warum?", "Warum arbeitet er jetzt? (Jan Leike)"),
        (["¿Quién es Jan Leike?", "Y ¿dónde trabaja?"], "¿Por qué?", "Por qué trabaja? (Jan Leike)"),
    ],
)
def test_a_mere_why_takes_over_the_question_before_without_its_and(asked: list[str], question: str, meant: str) -> None:
    assert understand(question, [Turn(each) for each in asked]) == meant


def test_and_before_who_changes_nothing_of_whom_the_answer_named() -> None:
    said = "> « Ilya serait remplacé par Jakub Pachocki » [1]"
    before = [Turn("Qui est Ilya Sutskever ?"), Turn("Et qui l'a remplacé ?", said)]
    assert understand("Où travaille-t-il ?", before) == "Où travaille-t-il ? (Jakub Pachocki)"
    assert understand("Quand ?", before) == "Quand Jakub Pachocki l'a remplacé ? (Ilya Sutskever)"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("What did he do at Meta? (Peter Deng)", ["Meta", "Peter Deng"]),
        ("What did Meta (Menlo Park) [Peter Deng] do?", ["Meta", "Menlo Park", "Peter Deng"]),
        ("Why did he leave? (Meta, Peter Deng)", ["Meta", "Peter Deng"]),
        ("Did the company (Meta) Peter Deng left ever reply?", ["Meta", "Peter Deng"]),
        # A comma outside brackets may stand within one description.
        ("Who heads Meta, Menlo Park?", ["Meta Menlo Park"]),
    ],
)
def test_what_stands_in_brackets_is_a_name_of_its_own(text: str, names: list[str]) -> None:
    assert names_in(text, "en") == names


@pytest.mark.parametrize(
    ("asked", "question", "meant"),
    [
        ([], "And Greg Brockman?", "What did he do at Meta? (Greg Brockman)"),
        ([], "And Google?", "What did he do at Google? (Peter Deng)"),
        (["Why did he leave?"], "And Greg Brockman?", "Why did he leave? (Meta, Greg Brockman)"),
    ],
)
def test_a_new_name_takes_the_place_of_the_one_in_brackets_that_is_like_it(
    asked: list[str], question: str, meant: str
) -> None:
    before = [Turn(each) for each in ("Who is Peter Deng?", "What did he do at Meta?", *asked)]
    assert understand(question, before) == meant


def test_after_who_a_pronoun_means_whom_the_answer_named() -> None:
    before = Turn("Who took over from Ilya Sutskever?", "> « Ilya serait remplacé par Jakub Pachocki » [1]")
    assert understand("which model had he worked on?", [before]) == "which model had he worked on? (Jakub Pachocki)"


def test_what_was_meant_is_carried_on_from_turn_to_turn() -> None:
    # "he" is Leike in the second question, so it is in the third.
    before = [Turn(WHY_LEIKE), Turn("when did he resign?")]
    assert understand("and where did he go?", before) == "and where did he go? (Jan Leike)"


def test_without_a_conversation_nothing_is_changed() -> None:
    assert understand("who replaced him?", []) == "who replaced him?"
    assert understand("who replaced him?", [Turn(" ")]) == "who replaced him?"


def test_a_question_that_would_become_too_long_is_left_as_it_is() -> None:
    before = Turn("what is superalignment?")
    question = "when was it set up".ljust(MAX_QUESTION_CHARS - 1, "p")
    assert understand(question[:1_000], [before]).endswith("p (superalignment)")
    assert understand(question, [before]) == question


@given(st.text(max_size=60), st.lists(st.builds(Turn, st.text(max_size=60), st.text(max_size=60)), max_size=3))
@settings(max_examples=60, deadline=None)
def test_any_conversation_gives_a_question_that_can_be_asked(question: str, before: list[Turn]) -> None:
    understood = understand(question, before)
    assert len(understood) <= MAX_QUESTION_CHARS
    assert not question.strip() or understood.strip()


@pytest.mark.parametrize(
    ("language", "before", "question", "meant"),
    [
        ("fr", "Qui dirige l'usine ?", "Depuis quand la dirige-t-elle ?", "Depuis quand la dirige-t-elle ?"),
        ("fr", "Qui dirige l'usine ?", "Contre qui a-t-elle porté plainte ?", "Contre qui a-t-elle porté plainte ?"),
        ("fr", "Qui dirige l'usine ?", "Depuis 2019, que fait-elle ?", "Depuis 2019, que fait-elle ?"),
        ("en", "Who runs the factory?", "Since when has she run it?", "Since when has she run it?"),
    ],
)
def test_a_preposition_before_a_question_word_is_no_name(language: str, before: str, question: str, meant: str) -> None:
    assert names_in(question, language) == []
    said = "> « La directrice, Hélène Marchetti, a été retenue. » [1]"
    assert understand(question, [Turn(before, said)]) == f"{meant} (Hélène Marchetti)"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He left on 1 October. He went to Arvenna. Katrien Claes came.", ["Arvenna", "Katrien Claes"]),
        ("Did Arvenna win? Helmar did!", ["Arvenna", "Helmar"]),
        # The full stop of an initial or a title ends nothing.
        ("J. Robert Oppenheimer met Dr. Falk.", ["J Robert Oppenheimer", "Dr Falk"]),
    ],
)
def test_no_name_goes_on_where_a_sentence_begins(text: str, names: list[str]) -> None:
    assert names_in(text, "en") == names


def test_a_comma_parts_two_names_of_what_is_quoted() -> None:
    assert names_in("Valdore, Brennick accetta l'offerta", "it", is_quoted=True) == ["Valdore", "Brennick"]


SPANISH_ANSWER = (
    "> «Il presidente di Tormo, Vicente Tormo Sales, ha promesso di investire 11 milioni.» [1]\n\n"
    "- [1] Valdore, Brennick accetta l'offerta spagnola · Agenzia Ceramica Oggi · 2025-05-16\n"
)


@pytest.mark.parametrize(
    ("before", "answer", "question", "meant"),
    [
        # It shares "Tormo" with the question, and is a name of its own.
        (
            "¿Quién preside Azulejos Tormo?",
            SPANISH_ANSWER,
            "¿Y cuántos años tiene?",
            "¿Y cuántos años tiene? (Vicente Tormo Sales)",
        ),
        # The sources below the quotes name an agency, and what is understood stands above them.
        ("Who left Onda?", "*For Paul Onda*\n\n> “He left.” [1]\n\n- [1] Daily News", "When did she go?", None),
        # Whom the question names is not whom the answer names, with more of the name and with a title.
        (
            "Who fired Altman?",
            "> “Sam Altman was fired by Helen Toner.” [1]",
            "Who is she?",
            "Who is she? (Helen Toner)",
        ),
        (
            "Who fired Sam Altman?",
            "> “Mr. Sam Altman was fired by Helen Toner.”",
            "Why?",
            "Why Helen Toner fired Sam Altman?",
        ),
        # Nor is a company that begins with the name.
        ("Who bought Albin?", "> “Albin Works was bought by Ingrid Falk.”", "Who is she?", "Who is she? (Ingrid Falk)"),
    ],
)
def test_whom_the_answer_named_is_read_from_its_quotes(
    before: str, answer: str, question: str, meant: str | None
) -> None:
    assert understand(question, [Turn(before, answer)]) == (meant or "When did she go? (Onda)")


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("What is the GDP of France?", "And Germany?", "What is the GDP of Germany?"),
        ("Who is the CEO of Apple?", "And Google?", "Who is the CEO of Google?"),
        ("What is the VAT rate in Spain?", "And France?", "What is the VAT rate in France?"),
        ("Quel est le PIB de la France ?", "Et l'Allemagne ?", "Quel est le PIB de l'Allemagne ?"),
        ("¿Cuál es el PIB de Francia?", "¿Y Alemania?", "¿Cuál es el PIB de Alemania?"),
        ("What did the CEO of Apple say?", "And Google?", "What did the CEO of Google say?"),
        ("How many MPs does Labour have?", "And Reform?", "How many MPs does Reform have?"),
        # An abbreviation takes the place of another.
        ("¿Qué es el IVA?", "¿Y el IRPF?", "¿Qué es el IRPF?"),
    ],
)
def test_no_name_takes_the_place_of_what_is_asked_for_in_capitals(before: str, question: str, meant: str) -> None:
    assert understand(question, [Turn(before, "")]) == meant


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("What did the BBC say about Trump?", "And Reuters?", "What did the Reuters say about Trump?"),
        ("Why did the BBC sack Gary Lineker?", "And Sky?", "Why did the Sky sack Gary Lineker?"),
        (
            "What does the ECB expect from Germany?",
            "And Bundesbank?",
            "What does the Bundesbank expect from Germany?",
        ),
        ("Que demande la CGT à Macron ?", "Et Solidaires ?", "Que demande la Solidaires à Macron ?"),
        ("¿Qué propone el PSOE en Madrid?", "¿Y Podemos?", "¿Qué propone el Podemos en Madrid?"),
        (
            "How many seats does the SNP have in Scotland?",
            "And Labour?",
            "How many seats does the Labour have in Scotland?",
        ),
    ],
)
def test_a_broadcaster_a_party_or_a_union_in_capitals_is_a_name(before: str, question: str, meant: str) -> None:
    assert understand(question, [Turn(before, "")]) == meant


@pytest.mark.parametrize(
    ("before", "question", "meant"),
    [
        ("How many people died in Spain in 2023?", "And in Portugal?", "How many people died in Portugal in 2023?"),
        ("Who is the CEO of Apple?", "And of Microsoft?", "Who is the CEO of Microsoft?"),
        ("Quel est le PIB de la France ?", "Et de l'Allemagne ?", "Quel est le PIB de l'Allemagne ?"),
        ("Combien de morts en Espagne ?", "Et au Portugal ?", "Combien de morts au Portugal ?"),
        # Of two the one behind the same preposition.
        ("Quel est le taux de TVA en Espagne ?", "Et en France ?", "Quel est le taux de TVA en France ?"),
        ("¿Cuántos murieron en España?", "¿Y en Portugal?", "¿Cuántos murieron en Portugal?"),
        ("¿Cuál es el PIB de Francia?", "¿Y de Alemania?", "¿Cuál es el PIB de Alemania?"),
        ("Quel est le prix du pain à Paris ?", "Et en Espagne ?", "Quel est le prix du pain en Espagne ?"),
        ("Combien de voix pour Trump en Ohio ?", "Et au Texas ?", "Combien de voix pour Trump au Texas ?"),
        ("How many voted for Trump in Texas?", "And in Ohio?", "How many voted for Trump in Ohio?"),
        ("How many voted for Trump in Texas?", "And for Biden?", "How many voted for Biden in Texas?"),
    ],
)
def test_a_name_behind_a_preposition_takes_the_place_of_the_one_that_has_one(
    before: str, question: str, meant: str
) -> None:
    assert understand(question, [Turn(before, "")]) == meant


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("What was the salary of Messi?", "And in Miami?"),
        ("What did Macron say about Ukraine?", "And in Germany?"),
        ("How many people voted for Trump?", "And in Texas?"),
        ("How many iPhones did Apple sell in China?", "And for Samsung?"),
        ("When does the film with Brad Pitt open?", "And in London?"),
        ("Quel est le salaire de Mbappé ?", "Et au Real Madrid ?"),
        ("Combien de voix pour Le Pen ?", "Et à Paris ?"),
        ("¿Qué dijo Sánchez de Gaza?", "¿Y en Bruselas?"),
    ],
)
def test_where_takes_not_the_place_of_whose_nor_of_what_it_is_about(before: str, question: str) -> None:
    assert understand(question, [Turn(before, "")]) == question


@pytest.mark.parametrize(
    "question",
    [
        *("¿Qué es el IMV?", "¿Quién es el Papa?", "¿Cuántos votos tuvo el PP?", "¿Cuántos días de vacaciones tengo?"),
        *("¿Cómo puedo cambiar mi contraseña?", "¿Se puede fumar aquí?", "Comment changer son mot de passe ?"),
        *("À quel âge peut-on prendre sa retraite ?", "Wie kann man seinen Strom sparen?"),
        *("How do companies hide their losses?", "Do teachers like their jobs?", "Can banks hide their losses?"),
        *(
            "Comment savoir si son chat est malade ?",
            "Comment vendre sa maison ?",
            "Wie kann man wissen, ob sein Hund krank ist?",
        ),
        *(
            "¿Qué tengo que pagar?",
            "¿Qué hago si me despiden?",
            "¿Puedo cobrar el paro si trabajo?",
            "¿Se puede volar si hay niebla?",
        ),
    ],
)
def test_the_spanish_article_and_what_is_anybodys_own_attach_nothing(question: str) -> None:
    for before in ("Why did Jan Leike resign?", "¿Por qué dimitió Jan Leike?", "Pourquoi Jan Leike est-il parti ?"):
        assert understand(question, [Turn(before, "")]) == question


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("¿Por qué dimitió Jan Leike?", "¿Qué opina él?"),
        ("Pourquoi Jan Leike est-il parti ?", "Que sait-on de son départ ?"),
        ("Warum trat Jan Leike zurück?", "Was weiß man über seinen Nachfolger?"),
        ("Why did Jan Leike resign?", "Do critics like his plan?"),
        *(
            ("Pourquoi Jan Leike est-il parti ?", asked)
            for asked in (
                *(
                    "Comment expliquer son départ ?",
                    "Comment comprendre sa décision ?",
                    "Que peut-on dire de son bilan ?",
                ),
                *(
                    "Que faut-il savoir de sa carrière ?",
                    "Que doit-on penser de son projet ?",
                    "Où peut-on lire son livre ?",
                ),
                "Où peut-on voir son film ?",
            )
        ),
        *(
            ("Warum trat Jan Leike zurück?", asked)
            for asked in (
                *("Was kann man von seinem Nachfolger erwarten?", "Wie kann man seinen Erfolg erklären?"),
                *("Was muss man über seine Karriere wissen?", "Wo kann man sein Buch kaufen?"),
            )
        ),
        *(
            ("¿Por qué dimitió Jan Leike?", asked)
            for asked in (
                *("¿A qué se debe?", "¿Se puede saber cuándo volvió?", "¿Cuándo se debe presentar ante el juez?"),
                *(
                    "¿Se debe marchar?",
                    "¿Cuándo puedo verlo?",
                    "¿Qué hago si vuelve?",
                    "¿Por qué necesito saber si mintió?",
                ),
            )
        ),
    ],
)
def test_what_is_said_of_somebody_still_refers_to_him(before: str, question: str) -> None:
    assert understand(question, [Turn(before, "")]) == f"{question} (Jan Leike)"


@pytest.mark.parametrize(
    "question",
    ["Did politicians accept their demands?", "Will prices hurt their income?", "Did doctors treat their wounds?"],
)
def test_what_happened_to_theirs_is_asked_of_those_before(question: str) -> None:
    # "Do teachers like their jobs?" asks what is mostly so.
    asked = "Why did the farmers protest in Paris?"
    assert understand(question, [Turn(asked, "")]) == f"{question} (farmers protest Paris)"
