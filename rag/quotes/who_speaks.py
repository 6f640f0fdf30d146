"""Tells who speaks in a sentence that says it by name: beside its verbs of saying, before its colon and in its signature."""

import re
from collections.abc import Iterator

from index.locales import numbers_of_weekdays
from index.words import fold
from rag.questions.subjects import is_function_word
from rag.quotes.posts import is_post
from rag.quotes.signatures import signer

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"{_UPPER}[\w'.-]{{0,40}}"
_PARTICLES = r"(?:(?:de|du|des|di|da|la|le|van|von|der|den|del|al|el|bin|ter) ){0,2}"
_NAME = rf"{_WORD}(?: {_PARTICLES}{_WORD}){{0,3}}"
# Of whom more is said between commas: "Anna Roth, qui dirige l'usine, a dit".
_AND_MORE = r"(?:,[^,;:.!?«»\"“”„]{2,80},|,)?"
_SAYS = {
    "de": r"(?:hat |hatte )?(?:sagte?|erklärte?|schrieb|schreibt|betonte?|meinte?|antwortete?|ergänzte?|kritisierte?|twitterte"
    r"|bestätigte?|erzählte?|berichtete?|warnte?|kommentierte?)",
    "en": r"(?:has |had |have )?(?:\w+ly |also )?(?:said|says|told|tells|wrote|writes|written|tweeted|posted|added|adds|replied"
    r"|replies|answered|answers|explained|explains|declared|stated|insisted|insists|admitted|admits|recalled|recalls|argued"
    r"|argues|claimed|claims|warned|warns|commented|responded|responds|joked|jokes|noted|notes|confided)",
    "es": r"(?:ha |había )?(?:dijo|dice|dicho|escribió|escribe|escrito|declar[óa]|declarado|añad(?:ió|e)|explic[óa]|explicado"
    r"|respond(?:ió|e)|contestó|afirm[óa]|afirmado|aseguró|asegura|recordó|recuerda|contó|cuenta|admit(?:ió|e)|tuiteó|señal[óa]"
    r"|reconoc(?:ió|e)|coment[óa]|resum(?:ió|e)|replic[óa]|insist(?:ió|e))",
    "fr": r"(?:(?:a|avait|aurait|lui a|leur a|nous a) |s'(?:est )?|se )?(?:\w+ement |aussi |également |ainsi |alors )?(?:dit"
    r"|déclar[ée]|déclare|écrit|tweeté|affirmé?|affirme|expliqu[ée]|répond|répondu|répondit|ajout[ée]|posté|indiqu[ée]|estim[ée]"
    r"|assur[ée]|confi[ée]|racont[ée]|précis[ée]|reconnu|reconnaît|soulign[ée]|admis|admet|rappel[ée]|rappelle|regrett[ée]"
    r"|résum[ée]|conclu|conclut|soupir[ée]|rétorqu[ée]|répliqu[ée]|insist[ée]|comment[ée]|gliss[ée]|plaid[ée]|défend|défendu"
    r"|indign[ée]|observ[ée]|souffl[ée]|confirm[ée])",
    "it": r"(?:ha |aveva )?(?:detto|dice|disse|scritto|scrive|scrisse|dichiarato|dichiara|aggiunto|aggiunge|spiegato|spiega"
    r"|risposto|risponde|affermato|afferma|raccontato|racconta|ammesso|ammette|twittato|commentato|commenta)",
    "nl": r"(?:heeft |had )?(?:zei|zegt|schreef|schrijft|verklaarde|antwoordde|voegde|vertelde|vertelt|benadrukte|erkende"
    r"|twitterde)",
}
_HAS = {
    "de": "hat|hatte",
    "en": "has|had",
    "es": "ha|había",
    "fr": "a|avait|s'est",
    "it": "ha|aveva",
    "nl": "heeft|had",
}
_BEFORE = {
    language: re.compile(rf"(?P<who>{_NAME})(?P<more>{_AND_MORE}) (?:{says})(?!\w)") for language, says in _SAYS.items()
}
# "a dit jeudi le juge Ben Kuhn à Anna Roth": a preposition ends what says who, and so does "that".
_NOT_WHO = (
    r"(?:à|aux?|to|of|de|du|an|zu[mr]?|vo[nm]|al?|in|en|dans|on|über|sobre|sur|that|que|dass|dat|che"
    r"|mit|nach|vor|beim?|auf|a[mu]f?|im|während|gegenüber|unter|after|before|during|with|at|from|for|following|while|when"
    r"|après|avant|devant|lors|chez|selon|pendant|avec|pour|tras|durante|ante|antes|según|con|dopo|prima|all[aeo]|agli|nel"
    r"|tegen|na|tijdens|met|voor|bij|op) |qu'|all'"
)
# What may stand between the verb and who speaks: "lors d'un meeting", "am Montag", "alla Camera". Neither may whom it is said to,
# "devant le président Joe Biden", nor what has a name of its own, "in der Sendung Markus Lanz".
_MEDIUM = (
    r"(?:\w{0,40}(?:zeitung|zeitschrift|agentur|sendung|sender|gruppe|presse|illustrierten?|seite|plattform|magazin|podcast|show"
    r"|kanal|netzwerk|programm|blatt|film|serie)\b)"
)
_TITLED = (
    r"(?:\w{0,40}(?:pr[äeé]sident|minist|chan?cel|kanzler|premier|chef|papst|könig|pape|papa)|(?:ro?i|rey|re|maire) )"
)
_SMALL = rf"(?!{_TITLED})[a-zß-öø-ÿ][\w-]{{1,40}} "
_ASIDES = {
    "de": r"(?:am|im|beim|(?:in|auf|bei) (?:der|dem|eine[rm])|(?:nach|vor|während) (?:der|dem|den|eine[rm])) "
    r"(?:[a-zäöüß-]+ ){0,2}+(?:(?!\w{0,40}[Mm]orgen )[A-ZÄÖÜ][\w-]{0,40}e[nrs] ){0,3}+"
    rf"(?!(?i:{_TITLED}|{_MEDIUM}))[A-ZÄÖÜ][\w-]{{1,40}} ",
    "es": rf"(?:en (?:una? )?{_SMALL}(?:de {_SMALL})?|(?:tras|durante) (?:el|la|una?) {_SMALL}"
    r"|ante (?:la prensa|l[oa]s \w{2,40}s) |en el (?:Congreso|Senado|Parlamento) )",
    "fr": rf"(?:(?:lors d'une? |(?:dans|après|avant) une? |pendant l[ae] |(?:après|avant) l[ae] |en ){_SMALL}(?:de {_SMALL})?"
    r"|devant (?:la presse|les [\wéè]{2,40}s) |à (?:la (?:presse|radio|télévision|tribune)|l'antenne|l'Assemblée) |au Sénat )",
    "it": rf"(?:(?:in (?:una? |un')?|durante (?:il |la |una? )|dopo (?:il |la )){_SMALL}"
    r"|alla Camera |al Senato |in Aula |in Parlamento |alla stampa )",
    "nl": rf"(?:(?:tijdens|na) (?:de |het |een ){_SMALL}|(?:op|in) een {_SMALL}|voor de camera |in de (?:Tweede )?Kamer )",
}
_BEHIND_ASIDE = rf"(?=(?:(?:l'|(?:le|la|el|il|de) )(?:[a-zß-öø-ÿ][\w-]* ){{1,2}})?{_WORD} {_PARTICLES}{_WORD})"
# "Sagte der Kanzler der Deutschen Presse-Agentur": whom it was said to stands behind who said it. In "der Präsident der Ukraine
# Wolodymyr Selenskyj" it is the genitive, before the name.
_OF_MEDIUM = (
    r"(?i:\w{0,40}(?:zeitung|zeitschrift|agentur|presse|gruppe|nachrichten|rundschau|anzeiger|magazin|post|times|allgemeinen?|kurier"
    r"|tageblatt)\b)"
)
_GERMAN_GENITIVE = (
    rf"(?:der [\w-]+ )?der (?:[a-zäöüß-]+ ){{0,2}}(?!(?i:{_MEDIUM})){_UPPER}[\w-]+"
    rf"(?: (?!{_OF_MEDIUM}){_UPPER}[\w.-]+){{2}}"
)
_GERMAN_DATIVE = re.compile(rf"(?<=\w) (?!{_GERMAN_GENITIVE})(?:de[mnr]|eine[mr]) .*")
_PRONOUNS = {
    "de": re.compile(r"(?:er|sie)\b", re.IGNORECASE),
    "en": re.compile(r"(?:he|she|they)\b", re.IGNORECASE),
    "fr": re.compile(r"(?:ils?|elles?)\b", re.IGNORECASE),
    "nl": re.compile(r"(?:hij|zij|ze)\b", re.IGNORECASE),
}
_BEHIND = {
    language: re.compile(
        rf"(?<=[,»”“\"–—!?…] )(?:{says}) "
        + (rf"(?:(?>{_ASIDES[language]}){_BEHIND_ASIDE})?+" if language in _ASIDES else "")
        + rf"(?P<who>(?:(?!{_NOT_WHO})[^\s,;:.!?«»\"“”„]+[.]? ?){{1,8}})"
        r"(?P<more>(?:, [^,;:.!?«»\"“”„]{2,60})?)"
    )
    for language, says in _SAYS.items()
}
_BEFORE_COLON = {
    language: re.compile(rf"(?P<who>{_NAME})(?P<more>{_AND_MORE}) (?:{has}) [^:«»\"“”„]{{0,160}}:\s*[«\"“„]")
    for language, has in _HAS.items()
}
# "Le départ de Sam Altman a dit": the name is of somebody else than the subject. "The head of Tesla and SpaceX" names nobody,
# and "Greg Brockman of OpenAI and Sam Altman" two.
_OF = re.compile(
    r"(?:(?<!\w)(?:de|du|des|of|à|al?|del|von|vom|zu|with|avec|con|mit|to|par|by|por|for|di|van|at|from|in|en"
    r"|chez|bei|aus)|(?<!\w)d'"
    r"|(?<!\w)(?:[a-zß-öø-ÿ][\w-]{0,40}|[A-Z]{2,4}) (?:of|de|du|des|del|d[iou]|von|van|at)"
    r" (?:[A-ZÀ-Þ][\w'-]{0,40},? ){1,3}(?:and|und|et|y|e|en)) ?"
    r"(?:(?:la|le|the|M\.|Mme|Mr\.?|Mrs\.?|Ms\.?) |l')?$"
)
# "The Prime Minister said", "l'Espagnol a dit": a post or a people behind an article, of whoever it may be. In one language the
# article of another begins surnames: De Niro, Le Pen; and "von der Leyen" has none.
_ARTICLES = {"de": "der|die", "en": "the", "es": "el|la", "fr": "le|la", "it": "il|la", "nl": "de|het"}
_BEHIND_ARTICLE = {
    language: re.compile(rf"(?:(?<!\w)(?<!von )(?<!van )(?<!de )(?:{articles}) |(?<!\w)l')$", re.IGNORECASE)
    for language, articles in _ARTICLES.items()
}
_OWN_ARTICLE = re.compile(
    r"Le (?:Drian|Pen|Maire|Foll|Guen|Goff|Gall|Clézio|Bris|Gendre)\b|La (?:Russa|Malfa)\b"
    r"|De (?:Wever|Croo|Jonge?|Boer|Vries|Gucht|Bruyne|Ligt|Graaf|Haan|Wit|Groot)\b"
)
_BEGINS_WITH_ARTICLE = {
    language: re.compile("|".join(f"{article.title()} " for article in articles.split("|")) + "|L'")
    for language, articles in _ARTICLES.items()
}
_BEGINS_SENTENCE = re.compile(r"(?:^|[.!?…:]|\s[–—-])[\s«“„\"»”*–—-]{0,9}$")
_MOST_WORDS_OF_POST = 2
_POST = re.compile(r"(?:the|le|la|der|die|el|il|de|het) (?:\S*\d\S* )?[^\W\d_a-z]\S*(?: [^\W\d_a-z]\S*)?")
_TITLE = re.compile(rf"(?i:pr[eé]sident[ea]?|minist(?:re|r[oa])|chancelier|canciller) {_WORD}$")
_BEFORE_NAME = re.compile(
    r"president[ea]?|senator|governor|general|king|queen|pope|pap[ea]|roi|reine|re[yi]?|reina|regina|emperor|dalai"
)
_ANY_NAME = re.compile(_NAME)
# How far before a name stands whom he speaks for: "le directeur de Microsoft, Satya Nadella, a dit".
_ON_BEHALF = 30
# What tells whose the name is stands right before it. Read from its beginning each time, a long text would take quadratic time.
_FURTHEST_BEFORE = 200


