"""Chunks: exact slices of whole sentences that overlap, within the encoder's limit, losing nothing but noise."""

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.chunks import Chunk, ChunkingSettings, cut_article, encoder_text, folded
from index.encoder.hashing import HashingEmbedder
from index.errors import SettingError
from index.mask import mask_article
from index.metadata import front_matter_end
from index.noise.mask import NoiseRange, NoiseReason
from index.noise.repeats import Repeats
from index.sentences import SentenceKind, split_sentences
from rag.wire import Engine

COUNT = HashingEmbedder().count_tokens  # words and signs, and two
SMALL = ChunkingSettings(32, 8)


def article(text: str, title: str = "Titre", language: str = "fr") -> Article:
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return Article("a/b", title, text, checksum, language, None, None, None)


def cut(
    text: str,
    chunking: ChunkingSettings = SMALL,
    noise: Sequence[NoiseRange] = (),
    title: str = "Titre",
    max_tokens: int = 512,
) -> tuple[Chunk, ...]:
    return cut_article(article(text, title), noise, COUNT, max_tokens, chunking)


def slices(text: str, chunks: Sequence[Chunk]) -> list[str]:
    return [text[chunk.span.start : chunk.span.end] for chunk in chunks]


def letters(text: str) -> str:
    return "".join(text.split())


def check_all(text: str, chunks: Sequence[Chunk], noise: Sequence[NoiseRange], max_tokens: int, title: str) -> None:
    """What holds for the chunks of any article."""
    skip = [(piece.start, piece.end) for piece in noise]
    sentences = split_sentences(text, "fr", skip)
    covered = set()
    for number, chunk in enumerate(chunks):
        assert chunk.id == f"a/b#{number}"
        assert chunk.span.article_id == "a/b"
        assert (chunk.span.start, chunk.span.end) == (chunk.sentences[0].start, chunk.sentences[-1].end)
        assert all(one.end <= two.start for one, two in pairwise(chunk.sentences))
        last = next(
            (s for s in reversed(sentences) if s.kind is SentenceKind.HEADING and s.start < chunk.span.start), None
        )
        assert (chunk.heading is None) == (last is None)
        if chunk.heading and last:  # of one that was divided a piece
            assert chunk.heading in folded(text[last.start : last.end])
        covered |= {at for s in chunk.sentences for at in range(s.start, s.end) if not text[at].isspace()}
        shown = encoder_text(article(text, title), chunk)
        assert COUNT([shown.text])[0] <= max_tokens
        assert len(shown.starts) == len(chunk.sentences)
        ends = [*shown.starts[1:], len(shown.text)]
        for sentence, start, end in zip(chunk.sentences, shown.starts, ends, strict=True):
            assert shown.text[start:end].rstrip(" ") == folded(text[sentence.start : sentence.end])
    # No sentence is lost and no noise is in: every visible character of every sentence, and no other.
    assert covered == {at for s in sentences for at in range(s.start, s.end) if not text[at].isspace()}
    assert all(one.span.start < two.span.start for one, two in pairwise(chunks))
    assert all(one.span.end < two.span.end for one, two in pairwise(chunks))


TEN = " ".join(f"La phrase numéro {i} dit ceci." for i in range(10))  # 7 tokens each: six words and the full stop


def test_a_short_article_is_one_chunk() -> None:
    text = "  Une phrase. Une autre.\n"
    (chunk,) = cut(text)
    assert slices(text, [chunk]) == ["Une phrase. Une autre."]
    assert (chunk.id, chunk.heading) == ("a/b#0", None)


def test_chunks_are_as_long_as_the_budget_allows_and_repeat_the_last_sentence() -> None:
    # 4 · 7 = 28 tokens fit into 32 and 5 · 7 = 35 do not; one sentence of 7 fits into the overlap of 8, two do not.
    # So sentences 0-3, 3-6, 6-9.
    numbers = [[int(n) for n in re.findall(r"\d", piece)] for piece in slices(TEN, cut(TEN))]
    assert numbers == [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]]
    check_all(TEN, cut(TEN), (), 512, "Titre")


def test_without_overlap_no_sentence_stands_in_two_chunks() -> None:
    numbers = [[int(n) for n in re.findall(r"\d", piece)] for piece in slices(TEN, cut(TEN, ChunkingSettings(32, 0)))]
    # The last run would hold 8 and 9 alone, so it reaches back as far as the budget allows: 6 to 9.
    assert numbers == [[0, 1, 2, 3], [4, 5, 6, 7], [6, 7, 8, 9]]


