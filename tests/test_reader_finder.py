"""The packaged reader over the seeds: marked words, exact quotes, conflicts, and the same from every thread."""

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.article import Span
from index.chunks import Chunk
from index.encoder.hashing import HashingEmbedder
from index.search import Passage
from rag.answer import Answer, Evidence, Mark
from rag.finder import Reading
from rag.pipeline import Pipeline
from rag.questions.question import Question
from rag.reader.reading import Pairing, Reader
from rag.reader.windows import MarkedSpan, Window, WindowScores
from rag.reader_finder import _without_edges
from rag.settings import Settings
from rag.wire import Engine

PASSAGE = (
    "Marie Dupont a quitté la mairie de Lyon en mars 2019 pour raisons de santé. Elle a été remplacée par Paul Martin, "
    "son adjoint. Le budget de la ville était de 800 millions d’euros."
)


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Reader:
    assert engine.reader is not None
    return engine.reader


def marked(reader: Reader, question: str, passage: str = PASSAGE) -> str:
    (found,) = reader.read([Pairing(question, passage, ((0, len(passage)),))])
    span = found[0]
    assert span is not None
    return passage[span.start : span.end]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Qui a remplacé Marie Dupont ?", "Paul Martin"),
        ("Who replaced Marie Dupont?", "Paul Martin"),
        ("When did Marie Dupont leave?", "mars 2019"),
        ("Wann ging Marie Dupont?", "mars 2019"),
        ("¿Cuál era el presupuesto de la ciudad?", "800 millions"),
    ],
)
def test_words_are_marked_across_languages(reader: Reader, question: str, words: str) -> None:
    assert words in marked(reader, question)


def test_a_passage_that_answers_stands_above_one_that_does_not(reader: Reader) -> None:
    other = "Le chat dort sur le canapé rouge depuis hier soir. Il a mangé du poisson et attend la pluie."
    pairings = [Pairing("Who replaced Marie Dupont?", text, ((0, len(text)),)) for text in (PASSAGE, other)]
    right, wrong = (m[0] for m in reader.read(pairings))
    assert right is not None
    assert wrong is not None
    assert right.margin > 0 > wrong.margin


def test_a_passage_longer_than_the_encoder_reads_is_read_to_its_end(reader: Reader) -> None:
    long = "Il pleut sur la ville et les gens restent chez eux. " * 60 + PASSAGE
    assert "Paul Martin" in marked(reader, "Who replaced Marie Dupont?", long)


def test_a_batch_gives_each_what_it_gets_alone(reader: Reader) -> None:
    pairings = [
        Pairing(question, passage, ((0, len(passage)),))
        for question in ("Who replaced Marie Dupont?", "Quel était le budget ?")
        for passage in (PASSAGE, PASSAGE * 3, PASSAGE[:80])
    ]
    together = reader.read(pairings)
    for pairing, found in zip(pairings, together, strict=True):
        (alone,) = reader.read([pairing])
        one, other = found[0], alone[0]
        assert one is not None
        assert other is not None
        assert (one.start, one.end) == (other.start, other.end)
        # In bfloat16 and in eight bits a margin of 12 moves in its first decimal with the length of its neighbours.
        assert one.margin == pytest.approx(other.margin, abs=0.4)


