"""Rows of tables: the cell of the column that is asked about, the names of the columns in the quote, no answer out of several."""

from pathlib import Path

import pytest

from index.article import Article, Span
from index.chunks import Chunk
from index.encoder.hashing import HashingEmbedder
from index.search import Passage
from index.sentences import split_sentences
from rag.answer import Evidence, Mark
from rag.compose import Composed, compose
from rag.quotes.table_rows import is_of_cells
from rag.settings import Settings
from rag.wire import Engine

TABLE = (
    "Zahlen\n\n\tHelmar\tArvenna\n\nPrämien 2024 (Mrd. Euro)\t6,4\t3,1\n\nGewinn 2024 (Mio. Euro)\t512\t148\n\n"
    "Gründungsjahr\t1911\t1898\n\nDie Kommission will im November entscheiden."
)


def told(question: str, row: str, words: str, text: str = TABLE) -> Composed:
    """What is told where a reader marked `words` of that row, which begins so."""
    article = Article("a", "A title", text, "0" * 64, "de", None, None, None)
    cut = split_sentences(text, "de", ())
    passage = Passage(Chunk("a#0", Span("a", 0, len(text)), cut, None), text, 1.0, 1, 0)
    sentence = next(s for s in cut if text.startswith(row, s.start))
    at = text.index(words, sentence.start)
    piece = Evidence(passage, Span("a", sentence.start, sentence.end), Span("a", at, at + len(words)), 9.0, Mark(9.0))
    return compose(question, [piece], 5, lambda _id: article)


def answered(composed: Composed) -> tuple[str, str]:
    """The last row of the quote, and the words that answer."""
    (citation,) = composed.citations
    span = citation.answer_span
    return citation.quote.split("\n")[-1], citation.article.text[span.start : span.end]


@pytest.mark.parametrize(
    ("question", "row", "marked", "told_row", "answer"),
    [
        # The cell of the other column, and several cells.
        ("Wann wurde Helmar gegründet?", "Gründungsjahr", "1898", "Gründungsjahr", "1911"),
        ("Wie hoch war der Gewinn von Arvenna?", "Gewinn", "512\t148", "Gewinn", "148"),
        # The unit of the row's name.
        ("Wie hoch waren die Prämien von Helmar?", "Prämien", "Mrd. Euro", "Prämien", "6,4"),
        # Another row has both words of the question, and the marked one only the year.
        ("Wie viel Gewinn machte Helmar 2024?", "Prämien", "6,4\t3,1", "Gewinn", "512"),
    ],
)
def test_the_column_that_is_asked_about_answers(
    question: str, row: str, marked: str, told_row: str, answer: str
) -> None:
    last, words = answered(told(question, row, marked))
    assert last.startswith(told_row)
    assert words == answer


@pytest.mark.parametrize(
    ("question", "row", "marked"),
    [
        # Both columns are named, or none.
        ("Wie viel Gewinn machten Helmar und Arvenna?", "Gewinn", "512\t148"),
        ("Wie viel Gewinn wurde 2024 gemacht?", "Gewinn", "512\t148"),
        # What is asked is the name of the row: the value is in the question.
        ("Was ist 1911 bei Helmar?", "Gründungsjahr", "Gründungsjahr"),
        ("Was war bei Helmar 512, was 148?", "Gewinn", "148"),
    ],
)
def test_words_of_a_row_stay_where_the_question_names_no_one_column(question: str, row: str, marked: str) -> None:
    assert answered(told(question, row, marked))[1] == marked


def test_a_column_of_words_gives_no_answer_in_place_of_a_figure() -> None:
    text = "\tSitz\tLeute\n\nHelmar\tKopenhagen\t9.100\n\nDie Kommission entscheidet."
    assert answered(told("Wie viele arbeiten am Sitz von Helmar?", "Helmar", "9.100", text))[1] == "9.100"


def test_a_row_is_quoted_with_the_names_of_its_columns() -> None:
    (citation,) = told("Wie viel Gewinn machte Helmar?", "Gewinn", "512").citations
    assert citation.quote == TABLE[TABLE.index("Helmar") : TABLE.index("\n\nGründungsjahr")]
    # A first row with figures names no columns.
    text = "1900\tHelmar\t7\n\n1911\tArvenna\t9\n\nDie Kommission entscheidet."
    (citation,) = told("Wann war Arvenna?", "1911", "1911", text).citations
    assert citation.quote == "1911\tArvenna\t9"


def test_a_row_far_below_the_names_of_its_columns_is_quoted_alone() -> None:
    # 20 rows of 20 characters and two line feeds each come to 440, and 300 is the most.
    rows = "\n\n".join(f"Jahr 2{number:03}\t{number:04}\t{number:05}" for number in range(20))
    text = f"\tHelmar\tArvenna\n\n{rows}\n\nDie Kommission entscheidet."
    (citation,) = told("Wie viel war es bei Helmar?", "Jahr 2019", "0019", text).citations
    assert citation.quote == "Jahr 2019\t0019\t00019"


def test_several_cells_are_no_short_answer(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(TABLE, "utf-8")
    engine = Engine(Settings(home=tmp_path / "home", min_confidence=0.0), HashingEmbedder())
    engine.index((folder,), lambda _done, _total: None)
    # Without a reader the whole sentence answers, which is a row.
    answer = engine.pipeline().answer("Gründungsjahr?")
    assert answer.citations[0].quote.endswith("Gründungsjahr\t1911\t1898")
    assert answer.short_answer == ""
    assert not is_of_cells("1911\t")
