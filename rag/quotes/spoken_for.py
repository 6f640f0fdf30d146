"""Tells for whom others may speak: for countries, houses and companies, and for nobody who is a person."""

import re
from collections.abc import Iterable

from index.article import Article
from index.locales import days_and_months
from index.words import fold
from rag.questions.subjects import is_function_word
from rag.quotes.posts import are_post, is_post

# Countries, houses and companies of several words, and no persons: Morgan Freeman, General Mark Milley, Margaret Court.
_BEGINS_BODY = re.compile(
    r"(?:North|South|Saudi|New|Hong Kong|United|Costa Rica|Sri Lanka|Puerto Rico|Corea|Corée|Arabia|Arabie|Estados|États|Nueva"
    r"|Nouvelle|Real|Air|Deutsche|Human|Amnesty|Goldman Sachs|Morgan Stanley|JP Morgan|Manchester|Bayern|Inter|White House"
    r"|General (?:Motors|Electric|Mills|Dynamics|Assembly)|Downing Street|Fleet Street|Scotland Yard|Wall Street)(?: .*)?"
)
_ENDS_BODY = re.compile(
    r".* (?:Korea|Africa|Zealand|Arabia|Emirates|Kingdom|States|City|United|Bank|Group|Watch|International|House"
    r"|Party|University|Airlines|Airways|Motors|Council|Commission|Times|Club|Association|Foundation|Institute|Agency|Ministry|Office)"
    r"|.*(?:\w{3}an|\ws'?|Soviet|Trade|Credit) Union|.*(?:The|Washington|Jerusalem|Huffington|Bangkok|Denver) Post"
    r"|.*(?:The|Supreme|High|Constitutional|Criminal|International|Federal|European|District|Appeals) Court"
)
_MOST_WORDS_OF_BODY = 3
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


def may_have_speakers(name: str, articles: Iterable[Article]) -> bool:
    """Whether others may speak for what is called so, as for Russia or Apple: one word that is in no article a person's name.

    So it is with the White House, of whose several words some are those of houses, countries and companies, and with whoever
    holds a post there: "OpenAI's CEO".
    """
    if " " in name:
        return _is_body(name)
    return not any(_is_of_person(name, article) for article in articles)


def _is_body(name: str) -> bool:
    """Not "New York Mayor Eric Adams", whose name stands behind the post, nor "OpenAI's Sam Altman"."""
    of, possessive, own = name.rpartition("'s ")
    if possessive and of:
        return are_post(own) or _ENDS_BODY.fullmatch(name) is not None
    words = name.split()
    begins = len(words) <= _MOST_WORDS_OF_BODY and not any(is_post(word) for word in words[1:])
    return (begins and _BEGINS_BODY.fullmatch(name) is not None) or _ENDS_BODY.fullmatch(name) is not None


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
