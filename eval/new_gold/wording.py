"""The words that questions are made with, by language, and those in a sentence that show where an answer stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """One language. `{}` is what is asked about; those from `because` to `no_verb` are regular expressions.

    `whom`, `how_many`, `how_much` and `what_share` take the place of the answer within the sentence. `marks` stand
    around a question. `when` and `why` hold a whole clause. After `other_time` a date is not the
    day itself. `no_verb` cannot follow a name as its verb; before a number a
    word of `definite` says that it was counted before.
    """

    language: str
    marks: tuple[str, str]
    when: str
    why: str
    who: str
    whom: str
    how_many: str
    how_much: str
    what_share: str
    said: str
    because: str
    relative: str
    on: str
    other_time: str
    by: str
    about: str
    no_verb: str
    definite: frozenset[str]


_WORDINGS = (
    Wording(
        language="en",
        marks=("", "?"),
        when="When was it that {}",
        why="Why is it that {}",
        who="Who {}",
        whom="by whom",
        how_many="how many",
        how_much="how much",
        what_share="what percentage",
        said="What did {} say",
        because=r"because\s+(?:of\s+)?|due\s+to\s+(?=(?:the|an?|its|his|her|their)\b)|owing\s+to\s+",
        relative=r"who|which|that|whose|where",
        on=r"(?:(?:on|in)\s+)(?:\w+day,?\s+)?(?:the\s+)?|\w+day,?\s+",
        other_time=r"since|until|before|after|from|to|than|between|and",
        by=r"by",
        about=r"about|around|nearly|almost|over|some|at\s+least|more\s+than|less\s+than|fewer\s+than",
        no_verb=r"and|or|of|who|which|whose|with|from|for|in|at|as|to|on|the|a|an",
        definite=frozenset({"the", "these", "those"}),
    ),
    Wording(
        language="fr",
        marks=("", " ?"),
        when="Quand est-ce que {}",
        why="Pourquoi est-ce que {}",
        who="Qui {}",
        whom="par qui",
        how_many="combien de",
        how_much="combien",
        what_share="quel pourcentage",
        said="Qu’a dit {}",
        because=r"parce\s+qu(?:e\s+|['’])|en\s+raison\s+d(?:e\s+|es\s+|u\s+|['’])|à\s+cause\s+d(?:e\s+|es\s+|u\s+|['’])"
        r"|(?<=,\s)car\s+",
        relative=r"qui|que|dont|où",
        on=r"(?:(?:le|ce|en)\s+)(?:(?:\w+di|dimanche)\s+)?|(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\s+",
        other_time=r"depuis|jusqu[’']à|avant|après|dès|entre|et|que",
        by=r"par",
        about=r"environ|quelque|presque|près\s+de|plus\s+de|moins\s+de|au\s+moins",
        no_verb=r"et|ou|de|du|des|qui|que|dont|avec|pour|en|dans|sur|le|la|les|un|une|à|au|aux|\w+(?:é|ée|és|ées)",
        definite=frozenset({"les", "ces", "des", "ses", "leurs"}),
    ),
    Wording(
        language="de",
        marks=("", "?"),
        when="Wann war das: {}",
        why="Warum ist das so: {}",
        who="Wer {}",
        whom="von wem",
        how_many="wie viele",
        how_much="wie viel",
        what_share="wie viel Prozent",
        said="Was sagte {}",
        because=r"weil\s+|wegen\s+|aufgrund\s+|(?<=,\s)denn\s+",
        relative=r"der|die|das|den|dem|deren|dessen|wo",
        on=r"(?:(?:am|im)\s+)(?:Jahr\s+)?(?:(?:\w+tag|Mittwoch),?\s+)?(?:den\s+|dem\s+)?",
        other_time=r"seit|bis|vor|nach|ab|und|als",
        by=r"von|durch",
        about=r"etwa|rund|fast|über|knapp|mehr\s+als|weniger\s+als|mindestens",
        no_verb=r"und|oder|von|vom|der|die|das|den|dem|mit|für|in|im|an|am|auf|aus|bei|zu|zum|zur|als",
        definite=frozenset({"die", "den", "der", "diese"}),
    ),
    Wording(
        language="es",
        marks=("¿", "?"),
        when="Cuándo fue que {}",
        why="Por qué {}",
        who="Quién {}",
        whom="por quién",
        how_many="cuántos",
        how_much="cuánto",
        what_share="qué porcentaje",
        said="Qué dijo {}",
        because=r"porque\s+|debido\s+a(?:l\s+|\s+)|ya\s+que\s+|a\s+causa\s+de(?:l\s+|\s+)",
        relative=r"que|quien|quienes|donde|cuyo|cuya",
        on=r"(?:(?:el|en)\s+)(?:(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo),?\s+)?(?:el\s+|de\s+)?",
        other_time=r"desde|hasta|antes|después|entre|y|que",
        by=r"por",
        about=r"unos|unas|casi|cerca\s+de|más\s+de|menos\s+de|al\s+menos|alrededor\s+de",
        no_verb=r"y|o|de|del|que|quien|con|para|en|el|la|los|las|un|una|a|al",
        definite=frozenset({"los", "las", "estos", "estas"}),
    ),
)
WORDINGS = {wording.language: wording for wording in _WORDINGS}
