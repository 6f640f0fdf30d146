"""Whether a question is about what people announce: that alone may be answered by the day on which somebody posted it."""

import re

from index.words import fold

# Verbs of saying and of leaving, folded, by their beginnings: who leaves says so on the day. Who joins, is born or marries
# may have done so years before the post.
_ANNOUNCES = {
    "de": r"sag|schr[ie]+b|geschrieben|sprach|gesproch|erklar|verkund|angekund|kundig|gekundig|bekannt|mitgeteilt|mitteil|teilt"
    r"|ausser|geausser|post|gepost|twitter|getwitter|veroffentlich|reagier|antwort|geantwort|kommentier|bestatig|entschuldig"
    r"|verlass|verliess|ging|gegangen|geht|gehen|trat|tritt|rucktritt|zuruck|austritt|ausgetret|abschied|abgang|letzte",
    "en": r"sa(?:y|id)|t(?:ell|old)|wr(?:it|ote)|spoke|speak|announc|post|tweet|publish|state|declar|reveal|respon|repl|react"
    r"|comment|confirm|apologi|thank|le(?:av|ft)|quit|resign|depart|go(?:es|ing|ne)?\b|went|step|last|exit|retir",
    "es": r"di(?:jo|ce|go|cho|jeron|cen)|decir|escri|habl|anunci|public|post|tuit|declar|revel|respond|reaccion|coment|confirm"
    r"|disculp|agradec|dej|abandon|renunci|dimi|salid|sali|march|se fue\b|irse\b|despid|despedid|ultim",
    "fr": r"dit|dire|disai|ecri|parl|annonc|public|publi|post|tweet|declar|revel|repond|reag|commente|confirm|excus|remerci"
    r"|quitt|demission|depart|part(?:ie?s?|ir|ent|ait)?\b|dernier|s'en (?:va|aller)|retir",
    "it": r"d(?:isse|ice|ire|etto)|scri|parl|annunci|pubblic|post|twitt|dichiar|rivel|rispo|reag|comment|conferm|scus|ringrazi"
    r"|lasci|abbandon|dimett|dimess|dimission|uscit|and(?:ato|ata|are|o)|ritir|ultim",
    "nl": r"ze(?:g|i)|gezegd|schr(?:ee|ij)|geschreven|sprak|gesproken|kondig|aankond|aangekond|bekend|meld|gemeld|post|gepost"
    r"|twitter|getwitter|verklaar|reage|antwoord|bevestig|verla|verliet|vertr|opgestap|stap|ontslag|weg|ging|gegaan|laatst",
}
_BEGINNINGS = {language: re.compile(rf"(?<!\w)(?:{forms})") for language, forms in _ANNOUNCES.items()}


def asks_of_announcing(question: str, language: str) -> bool:
    """Whether one of its words is of saying or leaving; so it is in a language whose verbs are not known here."""
    beginnings = _BEGINNINGS.get(language)
    return beginnings is None or beginnings.search(fold(question).replace("’", "'")) is not None
