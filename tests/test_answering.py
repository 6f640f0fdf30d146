"""The day of a post answers only what is announced, and the words of somebody else not what a speaker is asked for."""

from itertools import islice, product

import pytest

from index.article import Article, PartialDate, Span
from index.chunks import Chunk
from index.search import Passage
from rag.answer import Evidence, Mark
from rag.fact import Fact, contradicts, value_of
from rag.questions.announcing import asks_of_announcing
from rag.questions.asked_speaker import asked_speaker
from rag.quotes.answering import answering
from rag.quotes.spoken_for import may_have_speakers

POST = "Yesterday was my last day at the mill. — Anna Roth (@aroth) May 17, 2024"


def printed(text: str, language: str = "en", article_id: str = "a") -> Article:
    return Article(article_id, "A title", text, "0" * 64, language, None, PartialDate.parse("2024-05-20"), None)


def marked(article: Article, words: str) -> Evidence:
    """The whole article as one sentence in which a reader marks `words`."""
    at = article.text.index(words)
    span = Span(article.id, 0, len(article.text))
    passage = Passage(Chunk(f"{article.id}#0", span, (), None), article.text, 1.0, 1, 0)
    return Evidence(passage, span, Span(article.id, at, at + len(words)), 80.0, Mark(4.0, 0.8))


def answers(question: str, text: str, words: str, asked_in: str = "en", written_in: str = "en") -> bool:
    article = printed(text, written_in)
    return answering(question, asked_in, [marked(article, words)], lambda _id: article) != []


@pytest.mark.parametrize(
    ("language", "question", "answered"),
    [
        ("en", "When did Anna Roth leave the mill?", True),
        ("en", "When did Roth announce that she joins Kuhn?", True),
        ("en", "When did Anna Roth join the mill?", False),
        ("en", "When was Anna Roth born?", False),
        ("en", "When did Roth get married?", False),
        ("fr", "Quand Anna Roth a-t-elle démissionné ?", True),
        ("fr", "Quand Anna Roth a-t-elle rejoint le moulin ?", False),
        ("de", "Wann verließ Anna Roth die Mühle?", True),
        ("de", "Wann wurde Anna Roth geboren?", False),
        ("es", "¿Cuándo se fue Anna Roth?", True),
        ("es", "¿Cuándo fue elegida Anna Roth?", False),
        ("it", "Quando è nata Anna Roth?", False),
        ("nl", "Wanneer trouwde Anna Roth?", False),
        # Of other languages no verbs are known.
        ("ro", "Când s-a născut Anna Roth?", True),
    ],
)
def test_the_day_of_a_post_answers_only_what_somebody_announces(
    language: str, question: str, *, answered: bool
) -> None:
    assert asks_of_announcing(question, language) is answered
    assert answers(question, POST, "May 17, 2024", language) is answered
    assert answers(question, POST, "17, 2024", language) is answered


@pytest.mark.parametrize("day", ["17 mai 2024", "17. Mai 2024", "17 de mayo de 2024", "2024-05-17", "17/05/2024"])
def test_days_of_posts_are_known_as_pages_write_them(day: str) -> None:
    assert not answers("When was Anna Roth born?", f"I quit. — Anna Roth\n(@aroth) {day}", day)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (POST, "Anna Roth"),
        ("I joined on May 3, 2020. — Anna Roth (@aroth) May 17, 2024", "May 3, 2020"),
        ("Anna Roth (@aroth) joined on May 17, 2024.", "May 17, 2024"),
    ],
)
def test_what_else_stands_in_a_post_or_beside_an_address_answers(text: str, words: str) -> None:
    assert answers("When did Anna Roth join the mill?", text, words)


def test_the_day_below_a_post_in_its_sentence_contradicts_nothing() -> None:
    said, signed = printed("Anna Roth announced it on 16 May 2024."), printed(POST, article_id="b")
    articles = {"a": said, "b": signed}
    one, two = (
        Fact((piece,), value_of(piece, articles.__getitem__))
        for piece in (marked(said, "16 May 2024"), marked(signed, "May 17, 2024"))
    )
    plain = printed("Anna Roth announced it on 17 May 2024.", article_id="c")
    three = marked(plain, "17 May 2024")
    articles["c"] = plain
    assert not contradicts(one, two, articles.__getitem__)
    assert contradicts(one, Fact((three,), value_of(three, articles.__getitem__)), articles.__getitem__)


