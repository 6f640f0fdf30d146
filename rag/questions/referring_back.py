"""How questions refer back, in the languages in which that is known: pronouns, what only looks like one, question words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """How one language refers back; patterns match folded text, `question_phrase` and `opening` text as it is written.

    An `opening` may stand before a question, and says nothing of what it asks; what is `no_name` begins one with a capital,
    "explain" or a preposition such as "since".
    `did` matches what stands behind "who" where that is the subject, up to where a name takes its place.
    `article` matches what stands before a name, as it is written; `why_that` begins what takes over a whole question with a
    pronoun for it, and `what_is_it` is a question about a thing or somebody in which none of the pronouns stands.
    """

    opening: str
    no_name: str
    person: str
    thing: str
    expletive: str
    question_phrase: str
    who: str
    is_: str
    did: str
    article: str
    why_that: str
    what_is_it: str = r"(?!)"
    subject_left_out: bool = False


# Greetings and calls for help, which ask nothing of any article; they stand before the openings, which may begin them.
GREETINGS = {
    "en": (
        r"good (?:morning|afternoon|evening|day)|(?:hello|hi|hey) there|greetings|how are you|thx|cheers|(?:good)?bye"
        r"|help(?: me)?|usage"
    ),
    "fr": (
        r"bonsoir|coucou|bonne (?:journ[ée]e|soir[ée]e)|au revoir|[àa] bient[ôo]t"
        r"|(?:[àa] l['’])?aide(?:[- ]moi)?|aidez[- ]moi"
    ),
    "de": (
        r"guten (?:morgen|tag|abend)|moin|servus|gr[üu](?:ß|ss) (?:gott|dich)|tsch[üu](?:ss|ß)|auf wiedersehen"
        r"|hilfe|hilf mir|helfen sie mir"
    ),
    "es": r"buenos d[íi]as|buenas(?: tardes| noches)?|adi[óo]s|hasta luego|ayuda|ay[úu]d[ae](?:me|nos)",
}
FORMS = {
    "en": Forms(
        opening=(
            r"and|but|so|then|ok|what about|how about"
            r"|okay|(?:many )?thanks(?: a lot| (?:so|very) much)?|thank you(?: (?:so|very) much)?"
            r"|great|good|nice|interesting|please|yes|no|really|hello|hi|hey|right|sure|wow|well"
        ),
        no_name=(
            r"explain|tell|describe|give|show|list|name|summari[sz]e|remind|sources?|details?|more"
            r"|since|despite|without|besides|among|within|according|throughout|beyond|near|upon|via|although"
        ),
        person=r"he|him|his|she|her|hers",
        thing=r"it|its|they|them|their|this|that|these|those|there",
        expletive=(
            r"(?:is|was) it true|(?:is|are|was|were) there|that's|it takes? (?:\w+ ){0,3}?to"
            r"|(?:does|would|will) it cost (?:\w+ ){0,3}?to|is it (?:raining|snowing)"
            r"|there (?:ever |still |also )?be(?:en)?"
            r"|(?:is|was) it (?:legal|illegal|possible|impossible|allowed|forbidden|safe|dangerous) to"
            r"|th(?:is|ese) (?:past |last |coming )?(?:year|quarter|month|week|weekend|morning|afternoon|evening|season|spring"
            r"|summer|autumn|fall|winter|decade|century)s?"
        ),
        question_phrase=(
            r"(?:(?:on|at|in|for|since|until|by|with|from|to|under|against|about) )?"
            r"(?:what|which|who|whom|whose|when|where|why|how)\b"
            r"(?: (?:day|date|year|reason|company|many|much|long))*"
        ),
        who=r"who|which (?:person|man|woman)",
        is_=r"(?:is|was)",
        did=(
            r"(?= (?!(?:did|does|do|is|are)\b"
            r"|(?:was|were|has|have|had|will|would|can|could) (?:the|an?|he|she|it|they|[A-Z]))[a-z])"
            r"| (?:is|was)(?= (?:the|an?) )"
        ),
        article=r"the ",
        why_that=r"why\b|when\b.*\b(?:that|this|it)\b|where\b.*\b(?:that|this)\b",
    ),
    "fr": Forms(
        opening=(
            r"et|mais|alors|donc|ok"
            r"|(?:un grand )?merci(?: beaucoup| infiniment)?|d['’]accord|tr[eè]s bien|bien"
            r"|oui|non|bonjour|salut|s['’]il (?:te|vous) pla[iî]t|super|int[eé]ressant"
            r"|ah bon|vraiment"
        ),
        no_name=(
            r"(?:dis|dites|expliquez?|racontez?|donnez?|montrez?|resumez?|citez?)(?:-moi)?|sources?|details?"
            r"|depuis|contre|malgre|selon|pendant|avant|apres|sans|sous|chez|vers|entre|parmi|durant|outre|hors"
        ),
        person=r"il|elle|lui|l'(?:a|ont|avait|avaient|aurait)|son|sa|ses",
        thing=r"ils|elles|leurs?|eux|cela|y",
        expletive=(
            r"y (?:a|aura|avait|aurait|eut)(?: t)? il|il y (?:a|aura|avait|aurait|eut)|faut il"
            r"|s'agit il|est il vrai|se passe t il"
            # What happened alone, and what happened then, is asked of what was spoken of.
            r"|(?:s'est il (?:passe|produit)|se (?:passera|passait) t il|est il arrive(?= a ))"
            r"(?= (?!ensuite|alors|apres$|depuis$|lui\b)\w)"
            r"|est il (?:interdit|permis|possible|impossible|obligatoire|necessaire|legal|illegal)(?= (?:de |d'|que |qu'))"
            r"|fait il (?:(?:si|tres|aussi) )?(?:chaud|froid|beau|mauvais|nuit)"
        ),
        question_phrase=(
            r"(?:(?:[àa]|en|pour|de|depuis|jusqu['’][àa]|par|avec|chez|dans|sur|contre) )?"
            r"(?:pourquoi|quand|comment|o[uù]|qui|combien|quel(?:le)?s?|qu'est-ce que?|que)\b"
            r"(?: (?:jour|date|ann[ée]e|raison|entreprise))*(?: est-ce qu(?:e|'))?"
        ),
        who=r"qui",
        is_=r"(?:est|etait)",
        did=r"(?= (?!est |sont |[ée]tai(?:t|ent) |.*-(?:il|elle|on)s?\b)[a-zà-ÿ])| est(?= (?:le|la|une?) | l['’])",
        article=r"l[ae] |les |l['’]",
        why_that=r"pourquoi\b|quand\b.*\bcela\b",
        what_is_it=r"c'est (?:quoi|ou)|qu'est ce que c'est",
    ),
    "de": Forms(
        opening=(
            r"und|aber|also|dann|ok|was ist mit"
            r"|danke(?: sch[öo]n| sehr| vielmals)?|(?:vielen|besten|herzlichen|tausend) dank|bitte"
            r"|ja|nein|gut|hallo|super|interessant|wirklich|aha|okay"
        ),
        no_name=r"seit|trotz|wegen|laut|ausser|ab|neben|statt",
        person=r"er|ihn|ihm|sie|sein(?:e[mnrs]?)?|ihre?[mnrs]?",
        thing=r"es|ihnen|das|dafur|damit|davon|dazu|daruber|davor|danach|dabei|darauf",
        expletive=(
            r"gibt es|gab es|stimmt es|geht es|ging es|(?:ist|war|wird) es (?:in|im|so|zu|dort|heute)"
            r"|(?:kam|kommt) es zu[mr]?|es (?:\w+ ){0,6}?(?<!bekannt )(?:ge)?geben|es (?:regnet|regnen|schneit|schneien)"
        ),
        question_phrase=(
            r"(?:(?:an|in|bei|aus|seit|bis|von|mit|zu|für|gegen) )?"
            r"(?:wer|wen|wem|was|wann|wo|wohin|warum|wieso|weshalb|wie|welche[mnrs]?)\b"
            r"(?: (?:tag|jahr|grund|firma))*"
        ),
        who=r"wer|wen|wem",
        is_=r"(?:ist|war)",
        did=r" (?!(?:ist|war|sind|waren) [A-ZÄÖÜ])[a-zäöüß]+(?= )",
        article=r"(?:der|die|das|de[mn]) ",
        # "Wo ist es?" asks of a thing.
        why_that=r"(?:warum|wieso|weshalb)\b|(?:seit )?wann\b.*\b(?:das|es)\b|wo\b.*\bdas\b",
    ),
    "es": Forms(
        opening=(
            r"y|e|pero|entonces|ok|que tal"
            r"|(?:much[ií]simas |muchas |mil )?gracias|por favor|s[íi]|hola|bien|vale|interesante|de verdad"
        ),
        no_name=(
            r"dime|digame|diga|explica|explique|cuenta|cuentame|resume|muestra|fuentes?|detalles?"
            r"|segun|tras|hacia|bajo|mediante|salvo|excepto"
        ),
        person=r"el(?= [?]|$)|ella|su|sus",
        thing=r"ellos|ellas|eso|esto|les",
        expletive=r"es cierto que",
        question_phrase=(
            r"(?:(?:a|en|por|de|desde|hasta|para|con|contra) )?"
            r"(?:qu[eé]|cu[aá]ndo|c[oó]mo|a?d[oó]nde|qui[eé]n(?:es)?|cu[aá]l(?:es)?|cu[aá]nt[oa]s?)\b"
            r"(?: (?:d[ií]a|fecha|a[nñ]o|empresa|motivo))*"
        ),
        who=r"quien(?:es)?",
        is_=r"(?:es|era|fue)",
        did=r"(?= (?!(?:es|son|eran?|fue|fueron) )[a-zà-ÿ])| es(?= (?:el|la|una?) )",
        article=r"(?:el|l[ao]s?) ",
        why_that=r"por que\b|(?:(?:desde )?cuando|donde)\b.*\b(?:eso|esto)\b",
        what_is_it=r"(?:que|quien(?:es)?|donde|como) (?:es|son|era|eran|estan?|estaban?)",
        subject_left_out=True,
    ),
}
