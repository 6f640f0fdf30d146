"""Tells whether a sentence has the words of whoever is asked for, or of somebody else."""

import re

from index.article import Article, Span
from index.chunks import folded
from index.words import fold
from rag.quotes.who_speaks import who_speak
from rag.values.names import Name

_OPENING, _CLOSING = '«“„"', '»”“"'
_I = re.compile(r"(?<!\w)(?:je|j'|i|i'm|ich|yo|io|ik|me|mir|my|mi|mon|ma|mes|mein\w*|mijn|mio|mia)(?!\w)|(?<!\w)j'")
# "De" is no name. Iran and Iraq are as alike as Putin and Poutine, and of four letters.
_SHORTEST_PART, _SHORTEST_ALIKE = 3, 5
# Who speaks for others, beside the name.
_SPEAKS_FOR = r"(?:spokes\w+|porte-parole|(?:presse)?sprecher(?:in)?|portavo(?:z|ce)|woordvoerders?)(?!\w)"
_SPOKESMAN = re.compile(rf"(?<!\w)(?:{_SPEAKS_FOR}|\w+sprecher(?:in)?(?!\w))")
# Of whoever is asked for may be "his spokesman", "a spokesman, Ben Kuhn," without a word of whose, and that of a government. "UN
# spokesman" has no French article.
_MAY_BE_HIS_SPOKESMAN = re.compile(
    rf"(?<!\w)(?i:his|her|son|sa|sus?|seine?|ihre?|suo|sua|zijn|haar)\s(?:\w+\s){{0,2}}(?i:{_SPEAKS_FOR})"
    r"|(?:^\W*|(?<=\w\w)[.,;:!?»”\"]+\s|(?<!\w)(?!UN\s)(?i:an?|the|une?|l[ae]|el|eine?|de[rn]?|die|een)\s)"
    rf"(?i:{_SPEAKS_FOR})(?=\s?,|\s[A-ZÀ-Þ]|\W*$)"
    r"|(?<!\w)(?i:government|presidential|gouvernement|(?:bundes)?regierung|gobierno|governo|regering)"
)


def are_of_another(article: Article, span: Span, answer: Span, speaker: str) -> bool:
    """Whether the sentence at `span` has the words of somebody else than `speaker`; not where it does not say whose they are."""
    words = _plain(article.text[span.start : span.end])
    telling = list(who_speak(words, article.language))
    if telling:
        return not any(_may_be(speaker, who) or _may_speak_for(speaker, who) for who in telling)
    speech = _plain(_speech_at(article.text, span, answer))
    return _is_named(speaker, speech) and _I.search(fold(speech)) is not None


def _plain(words: str) -> str:
    return folded(words).replace("’", "'")


def _may_be(name: str, who: str) -> bool:
    """Whether who speaks is of that name, however the surname is spelt: Putin is also Poutine, and Martine is not Marine."""
    if _is_named(name, who):
        return True
    capitalised = [fold(word) for word in re.findall(r"[\w-]+", who) if word[0].isupper()]
    return any(_are_alike(part, word) for part in _parts(name)[-1:] for word in capitalised)


def _may_speak_for(name: str, who: str) -> bool:
    """Whether a spokesman speaks who may be that of a person who is asked for by one word; not where he is plainly another's."""
    return (
        " " not in name and _SPOKESMAN.search(fold(who)) is not None and _MAY_BE_HIS_SPOKESMAN.search(who) is not None
    )


def _are_alike(part: str, word: str) -> bool:
    return min(len(part), len(word)) >= _SHORTEST_ALIKE and Name((part,)).agrees(Name((word,))) is not False


def _is_named(name: str, words: str) -> bool:
    """Whether a word of the name is among the words; of one without a word of three letters, as Xi or GM, as it is written."""
    if any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", fold(words)) for part in _parts(name)):
        return True
    # "Xi de Taïwan" may be Xi, of whom is asked what he says of Taiwan.
    own = re.split(r" (?=[a-z])", name)[0]
    short = [] if _parts(own) else re.findall(r"[\w-]+", own)
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words) for part in short)


def _parts(name: str) -> list[str]:
    return [part for part in re.findall(r"[\w-]+", fold(name)) if len(part) >= _SHORTEST_PART]


def _speech_at(text: str, span: Span, answer: Span) -> str:
    """What stands between the marks around the marked words, up to the edges of the sentence; nothing where they are in none."""
    before, behind = text[span.start : answer.start + 1], text[answer.start + 1 : span.end]
    opened = max((before.rfind(mark) for mark in _OPENING), default=-1)
    closed = max((before[:-1].rfind(mark) for mark in _CLOSING if mark not in _OPENING), default=-1)
    if opened < 0 or closed > opened:
        return ""
    ends = [at for at in (behind.find(mark) for mark in _CLOSING) if at >= 0]
    return before[opened:] + behind[: min(ends, default=len(behind))]
