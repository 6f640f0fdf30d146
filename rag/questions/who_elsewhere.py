"""Whether questions ask who or what somebody or something is, in languages that have no other rules here.

Who holds an office is one name, and what a price is one value: both are facts, and so is what cannot be told from them, as where
names have no capitals.
"""

import re
import unicodedata

_AFTER = " ?!.,;:\u037e؟。！？、，\"'»”“)」』"
# They ask for nothing else, whatever stands beside them.
_ALWAYS = re.compile(
    r"(?:кто так(?:ой|ая|ие)|хто так(?:ий|а|і)|(?:что такое|що таке)(?! (?:случил|произош|стало|трапил))"
    r"|czym jest(?! (?:spowodowan|uzasadnion))|co to (?:jest|je)|co je to|apa itu)(?!\w).*"
    r"|.+(?:是什么人|是什麼人)|.+とは[、,]?(?:何(?:です|でしょう|か|\Z)|どんな|どういう|どういった).*",
    re.IGNORECASE,
)
# "Vem är Petra Almlöf?", "Halil Tamtürk kimdir?", where names have capitals; the first word of a question has one in any case.
_NAMED = (
    (
        re.compile(
            r"(?:kim (?:jest|był|była)|kdo (?:je|byl|byla)|(?:ποιος (?:είναι|ήταν) ο|ποια (?:είναι|ήταν) η)|siapa(?:kah)?"
            r"|(?:vem|vad) (?:är|var)|(?:kuka|mikä) on|hv(?:em|ad|a) (?:er|var)) (?P<name>.+)",
            re.IGNORECASE,
        ),
        1,
    ),
    (re.compile(r"(?P<name>.+) (?:kimdir|nedir)", re.IGNORECASE), 2),
    (re.compile(r"(?P<name>[^\W\d_]\w* [^\W\d_]\w*)(?: .*)? là (?:ai|gì)", re.IGNORECASE), 2),
)
_PARTICLES = re.compile(r"(?:al|el)-\w+|d'\w+|v[ao]n|de[nr]?|da|di|bin|ibn|al|el|von|zu")
_MOST_WORDS = 5


def asks_who_or_what(written: str) -> bool:
    """Whether a question asks who or what somebody or something is, and not for a value of theirs or for who holds an office.

    `written` has its capitals, and nothing that leads to the question ("and", "tell me").
    """
    text = unicodedata.normalize("NFKC", written).rstrip(_AFTER)
    # "… Левашов, чей гербарий хранится в Твери"
    named = text.partition(",")[0]
    return _ALWAYS.fullmatch(text) is not None or any(
        (found := form.fullmatch(named)) and _is_name(found["name"], least) for form, least in _NAMED
    )


def _is_name(name: str, least: int) -> bool:
    """Whether it is `least` words or more, with capitals but for those that stand within names."""
    words = name.split()
    others = [word for word in words if not word[0].isupper()]
    return (
        least <= len(words) <= _MOST_WORDS
        and words[0] not in others
        and words[-1] not in others
        and all(map(_PARTICLES.fullmatch, others))
        and not (len(words) == 1 and name.isupper())
    )
