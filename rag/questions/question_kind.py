"""What sort of answer a question wants: a fact, or sentences that carry a reason, a way, a list or an explanation."""

import re
from enum import StrEnum

from index.words import fold
from rag.questions.asking_elsewhere import kind_elsewhere
from rag.questions.who_is import asks_who_somebody_is


class QuestionKind(StrEnum):
    """A fact is one value, and values that differ contradict each other; of the others more than one sentence may help."""

    FACT = "fact"
    REASON = "reason"
    MANNER = "manner"
    LIST = "list"
    DEFINITION = "definition"


# What has one value: "what is the …" and "Altman's …" ask for it, and not for what the word means.
_GERMAN_VALUES = (
    r"name|datum|preis|wert|zahl|anzahl|summe|betrag|hohe|grosse|lange|alter|gehalt|umsatz|gewinn|verlust|budget|vermogen"
    r"|ergebnis|hauptstadt|titel|beruf|amt|termin|ort|adresse"
)
_FRENCH_VALUES = (
    r"noms?|dates?|prix|valeur|nombre|montant|somme|chiffre|taille|hauteur|longueur|age|salaire|budget|resultats?|capitale"
    r"|titre|metier|poste|lieu|adresse|annee"
)
_DUTCH_VALUES = (
    r"naam|datum|prijs|waarde|aantal|bedrag|hoogte|grootte|lengte|leeftijd|salaris|omzet|winst|verlies|budget|vermogen"
    r"|resultaat|hoofdstad|titel|beroep|functie|plaats|adres"
)
_ENGLISH_PLURAL = r"(?!\w*(?:ss|us|is)\b|(?:does|news|lens|series)\b)\w{3,}s"
# Plurals without -s; "the children's book" is one.
_ENGLISH_PEOPLE = r"\b(?:people|(?:wo)?men|children)\b(?!')"
_ENGLISH_PAST = (
    r"(?:\w{2,}ed|became|began|bought|broke|brought|built|came|caught|chose|cut|drew|drove|fell|flew|fought|found|gave|got|grew|held|hit"
    r"|kept|knew|led|left|lent|lost|made|met|paid|quit|ran|rose|said|sank|sat|saw|sent|shut|sold|spent|spoke|stole|stood|told"
    r"|took|went|withdrew|won|wore|wrote)"
)
_ENGLISH_AFTER_VERB = (
    r"(?:the|an?|his|her|its|their|my|our|your|this|that|these|those|no|not|all|any|to|of|in|into|on|at|by|for|from|with|against"
    r"|about|after|before|over|under|until|because|as|out|up|down|off|away|back|when|if|and|or)"
)
# Behind a plural verbs have no -s, and neither have "sports club" and "sales offer": what they do to something comes next.
_ENGLISH_PLURAL_VERB = (
    r"(?:want|plan|hope|intend|wish|need|try|seek|refuse|agree|own|run|make|sell|buy|use|support|back|oppose|compete|belong|bid|take"
    r"|get|keep|pay|say|think|claim|believe|include)"
)
# "What does the plan include?": what it holds is several things. "What does it cover?" asks as often how far it reaches.
_ENGLISH_HOLDS = r"(?:include|contain|comprise|consist of|provide for)"
_FRENCH_HOLDS = (
    r"(?:(?:pre|com)(?:voit|voient|voyait|prend|prennent|prenait)|inclu(?:t|ent|ait)|contien(?:t|nent)|contenait)"
)
_SPANISH_HOLDS = r"(?:incluyen?|incluian?|contienen?|contenian?|comprenden?|comprendian?|preven?|preveian?)"
_ITALIAN_HOLDS = (
    r"(?:prevede(?:va)?(?:no)?|comprend(?:e|eva|ono|evano)|inclu(?:de|deva|dono|devano)|contien[ei]|contengono)"
)
_DUTCH_HOLDS = r"(?:omvat(?:te|ten)?|bevat(?:te|ten)?|behelst)"
_GERMAN_HOLDS = r"(?:umfass(?:t|en|te|ten)|beinhalte(?:t|n|te|ten)|enth(?:alt|alten|ielt|ielten))"
_PLEASE = r"(?:(?:can|could) you )?(?:please )?"
_GERMAN_REASONS = r"(?:grund|ursache)(?:en?)?"
# How questions begin, folded, in the languages that questions are recognised in (de, en, es, fr, it, nl, pt, ro). Tried from the
# top: "how many" is a fact before "how" is a manner.
_FORMS: tuple[tuple[QuestionKind, tuple[str, ...]], ...] = (
    (
        QuestionKind.FACT,
        (
            r"how (?:many|much|long|old|often|far|big|tall|large|high|fast|quickly|deep|heavy|expensive|wide|soon|late|close"
            r"|likely|strong|hot|cold|warm|bad|thick|thin|few|frequently|steep|severe)",
            # "How young people live" and "how rich countries pay" ask for a way.
            r"how (?:short|young|small|rich) (?:is|are|was|were|will|would)",
            r"wie ?(?:viele?|lange?|oft|alt|hoch|gross|teuer|weit|schnell|schwer|tief|breit|stark|spat|warm|kalt|heiss|nahe?"
            r"|jung|kurz|klein|dick|dunn|haufig|reich|steil)",
            # The Dutch "who"; "how was" is "wie war" in German.
            r"wie (?:is|was|heeft|werd|wordt)",
            r"was (?:ist|war) (?:\w+ ){0,3}?(?:passiert|geschehen|los|vorgefallen|geplant|bekannt|erlaubt|verboten)",
            r"(?:che )?cosa (?:e|era) (?:success[oa]|accadut[oa]|cambiat[oa])",
            r"what(?:'s| is| was) (?:known|planned|allowed|forbidden|banned)",
            # What it changes, and what it costs.
            r"qu'?est[- ]ce que (?:(?:l[ae]|les|cette|cet?|ces) \w+|l'\w+|cela|ca|il|elle) (?:chang|cout)\w*$",
            # What somebody did, and what happened.
            r"qu'?est[- ]ce qu(?:e |')(?!une? )(?:.+ )?"
            r"(?:a|ont|avait|avaient|fait|va|vont|veut|veulent|dit|pense|demande|propose|reproche)",
            r"que es lo que|o que (?:e|foi) que|wat is er",
            r"wie (?:heisst?|hiess|lautete?)",
            rf"was (?:ist|war|sind|waren) (?:der|die|seine?|ihre?|\w+s) (?:\w+e )?(?:{_GERMAN_VALUES})",
            rf"(?:c'est quoi|qu'?est[- ]ce que) (?:l[ae] |l'|son |sa |les )(?:{_FRENCH_VALUES})",
            rf"wat (?:is|was|zijn|waren) (?:de|het|zijn|haar|hun|\w+s) (?:\w+e )?(?:{_DUTCH_VALUES})",
            # One name; those of several are a list.
            r"comment (?:(?:s'appel|se nomm)(?!\w*ent\b)\w+|appelle-t-on)|como se (?:llam(?!\w*n\b)|cham(?!\w*m\b))\w+",
            r"come si chiam(?!\w*no\b)\w+|hoe heet(?:te)?|cum (?:se|il|o) (?:numeste|numea|cheama|chema)",
            r"combien|cuant[oa]s?|quant[oiae]s?|hoeveel|cati?|cate",
            r"hoe (?:lang|vaak|oud|groot|hoog|duur|ver|snel|zwaar|diep|breed|laat)",
            # "quelle est la raison" asks for a reason, "quel est le nom" for a fact.
            r"what (?:is|was) the (?:name|date|year|number)",
        ),
    ),
    (
        QuestionKind.REASON,
        (
            r"why|how come|what (?:made|caused|prompted|led|drove|triggered|explains|explained|motivated)"
            r"|what(?:'s| is| was) causing",
            r"(?:for )?(?:what|which) reasons?",
            r"what(?:'s| is| are| was| were) (?:the|his|her|its|their|[^ ]+(?: [^ ]+)?'s) (?:\w+ )?(?:reason|cause|motive)s?",
            r"pourquoi|(?:pour )?quelles? raisons?|pour quels? motifs?",
            r"quelles? (?:est la|etait la|sont les|etaient les) (?:\w+ )?(?:raison|cause)s?",
            r"qu'est-ce qui (?:explique|a (?:pousse|conduit|amene|cause|provoque|motive))",
            r"qual(?:e|'?)? ?(?:e|era|fu|foi) (?:il|la|o|a) (?:\w+ )?(?:motivo|ragione|causa|razao)",
            r"(?:om )?welke reden(?:en)?|wat (?:is|was|zijn|waren) de (?:\w+ )?(?:reden(?:en)?|oorza(?:ak|ken))",
            r"warum|wieso|weshalb|weswegen|(?:aus )?welche[mn]? gr[uo]e?nde?n?",
            rf"(?:was|welche[rs]?) (?:ist|war|sind|waren) (?:der|die|seine?|ihre?) (?:\w+ )?{_GERMAN_REASONS}",
            r"cual(?:es)? (?:es|era|fue|son|eran|fueron) (?:el|la|los|las) (?:\w+ )?(?:razon(?:es)?|causas?|motivos?)",
            r"por ?que|por que motivo|que (?:razao|motivo)|a que se deb\w+|perche|per quale motivo|waarom|de ce|din ce cauza",
        ),
    ),
    (
        QuestionKind.LIST,
        (
            # "Which business", "which virus" and "which crisis" ask for one.
            rf"(?:which|what) (?:\w+ ){{0,2}}?{_ENGLISH_PLURAL} (?:are|were|did|do|have|had|went|will|can)",
            rf"which (?:other )?{_ENGLISH_PLURAL} (?:{_ENGLISH_PAST}|\w+$)",
            # Of several things somebody does or has done one: "which languages does she speak", and not "which species has died".
            rf"(?:which|what) (?:other )?(?!species\b){_ENGLISH_PLURAL} (?:does|has) (?:s?he|it|the|[^ ]+ \w+)",
            # "Which firm sells used cars" and "what makes used cars cheap" have a verb in -s.
            rf"(?:which \w+|what(?: \w+)?) {_ENGLISH_PLURAL} {_ENGLISH_PAST}(?: {_ENGLISH_AFTER_VERB}|$)",
            rf"which {_ENGLISH_PLURAL}$",
            r"which (?:two|three|four|five|six)|what (?:are|were) (?:the|his|her|its|their) (?:two|three|four|five|six)",
            r"who (?:all )?(?:are|were)",
            rf"which (?:other )?{_ENGLISH_PLURAL} {_ENGLISH_PLURAL_VERB} {_ENGLISH_AFTER_VERB}",
            rf"what (?:do|does|did|will|would) .+ {_ENGLISH_HOLDS}(?:$| (?:for|in|besides|under|at|on))",
            rf"que {_FRENCH_HOLDS}|qu'?est[- ]ce qu(?:e |').+ {_FRENCH_HOLDS}|en quoi consist\w+",
            rf"que {_SPANISH_HOLDS}|en que consist\w+|(?:che )?cosa {_ITALIAN_HOLDS}|in (?:che )?cosa consist\w+",
            rf"was {_GERMAN_HOLDS}|was sieh(?:t|en) .+ vor$|was sah(?:en)? .+ vor$|wat {_DUTCH_HOLDS}",
            r"welche[rns]? (?:zwei|beiden|drei|vier|funf|sechs)|que (?:dos|tres|cuatro|cinco|seis)",
            r"welke (?:twee|drie|vier|vijf|zes)",
            rf"(?:in|to|from|with|for|at|on|by) (?:which|what) {_ENGLISH_PLURAL} (?:does|is|was|has)",
            r"which (?:are|were) (?:the|his|her|its|their)|what (?:are|were) the (?:\w+ )?names",
            rf"which (?:other )?{_ENGLISH_PEOPLE}",
            rf"{_PLEASE}(?:name|list) (?!of\b).*?{_ENGLISH_PLURAL}",
            # "Name the man who saved people" asks for one.
            rf"{_PLEASE}(?:name|list) (?:(?!(?:of|who|whom|whose|that|which)\b)\w+ ){{0,3}}{_ENGLISH_PEOPLE}",
            r"(?:citez?|enumerez?)(?:[- ]moi)? (?:[ldt]es|tou(?:te)?s les)|(?:listez?|nommez?)(?:[- ]moi)? (?:tou(?:te)?s )?les",
            r"(?:nombra|enumera|elenca) (?:los|las|i|le|gli)|(?:nombr|enumer)[ae]n? (?:a )?(?:tod[oa]s )?l[oa]s",
            r"(?:nennen?|liste|listen)(?: sie)?(?: (?:mir|uns))? (?:alle|die leute|die \w+(?:n|er|s))",
            r"(?:in|mit|aus|bei|von|zu|nach|unter) welchen \w+n",
            r"wie (?:heissen|hiessen)|comment (?:s'appel|se nomm)\w+|como se (?:llam|cham)\w+|come si chiam\w+|hoe hee?t+en",
            r"cum (?:se (?:numesc|numeau)|ii (?:cheama|chema))",
            r"quel(?:le)?s|lesquel(?:le)?s|qui (?:sont|etaient)|wer (?:sind|waren)",
            # What is needed for something: "what do I need to sign up?"
            r"what (?:do|will|would) (?:i|you|we) need|que (?:faut-il(?! faire)|me faut-il)|was (?:brauche|benotige|braucht)"
            r"|que (?:necesito|necesita|hace falta)",
            # "Welche" is of one woman or of several, and "Strafe" and "Nummer" are one: there the verb says how many.
            r"welche (?:\w+en|\w+[^\Wisu]s)",
            r"welche \w+(?:er|e) (?:\w+en|sind) (?!(?:sie|wir|die)\b)\w+",
            r"cuales|quienes|que (?!(?:es|mes|pais|gas|crisis|interes|\w+[ui]s)\b)\w+s|quali|quais|ce (?!zi\b)\w+i",
            r"welke (?:zijn|waren|\w+(?:en|s))|wie zijn|chi sono|quem sao",
        ),
    ),
    (
        QuestionKind.DEFINITION,
        (
            r"what (?:does|do) .+ mean|what(?:'s| is| are) .+ supposed to be|define",
            # "What is Altman's salary" and "what is her name" ask for a value of theirs.
            r"what(?:'s| is| are) (?!(?:the|my|your|his|her|its|our|their) |(?!an? ).*(?:'s|s') "
            r"|.*(?<!\w)(?:worth|called|wrong|left|doing|saying|like|for|about|with|at|of|in|on|to)$"
            r"|(?:happening|going on)(?!\w))"
            r"(?:an? )?[^ ]+(?: [^ ]+){0,3}$",
            r"qu'?est[- ]ce (?:que|qu'une?|qu'on (?:appelle|entend par)|qu'[^ ]+$)|c'est quoi|que (?:signifie|veut dire)",
            r"was (?:ist|sind|bedeutet)|was versteht man|que (?:es|son|significa)",
            r"(?:che )?cos'?e|(?:che )?cosa (?:e|sono|significa)|wat (?:is|zijn|betekent)|o que (?:e|sao|significa)",
            r"ce (?:este|inseamna)",
        ),
    ),
    (
        QuestionKind.MANNER,
        (
            # The way to act: "what should I do after an accident?"
            r"what (?:should|must|do|can|shall) (?:i|you|we|one) do|what to do"
            r"|que (?:faire|faut-il faire|(?:dois|doit|peut|peux|devons|pouvons)-(?:je|on|nous) faire)"
            r"|was (?:tun|soll(?:te)?|muss|kann) (?:ich|man|wir)(?= .*\b(?:tun|machen)$)|was tun"
            r"|que (?:hay que|debo|debe(?:mos)?|se debe|tengo que|puedo) hacer",
            r"how|comment|de quelle (?:maniere|facon)|wie|como|come|hoe|cum|in (?:che|quale) modo|de que (?:modo|forma|maneira)",
        ),
    ),
)
# "In which countries" asks for a list as "which countries" does.
_PREPOSITIONS = {
    QuestionKind.LIST: r"(?:(?:in|to|from|with|for|at|on|by|dans|avec|pour|par|en|a|de|con|para) )?",
}
_PATTERNS = tuple(
    (kind, re.compile(rf"{_PREPOSITIONS.get(kind, '')}(?:{'|'.join(forms)})(?!\w)")) for kind, forms in _FORMS
)
# "And why …?" and "Tell me why …" ask as "why …?" does.
_LEADING = (
    r"and|so|but|et|mais|alors|donc|und|aber|also|y|pero|entonces|e|ma|mas|maar"
    r"|(?:(?:can|could) you )?(?:please )?(?:tell me|explain)|do you know|(?:dis|dites)[- ]moi|expliquez?(?:[- ]moi)?"
    r"|sag(?:en sie)? mir|erklare?(?:n sie)?(?: mir)?|dime|digame|expli(?:ca|que)(?:me)?"
    r"|i(?:'d like| would like| want) to know|sais-tu|savez-vous"
    r"|(?:peux-tu|pouvez-vous|tu peux|vous pouvez) (?:me dire|m'expliquer)"
    r"|(?:kannst du|konnen sie) mir (?:sagen|erklaren)|weisst du|wissen sie|sabes?|(?:puedes?|podrias?) decirme"
)
_BEFORE = re.compile(rf"^[\s¿¡\"'«“„(]*(?:(?:{_LEADING})[\s,:]+[¿\"'«“„(]*)*")
_AFTER = re.compile(r"[\s?!.\"'»”“)]+$")
# "Which OpenAI people left?" asks as "which people left?" does.
_CAPITALISED = re.compile(r"(?<=^which )(?:[A-ZÀ-ÖØ-Þ][\w'-]* ){1,2}(?=[a-z])")