def test_the_last_heading_before_a_chunk_goes_with_it() -> None:
    text = f"Titre du jour\n\n{TEN}\n\nUne autre partie\n\n{TEN}"
    chunks = cut(text)
    assert chunks[0].heading is None
    assert chunks[0].sentences[0].kind is SentenceKind.HEADING
    assert chunks[1].heading == "Titre du jour"
    assert chunks[-1].heading == "Une autre partie"
    shown = encoder_text(article(text), chunks[1])
    assert shown.text.startswith("Titre Titre du jour La phrase numéro")
    assert shown.text[: shown.starts[0]] == "Titre Titre du jour "


def test_a_heading_begins_a_chunk_once_the_one_before_is_half_full() -> None:
    text = f"{TEN[:96]}\n\nUne partie\n\n{TEN}"  # three sentences and the beginning of a fourth
    starts = [piece.split("\n")[0] for piece in slices(text, cut(text))]
    assert "Une partie" in starts


def test_long_noise_ends_a_chunk_and_short_noise_stays_inside() -> None:
    before, after = "Une phrase avant. ", " Une phrase après."
    for length, expected in ((199, 1), (200, 2)):
        text = before + "x" * length + after
        noise = [NoiseRange(len(before), len(before) + length, NoiseReason.MARKUP, "test")]
        chunks = cut(text, noise=noise)
        assert len(chunks) == expected
        assert all("x" not in text[s.start : s.end] for chunk in chunks for s in chunk.sentences)
        check_all(text, chunks, noise, 512, "Titre")


def test_noise_alone_makes_no_chunk() -> None:
    assert cut("xxxx", noise=[NoiseRange(0, 4, NoiseReason.MARKUP, "test")]) == ()
    assert cut(" \n") == ()


@pytest.mark.parametrize("limit", [64, 100, 200, 512])
def test_no_chunk_with_its_context_is_over_the_encoders_limit(limit: int) -> None:
    text = f"Un titre de cinq mots\n\n{TEN}\n\nUne autre partie, un peu plus longue\n\n{TEN * 3}"
    chunks = cut(text, ChunkingSettings(), title="Un titre de cinq mots", max_tokens=limit)
    check_all(text, chunks, (), limit, "Un titre de cinq mots")


@pytest.mark.parametrize("heading", ["=" * 120, "-_" * 80, "a-" * 60])
def test_a_heading_of_signs_leaves_less_room_for_text(heading: str) -> None:
    # 160 signs are 160 tokens, as many as half of a small encoder reads.
    text = f"{heading}\n\n{TEN * 5}"
    check_all(text, cut(text, ChunkingSettings(), max_tokens=256), (), 256, "Titre")


def test_a_title_too_long_for_the_encoder_is_an_error_that_says_so() -> None:
    # 64 tokens less 2 special ones, less 30 of the title, less 8 to spare: 24, and 32 are the least.
    with pytest.raises(SettingError, match="an encoder that reads 64 tokens leaves 24 for text beside the title"):
        cut(TEN, title="mot " * 30, max_tokens=64)


def test_a_sentence_of_30000_characters_is_divided_at_spaces() -> None:
    text = ("mot " * 7_500).strip() + "."
    assert len(text) == 30_000
    chunks = cut(text, ChunkingSettings(200, 40))
    check_all(text, chunks, (), 512, "Titre")
    # 7,501 tokens, 160 to 200 new ones in each chunk: 38 to 47 chunks.
    assert 38 <= len(chunks) <= 47
    assert all(re.fullmatch(r"(mot\s?)+\.?", piece) for piece in slices(text, chunks))


@pytest.mark.parametrize("sign", ["文", "a", "!", "é"])
def test_a_text_without_spaces_is_divided_and_loses_nothing(sign: str) -> None:
    text = sign * 3_000
    chunks = cut(text, ChunkingSettings(64, 16))
    check_all(text, chunks, (), 512, "Titre")


@pytest.mark.parametrize(("target", "overlap"), [(31, 0), (0, 0), (-1, 0), (200, 101), (200, -1)])
def test_lengths_that_make_no_chunks_are_refused(target: int, overlap: int) -> None:
    with pytest.raises(SettingError):
        ChunkingSettings(target, overlap)