@pytest.mark.parametrize(
    ("language", "question", "speaker"),
    [
        ("en", "What did Anna Roth say about Ben Kuhn?", "Anna Roth"),
        ("en", "what does Roth think of Kuhn", "Roth"),
        ("fr", "Qu'a dit Anna Roth de Kuhn ?", "Anna Roth"),
        ("fr", "Qu’a déclaré Roth en partant ?", "Roth"),
        ("fr", "Que Roth a-t-elle dit ?", "Roth"),
        ("fr", "Que pense Anna Roth de Kuhn ?", "Anna Roth"),
        ("de", "Was sagte Anna Roth über Kuhn?", "Anna Roth"),
        ("de", "Was hat Roth über Kuhn gesagt?", "Roth"),
        ("es", "¿Qué dijo Anna Roth sobre Kuhn?", "Anna Roth"),
        ("es", "¿Qué ha dicho Roth?", "Roth"),
        ("it", "Che cosa ha detto Anna Roth di Kuhn?", "Anna Roth"),
        ("nl", "Wat zei Jan van der Berg over Kuhn?", "Jan van der Berg"),
        ("en", "What did the chair say about Roth?", None),
        ("en", "What did Roth sell?", None),
        ("fr", "Qui a dit cela de Roth ?", None),
        ("ro", "Ce a spus Roth?", None),
    ],
)
def test_a_question_names_whose_words_it_wants(language: str, question: str, speaker: str | None) -> None:
    assert asked_speaker(question, language) == speaker


SAID_BY_KUHN = [
    ("en", "Ben Kuhn said that Roth had been late.", "late"),
    ("en", "Ben Kuhn, who runs the mill, wrote that Roth was late.", "late"),
    ("en", "“Roth was late,” said Ben Kuhn.", "late"),
    ("fr", "Ben Kuhn a tweeté qu’il appréciait Anna Roth.", "appréciait"),
    ("fr", "« Vous étiez en retard », a dit jeudi le juge Ben Kuhn à Anna Roth.", "en retard"),
    (
        "fr",
        "Bien que cause du départ d’Anna Roth, Ben Kuhn, a présenté ses excuses : « Je regrette tout. »",
        "Je regrette",
    ),
    ("de", "Direktor Ben Kuhn sagte, Roth sei zu spät gekommen.", "zu spät"),
    ("es", "Ben Kuhn dijo que Roth llegó tarde.", "tarde"),
    ("it", "Ben Kuhn ha detto che Roth era in ritardo.", "in ritardo"),
    ("nl", "Ben Kuhn zei dat Roth te laat kwam.", "te laat"),
    ("en", "I am sad to see Roth leave. — Ben Kuhn (@bkuhn) May 17, 2024", "sad"),
    # Nobody speaks of himself by name.
    ("en", "“I will miss Anna Roth more than I can say.”", "miss"),
]


@pytest.mark.parametrize(("language", "text", "words"), SAID_BY_KUHN)
def test_what_somebody_else_says_is_no_answer(language: str, text: str, words: str) -> None:
    assert not answers("What did Anna Roth say?", text, words, "en", language)
    # Nothing goes where no speaker is asked for.
    assert answers("Why was Anna Roth late?", text, words, "en", language)


@pytest.mark.parametrize(("language", "text", "words"), SAID_BY_KUHN[:-1])
def test_what_the_speaker_says_is_an_answer(language: str, text: str, words: str) -> None:
    assert answers("What did Ben Kuhn say?", text, words, "en", language)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        # Who speaks is not said by name.
        ("en", "She said that nobody had been late.", "nobody"),
        ("fr", "« Rien ne presse », a-t-elle dit.", "Rien"),
        ("de", "Die Direktorin sagte, es sei zu spät.", "zu spät"),
        ("fr", "Samedi, la directrice, a déclaré que rien ne pressait.", "rien"),
        # Both speak.
        ("en", "Ben Kuhn said that Roth told him to wait.", "wait"),
        ("en", "“We had gas,” said Sound & Alder president Anna Roth.", "gas"),
        ("fr", "Le porte-parole d’Anna Roth, Ben Kuhn, a dit que rien ne pressait.", "rien"),
        ("en", "The departure of Ben Kuhn said more than words.", "more"),
    ],
)
def test_words_that_may_be_of_the_speaker_stay(language: str, text: str, words: str) -> None:
    assert answers("What did Anna Roth say?", text, words, "en", language)


