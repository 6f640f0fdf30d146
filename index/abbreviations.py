"""Abbreviations whose full stop ends no sentence, by what follows it: lists of words for each language.

Languages are primary subtags; "" holds what is an abbreviation in all of them. A word that also ends sentences in some
language (French "est", English "max") stands only with those where it does not, or only with what cannot follow it there.
"""

from collections.abc import Mapping

Lists = Mapping[str, frozenset[str]]


def in_list(word: str, lists: Lists, language: str) -> bool:
    """Whether the list of a language has a word; a language without a list has the one for all."""
    return word in lists.get(language, lists[""])


def _lists(words: Mapping[str, str]) -> Lists:
    return {language: frozenset(f"{words['']} {own}".split()) for language, own in words.items()}


# Before a name. The full stop of such a word never ends a sentence before a letter.
TITLES = _lists(
    {
        "": "Mr Mrs Ms Dr Drs Prof Mme Mmes Mlle Mlles Mgr",
        "fr": "M MM Me Mes Pr St Ste Sts Stes bd Bd boul pl réf Réf Gén gén Cdt cdt",
        "en": "Gov Sen Rep Gen Col Lt Sgt Capt Rev Hon St Mt Ft Maj Adm Atty Amb Spc Govs Profs Ald",
        "de": "Hr Hrn Fr Frl Fa Dipl Ing St Gebr Hl hl Abt Tsd bes inkl zzgl einschl exkl abzgl insbes "
        "med dent vet jur phil habil theol rer nat",
        "es": "Sr Sra Srta Sres Sras Dra Lic Ing Ud Uds Vd Da Dña Fco Mª Gral Excmo Excma Ilmo Ilma Sto Sta At Avda "
        "Mons Tte Cnel Sgto Cdte Mtro Mtra Profa profa Pbro Rvdo Pdte Pdta pdte pdta Gdor Ntra Hno Hna",
        "it": "Sig Sigg Dott Avv Ing ing Geom Rag On on",
        "pt": "Sr Sra Dra Profa profa Exmo Exma Sto Sta séc sécs",
        "nl": "Dhr dhr Mevr mevr Ir",
        "pl": "prof dr hab inż mgr lek med ks bp św płk ppłk kpt sierż ul al pl tzw",
        "cs": "prof doc dr Ing Mgr Bc MUDr JUDr PhDr RNDr MVDr sv ul nám tř plk tzv",
        "sk": "prof doc dr Ing Mgr Bc MUDr JUDr PhDr RNDr sv ul nám plk tzv",
        "ru": "ул просп пр пл акад проф доц св тов",
        "uk": "вул ім просп пр пл акад проф доц св",
        "tr": "Doç Yrd Av Sn Cad Sok Mah",
        "el": "κα κκ Δρ δρ Αγ Καθ καθ",
    }
)
# Before a number: "p. 12", "No. 2", "art. 4", "9 h. 30", "max. 5", "sep. 2024". Compared in lower case.
BEFORE_NUMBER = _lists(
    {
        "": "p pp n no nos nº nr art arts fig figs chap vol éd ed ch cf h al § §§ abs abb bd kap pág págs núm cap sec para paras "
        "min max mín máx ca env approx aprox apdo ref réf tel tél inkl incl zzgl einschl bes "
        "jan feb apr jun jul aug sep sept oct okt nov dec dez janv fév févr avr juil déc mrz ene abr dic fev giu lug ott",
        "en": "est c",
        "pl": "ok godz nr poz ust pkt str tel",
        "cs": "č čp odst str cca tel",
        "sk": "č čp ods str cca tel",
        "ru": "д кв стр ок гл ст пп тел",
        "uk": "буд кв стор ст бл тел",
        "sv": "kl ca nr st",
        "da": "kl ca nr stk",
        "no": "kl ca nr",
        "nb": "kl ca nr",
        "nn": "kl ca nr",
    }
)
# Months that are words too, or look like one: only behind a day, "22 mar. 2024".
MONTH_BEHIND_DAY = _lists(
    {"": "", "en": "mar", "es": "mar may ago", "it": "mar mag ago set", "pt": "mar mai ago set out"}
)
# Ends a sentence as often as not, so what follows decides: before a lower-case letter the sentence goes on.
BEFORE_LOWER = _lists(
    {
        "": "Inc Ltd Corp Co Cie Bros Jr Sr SA etc usw ecc vs env ex av apr al ca bzw kg km cm mm h min max mín máx "
        "tél hab janv févr juil sept sep oct okt nov déc dec dez dic ene feb "
        "kcal ml cl tbsp tsp oz lb cda cdas cdta cdtas tz cts pers dept approx aprox inkl incl einschl zzgl MwSt bes",
        "fr": "s dép bd boul pl réf",
        "de": "Std Min Jh Tsd Mio Mrd Abt",
        "es": "pta ptas seg ud uds",
    }
)
