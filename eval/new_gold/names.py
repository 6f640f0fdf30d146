"""Finds names of two words or more: a single capital may only begin a sentence, and in German a noun."""

import re

from index.words import terms
from rag.values.marked_values import read_value
from rag.values.names import Name

_CAPITALISED = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*[\w]"
# "Ursula von der Leyen", "Charles de Gaulle".
_PARTICLES = r"(?:(?:de|del|della|di|du|da|van|von|zu|bin|al)\s+(?:(?:der|den|dem|la|las|los)\s+)?)?"
NAME = re.compile(rf"{_CAPITALISED}(?:\s+{_PARTICLES}{_CAPITALISED}){{1,3}}")
_PERSON = re.compile(rf"[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]+(?:[ -]{_PARTICLES}[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]+){{1,2}}")
_GENITIVE = re.compile(r"['’]s?\Z")


def names_in(text: str, language: str) -> list[str]:
    """The names in `text`, in order, each on one line, without words before them that mean nothing alone ("After", "Der")."""
    found = []
    for match in NAME.finditer(text):
        words = _GENITIVE.sub("", match[0]).split()
        while words and not terms(words[0], language):
            words = words[1:]
        name = " ".join(words)
        if len(words) > 1 and isinstance(read_value(name, language, None), Name):
            found.append(name)
    return found


def is_person(name: str) -> bool:
    """Whether a name looks like a person's: "Jan Leike" does, "Open AI", "PDG Sam Altman" and "OpenAI Ilya" do not."""
    return _PERSON.fullmatch(name) is not None