# An article in which each of these names is a person's.
PERSONS = """Volodymyr Zelensky met Benjamin Netanyahu and Vladimir Putin. Mr Xi and Elon Musk were there, and Jean-Luc
Mélenchon. M. Macron est venu, et J. Powell."""


def answers_beside(others: str, question: str, text: str, asked_in: str = "en", written_in: str = "en") -> bool:
    """Whether the end of `text` answers where a piece of another article is at hand too."""
    article, other = printed(text, written_in), printed(others, "en", "b")
    piece, articles = marked(article, text[-6:-2]), {"a": article, "b": other}
    return piece in answering(question, asked_in, [piece, marked(other, others[:4])], articles.__getitem__)


@pytest.mark.parametrize(
    ("asked_in", "question", "written_in", "text"),
    [
        ("en", "What did Xi say about Taiwan?", "en", "Xi said that it was inevitable."),
        ("en", "What did Xi say about Taiwan?", "en", "Xi Jinping said that it was inevitable."),
        ("fr", "Que dit Xi de Taïwan ?", "fr", "Xi a déclaré que cela est inévitable."),
        ("de", "Was sagte Xi zu Taiwan?", "de", "Xi Jinping sagte, das sei unvermeidlich."),
        # Another spelling.
        ("en", "What did Putin say?", "fr", "Vladimir Poutine a déclaré que tout continuait."),
        ("en", "What did Zelensky say?", "en", "Volodymyr Zelenskyy said Ukraine needs more."),
        ("en", "What did Netanyahu say?", "de", "Benjamin Netanjahu sagte, der Krieg gehe weiter."),
        ("en", "What did Pope Francis say?", "fr", "Le pape François a déclaré que la paix est possible."),
        # A spokesman's words.
    ],
)
def test_what_a_person_says_stays_however_short_or_spelt_his_name(
    asked_in: str, question: str, written_in: str, text: str
) -> None:
    assert answers_beside(PERSONS, question, text, asked_in, written_in)


@pytest.mark.parametrize("speaker", ["Xi", "Putin", "Musk", "Mélenchon", "Macron", "Powell", "Vladimir Putin"])
def test_what_somebody_else_says_is_no_answer_where_a_person_is_asked_for_by_one_name(speaker: str) -> None:
    question = f"What did {speaker} say?"
    assert not answers_beside(PERSONS, question, "Ben Kuhn, who runs the mill, said that it was late.")
    assert not answers_beside(PERSONS, question, "Chief executive Ben Kuhn said that it was late.")


@pytest.mark.parametrize(
    ("question", "written_in", "text"),
    [
        ("What did GM say about the recall?", "en", "GM said the recall covers 700,000 trucks."),
        ("What did BP say?", "fr", "BP a indiqué que la fuite est colmatée."),
        ("What did China say?", "fr", "La Chine a déclaré qu’elle se battrait."),
        ("What did Germany say?", "fr", "Olaf Scholz a dit que Berlin paierait."),
        ("What did Russia say?", "en", "Kremlin spokesman Dmitry Peskov said the talks were useful."),
        ("What did Israel say?", "en", "Israeli military spokesman Daniel Hagari said the strike was right."),
        ("What did Apple say about the fine?", "en", "Tim Cook said the fine was unfair."),
        ("What did Boeing say?", "en", "“We are sorry,” chief executive Dave Calhoun said."),
    ],
)
def test_people_speak_for_countries_and_companies(question: str, written_in: str, text: str) -> None:
    others = "In May Apple paid. But Boeing, meanwhile, did not. Meanwhile Russia said so, as did Biden's China."
    assert answers_beside(others, question, text, "en", written_in)


