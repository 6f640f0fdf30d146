"""Cuts an article into chunks: runs of whole sentences of about 200 tokens, each overlapping the one before it."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.article import Article, Span
from index.errors import SettingError
from index.noise.mask import NoiseRange
from index.sentences import Sentence, SentenceKind, split_sentences

# Raised whenever the noise mask, the sentences or the chunks come out differently, so that an older index is not taken for new.
CHUNKING_VERSION = 10
# A title or heading longer than this is a paragraph by mistake; as context its beginning does.
_CONTEXT_CHARS = 200
# A shorter piece of noise (a link to another article) stays inside a chunk; across a longer one nobody wants to read on.
_NOISE_BREAK_CHARS = 200
_CONTEXT_SPARE_TOKENS = 8
_SMALLEST_BUDGET_TOKENS = 32
# A soft hyphen and what has no width: encoders take them for the ends of words. One that is a space to them (U+200B) stays,
# since in Khmer and Thai it is one.
_INVISIBLE = str.maketrans("", "", "\u00ad\u2060\ufeff")

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class ChunkingSettings:
    """How long chunks are, in tokens of the encoder: `target` per chunk at most, `overlap` of them repeated from before."""

    target_tokens: int = 180
    overlap_tokens: int = 40

    def __post_init__(self) -> None:
        """Refuse what cannot make chunks; raises SettingError."""
        if self.target_tokens < _SMALLEST_BUDGET_TOKENS:
            raise SettingError(
                f"chunks of {self.target_tokens} tokens are too short; use {_SMALLEST_BUDGET_TOKENS} or more"
            )
        if not 0 <= self.overlap_tokens <= self.target_tokens // 2:
            raise SettingError(
                f"an overlap of {self.overlap_tokens} tokens is not between 0 and half of {self.target_tokens}"
            )


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences; `article.text[span.start:span.end]` is the chunk.

    `sentences` are in order and hold no page noise. `heading` is the last one before the chunk, or None.
    """

    id: str
    span: Span
    sentences: tuple[Sentence, ...]
    heading: str | None


@dataclass(frozen=True, slots=True)
class _Measured:
    """A sentence, its length in tokens, and whether page noise long enough to break a chunk stands before it."""

    sentence: Sentence
    tokens: int
    after_noise: bool


