"""What sort of answer a question wants: a fact, or sentences that carry a reason, a way, a list or an explanation."""

import re
from enum import StrEnum

from index.words import fold


class QuestionKind(StrEnum):
    """A fact is one value, and values that differ contradict each other; of the others more than one sentence may help."""

    FACT = "fact"
    REASON = "reason"
    MANNER = "manner"
    LIST = "list"
    DEFINITION = "definition"


# How questions begin, folded, in the languages that questions are recognised in (de, en, es, fr, it, nl, pt, ro). Tried from the
# top: "how many" is a fact before "how" is a manner.
_FORMS: tuple[tuple[QuestionKind, tuple[str, ...]], ...] = (
    (
        QuestionKind.FACT,
        (
            r"how (?:many|much|long|old|often|far|big|tall)",
            r"wie ?(?:viele?|lange|oft|alt|hoch|gross)",
            r"combien|cuant[oa]s?|quant[oiae]s?|hoeveel|hoe (?:lang|vaak|oud)|cati?|cate",
            # "quelle est la raison" asks for a reason, "quel est le nom" for a fact.
            r"what (?:is|was) the (?:name|date|year|number)",
        ),
    ),
    (
        QuestionKind.REASON,
        (
            r"why|how come|what (?:made|caused|prompted|led|drove)",
            r"(?:for )?(?:what|which) reasons?|what (?:is|was|were) the reasons?",
            r"pourquoi|(?:pour )?quelles? (?:est la |sont les )?raisons?|qu'est-ce qui a (?:pousse|conduit|amene)",
            r"warum|wieso|weshalb|aus welche[mn] gr[uo]e?nde?n?",
            r"por ?que|por que motivo|a que se debe|perche|per quale motivo|waarom|de ce|din ce cauza",
        ),
    ),
    (
        QuestionKind.LIST,
        (
            r"(?:which|what) (?:\w+ ){0,2}?(?!is|was|does|has|this)\w{3,}s (?:are|were|did|do|have|had|went|will|can)",
            r"which (?:two|three|four|five|six)|who (?:all )?(?:are|were)",
            r"quel(?:le)?s|lesquel(?:le)?s|qui sont|welche (?:\w+(?:en|er|e|s)) |wer sind",
            r"cuales|quienes|que \w+s|quali|quais|welke|ce \w+i",
        ),
    ),
    (
        QuestionKind.DEFINITION,
        (
            r"what (?:does|do) .+ mean|what(?:'s| is| are) .+ supposed to be|define",
            r"what(?:'s| is| are) (?!the )(?:an? )?[^ ]+(?: [^ ]+){0,3}$",
            r"qu'?est[- ]ce qu(?:e|')|c'est quoi|que (?:signifie|veut dire)",
            r"was (?:ist|sind|bedeutet)|was versteht man|que (?:es|son|significa)",
            r"cos'?e|wat (?:is|zijn|betekent)|o que (?:e|sao)|ce (?:este|inseamna)",
        ),
    ),
    (QuestionKind.MANNER, (r"how|comment|de quelle (?:maniere|facon)|wie|como|come|hoe|cum",)),
)
_PATTERNS = tuple((kind, re.compile(rf"(?:{'|'.join(forms)})(?!\w)")) for kind, forms in _FORMS)
_BEFORE = re.compile(r"^[\s¿¡\"'«“„(]+")
_AFTER = re.compile(r"[\s?!.\"'»”“)]+$")


def question_kind(question: str) -> QuestionKind:
    """The kind of `question`, by the words that it begins with; a fact where none of them is known."""
    words = " ".join(fold(question).replace("’", "'").split())
    bare = _AFTER.sub("", _BEFORE.sub("", words))
    return next((kind for kind, pattern in _PATTERNS if pattern.match(bare)), QuestionKind.FACT)
