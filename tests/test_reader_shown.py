"""What the reader is shown leads back to the article, character by character."""

import pytest

from index.article import Article, Span
from index.chunks import Chunk
from index.sentences import Sentence, SentenceKind
from rag.pipeline import Pipeline
from rag.reader.shown import show

TEXT = "TITRE\nJan  Leike\na quitté OpenAI .  Il  est parti."


def article(text: str) -> Article:
    return Article("a", "A title", text, "0" * 64, "fr", None, None, None)


def chunk(*sentences: Sentence) -> Chunk:
    return Chunk("a#0", Span("a", sentences[0].start, sentences[-1].end), sentences, None)


def test_white_space_is_folded_and_headings_are_left_out() -> None:
    heading, one, two = (
        Sentence(0, 5, SentenceKind.HEADING),
        Sentence(6, 34, SentenceKind.PROSE),
        Sentence(36, 50, SentenceKind.PROSE),
    )
    shown = show(article(TEXT), chunk(heading, one, two))
    assert shown.text == "Jan Leike a quitté OpenAI . Il est parti."
    assert [shown.text[s.start : s.end] for s in shown.sentences] == ["Jan Leike a quitté OpenAI .", "Il est parti."]
    # "Leike a" stands at 4-11 of what is shown and at 11-18 of the article, where a line ends inside it.
    span = shown.in_article(4, 11)
    assert TEXT[span.start : span.end] == "Leike\na"


def test_where_there_are_only_headings_they_are_read() -> None:
    shown = show(article("TITRE"), chunk(Sentence(0, 5, SentenceKind.HEADING)))
    assert shown.text == "TITRE"


def test_every_character_of_every_passage_of_the_seeds_leads_back_to_itself(pipeline: Pipeline) -> None:
    contents = pipeline.searcher.generation.contents
    for indexed in contents.chunks:
        source = contents.articles[indexed.chunk.span.article_id]
        shown = show(source, indexed.chunk)
        assert len(shown.origins) == len(shown.text)
        joints = {sentence.start - 1 for sentence in shown.sentences[1:]}
        for place, (character, origin) in enumerate(zip(shown.text, shown.origins, strict=True)):
            there = source.text[origin]
            if place in joints:
                # The space that joins two sentences is none of the article; it leads to where the second begins.
                assert (character, origin) == (" ", shown.origins[place + 1])
            else:
                assert there == character or (character == " " and not there.strip())


@pytest.mark.parametrize("kind", list(SentenceKind))
def test_a_sentence_is_where_it_says(kind: SentenceKind) -> None:
    shown = show(article("  Un mot. "), chunk(Sentence(2, 9, kind)))
    assert shown.in_article(0, len(shown.text)) == Span("a", 2, 9)