def cut_article(
    article: Article,
    noise: Sequence[NoiseRange],
    count_tokens: CountTokens,
    max_tokens: int,
    settings: ChunkingSettings,
) -> tuple[Chunk, ...]:
    """The chunks of `article` in order of their place.

    No chunk with its context is longer than `max_tokens`, the encoder's limit: a sentence that does not fit alone is divided
    at a space. Raises SettingError where `max_tokens` leaves no room for any text beside the title.
    """
    skip = [(piece.start, piece.end) for piece in noise]
    sentences = split_sentences(article.text, article.language, skip)
    headings = [article.text[s.start : s.end] for s in sentences if s.kind is SentenceKind.HEADING]
    budget = min(settings.target_tokens, _room(article.title, headings, count_tokens, max_tokens))
    measured = _measure(article.text, sentences, noise, count_tokens, budget)
    runs = _runs(measured, budget, min(settings.overlap_tokens, budget // 2))
    last = _last_headings(measured)
    return tuple(_chunk(article, number, run, measured, last[run.start]) for number, run in enumerate(runs))


@dataclass(frozen=True, slots=True)
class EncoderText:
    """What the encoder is shown of a chunk: title, heading and the sentences, with white space folded and no soft hyphens.

    Sentence i is `text[starts[i]:starts[i + 1]]`, the space behind it included; before `starts[0]` is context.
    """

    text: str
    starts: tuple[int, ...]


def encoder_text(article: Article, chunk: Chunk) -> EncoderText:
    """Put together what the encoder is shown of `chunk`."""
    shown = " ".join(part for part in (_context(article.title), _context(chunk.heading or "")) if part)
    starts = []
    for sentence in chunk.sentences:
        shown += " " if shown else ""
        starts.append(len(shown))
        shown += _visible(article.text[sentence.start : sentence.end])
    return EncoderText(shown, tuple(starts))


def folded(text: str) -> str:
    """`text` on one line, each run of white space as one space."""
    return " ".join(text.split())


def _visible(text: str) -> str:
    """`text` folded, without what nobody sees, unless there is nothing else."""
    return folded(text.translate(_INVISIBLE)) or folded(text)


def _context(text: str) -> str:
    shown = text[:_CONTEXT_CHARS]
    # One character can stand for eighteen (U+FDFA), and encoders read those.
    written_out = unicodedata.normalize("NFKC", shown)
    return _visible(written_out[:_CONTEXT_CHARS] if len(written_out) > _CONTEXT_CHARS else shown)


def _room(title: str, headings: Sequence[str], count_tokens: CountTokens, max_tokens: int) -> int:
    """Tokens that sentences may take beside the title and the longest of the headings."""
    with_title, *with_heading = count_tokens([_context(title), *map(_context, headings)])
    overhead = _overhead(count_tokens)
    longest_heading = max(with_heading, default=overhead) - overhead
    room = max_tokens - with_title - longest_heading - _CONTEXT_SPARE_TOKENS
    if room < _SMALLEST_BUDGET_TOKENS:
        raise SettingError(
            f"an encoder that reads {max_tokens} tokens leaves {room} for text beside the title; use another"
        )
    return room


def _overhead(count_tokens: CountTokens) -> int:
    """Tokens that the prompt and the special ones take: those of a single letter, less the letter.

    Not those of an empty text, where the space that ends the prompt is a token too.
    """
    return count_tokens(["a"])[0] - 1


def _measure(
    text: str, sentences: Sequence[Sentence], noise: Sequence[NoiseRange], count_tokens: CountTokens, budget: int
) -> list[_Measured]:
    overhead = _overhead(count_tokens)
    pieces: list[Sentence] = []
    tokens: list[int] = []
    counts = count_tokens([_visible(text[s.start : s.end]) for s in sentences])
    for sentence, count in zip(sentences, counts, strict=True):
        whole = count - overhead <= budget
        divided = [sentence] if whole else _divided(text, sentence, count_tokens, budget)
        lengths = [count] if whole else count_tokens([_visible(text[piece.start : piece.end]) for piece in divided])
        pieces += divided
        tokens += [length - overhead for length in lengths]
    long_noise = [n.start for n in noise if n.end - n.start >= _NOISE_BREAK_CHARS]
    measured, previous_end = [], 0
    for piece, count in zip(pieces, tokens, strict=True):
        following = bisect_left(long_noise, previous_end)
        broken = following < len(long_noise) and long_noise[following] < piece.start
        measured.append(_Measured(piece, count, broken))
        previous_end = piece.end
    return measured


def _divided(text: str, sentence: Sentence, count_tokens: CountTokens, budget: int) -> list[Sentence]:
    """`sentence` in pieces that fit the budget, cut at spaces where it has any."""
    words = [
        (m.start() + sentence.start, m.end() + sentence.start)
        for m in _WORD.finditer(text[sentence.start : sentence.end])
    ]
    overhead = _overhead(count_tokens)
    lengths = [count - overhead for count in count_tokens([text[a:b] for a, b in words])]
    pieces: list[Sentence] = []
    start, end, used = words[0][0], words[0][0], 0
    for (word_start, word_end), length in zip(words, lengths, strict=True):
        if used and used + length > budget:
            pieces.append(replace(sentence, start=start, end=end))
            start, used = word_start, 0
        end, used = word_end, used + length
    pieces.append(replace(sentence, start=start, end=end))
    return pieces


# A "word" without spaces can be a whole hostile file; 32 characters of any script are within the smallest budget.
_WORD = re.compile(r"\S{1,32}")


def _runs(measured: Sequence[_Measured], budget: int, overlap: int) -> list[range]:
    """Ranges of sentence numbers: as many as fit the budget; half-full runs end at a heading, any run at long noise.

    A run that would come out short at such an end reaches further back instead: alone, its few words say too little.
    """
    runs: list[range] = []
    start, used, block = 0, 0, 0
    for number, item in enumerate(measured):
        if number == start:
            used = item.tokens
            continue
        heading = item.sentence.kind is SentenceKind.HEADING and used >= budget // 2
        if item.after_noise or heading:
            runs.append(_filled(measured, range(start, number), block, budget))
            start = block = number
            used = item.tokens
        elif used + item.tokens > budget:
            runs.append(range(start, number))
            start = _overlap_start(measured, range(start, number), item.tokens, (budget, overlap))
            used = sum(m.tokens for m in measured[start : number + 1])
        else:
            used += item.tokens
    if measured:
        runs.append(_filled(measured, range(start, len(measured)), block, budget))
    return runs


def _filled(measured: Sequence[_Measured], run: range, block: int, budget: int) -> range:
    """`run`, begun as much earlier as the budget allows, but not before the sentence `block`."""
    start, used = run.start, sum(m.tokens for m in measured[run.start : run.stop])
    while start > block and used + measured[start - 1].tokens <= budget:
        start -= 1
        used += measured[start].tokens
    return range(start, run.stop)


def _overlap_start(measured: Sequence[_Measured], run: range, next_tokens: int, limits: tuple[int, int]) -> int:
    """The first sentence of the last `overlap` tokens of a run, as far as the next sentence leaves room for them."""
    budget, overlap = limits
    start, used = run.stop, 0
    while start > run.start + 1:
        more = measured[start - 1].tokens
        if used + more > overlap or used + more + next_tokens > budget:
            break
        start, used = start - 1, used + more
    return start


def _last_headings(measured: Sequence[_Measured]) -> list[Sentence | None]:
    """The last heading before each sentence."""
    found: list[Sentence | None] = []
    last = None
    for item in measured:
        found.append(last)
        if item.sentence.kind is SentenceKind.HEADING:
            last = item.sentence
    return found


def _chunk(article: Article, number: int, run: range, measured: Sequence[_Measured], heading: Sentence | None) -> Chunk:
    sentences = tuple(measured[i].sentence for i in run)
    span = Span(article.id, sentences[0].start, sentences[-1].end)
    return Chunk(
        f"{article.id}#{number}",
        span,
        sentences,
        folded(article.text[heading.start : heading.end]) if heading else None,
    )
