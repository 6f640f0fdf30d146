"""Whose words a question wants: "What did Jan Leike say about Altman?" asks for those of Jan Leike."""

import re

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w'.-]*"
# Behind two words with capitals "de" begins what is spoken of: "Que dit Sam Altman de Leike ?".
_NAME = rf"({_WORD}(?: {_WORD}){{1,4}}|{_WORD}(?: (?:(?:d[aei]|del?|du|la|le|v[ao]n|der|den|ter|al|el|bin) ){{1,2}}{_WORD})?)"
_SAID = {
    "de": r"gesagt|geschrieben|erklärt|geantwortet|gemeint|geäußert|mitgeteilt|getwittert|gepostet",
    "en": r"say|said|write|written|tweet|post|declare|think|reply|answer|state|tell|told",
    "es": r"dicho|escrito|declarado|respondido|contestado|tuiteado|publicado|afirmado",
    "fr": r"dit|déclaré|écrit|répondu|tweeté|posté|publié|affirmé|expliqué|confié|ajouté",
    "it": r"detto|scritto|dichiarato|risposto|twittato|pubblicato|affermato",
    "nl": r"gezegd|geschreven|geantwoord|verklaard|getwitterd",
}
_FORMS = {
    "de": (
        rf"was (?:sagte?|schr(?:ie|ei)bt?|denkt|dachte|meinte?|erklärte?|antwortete?|hält|twitterte?) {_NAME}",
        rf"was (?:hat|hatte) {_NAME} .*\b(?:{_SAID['de']})\W*$",
    ),
    "en": (rf"what (?:did|does|has|had) {_NAME} (?:\w+ly )?(?:{_SAID['en']})\b",),
    "es": (
        r"qué (?:dijo|dice|decía|piensa|pensaba|opina|opinaba|escribi?ó|escribe|declaró|declara|respondió|responde|contestó"
        rf"|tuiteó|publicó|afirmó) {_NAME}",
        rf"qué (?:ha|había) (?:{_SAID['es']}) {_NAME}",
    ),
    "fr": (
        rf"qu'(?:a|avait) (?:{_SAID['fr']}) {_NAME}",
        rf"que (?:dit|pense|déclare|écrit|répond|affirme|disait|pensait) {_NAME}",
        rf"qu'est-ce que? ?{_NAME} (?:a|avait) (?:{_SAID['fr']})\b",
        rf"que {_NAME} (?:a|avait)-t-(?:il|elle) (?:{_SAID['fr']})\b",
        rf"que {_NAME} (?:dit|pense|déclare|écrit|répond)-(?:il|elle)\b",
    ),
    "it": (
        rf"(?:che )?cosa (?:dice|disse|diceva|pensa|pensava|scrive|scrisse|dichiara|dichiarò|risponde|rispose) {_NAME}",
        rf"(?:che )?cosa (?:ha|aveva) (?:{_SAID['it']}) {_NAME}",
    ),
    "nl": (
        rf"wat (?:zei|zegt|schreef|schrijft|denkt|dacht|vindt|vond|antwoordde|verklaarde|twitterde) {_NAME}",
        rf"wat (?:heeft|had) {_NAME} .*\b(?:{_SAID['nl']})\b",
    ),
}
_PATTERNS = {language: re.compile("|".join(forms)) for language, forms in _FORMS.items()}
_OPENING = re.compile(r"^[\W_]+")


def asked_speaker(question: str, language: str) -> str | None:
    """The name of the person whose words are asked for; None where the question asks for nobody's, or names nobody."""
    pattern = _PATTERNS.get(language)
    words = _OPENING.sub("", " ".join(question.replace("’", "'").split()))
    found = pattern.match(words[:1].lower() + words[1:]) if pattern else None
    return next(filter(None, found.groups()), None) if found else None