def who_speak(words: str, language: str) -> Iterator[str]:
    """Of each who speaks the words that say who it is, with a name among them."""
    signed = signer(words)
    if signed:
        yield signed
    if language not in _SAYS:
        return
    for match in _each(_BEFORE[language], words):
        if _is_subject(words, match, language):
            yield words[max(0, match.start() - _ON_BEHALF) : match.start()] + match["who"] + match["more"]
    for match in _BEHIND[language].finditer(words):
        who = _GERMAN_DATIVE.sub("", match["who"]) if language == "de" else match["who"]
        if _names_who(who.strip(), match["more"], language) and _has_name(who + match["more"], language):
            yield who + match["more"]
    # Only the first before a colon is the subject, and only where no verb of saying tells who speaks.
    begun = next((m for m in _each(_BEFORE_COLON[language], words) if _is_subject(words, m, language)), None)
    if begun:
        yield begun["who"] + begun["more"]


def _each(pattern: re.Pattern[str], words: str) -> Iterator[re.Match[str]]:
    """Each match from every name on: of "the departure of Sam Altman, Ilya Sutskever, has …" the second is the subject."""
    match = pattern.search(words)
    while match:
        yield match
        match = pattern.search(words, match.end("who"))


def _is_subject(words: str, match: re.Match[str], language: str) -> bool:
    before, who = words[max(0, match.start() - _FURTHEST_BEFORE) : match.start()], match["who"]
    begins = not before.strip('«“„" -–—')
    # "Samedi, le directeur, a dit": a word that begins the sentence has its capital for that.
    if begins and " " not in who and match["more"].strip(","):
        return False
    return not (_is_post_behind_article(before, who, language) or _OF.search(before)) and _has_name(who, language)