def test_embedder_and_reader_work_in_many_threads_at_once(pipeline: Pipeline) -> None:
    questions = ["Who replaced Ilya Sutskever?", "Pourquoi Jan Leike est-il parti ?", "When was OpenAI founded?"] * 2
    alone = {question: pipeline.answer(question) for question in dict.fromkeys(questions)}
    with ThreadPoolExecutor(6) as pool:
        for question, answer in zip(questions, pool.map(pipeline.answer, questions), strict=True):
            assert answer.short_answer == alone[question].short_answer
            assert answer.confidence == pytest.approx(alone[question].confidence, abs=0.02)


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("le 17 mai 2024.", 3, 15, "17 mai 2024"),
        ("(le chat", 0, 8, "le chat"),
        ("(le chat)", 0, 9, "(le chat)"),
        ("il dit « oui », puis", 7, 15, "« oui »"),
        ("oui », puis", 0, 6, "oui"),
        ("« point de", 0, 10, "point de"),
        ("...", 0, 3, "..."),
        ("rose by .5 percent in", 8, 18, ".5 percent"),
        ("in .NET.", 3, 8, ".NET"),
        ("end.Then he", 3, 8, "Then"),
        (". Then he", 0, 6, "Then"),
        ("open to 6 p.m.", 8, 14, "6 p.m."),
        ("open to 6 p.m.), or", 8, 13, "6 p.m."),
        ("by Smith.", 3, 9, "Smith"),
    ],
)
def test_marked_words_lose_punctuation_at_their_edges_and_half_pairs(
    text: str, start: int, end: int, words: str
) -> None:
    first, last = _without_edges(text, MarkedSpan(start, end, 0.0))
    assert text[first:last] == words


def test_a_pair_that_is_opened_in_the_marked_words_is_closed_where_its_partner_stands_right_behind() -> None:
    text = "jusqu'à un « point de rupture », dit-il."
    assert _words(text, "un « point de rupture") == "un « point de rupture »"
    assert _words(text, "un « point") == "un « point"
    assert _words("a (b) c", "a (b") == "a (b)"
    assert _words("found “A Heron”, the painting", "A Heron”, the painting") == "“A Heron”, the painting"
    assert _words("vu « Le Héron », le tableau", "Le Héron », le tableau") == "« Le Héron », le tableau"
    assert _words("(a) b) c", "b) c") == "b) c"
    assert _words('a "b" c', 'a "b') == 'a "b'  # it may as well open another


def _words(text: str, marked: str) -> str:
    start = text.index(marked)
    first, last = _without_edges(text, MarkedSpan(start, start + len(marked), 0.0))
    return text[first:last]


class TwoWords:
    """A span scorer whose tokens are words, and whose answer begins with one that is given and ends with another."""

    name = "two words"

    def __init__(self, first: str, last: str) -> None:
        self._first, self._last = first, last

    def encode(self, _questions: Sequence[str], passages: Sequence[str]) -> list[list[Window]]:
        """One window a passage, its words the tokens and their places in the passage the ids."""
        self._passages = passages
        places = [np.array([word.span() for word in re.finditer(r"\S+", passage)]).T for passage in passages]
        return [[Window(np.arange(len(starts)), None, 0, starts, ends)] for starts, ends in places]

    def score(self, windows: Sequence[Window]) -> list[WindowScores]:
        """A logit of 9 for each of the two words, and of 0 for every other."""
        scores = []
        for window, passage in zip(windows, self._passages, strict=True):
            words = np.array([passage[start:end] for start, end in zip(window.starts, window.ends, strict=True)])
            starts, ends = ((9 * (words == word)).astype(np.float32) for word in (self._first, self._last))
            scores.append(WindowScores(starts, ends, 0.0))
        return scores


def answer_of(folder: Path, text: str, marked: TwoWords, question: str) -> Answer:
    """What is answered over one article in which a reader marks from one word to another."""
    (folder / "a.txt").write_text(text, "utf-8")
    engine = Engine(Settings(home=folder / "home", min_confidence=0), HashingEmbedder(), Reader(marked))
    engine.index((folder / "a.txt",), lambda _done, _total: None)
    return engine.pipeline().answer(question)


def test_a_quotation_that_page_noise_splits_is_marked_no_further_than_its_sentence(tmp_path: Path) -> None:
    text = (
        "Sam Altman a été renvoyé jeudi. Le conseil a nommé Mira Murati « directrice générale\n\n"
        "Lire aussi : Sam Altman revient chez OpenAI\n\n» vendredi soir. Elle a accepté le poste."
    )
    answer = answer_of(tmp_path, text, TwoWords("Mira", "générale"), "Qui le conseil a-t-il nommé ?")
    assert answer.short_answer == "Mira Murati « directrice générale"
    assert answer.citations[0].quote == "Le conseil a nommé Mira Murati « directrice générale"


