# ruff: noqa: E501 - a choice of words cannot be broken at will
"""The words by which `traits` knows an offer, as regular expressions over folded text (fr, en, de, es)."""

import re

# Verbs that report or tell of the past: sentences of an article have them, calls to the reader do not.
NARRATIVE = re.compile(
    r"\b(?:said|says|told|added|wrote|argued|according to|had|were"
    r"|a (?:declare|explique|indique|annonce|ajoute|precise|affirme|estime)|declare|explique|assure|affirme"
    r"|raconte|denonce"
    r"|resume|estime|selon|d'apres|rappelle|etai(?:t|ent)|avai(?:t|ent)"
    r"|laut|sagte?|erklarte?|berichtete|erzahlte?|teilte .{0,40}mit|hatten?|wurden?"
    r"|dijo|afirma|explico|aseguro|asegura|segun|recuerda|senalo|repite|dice|habian?|eran?)\b"
)
# Past tenses that furniture hardly ever has, over the text as it stands: their endings need the accents.
PAST = re.compile(
    r"\b(?:(?!parf|souh|extr|portr|conn|forf|abstr|retr|attr|trait|satisf|bienf|méf|reconn|dispar|appar)[a-zà-ÿ]{3,}ait|[a-zà-ÿ]{3,}(?:aient|èrent)"
    r"|(?:a|ont) (?:\w{2,}ment )?(?!ét|réserv)\w{2,}ée?s?|(?:avait|avaient|fut|furent)"
    r"|[a-zñáéíúü]{2,}(?:ó|aron|ieron|aba|aban)|(?:tenía|podía|quería|decía|hacía|vivía|sabía|debía)n?|fue|fueron"
    r"|used to|was (?!this|the)|did not|(?:he|she|they|who|it) (?:[a-z]{2,}ed|went|came|took|gave|got|saw|knew|thought)"
    r"|(?:dachte|brachte|sagte|wollte|musste|durfte|begann|stand|ging|kam|gab|fand|blieb|schrieb|hieß|stieg|sank|wuchs|zog|trat)n?"
    r"|heißt es)\b"
)
# What a site offers its readers. A word alone proves nothing: articles name them too.
SERVICE = re.compile(
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
    r"|comptes?|accounts?|konto|cuenta|login|mot de passe|password|passwort|contrasena"
    r"|journalis(?:me|m|mus)|periodismo|redaction|redaktion|redaccion|newsroom|newsdesk|comments?|commentaires?"
    r"|kommentare?|comentarios?|reseaux sociaux|social media|redes sociales|soziale netzwerke|communaute|community"
    r"|comunidad|offres?|angebote?|ofertas?|offers?|promotions?|bons? plans?|codes? promo|gutschein\w*|rabatt\w*"
    r"|cup[o]n(?:es)?|vouchers?|discount|freebets?|bonus|concours|gewinnspiel|sorteo|giveaway|quiz"
    r"|lecteurs|readers|leser(?:innen)?|lectores|mailing list|notre lettre|unser brief|nuestra carta|dons?|donations?|spenden?|donativos?"
    r"|(?:your|votre|ihr|dein|tu|su) (?:phone|telephone|handy|smartphone|movil|mobile|device|appareil|gerat)|perfiles|profile page"
    r"|notre site|our (?:web)?site|unsere (?:web)?seite|nuestra web|notre chaine|our channel|kanal|canal|bei(?:trag|trage) offen)\b"
)
# A sentence that begins with one of these asks for something to be done.
IMPERATIVE = re.compile(
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
PRICE = re.compile(
    r"(?:[€£$]\s?\d|\d(?:[.,]\d{1,2})?\s?(?:[€£$]|euros?\b|pesos?\b|dollars?\b|pounds?\b|eur\b))"
    r"|\b(?:gratis|gratuit\w*|kostenlos\w*|for free|free|sans engagement|jederzeit kundbar|cancel any ?time|sin permanencia)\b"
    r"|\b\d{1,2} ?(?:mois|months?|monate?n?|meses|semaines|weeks?|wochen|semanas) (?:offerts?|gratuits?|free|gratis|kostenlos|fur|pour|for|por)\b"
)
PERIOD = re.compile(
    r"(?:par|per|a|pro|im|al|le premier|the first|for the first|(?:fur|pour|por|for) (?:le|the|den|\d{1,2})|/|\d{1,2}) ?"
    r"(?:mois|months?|monate?n?|mes(?:es)?|ans?|years?|jahr|ano|semaines?|weeks?|wochen?|semanas?|issue|numero)\b"
)
READER = re.compile(
    r"\b(?:vous|votre|vos|you|your|yours|ihre?[nmrs]?|ihnen|euch|dich|dir|dein\w*|tu|tus|te|usted)\b|\bsie\b"
)
REGULAR = re.compile(
    r"\b(?:chaque|tous les|toutes les|every|each|daily|weekly|jeden|jede|taglich\w*|cada|todos los|todas las)"
    r"(?: (?:jours?|matins?|soirs?|semaines?|day|morning|evening|week|tag|morgen|abend|woche|dia|manana|tarde|semana"
    r"|\w{3,7}di|\w{3,6}day|\w{5,7}tag|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?))?\b"
)
SITE = re.compile(r"\b(?:nous|notre|nos|we|our|us|wir|uns|unsere?[nmrs]?|nosotros|nuestr[ao]s?)\b")
CONSENT = re.compile(r"\b(?:cookies?|traceurs|trackers?|datenschutzerklarung|privacy policy|politica de privacidad)\b")
CONTACT = re.compile(r"[\w.+-]{1,40}@[\w-]{2,40}\.[a-z]{2,8}|\b(?:https?://|www\.)\S|\b0[89]\d{2}(?:[ .]?\d){5,7}\b")
GAMBLING = re.compile(
    r"\b18 ?\+|\bbet(?:s|ting)? (?:now|responsibly)|jouer comporte|begambleaware|freebets?|glucksspiel kann"
)
# Services that hardly any article asks its readers to use, and the verbs that ask for nothing else.
OWN = re.compile(
    r"\b(?:news-?letters?|info-?lettres?|bolet[i]n(?:es)?|briefing|applis?|apps?|app-?store|google play|whatsapp\w*|push\w*"
    r"|notifications?|notificaciones|inbox|postfach|boite (?:mail|e-mail)|bandeja|abonnement\w*|(?:probe|digital)?abos?"
    r"|subscriptions?|suscripcion(?:es)?|suscri\w+|digital-?pass|e-?paper|podcasts?|notre site|our (?:web)?site"
    r"|e-?mail-?(?:adresse| address)|adresse e-?mail|(?:per|par|by|por) (?:e-?mail|mail|correo)|whats-?app|instagram|facebook|tiktok|youtube|google news"
    r"|(?:full )?episodes?|iplayer|iview|mediathek|audiothek|replay)\b"
)
ASKS = re.compile(
    r"[^\w]{0,6}(?:(?!chez|assez)\w{4,16}ez\b|(?:sign|subscribe|get|join|download|follow|listen|watch|catch up|visit|click|tap|support|donate|register"
    r"|discover|explore|browse|stay|check|don't|never|become|receive|activate|enable|scan|install|upgrade|unlock|enjoy)\b"
    r"|(?:jetzt|einfach|\w{4,16}(?:en|n) sie)\b|(?:suscribete|apuntate|recib[ea]|descarga|siguenos|escucha|activa|unete|unase|hazte|no te)\b)"
)