def _is_post_behind_article(before: str, who: str, language: str) -> bool:
    if _BEHIND_ARTICLE[language].search(before):
        return _may_be_post(who)
    article = _BEGINS_WITH_ARTICLE[language].match(who)
    if not article or _OWN_ARTICLE.match(who):
        return False
    # Within a sentence only "The", and "L'" for who is a people's, are articles with a capital: "« Oui », Le Drian a dit".
    if article[0] not in ("The ", "L'") and not _BEGINS_SENTENCE.search(before):
        return False
    return _may_be_post(who[article.end() :])


def _may_be_post(words: str) -> bool:
    """Whether what stands behind an article names nobody: not "Reverend Al Sharpton", and not "EU's Ursula von der Leyen"."""
    own = words.rpartition("'s ")[2]
    first, *more = own.split() or [""]
    if _is_titled(own):
        return False
    if is_post([first, *more][-1]) or (is_post(first) and more and more[0].islower()):
        return True
    return own == words and sum(word[0].isupper() for word in own.split()) <= _MOST_WORDS_OF_POST


def _is_titled(words: str) -> bool:
    """Whether it is a title and one name: "Pape François", "Dalai Lama", and not "Prime Minister"."""
    title, *named = words.split() or [""]
    return (
        len(named) == 1
        and named[0][0].isupper()
        and not is_post(named[0])
        and _BEFORE_NAME.fullmatch(fold(title)) is not None
    )


