"""A sentence that tells something is kept though it begins as a call or a notice does; what a site says of itself is not."""

import pytest

from index.noise.mask import Repeats, find_noise

BESIDE = {
    "de": (
        "Der Stadtrat tagte am Dienstagabend und stimmte nach langer Debatte über den Plan ab.",
        "Stadträtin Anna Roth sagte, die Arbeiten würden im März beginnen und zwei Jahre dauern.",
    ),
    "en": (
        "The city council met on Tuesday evening and voted on the plan after a long debate.",
        "Councillor Anna Roth said the work would begin in March and last two years.",
    ),
    "es": (
        "El pleno municipal se reunió el martes por la tarde y votó el plan tras un largo debate.",
        "La concejala Ana Ruiz dijo que las obras comenzarían en marzo y durarían dos años.",
    ),
    "fr": (
        "Le conseil municipal s’est réuni mardi soir et a voté le projet après un long débat.",
        "La conseillère Anne Roux a déclaré que les travaux commenceraient en mars et dureraient deux ans.",
    ),
}


def masked(language: str, sentence: str, between: str = "\n\n") -> list[str]:
    before, behind = BESIDE[language]
    text = f"{before}{between}{sentence}{between}{behind}"
    return [text[item.start : item.end] for item in find_noise(text, Repeats.of([]))]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Jetzt muss die Stadt eine Lösung finden."),
        ("de", "Jetzt sollen weitere Schritte folgen."),
        ("de", "Jetzt will der Konzern 100 Flugzeuge bestellen."),
        ("de", "Ein Unternehmen aus Köln hat die größte Batterie Europas gebaut."),
        ("de", "Drei Monate nach dem Unfall zahlt die Firma 2 Millionen Euro."),
        ("de", "Die Verbreitung des Virus ist nicht mehr zu stoppen."),
        ("de", "Drei Monate nach dem Brand ist das Haus wieder kostenlos zugänglich."),
        ("de", "Ein Unternehmen der Post hat 300 Filialen geschlossen."),
        ("de", "Zwei Wochen Urlaub an der Nordsee kosten eine Familie 3000 Euro."),
        ("en", "Two weeks in the hospital cost the family 12,000 euros."),
        ("es", "Seis meses de cárcel y 5.000 euros de multa para el alcalde."),
        ("fr", "Six mois de prison et 5000 euros d’amende pour le maire."),
        ("fr", "Une marque du groupe a construit une usine à Lyon."),
        ("en", "A member of the public found a body on Monday."),
        ("en", "A member of the crew died."),
        ("en", "A member of the public called police at 9am."),
        ("en", "Three weeks before the vote, the price of bread is up 40%."),
        ("en", "A part of the bridge collapsed on Monday."),
        ("en", "A London company has won the contract."),
        ("es", "Una empresa de Valencia ha ganado el concurso."),
        ("es", "Su apoyo ha sido clave."),
        ("es", "Dos meses después de la riada, los vecinos esperan 3 millones de euros."),
        ("fr", "Trois mois après l’accident, le conducteur a été condamné à 5 000 euros d’amende."),
        ("fr", "Une marque du groupe est à vendre."),
        ("fr", "Un journal du groupe a été vendu."),
        ("fr", "Six mois plus tard, l’usine est gratuite pour les visiteurs."),
    ],
)
def test_a_paragraph_of_one_sentence_that_tells_something_is_kept(language: str, sentence: str) -> None:
    assert masked(language, sentence) == []


@pytest.mark.parametrize(
    "sentence", ["Jetzt muss die Stadt eine Lösung finden.", "Jetzt sollen weitere Schritte folgen."]
)
def test_so_is_a_sentence_within_a_paragraph(sentence: str) -> None:
    assert masked("de", sentence, " ") == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Jetzt den Newsletter abonnieren und nichts mehr verpassen."),
        ("de", "Jetzt können Sie unseren Newsletter bestellen."),
        ("de", "Dieser Inhalt wird von YouTube bereitgestellt."),
        ("de", "Drei Monate kostenlos testen."),
        ("de", "Drei Monate lesen für 1 Euro."),
        ("de", "Zwei Monate SZ Plus kostenlos."),
        ("de", "Alle Rechte sind vorbehalten."),
        ("de", "Der Artikel ist nur für Mitglieder lesbar."),
        ("de", "Die Kommentarfunktion ist geschlossen."),
        ("de", "Alle Angaben sind ohne Gewähr."),
        ("en", "This site is protected by reCAPTCHA and the Google privacy policy applies."),
        ("en", "This article may not be republished without permission of the publisher."),
        ("en", "Three months free with our app."),
        ("en", "Three months of full access for free."),
        ("en", "Share this article with a friend."),
        ("en", "This article is for members only."),
        ("en", "Some links are affiliate links, for which a commission may be paid."),
        ("en", "Comments are closed for now."),
        ("es", "Queda prohibida la reproducción total o parcial sin autorización expresa de la empresa."),
        ("es", "Tres meses gratis en nuestra app."),
        ("es", "Tres meses de lectura gratis."),
        ("es", "Este artículo es solo para socios."),
        ("fr", "Toute reproduction est interdite sans l’autorisation de l’éditeur."),
        ("fr", "Trois mois pour 1 € avec notre abonnement."),
        ("fr", "Trois mois d’accès illimité offerts."),
        ("fr", "Cet article est réservé aux membres."),
        ("fr", "Un mois offert à partir de 1 euro."),
        ("fr", "Un mois offert à tous les lecteurs."),
        ("fr", "Ce contenu est bloqué, car vous n’avez pas accepté les cookies."),
    ],
)
def test_what_a_site_says_of_itself_between_the_same_sentences_is_masked(language: str, sentence: str) -> None:
    assert masked(language, sentence) == [sentence]
