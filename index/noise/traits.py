"""Traits of a sentence that sells a service of the site: what it names, and how it turns to the reader.

A cue knows a phrase; this knows that "open the app", "scan the code for our podcast" and "two months for 3 €" have
the same build, so that a call in words which no table holds is found too.
"""

import re

from index.noise.page import Page
from index.noise.ranges import NoiseReason

_LONGEST_SCORED_CHARS = 500
# What a site offers its readers. A word alone proves nothing: articles name them too.
_SERVICE = re.compile(
    r"\b(?:news-?letters?|info-?lettres?|newsbriefs?|bolet[i]n(?:es)?|briefing"
    r"|applis?|application|apps?|app-?store|google play|play store|whatsapp\w*|telegram|instagram|facebook|twitter"
    r"|tiktok|youtube|linkedin|bluesky|threads|mastodon|google news|google actualites|google discover|flipboard"
    r"|rss|push\w*|notifications?|notificaciones|benachrichtigung\w*|alertes?|alerts?|alertas"
    r"|inbox|postfach|boite (?:mail|e-mail|de reception|aux lettres)|bandeja|e-?mails?|mails?|courriel|correo"
    r"|abonnements?|abonnes?|abonnees?|abonne[rz]|abonnent\w*|abonnieren|(?:probe|digital|online|jahres|plus|print)?-?abos?"
    r"|subscriptions?|subscribers?|subscrib\w+|suscripcion(?:es)?|suscriptor\w*|suscri\w+"
    r"|membership|members?|adhesion|soci[oa]s?|mitglied(?:er|schaft)|digital-?pass|e-?paper|epaper|pdf"
    r"|(?:edition|version) (?:numerique|digitale|papier|abonnes)|journal (?:numerique|papier)|digital edition|e-edition"
    r"|edicion (?:digital|impresa)|digitalausgabe|tageszeitung|podcasts?|replay|streaming|live-?blog|liveticker|direct commente"
    r"|comptes?|accounts?|konto|cuenta|profil|login|mot de passe|password|passwort|contrasena"
    r"|journalis(?:me|m|mus)|periodismo|redaction|redaktion|redaccion|newsroom|newsdesk|comments?|commentaires?"
    r"|kommentare?|comentarios?|reseaux sociaux|social media|redes sociales|soziale netzwerke|communaute|community"
    r"|comunidad|offres?|angebote?|ofertas?|offers?|promotions?|bons? plans?|codes? promo|gutschein\w*|rabatt\w*"
    r"|cup[o]n(?:es)?|vouchers?|discount|freebets?|bonus|concours|gewinnspiel|sorteo|giveaway|quiz"
    r"|notre site|our (?:web)?site|unsere (?:web)?seite|nuestra web|notre chaine|our channel|kanal|canal)\b"
)
# A sentence that begins with one of these asks for something to be done.
_IMPERATIVE = re.compile(
    r"(?:[^\w]{0,6})(?:(?!chez|assez|nez\b|rez\b|rendez-vous (?:est|a ete|avait))\w{3,16}ez(?:-(?:vous|nous|le|la|les))?\b"
    r"|(?:ne |n')\w{3,16}ez (?:pas|rien|plus)|pour ne rien|cliquez|envie de|besoin d|plus d'(?:infos?|actu)|deja \w"
    r"|(?:sign|subscribe|get|join|download|follow|read|watch|listen|click|tap|visit|support|donate|register|log|contact"
    r"|email|e-mail|send|share|tell|discover|explore|browse|shop|save|buy|try|start|upgrade|unlock|enjoy|stay|find|see"
    r"|check|don't|never|make|add|turn|choose|become|give|help|vote|enter|win|order|book|compare|receive|activate|enable"
    r"|scan|manage|update|submit|type|want|looking for|like|love|need|hear|search|catch|go|keep up|be the first|install"
    r"|use|open|rate|ask|have you|do you|did you|are you|got)\b"
    r"|\w{4,16}(?:en|n) sie\b|(?:jetzt|hier|einfach|gleich|noch heute|mehr|immer|kostenlos|gratis|alle|exklusiv)\b"
    r"|(?:teste|lies|lade|hol|folge|abonniere|melde|trag|sichere|spare|entdecke|erhalte|bleib|werde|verpasse|scanne) "
    r"|(?:suscribe|apunta|registra|inscribe|une|haz|descarga|sigue|siga|escribe|contacta|cuenta|avisa)(?:te|nos)\b|siguenos\b|siganos\b"
    r"|(?:recib[ea]|descubr[ea]|disfrut[ae]|acced[ea]|descarg(?:a|ue)|escuch[ae]|le[ea]|consult[ae]|apoy[ae]|prueb[ae]|activ[ae]"
    r"|busca|compart[ea]|comenta|mira|elig[ea]|aprovecha|envia|haz|inicia|crea|ahorra|compra|participa|no te|ya eres|eres"
    r"|quieres|te ha|regala|entra|encuentra|consigue|sigue)\b)"
)
_PRICE = re.compile(
    r"(?:[€£$]\s?\d|\d(?:[.,]\d{1,2})?\s?(?:[€£$]|euros?\b|pesos?\b|dollars?\b|pounds?\b|eur\b))"
    r"|\b(?:gratis|gratuit\w*|kostenlos\w*|for free|free|sans engagement|jederzeit kundbar|cancel any ?time|sin permanencia)\b"
    r"|\b\d{1,2} ?(?:mois|months?|monate?n?|meses|semaines|weeks?|wochen|semanas) (?:offerts?|gratuits?|free|gratis|kostenlos|fur|pour|for|por)\b"
)
_PERIOD = re.compile(
    r"(?:par|per|a|pro|im|al|le premier|the first|for the first|(?:fur|pour|por|for) (?:le|the|den|\d{1,2})|/|\d{1,2}) ?"
    r"(?:mois|months?|monate?n?|mes(?:es)?|ans?|years?|jahr|ano|semaines?|weeks?|wochen?|semanas?|issue|numero)\b"
)
_READER = re.compile(
    r"\b(?:vous|votre|vos|you|your|yours|ihre?[nmrs]?|dich|dir|dein\w*|tu|tus|te|usted)\b|\bsie\b"
)
_SITE = re.compile(r"\b(?:nous|notre|nos|we|our|us|wir|uns|unsere?[nmrs]?|nosotros|nuestr[ao]s?)\b")
_CONTACT = re.compile(r"[\w.+-]{1,40}@[\w-]{2,40}\.[a-z]{2,8}|\b(?:https?://|www\.)\S|\b0[89]\d{2}(?:[ .]?\d){5,7}\b")
_GAMBLING = re.compile(r"\b18 ?\+|\bbet(?:s|ting)? (?:now|responsibly)|jouer comporte|begambleaware|freebets?|glucksspiel kann")
_ENOUGH = 3


