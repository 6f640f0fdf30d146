"""How questions ask for a reason, a way, a list or who somebody is, in languages that have no other rules here."""

import re
import unicodedata
from dataclasses import dataclass

from index.words import NO_WIDTH, fold
from rag.questions.who_elsewhere import asks_who_or_what

# Questions in a language that has rules of its own: what stands in them of other languages is a name ("Who is Nedir?").
_HAS_RULES = re.compile(
    r"(?:who(?:m|se)?|what|when|where|which|why|how|did|does|qu[ei]|quand|où|quel(?:le)?s?|combien|comment|we[rnm]|wann|wo|was"
    r"|wie|welche[mnrs]?|quién(?:es)?|qué|cuándo|dónde|cuál(?:es)?|cuánt[oa]s?|quando|dove|quale|quali|wat|waar|wanneer"
    r"|hoeveel|welke?|quem|onde|qual|quais|cine|când|unde)(?!\w)[\0-\u036f\u1e00-\u214f]*"
)
_WITHOUT_NO_WIDTH = dict.fromkeys(map(ord, NO_WIDTH))


@dataclass(frozen=True, slots=True)
class _Asking:
    """The words that ask: at the beginning, at any place, at any place with their accents, and inside a run of letters.

    Without their accents Vietnamese "là ai" is Spanish "la AI", and Japanese "なぜ" stands in "こなせる".
    """

    begins: str
    anywhere: str
    accented: str
    inside: str

    def patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """For folded questions, and for those with their accents."""
        begins, anywhere = fold(self.begins), fold(self.anywhere)
        accented, inside = _with_accents(self.accented), _with_accents(self.inside)
        return (
            re.compile(rf"\A\W*(?:{begins})(?!\w)|(?<!\w)(?:{anywhere})(?!\w)"),
            re.compile(rf"(?<!\w)(?:{accented})(?!\w)|(?:{inside})"),
        )


