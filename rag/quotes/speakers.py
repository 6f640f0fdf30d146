"""Tells whose words a sentence has, by the names beside its verbs of saying, before its colon and under its post."""

import re
from collections.abc import Iterable, Iterator

from index.article import Article, Span
from index.chunks import folded
from index.locales import days_and_months
from index.words import fold
from rag.questions.subjects import is_function_word
from rag.quotes.signatures import signer
from rag.values.names import Name

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w'.-]{0,40}"
_NAME = rf"{_WORD}(?: (?:(?:de|du|des|di|da|la|le|van|von|der|den|del|al|el|bin|ter) ){{0,2}}{_WORD}){{0,3}}"
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
# "Sagte der Kanzler der Deutschen Presse-Agentur": whom it was said to stands behind who said it.
_GERMAN_DATIVE = re.compile(r"(?<=\w) (?:de[mnr]|eine[mr]) .*")
_PRONOUN = re.compile(r"(?:er|sie|he|she|they|ils?|elles?|hij|zij|ze)\b", re.IGNORECASE)
_BEHIND = {
    language: re.compile(
        rf"(?<=[,»”“\"–—!?…] )(?:{says}) (?P<who>(?:(?!{_NOT_WHO})[^\s,;:.!?«»\"“”„]+[.]? ?){{1,8}})"
        r"(?P<more>(?:, [^,;:.!?«»\"“”„]{2,60})?)"
    )
    for language, says in _SAYS.items()
}
_BEFORE_COLON = {
    language: re.compile(rf"(?P<who>{_NAME})(?P<more>{_AND_MORE}) (?:{has}) [^:«»\"“”„]{{0,160}}:\s*[«\"“„]")
    for language, has in _HAS.items()
}
_ANY_NAME = re.compile(_NAME)
# "Le départ de Sam Altman a dit": the name is of somebody else than the subject.
_OF = re.compile(
    r"(?:(?<!\w)(?:de|du|des|of|à|al?|del|von|vom|zu|with|avec|con|mit|to|par|by|por|for|di|van|at|from|in|en"
    r"|chez|bei|aus)|(?<!\w)d'|(?<!\w)[A-ZÀ-Þ][\w'-]* (?:and|und|et|y)) ?"
    r"(?:(?:la|le|the|M\.|Mme|Mr\.?|Mrs\.?|Ms\.?) |l')?$"
)
# "The Prime Minister said", "l'Espagnol a dit": a post or a people behind an article, of whoever it may be.
_BEHIND_ARTICLE = re.compile(r"(?:(?<!\w)(?:the|le|la|der|die|el|il|de|het) |(?<!\w)l')$", re.IGNORECASE)
_BEGINS_WITH_ARTICLE = re.compile(r"(?:The|Le(?! Pen\b)|La|Der|Die|El|Il|De|Het) |L'")
_POST = re.compile(r"(?:the|le|la|der|die|el|il|de|het) (?:\S*\d\S* )?[^\W\d_a-z]\S*(?: [^\W\d_a-z]\S*)?")
# Countries, houses and companies of several words, and whoever is of one: "North Korea", "Goldman Sachs", "OpenAI's CEO".
_SEVERAL = re.compile(
    r"(?:North|South|Saudi|New|Hong|United|Costa|Sri|Puerto|Corea|Corée|Arabia|Arabie|Estados|États|Nueva|Nouvelle|Real|Air"
    r"|Deutsche|Human|Amnesty|Goldman|Morgan|JP|General|Manchester|Bayern|Inter|White|Downing|Scotland|Wall) .*"
    r"|.* (?:Korea|Africa|Zealand|Arabia|Emirates|Kingdom|States|City|United|Bank|Group|Union|Watch|International|House|Yard"
    r"|Street|Party|University|Airlines|Airways|Motors|Court|Council|Commission|Sachs|Stanley|Times|Post|Club|Association|Foundation"
    r"|Institute|Agency|Ministry|Office)"
    r"|.*'s .*"
)
_OPENING, _CLOSING = '«“„"', '»”“"'
_I = re.compile(r"(?<!\w)(?:je|j'|i|i'm|ich|yo|io|ik|me|mir|my|mi|mon|ma|mes|mein\w*|mijn|mio|mia)(?!\w)|(?<!\w)j'")
# "De" is no name. Iran and Iraq are as alike as Putin and Poutine, and of four letters.
_SHORTEST_PART, _SHORTEST_ALIKE = 3, 5
# "Sam" before "Altman", "Mr" before "Musk": nothing of the kind stands before a country or a company.
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][^\W\d_A-ZÀ-Þ]+"
# A title may have small letters: "US president Biden", "le premier ministre Lecornu".
_FIRST_NAME = re.compile(
    r"(?:(?<!\w)(?i:pr[eé]sident[ea]?|minist(?:er|re|r[oa])|chancell?or|chancel[ií]er|canciller)"
    r"|(?<![\w'’.-])(?:(?:Mrs?|Ms|Mme|M|Dr|Sen|Gov|Rep|Gen|Prof)\.?|(?:[A-Z]\.){1,2}"
    rf"|(?P<first>{_CAPITALISED}(?:-{_CAPITALISED})?)))\s$"
)
_LONGEST_FIRST_NAME = 30
_BEGINS = re.compile(r"(?:^|[.!?:;])\W*$")
# Who speaks for others, beside the name.
_SPEAKS_FOR = r"(?:spokes\w+|porte-parole|(?:presse)?sprecher(?:in)?|portavo(?:z|ce)|woordvoerders?)(?!\w)"
_SPOKESMAN = re.compile(rf"(?<!\w)(?:{_SPEAKS_FOR}|\w+sprecher(?:in)?(?!\w))")
# Of whoever is asked for may be "his spokesman", "a spokesman, Ben Kuhn," without a word of whose, and that of a government. "UN
# spokesman" has no French article.
_MAY_BE_HIS_SPOKESMAN = re.compile(
    rf"(?<!\w)(?i:his|her|son|sa|sus?|seine?|ihre?|suo|sua|zijn|haar)\s(?:\w+\s){{0,2}}(?i:{_SPEAKS_FOR})"
    r"|(?:^\W*|(?<=\w\w)[.,;:!?»”\"]+\s|(?<!\w)(?!UN\s)(?i:an?|the|une?|l[ae]|el|eine?|de[rn]?|die|een)\s)"
    rf"(?i:{_SPEAKS_FOR})(?=\s?,|\s[A-ZÀ-Þ]|\W*$)"
    r"|(?<!\w)(?i:government|presidential|gouvernement|(?:bundes)?regierung|gobierno|governo|regering)"
)
# How far before a name stands whom he speaks for: "le directeur de Microsoft, Satya Nadella, a dit".
_ON_BEHALF = 30