def test_a_mark_that_stands_at_the_end_of_the_line_above_is_none_of_the_marked_words(tmp_path: Path) -> None:
    text = (
        "Jan Leike left the company on Friday and wrote on X: “\n\nSafety has taken a back seat” to products, he said.\n\n"
        "The company did not comment on it."
    )
    answer = answer_of(tmp_path, text, TwoWords("Safety", "products,"), "What took a back seat?")
    assert answer.short_answer == "Safety has taken a back seat” to products"
    # The speech begins with the line above.
    assert answer.citations[0].quote == text[: text.index(" he said.") + len(" he said.")]


def test_the_marked_words_stand_in_their_quote(pipeline: Pipeline) -> None:
    answer = pipeline.answer(Question("Who took over from Ilya Sutskever?"))
    for citation in answer.citations:
        at, words = citation.offsets, citation.answer_span
        assert at.start <= words.start < words.end <= at.end


def test_another_article_that_says_the_same_costs_no_confidence(engine: Engine, tmp_path: Path) -> None:
    prints = {
        "one": "Le marathon de Lyon a eu lieu dimanche sous la pluie. Claire Fontaine a remporté le marathon de Lyon.",
        "two": "Dimanche, dix mille personnes ont couru à Lyon. Le marathon de Lyon a été gagné par Claire Fontaine.",
    }
    confidences = []
    for names in (["one"], ["two"], ["one", "two"]):
        folder = tmp_path / "-".join(names)
        folder.mkdir()
        for name in names:
            (folder / f"{name}.txt").write_text(prints[name], "utf-8")
        over = Engine(Settings(home=tmp_path / f"home-{folder.name}"), engine.embedder, engine.reader)
        over.index((folder,), lambda _done, _total: None)
        answer = over.pipeline().answer("Who won the Lyon marathon?")
        assert answer.short_answer is not None
        assert "Claire Fontaine" in answer.short_answer
        confidences.append(answer.confidence)
    first, second, both = confidences
    assert both > min(first, second) - 0.05


def test_the_rival_is_the_surest_sentence_with_other_words_and_nothing_below_not_here(pipeline: Pipeline) -> None:
    article = next(iter(pipeline.searcher.generation.contents.articles.values()))
    once, again, other = (Span(article.id, at, at + 5) for at in (0, 0, 10))
    assert article.text[0:5].casefold() != article.text[10:15].casefold()
    passage = Passage(Chunk(f"{article.id}#0", Span(article.id, 0, 20), (), None), article.text[:20], 1.0, 1, 0)

    def found(words: Span, margin: float) -> Evidence:
        return Evidence(passage, words, words, margin, Mark(margin, 0.8))

    def signals(*evidence: Evidence, language: str = "fr") -> Mapping[str, float]:
        (vectors,) = pipeline.embedder.embed_questions(["Who?"])
        weights = np.ones(len(vectors.tokens), dtype=np.float32)
        return pipeline.finder.signals(Reading("Who?", language, vectors, weights, (passage,)), evidence)

    best = found(once, 9.0)
    alike = {"margin": 9.0, "match": 0.8, "rival": 0.0, "other_script": 0.0, "own_script": 0.0}
    assert article.language == "fr"
    # A question in English is in the letters of the French article, one in Russian is not.
    assert signals(best) == signals(best, language="en") == alike
    assert signals(best, language="ru") == alike | {"other_script": 1.0}
    # The same words elsewhere are no rival; others are, at 6 as at 4, and the surest counts.
    assert signals(best, found(again, 8.0), found(other, 4.0), found(other, 6.0))["rival"] == 6.0
    # At -3 "not here" is likelier than they are.
    assert signals(best, found(other, -3.0))["rival"] == 0.0
