"""What the reader's training draws out of a small folder of made-up questions: passages, near misses, mixed words, pools."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoTokenizer

from rag.errors import TrainingDataError
from rag.reader.batches import batches_of, collate
from rag.reader.corpus import Corpus, build_corpus, sentence_around
from rag.reader.examples import read_afriqa, read_split, read_squad
from rag.reader.lexicon import Lexicon, read_lexicons
from rag.reader.pairs import Pair, Tokens, join, tokenise
from rag.reader.pools import Pools
from rag.reader.sampling import SHARES, Kind, Sampler, replace_name
from rag.reader.stories import Story, read_stories
from rag.reader.story_pairs import StoryPairs
from rag.reader.turns import in_turns
from tests.story_kit import write_stories
from tests.training_kit import LENGTHS, SMALL_POOL

# Pools of some hundred pairs: the questions here are few.
pytestmark = pytest.mark.usefixtures("small_pools")


@pytest.fixture(scope="module")
def corpus(reader_data: Path, tokenizer: "AutoTokenizer") -> Corpus:
    return build_corpus(read_split(reader_data).train, tokenizer)


def test_no_article_is_both_trained_on_and_held_out(reader_data: Path) -> None:
    split = read_split(reader_data)
    for name in ("squad", "piaf"):
        seen = {e.paragraph.title for e in split.train if e.paragraph.source == name}
        unseen = {e.paragraph.title for e in split.held_out[name]}
        # Of four articles at most half are held out.
        assert len(seen) == len(unseen) == 2
        assert not seen & unseen
    assert not any(e.paragraph.source == "xquad" for e in split.train)


def test_english_questions_are_paired_with_other_languages_paragraphs(reader_data: Path) -> None:
    held_out = read_split(reader_data).held_out
    assert {"xquad en-de", "xquad en-es", "xquad en-ro"} <= set(held_out)
    assert all(e.question_language == "en" and e.paragraph.language == "de" for e in held_out["xquad en-de"])


def test_a_missing_or_malformed_set_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"train-v1\.1\.json cannot be read"):
        read_split(tmp_path)
    (tmp_path / "s.json").write_text('{"data": [{"title": "t"}]}')
    with pytest.raises(TrainingDataError, match="not SQuAD-format"):
        read_squad(tmp_path / "s.json", "squad", "en")
    (tmp_path / "a.jsonl").write_text("[]\n")
    with pytest.raises(TrainingDataError, match="not JSON lines of questions"):
        read_afriqa(tmp_path / "a.jsonl")


def words_of(pair: Pair, tokenizer: "AutoTokenizer") -> str:
    pieces = tokenizer.convert_ids_to_tokens(pair.ids[pair.start : pair.end + 1].tolist())
    return "".join(pieces).replace("▁", " ").strip()


def test_what_is_drawn_as_answered_holds_the_answer_at_its_place(corpus: Corpus, tokenizer: "AutoTokenizer") -> None:
    pairs = Sampler(corpus, tokenizer, LENGTHS, seed=1).pool(0)
    answers = {answer for items in corpus.items.values() for i in items for answer in i.example.answer_texts}
    answered = [pair for pair in pairs if pair.start]
    for pair in answered:
        assert pair.passage_at <= pair.start <= pair.end < len(pair.ids) - 1
        # Tokens may hold the punctuation that touches a word.
        assert any(answer in words_of(pair, tokenizer) for answer in answers)
    unanswered = [pair for pair in pairs if not pair.start]
    assert all(pair.end == 0 for pair in unanswered)
    # 38 % are drawn as unanswered, and questions that cannot be asked in that way are answered instead.
    assert 0.15 < len(unanswered) / len(pairs) < 0.45


def test_shares_add_up_to_the_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)
    assert set(SHARES) == set(Kind)


def test_a_pool_depends_on_seed_and_number_alone(corpus: Corpus, tokenizer: "AutoTokenizer") -> None:
    def ids(sampler: Sampler, number: int) -> list[list[int]]:
        return [pair.ids.tolist() for pair in sampler.pool(number)]

    one, other = (Sampler(corpus, tokenizer, LENGTHS, seed=1) for _ in range(2))
    one.pool(0)
    assert ids(one, 1) == ids(other, 1)
    assert ids(one, 1) != ids(one, 2)
    assert ids(one, 1) != ids(Sampler(corpus, tokenizer, LENGTHS, seed=2), 1)


def test_every_question_comes_before_any_comes_again(corpus: Corpus) -> None:
    total = len(corpus.items["squad"])
    drawn = Counter(item.example.id for item in in_turns(corpus.items["squad"], 0, 2 * total, [1]))
    assert set(drawn.values()) == {2}


def test_a_name_is_replaced_by_another_of_the_article(corpus: Corpus) -> None:
    item = next(i for i in corpus.items["squad"] if i.example.question.startswith("When did Anna"))
    asked = replace_name(item, ("Anna", "Bruno", "1905"), np.random.default_rng(1))
    # A year does not stand for a person, and nobody for herself.
    assert asked == "When did Bruno open a bakery?"
    assert replace_name(item, ("Anna",), np.random.default_rng(1)) is None


def test_words_are_translated_by_their_dictionary_and_names_stay(tmp_path: Path) -> None:
    entries = "open /x/\nouvrir, déplier\n\nbakery /y/ <n>\n1. boulangerie [cuis.]\n2. fournil\n\nParis /z/\nParis\n"
    for pair in ("eng-fra", "eng-deu", "eng-spa", "eng-ita", "eng-por", "eng-nld", "fra-eng", "fra-nld"):
        with gzip.open(tmp_path / f"freedict-{pair}.dict.dz", "wt", encoding="utf-8") as file:
            file.write(entries)
    french: Lexicon = read_lexicons(tmp_path)["en"][0]
    generator = np.random.default_rng(1)
    # "opens" is found by its stem.
    assert french.translate("Who opens a bakery in Paris?", 1.0, generator) == "Who ouvrir a boulangerie in Paris?"
    assert french.translate("Who opens a bakery?", 0.0, generator) == "Who opens a bakery?"
    with pytest.raises(TrainingDataError, match="--lexicons"):
        read_lexicons(tmp_path / "none")


def test_batches_hold_pairs_of_like_length_and_padding_is_neither_attended_nor_read() -> None:
    pairs = [Pair(np.arange(length, dtype=np.int32) + 5, 3, 0, 0) for length in (9, 6, 7, 8, 5)]
    batches = batches_of(pairs[:4], 2, [1])
    assert sorted(sorted(len(p.ids) for p in batch) for batch in batches) == [[6, 7], [8, 9]]
    batch = collate([pairs[4], pairs[1]], padding=1)
    assert batch.ids[0].tolist() == [5, 6, 7, 8, 9, 1]
    assert batch.attended[0].tolist() == [True] * 5 + [False]
    # Column 0 is "not here"; then the passage from 3 on, without the last special token.
    assert batch.readable[0].tolist() == [True, False, False, True, False, False]


def test_what_batches_leave_over_is_drawn_so_that_the_longest_passages_are_trained_on_too() -> None:
    pairs = [Pair(np.arange(length, dtype=np.int32), 3, 0, 0) for length in (9, 6, 7, 8, 5)]
    left_over = []
    for number in range(50):
        kept = sorted(len(p.ids) for batch in batches_of(pairs, 2, [1, number]) for p in batch)
        assert kept == sorted(len(p.ids) for batch in batches_of(pairs, 2, [1, number]) for p in batch)
        (left,) = {5, 6, 7, 8, 9}.difference(kept)
        left_over.append(left)
    # One of five, fifty times: that one of them never is has a chance of 5 * .8 ** 50, one in fourteen thousand.
    assert set(left_over) == {5, 6, 7, 8, 9}


def test_shares_that_are_more_than_all_are_refused(corpus: Corpus, tokenizer: "AutoTokenizer", tmp_path: Path) -> None:
    read = read_stories(write_stories(tmp_path)).train
    halves = [StoryPairs(read, tokenizer, LENGTHS, seed=1, share=share) for share in (0.6, 0.5)]
    with pytest.raises(TrainingDataError, match="add up to 1 at most"):
        Sampler(corpus, tokenizer, LENGTHS, seed=1, written=halves)


def test_a_pool_is_whole_whatever_the_shares(corpus: Corpus, tokenizer: "AutoTokenizer", tmp_path: Path) -> None:
    read = read_stories(write_stories(tmp_path)).train
    for share in (0.0, 0.1, 0.37, 0.5):
        stories = StoryPairs(read, tokenizer, LENGTHS, seed=1, share=share)
        assert Sampler(corpus, tokenizer, LENGTHS, seed=1, written=[stories]).pool_size == SMALL_POOL


def test_pools_that_processes_draw_are_the_same_and_in_order(corpus: Corpus, tokenizer: "AutoTokenizer") -> None:
    sampler = Sampler(corpus, tokenizer, LENGTHS, seed=1)
    per_pool = len(batches_of(sampler.pool(0), 16, [1, 0]))
    # Begins three batches before the second pool ends, and goes on into the third.
    first = 2 * per_pool - 3
    with Pools(sampler, 16, 1, workers=0) as here, Pools(sampler, 16, 1, workers=2) as apart:
        for one, other, _ in zip(here.batches(first), apart.batches(first), range(6), strict=False):
            assert torch.equal(one.ids, other.ids)
            assert torch.equal(one.ends, other.ends)


def open_files() -> int:
    return len([*Path("/dev/fd").iterdir()])


def test_batches_of_other_processes_hold_no_files_open(corpus: Corpus, tokenizer: "AutoTokenizer") -> None:
    sampler = Sampler(corpus, tokenizer, LENGTHS, seed=1)
    with Pools(sampler, 16, 1, workers=1) as pools:
        open_before = open_files()
        held = [batch for batch, _ in zip(pools.batches(0), range(SMALL_POOL // 16), strict=False)]
        # Twelve batches of six tensors each: in memory shared with their process they held 72.
        assert len(held) == 12
        assert open_files() - open_before < 12


def test_a_question_whose_answer_is_marked_by_a_guess_is_not_drawn_and_its_paragraph_stays(
    reader_data: Path, tokenizer: "AutoTokenizer", monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = read_split(reader_data).train
    guessing = build_corpus([replace(e, guessed="Anna open" in e.question) for e in examples], tokenizer)
    assert guessing.paragraphs == tuple(dict.fromkeys(e.paragraph for e in examples))
    monkeypatch.setattr("rag.reader.sampling.SHARES", {Kind.ANSWERED: 1.0})
    # "<s> question </s></s> passage".
    asked = [pair.ids[1 : pair.passage_at - 2] for pair in Sampler(guessing, tokenizer, LENGTHS, 1).pool(0)]
    questions = {"".join(tokenizer.convert_ids_to_tokens(ids.tolist())).replace("▁", " ").strip() for ids in asked}
    assert "When did Bruno open a bakery?" in questions
    assert "When did Anna open a bakery?" not in questions
    everything = build_corpus([replace(e, guessed=e.paragraph.source == "squad") for e in examples], tokenizer)
    # A set of which nothing is sure has no share; the others fill the pool.
    assert len(Sampler(everything, tokenizer, LENGTHS, 1).pool(0)) == SMALL_POOL


def test_lines_of_questions_end_at_line_feeds_alone(tmp_path: Path) -> None:
    path, context = tmp_path / "a.jsonl", "Le chat dort\u2028sur le canapé\u0085depuis lundi."
    row = {
        "id": "a-1",
        "title": "Chat",
        "context": context,
        "question": "Où dort le chat ?",
        "answers": [{"text": "sur le canapé", "answer_start": context.index("sur")}],
    }
    path.write_text("\ufeff" + json.dumps(row, ensure_ascii=False) + "\r\n \n", "utf-8")
    (example,) = read_afriqa(path)
    assert (example.paragraph.text, example.answer_texts) == (context, ("sur le canapé",))
    path.write_bytes(b'{"id": "\xff"}')
    with pytest.raises(TrainingDataError, match=r"a\.jsonl: byte 8 is not UTF-8"):
        read_afriqa(path)


def test_a_part_of_each_pool_is_of_stories(corpus: Corpus, tokenizer: "AutoTokenizer", tmp_path: Path) -> None:
    read = read_stories(write_stories(tmp_path)).train
    stories = StoryPairs(read, tokenizer, LENGTHS, seed=1, share=0.25)
    sampler = Sampler(corpus, tokenizer, LENGTHS, seed=1, written=[stories])
    pool = sampler.pool(0)
    assert len(pool) == sampler.pool_size
    asked = {
        tuple(join(q.ids, np.empty(0, dtype=np.int32), corpus.special)[: len(q) + 1]) for q in _tokens(read, tokenizer)
    }
    of_stories = [pair for pair in pool if any(tuple(pair.ids[: len(ids)]) == ids for ids in asked)]
    assert len(of_stories) == SMALL_POOL // 4


def _tokens(stories: Sequence[Story], tokenizer: "AutoTokenizer") -> Iterator[Tokens]:
    return tokenise(tokenizer, [question.question for story in stories for question in story.questions])


def test_the_sentence_that_answers_is_left_out_of_a_near_miss() -> None:
    text = "Anna J. Berg opened a bakery. She was born in 1905 in Bern. It closed in 1950."
    start = text.index("1905")
    assert text[slice(*sentence_around(text, start, start + 4))] == "She was born in 1905 in Bern. "
    # An initial ends no sentence.
    assert text[slice(*sentence_around(text, 0, 4))] == "Anna J. Berg opened a bakery. "


def test_a_part_beside_the_answer_never_says_it_again(
    corpus: Corpus, tokenizer: "AutoTokenizer", monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = (
        "Much was written about the bakery in the years that followed, and nobody has forgotten that day. It was ANNA."
    )
    example = corpus.items["squad"][0].example
    paragraph = replace(example.paragraph, text=f"Anna opened it. {rest}")
    again = build_corpus([replace(example, paragraph=paragraph, answers=((0, 4),))], tokenizer)
    monkeypatch.setattr("rag.reader.sampling.SHARES", {Kind.OTHER_PART: 1.0})
    pairs = Sampler(again, tokenizer, LENGTHS, seed=1).pool(0)
    shown = [
        "".join(tokenizer.convert_ids_to_tokens(pair.ids[pair.passage_at :].tolist()))
        for pair in pairs
        if not pair.start
    ]
    # The longer part ends with the answer, in capitals; parts of that part without it are drawn, those with it are not.
    assert len(shown) > SMALL_POOL / 10
    assert not [words for words in shown if "anna" in words.lower()]


def test_tokens_around_a_gap_give_their_words_with_a_space_for_the_gap(tokenizer: "AutoTokenizer") -> None:
    text = "Anna opened it. She was born in Bern. It closed."
    (tokens,) = tokenise(tokenizer, [text])
    assert tokens.words(text) == text
    start, end = text.index("She"), text.index(" It")
    assert tokens.without(start, end).words(text) == "Anna opened it. It closed."


def test_passages_that_do_not_answer_are_mixed_as_often_as_those_that_do(
    corpus: Corpus, tokenizer: "AutoTokenizer"
) -> None:
    # Every word of the English passages becomes "zebra".
    words = {w.lower() for p in corpus.paragraphs for w in re.findall(r"[^\W\d_]{2,}", p.text)}
    lexicon = Lexicon("en", "fr", dict.fromkeys(words, "zebra"), {})
    sampler = Sampler(corpus, tokenizer, LENGTHS, 1, {"en": (lexicon,)})
    pairs = [pair for number in range(10) for pair in sampler.pool(number)]
    (zebra,) = (t.ids[0] for t in tokenise(tokenizer, ["zebra"]))

    def share(*, answered: bool) -> float:
        shown = [p.ids[p.passage_at :] for p in pairs if (p.start > 0) == answered]
        return sum(zebra in ids for ids in shown) / len(shown)

    # A quarter of 80 % of some 1,200 and 700 pairs: .20 each, give or take .03.
    assert share(answered=True) == pytest.approx(0.20, abs=0.05)
    assert share(answered=False) == pytest.approx(0.20, abs=0.05)