def may_have_speakers(name: str, articles: Iterable[Article]) -> bool:
    """Whether others may speak for what is called so, as for Russia or Apple: one word that is in no article a person's name.

    So it is with the White House, of whose several words some are those of houses, countries and companies.
    """
    if " " in name:
        return _SEVERAL.fullmatch(name) is not None
    return not any(_is_of_person(name, article) for article in articles)


def are_of_another(article: Article, span: Span, answer: Span, speaker: str) -> bool:
    """Whether the sentence at `span` has the words of somebody else than `speaker`; not where it does not say whose they are."""
    words = _plain(article.text[span.start : span.end])
    telling = list(_who_speak(words, article.language))
    if telling:
        return not any(_may_be(speaker, who) or _may_speak_for(speaker, who) for who in telling)
    speech = _plain(_speech_at(article.text, span, answer))
    return _is_named(speaker, speech) and _I.search(fold(speech)) is not None


def _plain(words: str) -> str:
    return folded(words).replace("’", "'")


def _who_speak(words: str, language: str) -> Iterator[str]:
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
        if _names_who(who.strip(), match["more"]) and _has_name(who + match["more"], language):
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
    begins = not words[: match.start()].strip(_OPENING + " -–—")
    # "Samedi, le directeur, a dit": a word that begins the sentence has its capital for that.
    if begins and " " not in match["who"] and match["more"].strip(","):
        return False
    if _BEHIND_ARTICLE.search(words[: match.start()]) or _BEGINS_WITH_ARTICLE.match(match["who"]):
        return False
    return not _OF.search(words[: match.start()]) and _has_name(match["who"], language)