def _names_who(who: str, more: str, language: str) -> bool:
    """Whether what stands behind a verb of saying has the name of who speaks: not "er", and not "the US president"."""
    if language in _PRONOUNS and _PRONOUNS[language].match(who):
        return False
    if more:
        return True
    named = _without_the_end(who, language)
    if not named or (_POST.fullmatch(named) and not _is_titled(named.partition(" ")[2])):
        return False
    if named == who:
        return True
    # "Yesterday" behind a name, and not "president" behind "the former US".
    if any(is_post(word.rstrip(".")) for word in who[len(named) :].split()) or named.endswith("'s"):
        return False
    in_full = any(" " in name[0] for name in _ANY_NAME.finditer(named))
    return in_full or named[0].isupper() or _TITLE.search(named) is not None


def _without_the_end(who: str, language: str) -> str:
    """`who` up to its last word with a capital, weekdays left aside."""
    words = who.split(" ")
    while words and (not words[-1][:1].isupper() or fold(words[-1].rstrip(".")) in numbers_of_weekdays(language)):
        words.pop()
    return " ".join(words)


def _has_name(words: str, language: str) -> bool:
    """Whether a name is among the words: "Elle" is none, nor is a German noun, so there it has two words."""
    for match in _ANY_NAME.finditer(words):
        named = [word for word in match[0].split() if word[0].isupper() and not is_function_word(word, language)]
        if len(named) > (1 if language == "de" else 0):
            return True
    return False
