"""Gives sentences back that were taken although they stand alone among article text and speak to nobody, or are of its list."""

import re
from itertools import groupby

from index.layout import LIST_MARK, Line
from index.noise import trait_words as words
from index.noise.page import Page
from index.noise.ranges import NoiseReason
from index.noise.verdicts import CALLS, OFFER_WHY, Judged, ends_a_sentence

_DOUBTED = frozenset({NoiseReason.SUBSCRIBE, NoiseReason.SHARE, NoiseReason.CONSENT, NoiseReason.LEGAL})
_GERMAN_READER = re.compile(r"(?<=[\w,:;] )(?:Sie|Ihnen|Ihre?[nmrs]?)\b|\b(?:euch|dich|dir|[Dd]eine?[nmrs]?|du)\b")
_READER = re.compile(
    r"\b(?:vous|votre|vos|you|your|yours|tu|tus|te|usted|mon|mes|my|ich|je|m'\w+|j'\w+)\b"
    r"|\b(?:\w{2,}amos|puedes|puede (?:acept|cambi|config|rechaz|retir)\w+"
    r"|(?:ce|cette|cet|this|este|esta) (?:contenu|video|content|contenido|service)|klick\w*"
    r"|bilderstrecke|bildergalerie|inhalte?n?|press standards)\b"
    r"|\b(?:reproduc\w+|all rights|droits|derechos|rechte vorbehalten|newsletter)\b|©|@|https?:|www\."
)
_MORE = re.compile(r"(?:mehr|more|plus|mas|alle|notre|nos|our|unser\w*|nuestr\w+)\b[^:|>»›]{60}")
_NUMBER = re.compile(r"\s*(\d{1,2})[.)]\s")
_SHORTEST_NEIGHBOUR_CHARS, _SHORTEST_SENTENCE_CHARS, _FEWEST_WORDS = 25, 40, 4
# Verbs of somebody or something of which is told.
_FINITE = re.compile(
    r"\b(?:is|are|was|has|have|will|may|can|could|should|goes|makes|wins?|fines|falls|rises|costs|urged|invited|died|collapsed"
    r"|resigned|called|received|found|paid|made|got|took|told|lost|hit|fell|led|left|gave|came|went"
    r"|ist|sind|war|hat|haben|wird|werden|muss|mussen|soll|sollen|will|wollen|kann|konnen|darf|durfen|droht"
    r"|baut|untersucht|fahrt|steigt|kostet|zahlt|gibt|geht|gelten|sieht"
    r"|est|sont|ont|sera|seront|peut|doit|va|vont|baisse|baissent|debloque|offre|prend|coute|fermera"
    r"|es|son|esta|estan|ha|han|hay|sera|va|puede|debe|busca|cuesta|queda|quedan|hace)\b"
)
# "A été condamné": of a folded text alone, "a" is an article in English too, and "à" in French.
_FRENCH_PERFECT = re.compile(
    r"\ba (?:pas |plus |jamais |déjà |aussi |ainsi |encore |toujours |bien |finalement )?"
    r"(?:\w+ée?s?|eu|pu|dû|vu|lu|su|cru|reçu|(?!menu|guru)\w{2,}[cdlnrt]u|\w+[bdhlmnrstv]i"
    r"|(?:\w*[pm]|acqu|conqu)is|fait|\w*dit|\w*(?:tru|scr)it|\w+[gc]i|\w+[aeo]int"
    r"|(?:deux|trois|\d+|besoin|lieu|droit)\b|\w*ffert|\w*ouvert|\w*duit)\b"
)
# "Jetzt muss die Stadt eine Lösung finden" asks nobody, as "jetzt abonnieren" does.
_NOW = re.compile(
    r"Jetzt (?:muss|müssen|soll|sollen|will|wollen|kann|können|darf|dürfen|hat|haben|ist|sind|wird|werden|droht|drohen"
    r"|sucht|suchen|gilt|gelten)\b(?! (?:Sie|ihr|du)\b)(?!.*\b(?:Ihnen|Ihre[nmrs]?|euch|dich|uns)\b)"
)
# What a site tells of itself and of what it lends from others.
_OF_SITES = re.compile(
    r"\b(?:cookies?|youtube|twitter|facebook|instagram|tiktok|dailymotion|whatsapp|newsletters?|podcasts?|abos?|abonn\w+|subscri\w+"
    r"|suscri\w+|e-?mails?|app|login|konto|compte|cuenta|redaktion\w*|redaction|redaccion|site|website|webseite|seite"
    r"|dieser stelle"
    r"|datenschutz\w*|confidentialite|privacy|privacidad|copyright|urheber\w+|tous droits|republished|nachdruck|verlags?"
    r"|editeur|publisher|dritt\w*|third[- ]party|terceros|en este momento|zustimmung|consent\w*|video"
    r"|inhalte?|contenus?|content|contenido|this (?:article|story|post)|cet article|este articulo"
    r"|(?:diese[rmn]?|der) artikel(?! \d)|la suite est reserv\w+"
    r"|(?:for|to) (?:\w+ )?members(?! of)|members only|(?:aux|nos) membres(?! d)|fur (?:\w+ )?mitglieder|para (?:\w+ )?socios"
    r"|affiliates?|liens? affilies?|affiliation|afiliacion|(?:a|earn) commission (?:may|when|if|on)|vorbehalten|ohne gewahr"
    r"|kursdaten|weiterverbreitung|nur mit genehmigung|partir de \d"
    r"|les cours sont (?:differes|donnes)|quotes are delayed"
    r"|views expressed|comments are (?:\w+ )?(?:closed|moderated)|(?:die )?kommentar(?:funktion|e) (?:ist|sind)"
    r"|les commentaires sont (?:fermes|moderes|reserves)|los comentarios (?:estan cerrados|son moderados))\b"
)


