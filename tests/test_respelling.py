"""A question is read with its names as the articles spell them, in whichever direction, and otherwise left as it is."""

import pytest

from index.search import EVERYTHING, Query
from rag.names.respelling import Told, respelled
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.wire import Engine

SAKE = (
    "新潟県の霧越酒造は3日、鶴ケ沢酒造と合併すると発表した。"
    "霧越酒造の杜氏、本間正樹さんは「手で麹を造れない蔵に、私のいる場所はない」と話し、合併を前に退職した。"
    "新会社の社長には鶴ケ沢酒造の大滝仁さんが就く。"
)
TENNIS = (
    "Masaki Honda a gagné le tournoi de Lyon dimanche. "
    "Le joueur s’est ensuite retiré à cause d’une blessure au genou. Il a vingt-huit ans."
)


@pytest.mark.parametrize(
    ("question", "language", "told", "meant"),
    [
        (
            "Why did Masaki Honma leave Kirigoe Shuzo?",
            "en",
            (SAKE, "ja"),
            "Why did 本間正樹 leave 霧越酒造?",
        ),
        # What stands behind the name in the article does not come with it, and a title before it is none of it.
        ("Who is Kenichi Sato?", "en", ("佐藤健一氏は新社長だ。", "ja"), "Who is 佐藤健一?"),
        (
            "What did President Zelensky say?",
            "en",
            ("Президент Украины Владимир Зеленский прибыл.", "ru"),
            "What did President Зеленский say?",
        ),
        ("Who is Stephen King?", "en", ("Стивен Кинг пишет.", "ru"), "Who is Стивен Кинг?"),
        (
            "What did Mohammed bin Salman sign?",
            "en",
            ("وقّع محمد بن سلمان الاتفاق.", "ar"),
            "What did محمد بن سلمان sign?",
        ),
        ("Pourquoi le départ d'Altman ?", "fr", ("Сэм Альтман ушёл.", "ru"), "Pourquoi le départ d'Альтман ?"),
        # A genitive stays, and a German compound keeps its other half.
        ("What is Kirigoe Shuzo's plan?", "en", (SAKE, "ja"), "What is 霧越酒造's plan?"),
        (
            "Wie lang ist die Satonski-Brücke?",
            "de",
            ("Затонский мост закрыт.", "ru"),
            "Wie lang ist die Затонский-Brücke?",
        ),
        # No capitals in the question: the names are those of the articles.
        (
            "サム・アルトマンはなぜ解任されたのですか。",
            "ja",
            ("Sam Altman a été évincé par le conseil d’administration.", "fr"),
            "Sam Altmanはなぜ解任されたのですか。",
        ),
        (
            "لماذا أُقيل سام ألتمان من الشركة؟",
            "ar",
            ("Sam Altman a quitté OpenAI.", "fr"),
            "لماذا أُقيل Sam Altman من الشركة؟",
        ),
        # The same letters with their accents, and several words together.
        (
            "Why was Lam Quoc Thinh removed?",
            "en",
            ("Ông Lâm Quốc Thịnh bị miễn nhiệm.", "vi"),
            "Why was Lâm Quốc Thịnh removed?",
        ),
        ("Who is Jean-Francois Nord?", "en", ("Jean-François Nord est parti.", "fr"), "Who is Jean-François Nord?"),
        ("Qui est Francois Nord ?", "fr", ("François Nord est parti.", "fr"), "Qui est François Nord ?"),
    ],
)
def test_names_are_spelled_as_the_articles_do(question: str, language: str, told: tuple[str, str], meant: str) -> None:
    assert respelled(question, language, [Told(*told)]) == meant


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        # A small word of a name is any word with an accent.
        ("Who is Ursula von der Leyen?", "en", ("Ông vốn là giáo viên. Để làm gì?", "vi")),
        ("Qui est Charles de Gaulle ?", "fr", ("Để làm gì?", "vi")),
        # Spelled so already, there in the article, or nowhere.
        ("Who is François Nord?", "en", ("François Nord est parti.", "fr")),
        ("What is OpenAI?", "en", ("OpenAIは企業です。", "ja")),
        ("Why did Elon Musk leave Tesla?", "en", (SAKE, "ja")),
        # A month is no name, though it has a capital.
        ("Who resigned in October 2023?", "en", ("المدير استقال في أكتوبر 2022.", "ar")),
        # Somebody else is spelled so, and who puts one accent puts all; a German noun is none.
        ("Who is Muller?", "en", ("Judge Muller left. Müller and Müller came.", "en")),
        ("Việt Nam có gì mới?", "vi", ("Năm 2023 và Năm 2024.", "vi")),
        ("Welcher Hafen ist zu?", "de", ("Die Häfen sind zu.", "de")),
        # At the beginning every word has a capital; "Según" is no 시구는.
        ("Según el arquitecto, ¿por qué?", "es", ("시구는 배우가 했다.", "ko")),
        # Written with capitals in neither.
        ("本間正樹さんはどこへ？", "ja", ("משה הלך לביתו.", "he")),
        ("42?", "en", (SAKE, "ja")),
        ("Why?", "en", ("123", "ja")),
    ],
)
def test_a_question_without_such_a_name_stays_as_it_is(question: str, language: str, told: tuple[str, str]) -> None:
    assert respelled(question, language, [Told(*told)]) == question


