"""Finds where sentences end inside one piece of running text: sentencex proposes, a short list of rules mends.

The library hides what stands in quotation marks and brackets, and splits some abbreviations. So it is shown the text
with those marks and all white space blanked (one character for one, offsets stay). Each end that it proposes is judged
here on the real text: dropped where the sentence goes on, else moved behind the closing marks that belong to it.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

import sentencex

from index.abbreviations import BEFORE_LOWER, BEFORE_NUMBER, MONTH_BEHIND_DAY, TITLES, in_list

# What ends sentences as often as it stands in their midst. Russian and Ukrainian shorten thousands, money and "and others"; the
# Dutch "that" and the Swedish "with" are no abbreviations, unless a doctor has them.
_MORE_ENDS_BEHIND = "etc|usw|ecc"
_WITH = r"(?<!dr\. )med"
_MORE_ENDS_IN = {
    "ru": r"тыс|руб|коп|(?<=и )(?:др|пр)",
    "uk": r"тис|грн|коп|(?<=та )ін",
    "nl": "dat",
    "da": _WITH,
    "nb": _WITH,
    "nn": _WITH,
    "no": _WITH,
    "sv": _WITH,
}

# Blanked for the library: white space, quotation marks, brackets, marks of Markdown (it reads on and on for the backtick that
# closes one), and bullets (behind one it never ends a sentence).
_BLANKED = re.compile(r"[\s*`«»‹›“”„‟\"‘‚()\[\]{}「」『』•‣▪●◦]")
_SHAPED_OPENING, _SHAPED_CLOSING, _BRACKETS_CLOSING = "«‹“„‟‘‚", "»›”’'", ")]}」』"
_MARKS = _SHAPED_OPENING + _SHAPED_CLOSING + '"'
_ELISION = re.compile(r"[(\[]\s*(?:…|\.{2,})\s*\Z")
_ELLIPSIS = re.compile(r"(?:…|\.{2,})[?!]*\Z")
_WORD = re.compile(r"(?:^|[\s«»‹›“”„\"‘’'(\[/—–*_`-])([^\W_§]+|§|nº)\.\Z")
_INITIAL = re.compile(r"(?:^|[\s.«“„\"(\[*_-])[^\W\d_]\.\Z")
_IN_PIECES = re.compile(r"(?i:\bc\.-à-d|\b[ap]\.\s?m|\bo\.\s?a|\bd\.\s?w\.\s?z)\.\Z")
_CODE = re.compile(r"[A-Z](?:\. ?|[A-Z]?-?)\d")  # "art. R. 123-4", "art. L5331"
_DAY = re.compile(r"\b\d{1,2}(?: de)?\s+\w+\.\Z")
_GERMAN_ORDINAL = re.compile(
    r"(?i:\b(?:der|die|das|dem|den|des|am|im|vom|zum|zur|beim|(?:ihr|sein|mein|dein|unser)(?:e[nmrs]?)?|jede[nmrs]?))"
    r"\s+\d{1,2}\.\Z"
)
# "Am Montag, 3. Juni", "Ende 18. Jahrhundert": here what follows tells that the number is an ordinal.
_ORDINAL = re.compile(r"(?<![\d.,])\d{1,2}\.\Z")
_GERMAN_COUNTED = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jahrhunderts?|Quartals?)\b"
)
# "w 1998 r. Nowy", "в 1998 г. Новый": the year is shortened, and mostly ends its sentence before a capital.
_YEAR = re.compile(r"\d{4} ?[rгр]\.\Z")
# "В 2003 г. Абрамович купил клуб.": nothing has been said yet.
_IN_YEAR = re.compile(r"(?:\A|[.!?…]\s)(?:[ВКСУДWO]|До|От|По|Від|Do|Od|Po)(?:\s\w+)? \d{4} ?[rгр]\.\Z")
# Languages in which no sentence begins with a small letter: a point before one shortens a word or makes a number an ordinal.
_SMALL_GOES_ON = (
    "az be bg bs cs da el et fi hr hu is lt lv mk nb nn no pl ru sk sl sr sv tr uk".split()  # noqa: SIM905 - codes, one line
)
_LIST_NUMBER = re.compile(r"\s*(?:#{1,6}\s+|>\s*|[-*+]\s+)?[*_]{0,3}(?:\d{1,3}\.)+\Z")
_DASH = re.compile(r"[-–—]\s?(?=[^\W\d_])")
_EMPHASIS = re.compile(r"\*+|_+|`+")
_EMPHASIS_MARKS = "*_`"
# Marks of footnotes stuck to the stop: `[1]` of encyclopedias, `[^1]` of Markdown, raised figures and daggers.
_NOTES = re.compile(r"(?<=[.!?…»”\"’)])(?:\[(?:\^[\w-]{1,30}|\d{1,3}|[a-z])\]|[¹²³⁰⁴-⁹†‡])+")
_LOOK_BACK_CHARS = 32  # longer than any abbreviation or ordinal; keeps a judgement O(1) on a line of any length

# Ends the library leaves out: an ellipsis before a capital, "etc." before a capital, a stop before an emoji, a handle
# or a link.
_LINK = r"(?:https?://|www\.|[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/\S)"
_LINK_HERE = re.compile(_LINK)
_EMOJI = "\u2600-\u27bf\U0001f000-\U0001faff"
# "mBank", "iPhone": a sentence may begin with a name that has its capital behind.
_NAME_BEGINS_SMALL = re.compile(r"[a-z]{1,2}[A-Z]")
# "“我们撑过了冬天。”她说。": who said it follows without a space. Behind "他说：“…。”" the next sentence does.
_CHINESE_SPEAKER = re.compile(
    r"[^。！？；：“”「」]{0,24}(?:[说說称稱道问問笑]|表示|介[绍紹]|告[诉訴]|透露|[强強][调調]|指出|回[忆憶]|坦言|直言|[补補]充|解[释釋]|[认認][为為])"
    r"[^。！？“”「」]{0,12}[。，]"
)
_LONGEST_SPEECH_CHARS = 600
_DANDA = "।"
_INDIAN_WORD = re.compile("[\u0900-\u0dff]\\.\\Z")


def sentence_ends(piece: str, language: str) -> tuple[int, ...]:
    """Find the ends of the sentences of `piece`: offsets in code points, ascending; the last one is its length.

    `piece` has no white space around it. `language` is an ISO 639-1 code; one that the library does not know is read
    by the rules of English.
    """
    language = re.split(r"[-_]", language.lower())[0]
    straight_marks = [found.start() for found in re.finditer('"', piece)]
    # Where another mark ends the sentences of India's scripts, a point shortens: "4.8 करोड़ रु. का ठेका", "डॉ. निखिल जोशी".
    shortens = _INDIAN_WORD if _DANDA in piece else None
    closing = _closing_emphasis(piece) | {found.start(): found.end() for found in _NOTES.finditer(piece)}
    ends: list[int] = []
    for proposed in _proposed_ends(piece, language):
        if ends and proposed <= ends[-1]:
            continue
        end = _behind_closing_marks(piece, proposed, straight_marks, closing)
        if end < len(piece) and not _goes_on(piece, proposed, end, language, shortens=shortens):
            ends.append(end)
    return (*ends, len(piece))


def _proposed_ends(piece: str, language: str) -> list[int]:
    """Offsets right behind a final mark, ascending."""
    blanked = _BLANKED.sub(" ", _NOTES.sub(lambda note: " " * len(note[0]), piece))
    ends = set()
    for sentence in sentencex.get_sentence_boundaries(language, blanked):
        start, end = sentence["start_index"], sentence["end_index"]
        ends.add(start + len(blanked[start:end].rstrip()))
    for found in _more_ends(language).finditer(piece):
        following = found["a"] or found["b"]
        if following is None or following.isupper():
            ends.add(found.end())
    return sorted(ends - {0})


@cache
def _more_ends(language: str) -> re.Pattern[str]:
    """Ends that the library leaves out; `a` and `b` are what follows where only a capital begins a sentence."""
    words = "|".join(filter(None, (_MORE_ENDS_BEHIND, _MORE_ENDS_IN.get(language))))
    return re.compile(
        rf"(?:…|\.\.\.)(?=[\s»”\"]+[«“„\"¿¡]?\s?(?P<a>\w))"
        rf"|(?:\b(?:{words})|\d{{4}} ?[rгр])\.(?=\s+(?P<b>\w))"
        rf"|[.!?…](?=\s+(?:[@#{_EMOJI}]|{_LINK}))"
        r"|[。！？｡](?=\d)"
    )


def _closing_emphasis(piece: str) -> dict[int, int]:
    """Where Markdown's marks of emphasis and code close what the same mark opened before: their starts and ends."""
    opened: set[str] = set()
    closing: dict[int, int] = {}
    for found in _EMPHASIS.finditer(piece):
        mark, start, end = found[0], found.start(), found.end()
        if mark in opened and not piece[start - 1].isspace():
            closing[start] = end
            opened.remove(mark)
        elif not piece[end : end + 1].isspace() and not piece[max(0, start - 1) : start].isalnum():
            opened.add(mark)
    return closing