def settle_doubts(page: Page, judged: list[Judged]) -> None:
    """Give back items of a list of the article, and whole sentences inside a paragraph of it."""
    for listed, run in groupby(judged, lambda one: _is_item(page, one)):
        if listed:
            _settle_list(page, list(run))
    for at, one in enumerate(judged):
        if _stands_free(page, judged, at) or _tells(page, judged, at):
            one.reason, one.why = None, ""


def _is_item(page: Page, one: Judged) -> bool:
    line = page.paragraphs[one.piece.paragraph]
    return LIST_MARK.match(page.text, line.start, line.end) is not None


def _number_of(page: Page, line: Line) -> int | None:
    number = _NUMBER.match(page.text, line.start, line.end)
    return int(number[1]) if number else None


def _settle_list(page: Page, items: list[Judged]) -> None:
    """Give back what only its build took: rules for readers ("never share your password") ask for things as offers do.

    Of numbered steps a call is given back too: "1. Download the app" is how the reader of an article does something.
    """
    taken = {one.piece.paragraph for one in items if one.reason is not None}
    lines = [page.paragraphs[number] for number in sorted({one.piece.paragraph for one in items})]
    are_steps = all(_number_of(page, line) == at for at, line in enumerate(lines, start=1))
    if any(one.piece.paragraph not in taken for one in items):
        for one in items:
            if one.why == OFFER_WHY or (are_steps and one.reason in CALLS):
                one.reason, one.why = None, ""


def _stands_free(page: Page, judged: list[Judged], at: int) -> bool:
    one = judged[at]
    start, end = one.piece.start, one.piece.end
    doubted = one.reason in _DOUBTED or (
        one.reason is NoiseReason.RELATED and _MORE.match(page.folded, start, end) is not None
    )
    if not doubted or page.text[end - 1] != ".":
        return False
    beside = [
        other
        for other in (*judged[max(0, at - 1) : at], *judged[at + 1 : at + 2])
        if other.piece.paragraph == one.piece.paragraph
    ]
    if not beside and page.german and page.text.startswith("Sie ", start):  # "they", where nothing beside it calls
        beside = [*judged[max(0, at - 1) : at], *judged[at + 1 : at + 2]]
    if not beside or any(other.reason in _DOUBTED and other.piece.start < start for other in beside):
        return False
    if not any(
        other.reason is None and other.piece.end - other.piece.start >= _SHORTEST_NEIGHBOUR_CHARS for other in beside
    ):
        return False
    return len(page.text[start:end].split()) >= _FEWEST_WORDS and not _speaks(page, start, end)


def _tells(page: Page, judged: list[Judged], at: int) -> bool:
    """Whether a whole sentence tells something between two others of the article, and names nothing of a site.

    Many articles have paragraphs of one sentence, and it may begin as a call or a notice does: "Jetzt muss die Stadt …".
    """
    one = judged[at]
    start, end = one.piece.start, one.piece.end
    if one.reason not in _DOUBTED or one.reason in one.weak or not 0 < at < len(judged) - 1:
        return False
    if page.text[end - 1] != "." or len(page.text[start:end].split()) < _FEWEST_WORDS:
        return False
    beside = (judged[at - 1], judged[at + 1])
    if not all(other.reason is None and ends_a_sentence(page, other, _SHORTEST_SENTENCE_CHARS) for other in beside):
        return False
    if not any(other.narrative for other in beside):
        return False
    return (
        (_FINITE.search(page.folded, start, end) or _FRENCH_PERFECT.search(page.text, start, end)) is not None
        and (not _speaks(page, start, end) or _NOW.match(page.text, start, end) is not None)
        and _OF_SITES.search(page.folded, start, end) is None
    )


def _speaks(page: Page, start: int, end: int) -> bool:
    """Whether it turns to a reader, speaks as the site or asks for something."""
    reader = _GERMAN_READER.search(page.text, start, end) if page.german else _READER.search(page.folded, start, end)
    return (
        reader is not None
        or _READER.search(page.folded, start, end) is not None
        or words.SITE.search(page.folded, start, end) is not None
        or words.ASKS.match(page.folded, start, end) is not None
    )