def test_short_names_are_told_apart_by_their_capitals() -> None:
    others = "Mr Li is here."
    assert answers_beside(others, "What did Li say?", "Li said that it was late.")
    assert not answers_beside(others, "What did Li say?", "Ben Kuhn, a li of the mill, said that it was late.")


def test_four_letters_are_too_few_for_another_spelling() -> None:
    assert not answers_beside("Mr Kuhn is here.", "What did Kuhn say?", "Ben Kahn said that it was late.")


@pytest.mark.parametrize(
    ("question", "written_in", "text"),
    [
        ("What did Daniela Amodei say?", "en", "Daniel Kokotajlo said that it was late."),
        ("What did Michelle Obama say?", "en", "Michael Cohen said that it was late."),
        ("What did Marine Le Pen say?", "fr", "Martine Aubry a déclaré que cela est faux."),
        ("What did Christian Lindner say?", "de", "Christine Lambrecht sagte, das sei falsch."),
    ],
)
def test_who_has_a_first_name_like_that_is_somebody_else(question: str, written_in: str, text: str) -> None:
    assert not answers_beside(PERSONS, question, text, "en", written_in)


@pytest.mark.parametrize(
    ("speaker", "written_in", "text"),
    [
        ("Netanyahu", "en", "UN spokesman Stéphane Dujarric said the strike was wrong."),
        ("Netanyahu", "en", "U.N. spokesman Stéphane Dujarric said the strike was wrong."),
        ("Putin", "en", "Ukrainian army spokesman Andriy Kovalev said the strike was wrong."),
        ("Macron", "fr", "Le porte-parole du Kremlin, Dmitri Peskov, a déclaré que la France ment."),
        ("Macron", "de", "Kremlsprecher Dmitri Peskow sagte, Frankreich lüge."),
        ("Musk", "es", "El portavoz chino, Lin Jian, dijo que no habrá acuerdo."),
        ("Musk", "en", "OpenAI spokeswoman Lindsey Held said the suit is baseless."),
    ],
)
def test_the_spokesman_of_another_does_not_speak_for_a_person(speaker: str, written_in: str, text: str) -> None:
    assert not answers_beside(PERSONS, f"What did {speaker} say?", text, "en", written_in)


@pytest.mark.parametrize(
    ("speaker", "written_in", "text"),
    [
        ("Netanyahu", "en", "Israeli government spokesman David Mencer said the strike was right."),
        ("Musk", "en", "His longtime spokesman Ben Kuhn said that it was late."),
        ("Musk", "en", "A spokesman, Ben Kuhn, said that it was late."),
    ],
)
def test_a_spokesman_who_may_be_his_speaks_for_a_person(speaker: str, written_in: str, text: str) -> None:
    assert answers_beside(PERSONS, f"What did {speaker} say?", text, "en", written_in)


@pytest.mark.parametrize(
    "others",
    [
        "US president Roth met him.",
        "Prime minister Roth met him.",
        "Le président Roth est venu.",
        "El ministro Roth viajó.",
    ],
)
def test_a_title_in_small_letters_stands_before_a_person(others: str) -> None:
    assert not answers_beside(others, "What did Roth say?", "Ben Kuhn said that it was late.")


def test_an_article_that_begins_each_sentence_with_another_word_is_read_once() -> None:
    # Read once for each of the 10,000 words, its 180,000 letters would keep everybody waiting for more than half a minute.
    words = ["".join(letters) for letters in islice(product("abcdefghij", repeat=5), 10_000)]
    article = printed(" ".join(f"{word.capitalize()} Musk." for word in words) + " " + " ".join(words))
    assert may_have_speakers("Musk", [article])