def _behind_closing_marks(piece: str, end: int, straight_marks: list[int], closing: Mapping[int, int]) -> int:
    """Move `end` behind the brackets, quotation marks and emphasis that close what it ends, also a mark set off by a space.

    `closing` tells where emphasis that closes, and marks of footnotes, begin and end.
    """
    at = end
    while at < len(piece):
        if piece[at].isspace():
            at += 1
        elif at in closing:
            at = end = closing[at]
        elif piece[at] in _BRACKETS_CLOSING or (piece[at] in _MARKS and _closes(piece, at, straight_marks)):
            at += 1
            end = at
        else:
            break
    return end


def _closes(piece: str, at: int, straight_marks: list[int]) -> bool:
    """Whether a quotation mark behind a final mark closes; languages disagree on shapes, so spaces decide first."""
    following = piece[at + 1 : at + 2]
    opens_a_word = following.isalnum() or following in ("¿", "¡", "@", "#", "[", "(")
    if not piece[at - 1].isspace():
        return not (opens_a_word and piece[at] in _SHAPED_OPENING)
    if following and opens_a_word:
        return False
    if piece[at] == '"':
        return bisect_left(straight_marks, at) % 2 == 1
    return piece[at] in _SHAPED_CLOSING


def _goes_on(piece: str, stop: int, end: int, language: str, *, shortens: re.Pattern[str] | None) -> bool:
    """Whether the sentence goes on after its mark at `stop` and the closing marks up to `end`.

    A point behind what `shortens` matches ends none.
    """
    before = piece[max(0, stop - _LOOK_BACK_CHARS) : stop]
    start = end
    while piece[start].isspace():  # `piece` is trimmed, so there is something behind
        start += 1
    following = piece[start]
    if _ELISION.search(before) and piece[stop:end].strip()[:1] in (")", "]"):
        return True
    if piece[stop:end].endswith(("」", "』")) and start == end and language != "zh":
        return following not in "「『"  # "「…。」と述べた。"
    if _says_who(piece, stop, end, start) or _chinese_speaker_follows(piece, stop, end):
        return True
    if piece[stop:end].strip(_EMPHASIS_MARKS) or before[-1:] != "." or _ELLIPSIS.search(before):
        return following in ",;:)]" or (following.islower() and _LINK_HERE.match(piece, start) is None)
    if following in ",;:":
        return True
    is_list_number = stop <= _LOOK_BACK_CHARS and _LIST_NUMBER.match(before) is not None
    is_shortened = shortens is not None and shortens.search(before) is not None
    return is_list_number or is_shortened or _is_abbreviation(piece, stop, start, language)


