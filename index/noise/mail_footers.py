"""Finds what a mail says of its own sending below its last line `--`: why it came, and how no more of them do."""

import re

from index.noise.page import Page
from index.noise.ranges import NoiseRange, NoiseReason

# A signature tells who wrote; only what speaks of the sending is furniture.
_SENDING = re.compile(
    r"\b(?:unsubscrib|opt[ -]out|you(?:'re| are) receiving this|you received this (?:e-?mail|message|newsletter)"
    r"|(?:se |vous )(?:desabonn|desinscri)|vous recevez (?:ce|cet|cette)\b"
    r"|abbestell|abzubestellen|(?:newsletter|e-?mails?) abmelden|sie erhalten diese"
    r"|(?:darse|darte|darme) de baja|cancelar (?:la|tu|su) suscripcion|recibes? (?:este|esta)\b|has recibido este"
    r"|ricev(?:i|e|ete) quest[ao]|(?:cancellarti|cancellarsi|disiscriver\w{0,3})\b|annulla\w{0,3} l'iscrizione"
    r"|uitschrijven|afmelden|(?:je|u) ontvangt deze|cancelar a (?:inscricao|subscricao|assinatura)|voce recebeu est[ea])"
)
_DASHES = re.compile(r"^--[ \t\r]*$", re.MULTILINE)
_LONGEST_FOOTER_CHARS = 1_200


def find_mail_footers(page: Page) -> list[NoiseRange]:
    """The last line `--` with all that stands below it, where that is short and speaks of the sending; else nothing."""
    dashes = [*_DASHES.finditer(page.text)]
    end = len(page.text.rstrip())
    if not dashes or end - dashes[-1].end() > _LONGEST_FOOTER_CHARS:
        return []
    if not _SENDING.search(page.folded, dashes[-1].end(), end):
        return []
    return [NoiseRange(dashes[-1].start(), end, NoiseReason.SUBSCRIBE, "footer of a mail")]