@pytest.mark.parametrize(
    ("speaker", "written_in", "text"),
    [
        ("Olaf Scholz", "de", "„Wir schaffen das“, sagte er der Deutschen Presse-Agentur."),
        ("Olaf Scholz", "de", "Es sei zu spät, sagte der Kanzler nach dem Gespräch mit Joe Biden."),
        ("Mark Rutte", "nl", "“Dat is goed”, zei hij tegen De Telegraaf."),
        ("Emmanuel Macron", "fr", "« C’est bien », a déclaré le président après sa rencontre avec Joe Biden."),
        ("Rafael Nadal", "fr", "L’Espagnol a dit qu’il est prêt."),
        ("Giorgia Meloni", "it", "“Va bene”, ha detto la premier dopo l’incontro con Joe Biden."),
        ("Pedro Sánchez", "es", "“Está bien”, dijo el presidente tras reunirse con Joe Biden."),
        ("Keir Starmer", "en", "The Prime Minister said the deal was good."),
        ("Joe Biden", "en", "“It is fine,” said the US president."),
        ("Elon Musk", "en", "The head of Tesla and SpaceX said all was well."),
        ("Jan Leike", "en", "The researcher from Berlin said all was well."),
    ],
)
def test_a_post_or_whom_it_was_said_to_is_nobody_else_who_speaks(speaker: str, written_in: str, text: str) -> None:
    assert answers(f"What did {speaker} say?", text, text[-9:-2], written_in=written_in)


@pytest.mark.parametrize(
    ("written_in", "text"),
    [
        ("en", "“It is fine,” said the director, Ben Kuhn."),
        ("en", "Roth has left, and Ben Kuhn said it was fine."),
        ("de", "„Das ist gut“, sagte Ben Kuhn der Deutschen Presse-Agentur."),
        ("fr", "« C’est bien », a dit Ben Kuhn après sa rencontre avec Anna Roth."),
        ("es", "“Está bien”, dijo Ben Kuhn tras reunirse con el presidente."),
    ],
)
def test_somebody_with_a_name_beside_them_still_is(written_in: str, text: str) -> None:
    assert not answers("What did Jan Leike say?", text, text[1:9], written_in=written_in)


@pytest.mark.parametrize(
    "speaker", ["North Korea", "Human Rights Watch", "Goldman Sachs", "OpenAI's CEO", "Real Madrid"]
)
def test_whoever_is_named_may_speak_for_countries_and_houses_of_several_words(speaker: str) -> None:
    assert answers(f"What did {speaker} say?", "Kim Roth said it was a provocation.", "a provocation")
    assert not answers("What did Ann Roth Kuhn say?", "Kim Leike said it was a provocation.", "a provocation")


NAMED_BEHIND_THE_VERB = [
    ("fr", "« C’est bien », a déclaré Ben Kuhn jeudi."),
    ("fr", "« C’est bien », a expliqué M. Kuhn mardi matin."),
    ("fr", "« C’est bien », a déclaré le ministre Ben Kuhn vendredi."),
    ("fr", "« C’est bien », a déclaré le président Kuhn jeudi."),
    ("fr", "« C’est bien », a déclaré l’Américain Ben Kuhn jeudi."),
    ("en", "“It is fine,” said Ben Kuhn yesterday."),
    ("en", "“It is fine,” said Mr Kuhn later."),
    ("en", "“It is fine,” said the Democratic senator Ben Kuhn last week."),
    ("de", "„Das ist gut“, sagte Ben Kuhn heute."),
    ("de", "„Das ist gut“, sagte Bundeskanzler Ben Kuhn später."),
    ("es", "“Está bien”, dijo Ben Kuhn ayer."),
    ("it", "“Va bene”, ha detto il ministro Ben Kuhn."),
    ("it", "“Va bene”, ha detto Ben Kuhn ieri."),
    ("nl", "“Dat is goed”, zei Ben Kuhn gisteren."),
    # When and where it was said stands before the name.
    ("de", "„Das ist gut“, sagte am Montag Bundeskanzler Ben Kuhn."),
    ("de", "„Das ist gut“, sagte im Deutschen Bundestag Ben Kuhn."),
    ("fr", "« C’est bien », a déclaré lors d’un meeting Ben Kuhn."),
    ("fr", "« C’est bien », a expliqué devant les députés Ben Kuhn."),
    ("fr", "« C’est bien », a déclaré devant la presse le ministre Ben Kuhn."),
    ("es", "“Está bien”, dijo ante la prensa Ben Kuhn."),
    ("es", "“Está bien”, dijo en rueda de prensa Ben Kuhn."),
    ("it", "“Va bene”, ha detto alla Camera Ben Kuhn."),
    ("nl", "“Dat is goed”, zei tijdens het debat Ben Kuhn."),
    # Of what he is head stands there too.
    ("de", "„Das ist gut“, sagte der Präsident der Ukraine Ben Kuhn."),
    ("de", "„Das ist gut“, sagte die Präsidentin der EU-Kommission Anna Kuhn."),
]


