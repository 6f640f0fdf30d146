"""Turns a sentence and an answer in it into a question, by templates: good enough to be edited by whoever reads it."""

import re

from eval.new_gold.answers import AnswerKind, FoundAnswer
from eval.new_gold.names import names_in
from eval.new_gold.wording import Wording
from index.words import terms

# A question that repeats a whole long sentence is tiring to read and easy to find an answer to.
_LONGEST_CHARS, _SHORTEST_CHARS = 130, 15
_FEWEST_WORDS = 3
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
# What joins a sentence to the one before it means nothing in a question.
_JOINING = re.compile(
    r"\A(?:(?:however|meanwhile|indeed|moreover|then|later|still|néanmoins|cependant|pourtant|ainsi|en effet|par ailleurs|"
    r"ensuite|enfin|à l[’']époque|dennoch|jedoch|außerdem|zudem|schließlich|sin embargo|además|por tanto|luego|finalmente),\s+|"
    r"(?:and|but|or|et|mais|und|aber|doch|y|pero)\s+)",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"[,;:–—(]\s|\s[–—(]|[.!?…]\s")
_VOWEL = re.compile(r"[aeiouyhàâéèêëîïôœùû]", re.IGNORECASE)
_ELIDED = re.compile(r"[A-Z]['’]|Qu['’]")
# What German puts before its verb: a pronoun, an article with its noun, or a name.
_GERMAN_SUBJECT = re.compile(
    r"(?P<subject>(?:Er|Sie|Es|Wir|Man)|(?:Der|Die|Das|Ein|Eine)\s+(?:[a-zäöüß-]+\s+){0,2}[A-ZÄÖÜ][\w-]+|"
    r"[A-ZÄÖÜ][\w-]+(?:\s+(?:von\s+|der\s+)*[A-ZÄÖÜ][\w-]+)*)\s+(?P<verb>[a-zäöüß]+)\b(?P<rest>.*)\Z",
    re.DOTALL,
)


def ask_for(sentence: str, found: FoundAnswer, wording: Wording) -> str | None:
    """A question that `found` answers, in the language of the sentence; None where no template makes a short one."""
    before, after = _line(sentence[: found.phrase_start]), _line(sentence[found.phrase_end :])
    match found.kind:
        case AnswerKind.DATE:
            clause = _unjoined(_joined(before, after))
            body = _about(clause, wording, wording.when, verb_first=not before and wording.language == "de")
        case AnswerKind.REASON:
            body = _about(_unjoined(before), wording, wording.why, verb_first=False)
        case AnswerKind.SUBJECT:
            rest = _shortened(after)
            body = wording.who.format(rest) if rest else None
        case AnswerKind.SAID:
            names = names_in(f"{before} ; {after}", wording.language)
            body = wording.said.format(names[0]) if names else None
        case AnswerKind.AGENT:
            body = _in_place(before, wording.whom, after if wording.language == "de" else "", wording)
        case AnswerKind.COUNT:
            body = _in_place(before, wording.how_many, after, wording)
        case AnswerKind.AMOUNT:
            body = _in_place(before, wording.how_much, after, wording)
        case AnswerKind.SHARE:
            body = _in_place(before, wording.what_share, after, wording)
    if body is None or not is_balanced(body) or body[0] in "«“„\"'":
        return None
    opening, closing = wording.marks
    return opening + body[0].upper() + body[1:] + closing


def is_balanced(text: str) -> bool:
    """Whether quotation marks and brackets in `text` stand in pairs."""
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS) and text.count('"') % 2 == 0


def _about(clause: str, wording: Wording, template: str, *, verb_first: bool) -> str | None:
    short = clause.strip(" ,;:–—-").rstrip(".!?… ")
    if not _SHORTEST_CHARS <= len(short) <= _LONGEST_CHARS or len(short.split()) < _FEWEST_WORDS or ": " in short:
        return None
    if wording.language == "de":
        asking = template.split(maxsplit=1)[0]
        if verb_first:
            return f"{asking} {short}"
        parts = _GERMAN_SUBJECT.match(short)
        if parts:
            return f"{asking} {parts['verb']} {_lowered(parts['subject'], 'de')}{parts['rest']}"
        return template.format(short)
    lowered = _lowered(short, wording.language)
    question = template.format(lowered)
    if wording.language == "fr" and _VOWEL.match(lowered):
        question = question.replace(f"que {lowered}", f"qu’{lowered}")
    return question


def _in_place(before: str, asking: str, after: str, wording: Wording) -> str | None:
    """The sentence with the words that ask where the answer stood, cut behind them."""
    head = _unjoined(before)
    tail = _tail(after)
    if asking.endswith(" de") and re.match(r"d(?:e|u|es)\s|d['’]", tail):
        asking = asking.removesuffix(" de")
    elif asking.endswith(" de") and _VOWEL.match(tail):
        asking, tail = asking.removesuffix(" de") + f" d’{tail}", ""
    question = " ".join(part for part in (_lowered(head, wording.language), asking, tail) if part)
    if not _SHORTEST_CHARS <= len(question) <= _LONGEST_CHARS or len(f"{head} {after}".split()) < _FEWEST_WORDS:
        return None
    return question


def _unjoined(clause: str) -> str:
    return _JOINING.sub("", clause)


def _tail(after: str) -> str:
    end = _BREAKS.search(after)
    return (after[: end.start()] if end else after).rstrip(' .!?…,;:»”"')


def _joined(before: str, after: str) -> str:
    """The sentence without a phrase, and without the commas that stood around it."""
    if not before or before.endswith(","):
        after = after.lstrip(" ,")
        before = before.rstrip(" ,") if before.endswith(",") and not after.startswith(",") else before
    return f"{before} {after}".strip() if after[:1] not in {",", "."} else before + after


def _shortened(clause: str) -> str | None:
    """`clause` without its final marks, cut at a comma or the like where it is long; None where that leaves too little."""
    bare = clause.strip(" ,;:–—-").rstrip('.!?… »”"')
    if len(bare) > _LONGEST_CHARS:
        ends = [m.start() for m in _BREAKS.finditer(bare) if _SHORTEST_CHARS < m.start() <= _LONGEST_CHARS]
        if not ends:
            return None
        bare = bare[: ends[-1]].rstrip(" ,;:–—-(")
    return bare if len(bare) >= _SHORTEST_CHARS and len(bare.split()) >= _FEWEST_WORDS else None


def _lowered(text: str, language: str) -> str:
    """Without the capital that only begins a sentence: that of an article, a pronoun, an elision."""
    first = text.split(maxsplit=1)[0] if text else ""
    if first and (_ELIDED.match(first) or (first != "I" and not terms(first, language))):
        return text[0].lower() + text[1:]
    return text


def _line(text: str) -> str:
    return " ".join(text.split())