def question_kind(question: str) -> QuestionKind:
    """The kind of `question`, by the words that it begins with and the name behind them; a fact where none of them is known."""
    words = " ".join(fold(question).replace("’", "'").split())
    bare = _AFTER.sub("", _BEFORE.sub("", words))
    written = _as_written(question, len(bare.split()))
    if asks_who_somebody_is(written):
        return QuestionKind.DEFINITION
    kind = _kind_by_words(bare)
    if kind is QuestionKind.FACT and bare.startswith("which "):
        return _kind_by_words(fold(_CAPITALISED.sub("", f"which {written[6:]}")))
    return QuestionKind(kind_elsewhere(bare, written)) if kind is QuestionKind.FACT else kind


def begins_question(before: str) -> bool:
    """Whether a question may begin behind `before`, folded: behind nothing, or behind "tell me"."""
    return not _BEFORE.sub("", before)


def _kind_by_words(bare: str) -> QuestionKind:
    return next((kind for kind, pattern in _PATTERNS if pattern.match(bare)), QuestionKind.FACT)


def _as_written(question: str, count: int) -> str:
    """The last `count` words of `question` with their capitals, without the marks at either end."""
    words = _AFTER.sub("", question.replace("’", "'")).split()
    return " ".join(words[len(words) - count :]).lstrip("¿¡\"'«“„( ")
