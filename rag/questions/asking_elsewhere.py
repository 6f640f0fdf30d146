"""How questions ask for a reason, a way, a list or who somebody is, in languages that have no other rules here."""

import re
from dataclasses import dataclass

from index.words import fold


@dataclass(frozen=True, slots=True)
class _Asking:
    """The words that ask: at the beginning, at any place, and inside a run of letters, where words are written together."""

    begins: str
    anywhere: str
    inside: str

    def pattern(self) -> re.Pattern[str]:
        """For folded questions."""
        begins, anywhere, inside = map(fold, (self.begins, self.anywhere, self.inside))
        return re.compile(rf"\A\W*(?:{begins})(?!\w)|(?<!\w)(?:{anywhere})(?!\w)|(?:{inside})")


# Tried from the top: "how many" asks for one value, before "how" asks for a way.
_ASKING = (
    (
        "fact",
        _Asking(
            r"(?:hur|hvor) (?:många|mycket|länge|stor\w*|gammal|ofta|långt|mange|meget|lenge|gammel)"
            r"|jak (?:długo|często|daleko|duż\w+|wiele|dlouho|často|velk\w+|mnoho)|(?:как|як) (?:долго|довго|часто|далеко|давно)",
            "kaç|कितने|कितना|कितनी|چند|چقدر|كم",
            "多少|几个|幾|何人|何個|いくら|いくつ|몇|얼마|เท่าไร|เท่าไหร่",
        ),
    ),
    (
        "reason",
        _Asking(
            "почему|по какой причине|зачем|чому|з якої причини|навіщо|dlaczego|czemu|z jakiego powodu|co było przyczyną|proč"
            "|z jakého důvodu|prečo|γιατί|για ποιον? λόγο|لماذا|למה|מדוע|mengapa|kenapa|apa alasan|varför|av vilken anledning"
            "|miksi|mistä syystä|minkä takia|hvorfor|miért",
            "neden|niçin|niye|hangi nedenle|چرا|به چه دلیل|क्यों|किस वजह से|किस कारण|왜|vì sao|tại sao|vì lý do gì"
            "|ما سبب|ما السبب|ما أسباب|מה הסיבה|מה הייתה הסיבה",
            "为什么|為什麼|为何|為何|什么原因|なぜ|どうして|理由は|ทำไม|เหตุใด|เพราะอะไร|어떤 이유|이유는|이유가",
        ),
    ),
    (
        "list",
        _Asking(
            "какие|кто из|які|хто з|jakie|którzy|jaké|které|kteří|ποιες|ποιοι|ποιους|אילו|vilka|mitkä|ketkä|hvilke",
            r"hangi \w+l[ae]r\w*|neler|kimler|कौन-कौन|कौन कौन|क्या-क्या|किन-किन|چه کسانی|چه چیزهایی"
            r"|những (?:\w+ ){1,3}(?:nào|gì)|apa saja|siapa saja|mana saja",
            "哪些|哪几|ได้บ้าง|อะไรบ้าง|ใครบ้าง|ไหนบ้าง|어디어디|누구누구",
        ),
    ),
    (
        "definition",
        _Asking(
            "кто так(?:ой|ая|ие)|что такое|хто так(?:ий|а|і)|що таке|kim (?:jest|był|była)|czym jest|co to (?:jest|je)"
            "|co je to|kdo (?:je|byl|byla)|ποι(?:ος|α) είναι [οη]|τι είναι|من ه[وي]|ما ه[وي]|מי ה[וי]א|מיהו|מיהי|מהו|מהי"
            "|apa itu|siapa(?:kah)?|vem (?:är|var)|vad är|kuka on|mikä on|hvem er|hvad er|hva er",
            "kimdir|nedir|کیست|چیست|कौन हैं?|क्या हैं?|là ai|là gì",
            "是谁|是誰|是什么|是什麼|とは(?:[、,]|何|誰|どん|どう)|คือใคร|คืออะไร|(?<!사람은 )누구인가|누구입니까|무엇인가",
        ),
    ),
    (
        "manner",
        _Asking(
            "как|каким образом|як|яким чином|jak|w jaki sposób|jakým způsobem|πώς|με ποιον τρόπο|كيف|איך|כיצד|bagaimana"
            "|hur|miten|millä tavalla|hvordan|hogyan",
            "nasıl|چگونه|چطور|कैसे|किस तरह|किस प्रकार|bằng cách nào|như thế nào|làm thế nào",
            "怎么|怎麼|怎样|怎樣|如何|どうやって|どのように|อย่างไร|ยังไง|어떻게",
        ),
    ),
)
_PATTERNS = tuple((kind, asking.pattern()) for kind, asking in _ASKING)


def kind_elsewhere(folded: str) -> str:
    """What a folded question asks for, as the value of a `QuestionKind`; a fact where none of the words is known."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(folded)), "fact")