def test_of_several_texts_the_likest_name_is_taken() -> None:
    told = [Told("Илья Гордин приехал.", "ru"), Told("Илья Гордеев уехал.", "ru")]
    assert respelled("Who is Ilya Gordeev?", "en", told) == "Who is Илья Гордеев?"


def test_a_list_of_names_is_not_looked_for_to_its_end() -> None:
    question = "Who are " + ", ".join(["Ilya Gordeev"] * 20) + "?"
    # Sixteen words of the forty, which bounds how long a question may take.
    assert respelled(question, "en", [Told("Илья Гордеев уехал.", "ru")]).count("Илья Гордеев") == 8


@pytest.fixture(scope="module")
def pipeline(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "sake.txt").write_text(SAKE, "utf-8")
    (folder / "tennis.txt").write_text(TENNIS, "utf-8")
    (folder / "articles.toml").write_text('[sake]\nlanguage = "ja"\n[tennis]\nlanguage = "fr"\n', "utf-8")
    over = Engine(Settings(home=tmp_path_factory.mktemp("home")), engine.embedder, engine.reader)
    assert not over.index((folder,), lambda _done, _total: None).failures
    return over.pipeline()


def test_a_question_in_english_is_answered_from_a_japanese_article(pipeline: Pipeline) -> None:
    answer = pipeline.answer("Why did Masaki Honma leave Kirigoe Shuzo?")
    assert answer.abstention is None
    first = answer.citations[0]
    assert (first.article.id, first.article.language) == ("sake", "ja")
    assert "手で麹を造れない蔵に" in first.quote
    # What was asked is shown as it was asked.
    assert answer.question == "Why did Masaki Honma leave Kirigoe Shuzo?"


def test_each_passage_is_read_once_and_by_the_words_of_its_script(pipeline: Pipeline) -> None:
    question = "Why did Masaki Honma leave Kirigoe Shuzo?"
    (vectors,) = pipeline.embedder.embed_questions([question])
    (reading,) = pipeline.read([Query(question, "en", vectors, EVERYTHING, 8)])
    as_asked, in_japanese = reading.parts()
    assert as_asked.question == question
    assert in_japanese.question == "Why did 本間正樹 leave 霧越酒造?"
    ids = [[passage.chunk.span.article_id for passage in part.passages] for part in (as_asked, in_japanese)]
    assert [set(each) for each in ids] == [{"tennis"}, {"sake"}]
    assert len(reading.passages) == sum(map(len, ids))
    assert [passage.rank for passage in reading.passages] == list(range(1, len(reading.passages) + 1))


def test_confidence_is_told_of_two_scripts_though_a_name_was_respelled(pipeline: Pipeline) -> None:
    question = "Why did Masaki Honma leave Kirigoe Shuzo?"
    (vectors,) = pipeline.embedder.embed_questions([question])
    (reading,) = pipeline.read([Query(question, "en", vectors, EVERYTHING, 8)])
    (evidence,) = pipeline.evidence([reading], [EVERYTHING])
    assert evidence[0].span.article_id == "sake"
    signals = pipeline.finder.signals(reading, evidence)
    assert (signals["other_script"], signals["own_script"]) == (1.0, 0.0)