def _with_accents(text: str) -> str:
    """`text` without case, width variants and what has no width."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_WITHOUT_NO_WIDTH)


# Tried from the top: "how many" and "how tall" ask for one value, before "how" asks for a way. What also says "several" (چند,
# كم, 几个) is none of them: without a word that asks for something else the question is a fact all the same.
_ASKING = (
    (
        "fact",
        _Asking(
            r"(?:hur|hvor) (?:många|mycket|länge|stor\w*|gam(?:mal\w*|la)|ofta|hög\w*|lång\w*|djup\w*|dyr\w*|snabb\w*|fort"
            r"|tung\w*|bred\w*|varm\w*|kall\w*|sent|tidigt|nära|stark\w*|lite[nt]|ung\w*|mange|meget|mye|lenge|længe|gam(?:mel\w*|le)"
            r"|ofte|lang\w*|hø[jy]\w*|dy[bp]\w*|hurtig\w*|rask\w*|kold\w*|kald\w*)"
            r"|miten (?:van|iso|suur|pit|korke|syv|kalli|nope|usein|kauka|kaua|mon|palj|paina|leve|kuum|kylm|nuor|myöhä)\w*"
            r"|jak (?:dług\w*|często|daleko|duż\w+|wiel\w+|wysok\w*|głębok\w*|szybk\w*|star\w+|ciężk\w*|szerok\w*|drog[iao]"
            r"|drogie|późno|wcześnie|mał\w+|siln\w*|dlouh\w*|velk\w+|mnoho|vysok\w*|hlubok\w*|rychl\w*|těžk\w*|širok\w*|drah\w*|pozdě"
            r"|brzy)"
            r"|(?:как|як) (?:долго|довго|часто|далеко|давно|быстро|швидко|скоро|высок\w*|висок\w*|глубок\w*|глибок\w*|много"
            r"|багато|сильно|дорого|поздно|пізно|рано)"
            # What somebody or something is called.
            r"|(?:как|як) (?:\w+ ){0,3}?(?:зовут|звали|звать|зов[её]тся|звати|звуть|зветься|назыв\w+|назив\w+)"
            r"|jak brzmi(?:ał[aoy]?)?|jak (?:\w+ ){0,2}?(?:nazyw\w+|m(?:a|iał|iała) na imię"
            r"|się (?:\w+ ){0,2}?nazyw\w+|se (?:\w+ ){0,2}?jmen\w+)"
            r"|πώς (?:τον |την |τη |το |τους |τις )?(?:λένε|έλεγαν|λέγ\w+|ονομάζ\w+)|(?:איך|כיצד) (?:קורא\w*|קראו|נקרא\w*)"
            "|hogyan hívják",
            "kaç|कितने|कितना|कितनी|چقدر",
            "bao nhiêu",
            "多少|幾(?!つか|人か|度か)|何人(?!か)|何個(?!か)|いくら|いくつ(?!か)|(?<!몇)몇(?!몇)|얼마|เท่าไร|เท่าไหร่|怎么称呼|怎麼稱呼",
        ),
    ),
    (
        "reason",
        _Asking(
            "почему|по какой причине|зачем|чому|з якої причини|навіщо|dlaczego|czemu|z jakiego powodu|co było przyczyną"
            "|z jakého důvodu|γιατί|για ποιον? λόγο|لماذا|למה|מדוע|mengapa|kenapa|apa alasan|varför|av vilken anledning"
            "|miksi|mistä syystä|minkä takia|hvorfor|miért|(?:какова|в ч[её]м) причина"
            "|vad (?:är|var) (?:orsaken|anledningen|skälet)|mikä (?:on|oli) syy|jaka (?:jest|była) przyczyna"
            "|jak[áý] (?:je|byl|byla) (?:příčina|důvod)"
            "|ποια (?:είναι|ήταν) η αιτία|ποιος (?:είναι|ήταν) ο λόγος",
            r"neden|niçin|niye|hangi nedenle|(?:neden|sebeb|sebep)\w* (?:nedir|neydi|ne)|چرا|به چه (?:دلیل|علت)"
            r"|(?:علت|دلیل)(?: [^ ]+){0,10} چیست|क्यों|किस वजह से|किस कारण|(?:कारण|वजह) क्या|क्या (?:कारण|वजह)"
            r"|ما (?:ه[وي] )?(?:ال)?(?:سبب|أسباب)|מה הסיבה|מה הייתה הסיבה|מהי הסיבה",
            r"proč|prečo|vì sao|tại sao|vì lý do gì|(?:nguyên nhân|lý do)(?: \w+){0,10} là gì|(?:nguyên nhân|lý do) (?:gì|nào)",
            "为什么|為什麼|为何|為何|什么原因|什麼原因|原因(?:是什么|是什麼|何在)|なぜ|どうして|理由は|原因(?:は|とは)(?:何|なん)"
            "|ทำไม|เหตุใด|เพราะอะไร|สาเหตุ.{0,60}?คืออะไร|왜(?!곡)|어떤 이유|이유는|이유가|원인(?:은|이) (?:무엇|뭐)",
        ),
    ),
    (
        "list",
        _Asking(
            # Neuter singulars have "jakie", "jaké" and "které" as well: "Jakie stanowisko objął Nowak?"
            r"какие|кто из|які|хто з|jakie (?:są|były|rzeczy|(?:\w+e )?\w+(?:(?<![rc]z)y|[kgc]i))|którzy|kteří|ποιες|ποιοι|ποιους"
            "|אילו|vilka|mitkä|ketkä|hvilke",
            r"hangi \w+l[ae]r\w*|neler|kimler|कौन-कौन|कौन कौन|क्या-क्या|किन-किन|چه کسانی|چه چیزهایی|apa saja|siapa saja|mana saja",
            r"những (?:\w+ ){1,3}(?:nào|gì)|(?:jaké|které) (?:jsou|byly|země|(?:\w+é )?\w+y)",
            "哪些|哪几|ได้บ้าง|อะไรบ้าง|ใครบ้าง|ไหนบ้าง|어디어디|누구누구",
        ),
    ),
    (
        "manner",
        _Asking(
            "как|каким образом|як|яким чином|jak|w jaki sposób|jakým způsobem|πώς|με ποιον τρόπο|كيف|איך|כיצד|bagaimana"
            "|hur|miten|millä tavalla|hvordan|hogyan",
            "nasıl|چگونه|چطور|कैसे|किस तरह|किस प्रकार",
            "bằng cách nào|như thế nào|làm thế nào",
            "怎么|怎麼|怎样|怎樣|如何|どうやって|どのように|อย่างไร|ยังไง|어떻게",
        ),
    ),
)
_PATTERNS = tuple((kind, *asking.patterns()) for kind, asking in _ASKING)


def kind_elsewhere(folded: str, written: str) -> str:
    """What a question asks for, as the value of a `QuestionKind`; a fact where none of the words is known.

    It is given folded, and as it is written, without what leads to it ("and", "tell me").
    """
    accented = _with_accents(written)
    if _HAS_RULES.fullmatch(accented):
        return "fact"
    told = next((kind for kind, plain, spelt in _PATTERNS if plain.search(folded) or spelt.search(accented)), None)
    # "What is …" may have the word of "how" in it, and none of those before.
    if told in {None, "manner"} and asks_who_or_what(written):
        return "definition"
    return told or "fact"