def _names_who(who: str, more: str) -> bool:
    """Whether what stands behind a verb of saying ends in a name: not "er", and not "the US president"."""
    if _PRONOUN.match(who):
        return False
    return bool(more) or (who[who.rfind(" ") + 1 :][:1].isupper() and not _POST.fullmatch(who))


def _has_name(words: str, language: str) -> bool:
    """Whether a name is among the words: "Elle" is none, nor is a German noun, so there it has two words."""
    for match in _ANY_NAME.finditer(words):
        named = [word for word in match[0].split() if word[0].isupper() and not is_function_word(word, language)]
        if len(named) > (1 if language == "de" else 0):
            return True
    return False


def _is_of_person(name: str, article: Article) -> bool:
    """Whether the name stands behind a first name or a title in the article."""
    firsts = set()
    for found in re.finditer(rf"{re.escape(name)}(?!\w)", article.text):
        before = article.text[max(0, found.start() - _LONGEST_FIRST_NAME) : found.start()]
        if first := _FIRST_NAME.search(before):
            if first["first"] is None:
                return True
            firsts.add((first["first"], _BEGINS.search(before[: first.start()]) is not None))
    may_be = {(word, begins) for word, begins in firsts if _may_be_first_name(word, article.language)}
    return any(not begins for _, begins in may_be) or _have_capitals_always((word for word, _ in may_be), article.text)


def _may_be_first_name(word: str, language: str) -> bool:
    """Not "But", nor "Friday"."""
    return not is_function_word(word, language) and fold(word) not in days_and_months(language)


def _have_capitals_always(words: Iterable[str], text: str) -> bool:
    """Whether one of the words is nowhere in small letters: not "Although", which has its capital as the first of a sentence."""
    in_small = [set(word.lower().split("-")) for word in words]
    if not in_small:
        return False
    # Once for all: an article of many megabytes may begin each sentence with another word.
    written = frozenset(match[0] for match in re.finditer(r"\w+", text))
    return any(not parts <= written for parts in in_small)


def _may_be(name: str, who: str) -> bool:
    """Whether who speaks is of that name, however the surname is spelt: Putin is also Poutine, and Martine is not Marine."""
    if _is_named(name, who):
        return True
    capitalised = [fold(word) for word in re.findall(r"[\w-]+", who) if word[0].isupper()]
    return any(_are_alike(part, word) for part in _parts(name)[-1:] for word in capitalised)


def _may_speak_for(name: str, who: str) -> bool:
    """Whether a spokesman speaks who may be that of a person who is asked for by one word; not where he is plainly another's."""
    return (
        " " not in name and _SPOKESMAN.search(fold(who)) is not None and _MAY_BE_HIS_SPOKESMAN.search(who) is not None
    )


def _are_alike(part: str, word: str) -> bool:
    return min(len(part), len(word)) >= _SHORTEST_ALIKE and Name((part,)).agrees(Name((word,))) is not False


def _is_named(name: str, words: str) -> bool:
    """Whether a word of the name is among the words; of one without a word of three letters, as Xi or GM, as it is written."""
    if any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", fold(words)) for part in _parts(name)):
        return True
    # "Xi de Taïwan" may be Xi, of whom is asked what he says of Taiwan.
    own = re.split(r" (?=[a-z])", name)[0]
    short = [] if _parts(own) else re.findall(r"[\w-]+", own)
    return any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words) for part in short)


def _parts(name: str) -> list[str]:
    return [part for part in re.findall(r"[\w-]+", fold(name)) if len(part) >= _SHORTEST_PART]


def _speech_at(text: str, span: Span, answer: Span) -> str:
    """What stands between the marks around the marked words, up to the edges of the sentence; nothing where they are in none."""
    before, behind = text[span.start : answer.start + 1], text[answer.start + 1 : span.end]
    opened = max((before.rfind(mark) for mark in _OPENING), default=-1)
    closed = max((before[:-1].rfind(mark) for mark in _CLOSING if mark not in _OPENING), default=-1)
    if opened < 0 or closed > opened:
        return ""
    ends = [at for at in (behind.find(mark) for mark in _CLOSING) if at >= 0]
    return before[opened:] + behind[: min(ends, default=len(behind))]
