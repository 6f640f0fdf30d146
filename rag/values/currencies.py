"""Currencies as they stand beside numbers: signs, codes and words."""

import re

# A currency is called by its code, but for those whose word does not say whose it is: francs, pesos, crowns.
_WORLD = {"EUR": "euro", "USD": "doll", "GBP": "poun", "JPY": "yen", "CHF": "fran", "CNY": "yuan", "RMB": "yuan"}
_NAMED = {"RUB": "rubl", "INR": "rupe", "PLN": "zlot"}
_OTHERS = "ARS AUD BRL CAD CLP COP CZK DKK HKD HUF ILS KRW MXN NOK NZD RON SEK SGD UAH ZAR"
_CODES = _WORLD | _NAMED | {code: code.lower() for code in _OTHERS.split()}
# A dollar alone is taken for that of the United States.
_DOLLARS = {
    "A": "aud",
    "AU": "aud",
    "C": "cad",
    "CA": "cad",
    "HK": "hkd",
    "NZ": "nzd",
    "R": "brl",
    "S": "sgd",
    "US": "doll",
}
_SIGNS = {"$": "doll", "€": "euro", "£": "poun", "¥": "yen", "₹": "rupe", "₽": "rubl"}
# The words, folded, by the beginning that stands for them: Europeans, Frenchmen and "libros" begin alike.
_WORDS = {
    "doll": r"dollars?n?|dolar(?:es)?|dollar[io]|dolari",
    "euro": r"euros?n?|eur|euroi",
    "fran": r"francs?|franken|francos?|franch?[io]",
    "peso": r"pesos?",
    "poun": r"pounds?|livres?|libras?|pfunde?n?",
    "yen": r"yens?",
    "yuan": r"yuans?",
    "rubl": r"r(?:ou|u)bles?|rubeln?|rublos?|rubl[io]",
    "rupe": r"rupees?|roupies?|rupien?|rupias?|rupie",
    "zlot": r"zlot\w*",
    "brl": r"reais|reales",
}
_WORD = tuple((unit, re.compile(words)) for unit, words in _WORDS.items())
CURRENCIES = frozenset({*_CODES.values(), *_DOLLARS.values(), *_SIGNS.values(), *_WORDS})
# What makes thousands and more of a number in digits before it.
SCALES = (
    r"(?i:[bkmt]|[bmt]n|trn|mln|mld|mrds?\.?|mds?|mdr|mio\.?|mill\.|mil|mila|mille|mii|thousand|tausend"
    r"|(?:m|b|tr)ill?(?:i[oa]|j[oa]|h|[oó]n)\w*)"
)
# "COP28" and "COP 28" are a conference: nothing costs 28 pesos of Colombia. "COP 28,000" and "COP 28 millones" are amounts.
_NO_CODE = rf"COP\s?\d\d?(?!\d|[.,]\d|\s?(?:\d{{3}}|{SCALES}(?!\w)))"
# Capitals alone make a code: "all clp 5" has none.
SIGN = (
    rf"(?-i:(?:(?<![^\W_])(?:{'|'.join(_DOLLARS)})(?=\$))?[{''.join(_SIGNS)}]"
    rf"|(?<![^\W_])(?!{_NO_CODE})(?:{'|'.join(_CODES)})(?![^\W\d_]))"
)
_AT_THE_END = re.compile(rf"{SIGN}\s*$")
_CONFERENCE = re.compile(rf"(?<!\w)(?={_NO_CODE})COP\s?(?=\d)")
_CODE_AND_NUMBER = re.compile(r"(?<!\w)COP\s?\d\d?$")
_BEFORE_DIGIT = re.compile(rf"({SIGN})(?=\d)")


def sign_before(text: str) -> str:
    """The sign or code at the end of `text`, which is what stands before a number; empty where there is none."""
    found = _AT_THE_END.search(text)
    return found[0].rstrip() if found else ""


def set_apart(text: str) -> str:
    """`text` with a space between a code and its number, as in "EUR5", and none in a "COP 28"."""
    return _BEFORE_DIGIT.sub(r"\1 ", _CONFERENCE.sub("COP", text))


def is_conference(before: str, after: str) -> bool:
    """Whether a number with which `after` begins is that of a conference: the 28 of "COP 28"."""
    at = re.search(r"COP\s?$", before)
    return at is not None and _CONFERENCE.match(at[0] + after) is not None


def begins_an_amount(words: str, rest: str) -> bool:
    """Whether `words` end as a conference's name does, and `rest` behind makes it money: the "COP 28" of "COP 28 million"."""
    found = _CODE_AND_NUMBER.search(words)
    return found is not None and _CONFERENCE.match(found[0] + rest) is None


def currency_of(sign: str) -> str:
    """The unit that a sign or code stands for; empty of any other word."""
    return (
        _CODES.get(sign)
        or (_DOLLARS.get(sign[:-1]) if sign[1:] and sign[-1] == "$" else None)
        or _SIGNS.get(sign[-1:], "")
    )


def currency_in_words(word: str) -> str:
    """The unit that a folded word stands for; empty of any other word."""
    return next((unit for unit, words in _WORD if words.fullmatch(word)), "")