def sells(page: Page, start: int, end: int) -> NoiseReason | None:
    """Which service a whole sentence offers to the reader, by its build alone; None where it does not clearly."""
    if end - start > _LONGEST_SCORED_CHARS or page.quoted[start]:
        return None
    if _GAMBLING.search(page.folded, start, end):
        return NoiseReason.ADVERTISING
    services = {found.group() for found in _SERVICE.finditer(page.folded, start, end) if not page.quoted[found.start()]}
    asks = _IMPERATIVE.match(page.folded, start, end) is not None
    priced = _PRICE.search(page.folded, start, end) is not None
    timed = priced and _PERIOD.search(page.folded, start, end) is not None
    reader = _READER.search(page.folded, start, end) is not None
    points = min(len(services), 2) + asks + priced + timed + reader
    if services and (asks or reader) and points >= _ENOUGH:
        return NoiseReason.SUBSCRIBE
    return NoiseReason.ADVERTISING if asks and priced and (timed or reader) else None


def is_furniture(page: Page, start: int, end: int) -> bool:
    """Whether a sentence may be furniture where its place says so: it names a service, an address or the reader."""
    if page.quoted[start]:
        return False
    end = min(end, start + _LONGEST_SCORED_CHARS)
    if _CONTACT.search(page.folded, start, end) or _PRICE.search(page.folded, start, end):
        return True
    if _SERVICE.search(page.folded, start, end):
        return True
    return _READER.search(page.folded, start, end) is not None or _SITE.search(page.folded, start, end) is not None