@pytest.mark.parametrize(("written_in", "text"), NAMED_BEHIND_THE_VERB)
def test_a_name_behind_the_verb_says_who_speaks_whatever_stands_around_it(written_in: str, text: str) -> None:
    assert not answers("What did Jan Leike say?", text, text[1:9], written_in=written_in)
    assert answers("What did Ben Kuhn say?", text, text[1:9], written_in=written_in)


@pytest.mark.parametrize(
    ("speaker", "written_in", "text"),
    [
        ("Elon Musk", "en", "“It is fine,” said Tesla’s chief executive in an interview."),
        ("Elon Musk", "en", "“It is fine,” said the Tesla chief executive later."),
        ("Joe Biden", "en", "“It is fine,” said the former US president yesterday."),
        ("Joe Biden", "en", "“It is fine,” said the US president Monday."),
        ("Keir Starmer", "en", "“It is fine,” said the Prime Minister yesterday."),
        ("François Bayrou", "fr", "« C’est bien », a déclaré le Premier ministre jeudi."),
        ("Rafael Nadal", "fr", "« C’est bien », a dit l’Espagnol hier."),
        ("Pedro Sánchez", "es", "“Está bien”, dijo el presidente ayer."),
        ("Peter Tschentscher", "de", "„Das ist gut“, sagte der Erste Bürgermeister gestern."),
        # To whom and before whom it was said, and in what.
        ("Olaf Scholz", "de", "„Das ist gut“, sagte der Kanzler der Frankfurter Allgemeinen Zeitung."),
        ("Olaf Scholz", "de", "„Das ist gut“, sagte der Kanzler der Zeitung Die Welt."),
        ("Olaf Scholz", "de", "„Das ist gut“, sagte nach dem Gespräch mit Joe Biden der Kanzler."),
        ("Olaf Scholz", "de", "„Das ist gut“, sagte vor dem Präsidenten Joe Biden der Kanzler."),
        ("Olaf Scholz", "de", "„Das ist gut“, sagte in der Sendung Markus Lanz der Kanzler."),
        ("Emmanuel Macron", "fr", "« C’est bien », a déclaré devant le ministre Ben Kuhn le président."),
        ("Emmanuel Macron", "fr", "« C’est bien », a dit à son épouse Brigitte Macron le président."),
        ("Emmanuel Macron", "fr", "« C’est bien », a déclaré lors d’une rencontre avec Joe Biden le président."),
        ("Giorgia Meloni", "it", "“Va bene”, ha detto al Corriere della Sera la premier."),
    ],
)
def test_a_post_behind_the_verb_and_who_heard_it_stay_nobody_who_speaks(
    speaker: str, written_in: str, text: str
) -> None:
    assert answers(f"What did {speaker} say?", text, text[1:9], written_in=written_in)


@pytest.mark.parametrize(
    ("written_in", "text"),
    [
        ("en", "“We will act on prices,” von der Leyen said."),
        ("en", "The EU’s Ursula von der Leyen said it was fine."),
        ("en", "De Niro said that it was fine."),
        ("en", "“It is fine,” De Blasio said."),
        ("en", "The Reverend Al Sharpton said it was fine."),
        ("en", "The UK’s Prime Minister Keir Starmer said it was fine."),
        ("fr", "« Nous agirons », Le Drian a dit."),
        ("fr", "Le Drian a dit que la France agirait."),
        ("fr", "L’Italien Sandro Bellucci a admis que tout allait bien."),
        ("nl", "“Dat doen we niet”, De Wever zei."),
        ("nl", "De Wever zei dat de regering bezuinigt."),
        ("de", "Der SPD-Politiker Ralf Stegner sagte, das sei falsch."),
        # Both said it, and neither is asked for.
        ("en", "Sam Altman and Greg Brockman said they would join Microsoft."),
        ("en", "“We will join Microsoft,” Altman and Brockman said."),
    ],
)
def test_a_surname_with_an_article_of_its_own_and_a_name_behind_a_post_are_names(written_in: str, text: str) -> None:
    assert not answers("What did Jan Leike say?", text, text[1:9], written_in=written_in)