def test_the_same_article_is_cut_the_same_each_time() -> None:
    assert cut(TEN) == cut(TEN)


def test_only_so_much_of_a_title_is_shown_as_an_encoder_reads_it() -> None:
    # U+FDFA is one character that encoders read as eighteen: twelve of them would be 216.
    (chunk,) = cut("Une phrase.")
    for title, length in (("a" * 500, 200), ("\ufdfa" * 11, 11), ("\ufdfa" * 12, 200), ("é" * 200, 200)):
        assert encoder_text(article("Une phrase.", title), chunk).starts[0] <= length + 1


@pytest.mark.parametrize("unseen", ["\u00ad", "\u2060", "\ufeff"])
def test_the_encoder_reads_words_without_what_nobody_sees_in_them(unseen: str) -> None:
    text = f"Une intel{unseen}ligence arti{unseen}ficielle. {unseen}Une autre."
    (chunk,) = cut(text, title=f"L’intel{unseen}ligence")
    assert slices(text, [chunk]) == [text]
    shown = encoder_text(article(text, f"L’intel{unseen}ligence"), chunk)
    assert shown.text == "L’intelligence Une intelligence artificielle. Une autre."
    assert [shown.text[start:] for start in shown.starts] == ["Une intelligence artificielle. Une autre.", "Une autre."]


def test_a_sentence_of_nothing_to_see_is_shown_as_it_is() -> None:
    (chunk,) = cut("\u2060")
    assert encoder_text(article("\u2060"), chunk).text == "Titre \u2060"


WORDS = st.sampled_from(
    ["mot", "Jan", "Leike", "l’été", "1,4", "a" * 70, "M.", "«", "»", "文文", "20\u202f%", "e\u0301"]
)
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORDS, min_size=1, max_size=30),
    st.sampled_from([".", " ?", "", "…"]),
)
PARAGRAPHS = st.builds(" ".join, st.lists(SENTENCES, min_size=1, max_size=6))
TEXTS = st.builds(
    lambda parts, between: between.join(parts),
    st.lists(PARAGRAPHS, min_size=1, max_size=6),
    st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\n \n- ", " "]),
)


@given(TEXTS, st.integers(32, 80), st.integers(0, 16), st.lists(st.integers(0, 2_000), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_article_is_cut_without_loss(text: str, target: int, overlap: int, marks: list[int]) -> None:
    bounds = sorted({min(mark, len(text)) for mark in marks})
    noise = [NoiseRange(a, b, NoiseReason.MARKUP, "test") for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    chunks = cut(text, ChunkingSettings(target, overlap), noise, max_tokens=300)
    check_all(text, chunks, noise, 300, "Titre")


@pytest.mark.parametrize("text", ["mot " * 3_000, "Oui. " * 300, "a\n\n" * 1_000, "文。" * 300, "文" * 1_000])
def test_many_short_words_and_sentences_fill_no_chunk_over_its_length(engine: Engine, text: str) -> None:
    chunks = cut_article(article(text), (), engine.embedder.count_tokens, 512, ChunkingSettings(100, 20))
    counts = engine.embedder.count_tokens([encoder_text(article(text), chunk).text for chunk in chunks])
    # 100 of sentences, 2 special tokens, 2 of the prompt, 1 of the title and at most 1 of a heading.
    assert max(counts) <= 106


def test_the_five_articles_are_cut_as_the_real_encoder_reads_them(engine: Engine) -> None:
    contents = engine.library.open().contents
    chunks = [indexed.chunk for indexed in contents.chunks]
    assert len(contents.articles) == 5
    assert 20 <= len(chunks) <= 100
    repeats = Repeats.of(one.text for one in contents.articles.values())
    shown = []
    for one in contents.articles.values():
        own = [chunk for chunk in chunks if chunk.span.article_id == one.id]
        noise = mask_article(one.text, front_matter_end(one.text), repeats)
        sentences = split_sentences(one.text, one.language, [(piece.start, piece.end) for piece in noise])
        assert {s for chunk in own for s in chunk.sentences} == set(sentences)
        shown += [encoder_text(one, chunk).text for chunk in own]
    assert max(engine.embedder.count_tokens(shown)) <= engine.embedder.max_tokens == 512
    assert not any("cookie" in folded(text).lower() for text in shown)
