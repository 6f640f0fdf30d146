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
# How the words begin, folded, as far as units are compared; "Yens" are as long as that.
_WORDS = (
    {"dola": "doll", "doll": "doll", "euro": "euro", "eur": "euro", "fran": "fran", "peso": "peso", "zlot": "zlot"}
    | {"livr": "poun", "libr": "poun", "pfun": "poun", "poun": "poun", "yen": "yen", "yens": "yen", "yuan": "yuan"}
    | {"rubl": "rubl", "roub": "rubl", "rupe": "rupe", "roup": "rupe", "reai": "brl"}
)
CURRENCIES = frozenset({*_CODES.values(), *_DOLLARS.values(), *_SIGNS.values(), *_WORDS.values()})
# COP28 is a conference: nothing costs 28 pesos of Colombia.
_NO_CODE = r"COP\d\d?(?![\d.,]*\d|\s?(?:[bkm]|mil|tr))"
# Capitals alone make a code: "all clp 5" has none.
SIGN = (
    rf"(?-i:(?:(?<![^\W_])(?:{'|'.join(_DOLLARS)})(?=\$))?[{''.join(_SIGNS)}]"
    rf"|(?<![^\W_])(?!{_NO_CODE})(?:{'|'.join(_CODES)})(?![^\W\d_]))"
)
_AT_THE_END = re.compile(rf"{SIGN}\s*$")
_BEFORE_DIGIT = re.compile(rf"({SIGN})(?=\d)")


def sign_before(text: str) -> str:
    """The sign or code at the end of `text`, which is what stands before a number; empty where there is none."""
    found = _AT_THE_END.search(text)
    return found[0].rstrip() if found else ""


def set_apart(text: str) -> str:
    """`text` with a space between a code and its number, as in "EUR5"."""
    return _BEFORE_DIGIT.sub(r"\1 ", text)


def currency_of(sign: str) -> str:
    """The unit that a sign or code stands for; empty of any other word."""
    return (
        _CODES.get(sign)
        or (_DOLLARS.get(sign[:-1]) if sign[1:] and sign[-1] == "$" else None)
        or _SIGNS.get(sign[-1:], "")
    )


def currency_in_words(beginning: str) -> str:
    """The unit that a word stands for by its folded beginning; empty of any other word."""
    return _WORDS.get(beginning, "")