@pytest.mark.parametrize(
    ("speaker", "written_in", "text"),
    [
        ("Keir Starmer", "en", "The UK’s Prime Minister said it was fine."),
        ("Kaja Kallas", "en", "The EU Foreign Minister said it was fine."),
        ("Elon Musk", "en", "The head of General Motors, Ford and Tesla said it was fine."),
        ("Emmanuel Macron", "fr", "Le Président a dit que cela suffit."),
        ("Emmanuel Macron", "fr", "PARIS – La France a dit que cela suffit."),
        ("Pedro Sánchez", "es", "El Presidente del Gobierno dijo que todo va bien."),
        ("Giorgia Meloni", "it", "Il Presidente del Consiglio ha detto che va bene."),
        ("Rafael Nadal", "nl", "De Spanjaard zei dat hij klaar is."),
    ],
)
def test_a_post_behind_an_article_names_nobody(speaker: str, written_in: str, text: str) -> None:
    assert answers(f"What did {speaker} say?", text, text[-9:-2], written_in=written_in)


@pytest.mark.parametrize("written_in", ["fr", "it"])
def test_an_article_and_no_name_before_the_verb_is_nobody(written_in: str) -> None:
    text = "L' a dit che dice L' ha detto."
    assert answers("What did Jan Leike say?", text, "dice", written_in=written_in)


@pytest.mark.parametrize(
    "person",
    [
        "Morgan Freeman",
        "General Mark Milley",
        "New York Mayor Eric Adams",
        "New York Mayor Adams",
        "United Nations Secretary-General Antonio Guterres",
        "Goldman Sachs CEO David Solomon",
        "OpenAI's Sam Altman",
        "Ukraine's President Zelensky",
        "Margaret Court",
        "Emily Post",
        "Jeffrey Sachs",
        "Gabrielle Union",
        "Hong Joon-pyo",
        "Costa Gavras",
        "JP Nadda",
    ],
)
def test_nobody_speaks_for_a_person_whose_name_has_words_of_houses_and_countries(person: str) -> None:
    assert not may_have_speakers(person, [])


@pytest.mark.parametrize(
    "body",
    [
        "General Motors",
        "Morgan Stanley",
        "Washington Post",
        "New York Times",
        "Supreme Court",
        "European Union",
        "United Nations Security Council",
        "Britain's Foreign Secretary",
        "Israel's Defense Ministry",
    ],
)
def test_others_speak_for_bodies_and_for_whoever_holds_a_post(body: str) -> None:
    assert may_have_speakers(body, [])


@pytest.mark.parametrize(
    ("written_in", "text"),
    [
        ("de", "„Die Zinsen bleiben hoch“, sagte der Präsident der Deutschen Bundesbank Joachim Nagel."),
        ("de", "„Die Zinsen bleiben hoch“, sagte die Vorsitzende der Grünen Ricarda Lang."),
        ("fr", "Le Président Macron a dit que la réforme serait votée."),
        ("fr", "Le Pape François a dit que la guerre devait cesser."),
        ("es", "“La guerra es una locura”, dijo el Papa Francisco."),
        ("en", "The Dalai Lama said he would live long."),
        ("en", "Greg Brockman of OpenAI and Sam Altman said the model was safe."),
    ],
)
def test_a_name_behind_a_genitive_a_title_or_another_name_is_somebody_who_speaks(written_in: str, text: str) -> None:
    assert not answers("What did Anna Roth say?", text, text[1:9], written_in=written_in)


@pytest.mark.parametrize("person", ["Sri Mulyani", "Picabo Street", "Molly Yard"])
def test_nobody_speaks_for_a_person_whose_name_begins_or_ends_as_that_of_a_body(person: str) -> None:
    assert not answers(f"What did {person} say?", "“It is too early,” said Ben Kuhn.", "too early")
