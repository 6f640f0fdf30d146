"""Finds leftover markup: tags, comments, short codes, scripts, lone links, rules of Markdown, and a scraper's date label."""

import re
from array import array
from bisect import bisect_left, bisect_right

from index.noise.page import Page, near_after, near_before
from index.noise.ranges import NoiseRange, NoiseReason

# Attributes begin with a name and a sign of equality, or with a name that stands alone in HTML; other words are prose.
_ATTRIBUTES = (
    r"\s{1,80}(?:[^\s<>\"'=/]{1,60}\s{0,20}=|(?:alt|async|autoplay|checked|controls|crossorigin|data-[\w-]{1,40}|defer|disabled"
    r"|download|hidden|html|itemscope|loop|multiple|muted|nomodule|novalidate|nowrap|open|readonly|required|reversed|selected)"
    r"(?=[\s/>]))[^<>]{0,900}"
)
# Every repeat is bounded, so that a page of a hundred thousand `<` is read once.
_TAG = re.compile(
    rf"<!--[^<>]{{0,400}}-->|<!?/?[a-zA-Z][\w-]{{0,20}}(?:{_ATTRIBUTES}|\s{{0,80}})/?\s{{0,20}}>|&(?:nbsp|#160|#xa0|zwnj|shy);"
    r"|\[/?(?:caption|embed|gallery|video|audio|quote|shortcode"
    r"|vc_\w{1,20}|et_\w{1,20}|su_\w{1,20})(?:\s[^\[\]\n]{0,300})?\]"
    r"|\{\{[^{}\n]{1,200}\}\}|\{%[^{}\n]{1,200}%\}|<!\[CDATA\[|\]\]>"
)
# As Markdown writes it, with a title, and with the link that it is: a badge of a README.
_IMAGE = re.compile(
    r"(?:\[(?=!))?!\[[^\[\]\n]{0,200}\]\([^()\s]{1,400}(?:\s\"[^\"\n]{0,200}\")?\)(?:\]\([^()\s]{1,400}\))?"
)
_WHOLE = re.compile(r"<(script|style|noscript|iframe|svg|button|nav|form)\b", re.IGNORECASE)
_CODE = re.compile(
    r"window\.\w|googletag|dataLayer|document\.(?:get|write|query)"
    r"|function\s?\(|=>\s?\{|\bvar \w{1,30} ?=|\.push\(|@media\b"
    r"|^[.#][\w-]{1,40}(?:[ ,.#\w-]{0,80})?\{[^{}\n]{0,400}\}|\"@context\""
)
# What code and markup have everywhere and prose hardly ever; a bracket alone is prose.
_SIGN = re.compile(r"[{}\[\];=]|\w\(|\":|</?[a-z]", re.IGNORECASE)
_CHARS_A_SIGN = 40
_SCRIPTS = ("script", "style")
_LINK = re.compile(r"<a\s[^<>]{0,900}>([^<>]{1,90})</a>", re.IGNORECASE)
# What a scraper writes before an article's first sentence; a sentence never begins with "date 2024-05".
_DATE_LABEL = re.compile(r"\A\s{0,80}date:? (?:19|20)\d\d-[01]\d(?:-[0-3]\d)?(?=\s)", re.IGNORECASE)
_LONGEST_CODE_CHARS, _SIGNS_AT_LEAST = 3_000, 4
# A line that has no words: it rules off, underlines a heading or a table's head, opens and closes code, is an empty one of a
# block quotation, or stands above the signature of a mail.
_RULE = re.compile(r"[-|:=*_~+#–—\s]{3,}\Z|(?:`{3,}|~{3,})[^`\n]{0,60}\Z|>[>\s]*\Z|--\Z")
_WHY = "leftover markup"
_SENTENCE_ENDS = '.!?…»”">:)'


def find_markup(page: Page) -> list[NoiseRange]:
    """Tags by themselves; a whole script, a line of code, and a link that stands alone at the end of its paragraph."""
    text = page.text
    found = [_noise(match.start(), match.end()) for match in _TAG.finditer(text)]
    if label := _DATE_LABEL.match(text):
        found.append(_noise(label.start(), label.end()))
    found += _find_elements(page)
    for line in page.paragraphs:
        for match in _LINK.finditer(text, line.start, line.end):
            before = near_before(text, line, match.start())[-1:]
            if (not before or before in _SENTENCE_ENDS) and not near_after(text, line, match.end()).strip():
                found.append(_noise(match.start(), match.end()))
        if (
            line.end - line.start < _LONGEST_CODE_CHARS
            and len(_CODE.findall(text[line.start : line.end]))
            and _is_code(text, line.start, line.end)
        ):
            found.append(_noise(line.start, line.end))
    return found


def find_rules(page: Page) -> list[NoiseRange]:
    """Lines without words, and images. They stand in articles as well as in the furniture, so that nothing follows from one."""
    rules = [_noise(line.start, line.end) for line in page.paragraphs if _RULE.match(page.text, line.start, line.end)]
    return [*rules, *(_noise(image.start(), image.end()) for image in _IMAGE.finditer(page.text))]


def _find_elements(page: Page) -> list[NoiseRange]:
    """Whole elements that were left here, rather than two tags that an article speaks of and the prose between them."""
    text, lowered = page.text, page.text.lower()
    found: list[NoiseRange] = []
    if len(lowered) != len(text):
        return found
    signs: array[int] | None = None
    at = 0
    while match := _WHOLE.search(text, at):
        name = match.group(1).lower()
        closing = lowered.find(f"</{name}>", match.end(), match.end() + 20_000)
        at = match.end()
        if closing < 0:
            continue
        if signs is None:  # all at once: a page may open a thousand scripts and close one
            signs = array("I", (sign.start() for sign in _SIGN.finditer(text)))
        inside = text.find(">", match.end(), closing) + 1 or closing
        is_markup = (bisect_left(signs, closing) - bisect_left(signs, inside)) * _CHARS_A_SIGN >= closing - inside
        # A button has plain words on it; a script has none.
        if is_markup or (name not in _SCRIPTS and _in_one_paragraph(page, match.start(), closing)):
            found.append(_noise(match.start(), closing))
            at = closing
    return found


def _in_one_paragraph(page: Page, start: int, end: int) -> bool:
    return end <= page.paragraphs[bisect_right(page.paragraphs, start, key=lambda line: line.start) - 1].end


def _is_code(text: str, start: int, end: int) -> bool:
    signs = sum(text.count(sign, start, end) for sign in "{}();=")
    return signs >= _SIGNS_AT_LEAST and signs * _CHARS_A_SIGN >= end - start


def _noise(start: int, end: int) -> NoiseRange:
    return NoiseRange(start, end, NoiseReason.MARKUP, _WHY)