def _says_who(piece: str, stop: int, end: int, start: int) -> bool:
    """Whether a dash and a small letter at `start` go on behind a question, a call or what is quoted: "—¿Por qué? —dijo"."""
    dash = _DASH.match(piece, start)
    if dash is None or not piece[dash.end()].islower():
        return False
    return piece[stop - 1] in "!?" or bool(piece[stop:end].strip(_EMPHASIS_MARKS))


def _chinese_speaker_follows(piece: str, stop: int, end: int) -> bool:
    """Whether a speech that ends at `end` begins a sentence, and who said it follows at once."""
    opens = {"”": "“", "」": "「"}.get(piece[stop:end])
    if opens is None or _CHINESE_SPEAKER.match(piece, end) is None:
        return False
    opening = piece.rfind(opens, max(0, stop - _LONGEST_SPEECH_CHARS), stop)
    return opening == 0 or (opening > 0 and piece[opening - 1] in "。！？”」 ")


def _is_abbreviation(piece: str, stop: int, start: int, language: str) -> bool:
    """Whether the full stop that ends at `stop` shortens a word, given that the text goes on at `start`."""
    before, following = piece[max(0, stop - _LOOK_BACK_CHARS) : stop], piece[start]
    found = _WORD.search(before)
    word = found[1] if found else ""
    initial = _INITIAL.search(before) is not None
    if stop == start:  # inside a word; words that the page stuck together do split: "annoncée.Le"
        return initial or not following.isupper() or not piece[start + 1 : start + 2].isalpha()
    if following.islower():
        begins = _LINK_HERE.match(piece, start) or _NAME_BEGINS_SMALL.match(piece, start)
        return _goes_on_small(word, before, language) and begins is None
    if following.isdigit():
        is_lone_capital = len(word) == 1 and word.isupper()  # "art. L. 123"
        is_month = in_list(word.lower(), MONTH_BEHIND_DAY, language) and _DAY.search(before) is not None
        return is_lone_capital or is_month or in_list(word.lower(), BEFORE_NUMBER, language)
    if _is_german_ordinal(piece, start, before, language):
        return True
    if _CODE.match(piece, start) and in_list(word.lower(), BEFORE_NUMBER, language):
        return True
    # Hebrew and Arabic have no capitals.
    is_year = _YEAR.search(before) is not None and _IN_YEAR.search(before) is None
    is_name = (initial and not is_year) or in_list(word, TITLES, language)
    return following.isalpha() and is_name


def _goes_on_small(word: str, before: str, language: str) -> bool:
    """Whether the full stop behind `word` shortens it, given that a small letter follows."""
    # "780 tys. zł", "3. února": there is no list of all that these shorten.
    if language in _SMALL_GOES_ON or _IN_PIECES.search(before) or (_INITIAL.search(before) and before[-2].isupper()):
        return True
    # "Mme. de Staël", "Mevr. de Vries": a name may begin with a small letter.
    return in_list(word, BEFORE_LOWER, language) or in_list(word, TITLES, language)


def _is_german_ordinal(piece: str, start: int, before: str, language: str) -> bool:
    if language != "de":
        return False
    is_counted = _ORDINAL.search(before) is not None and _GERMAN_COUNTED.match(piece, start) is not None
    return is_counted or _GERMAN_ORDINAL.search(before) is not None
