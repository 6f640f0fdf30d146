"""Tests that the noise mask keeps what handbooks and match reports have: tables, lists of rules, line-ups."""

import pytest

from index.noise.mask import Repeats, find_noise

NONE = Repeats.of([])
BODY = "The works council said on Monday: “It was a good year for everybody who works here and lives nearby.”"


def noise(text: str) -> list[str]:
    """What is masked and has a word; the rules that part the rows of a table have none."""
    masked = [text[item.start : item.end] for item in find_noise(text, NONE)]
    return [words for words in masked if any(map(str.isalnum, words))]


@pytest.mark.parametrize(
    "table",
    [
        "| Figure | Leeds | York |\n|---|---|---|\n| Staff | six | nine |\n| Buses | many | few |",
        "| Topic | Who | Phone |\n|---|---|---|\n| Payroll | Rosa Okafor | 0191 555 0142 |",
        "| Tags | Facebook | Contact |\r\n| --- | --- | --- |\r\n| red | green | blue |",
        "  | Home | Contact | Legal |\n  | :-- | :-- | :-- |\n  | one | two | three |",
    ],
)
def test_a_table_is_kept_though_its_rows_look_like_menus(table: str) -> None:
    assert noise(f"# Report\n\n{BODY}\n\n{table}\n") == []
    assert noise(f"# Report\n\n{BODY}\n\n{table}\n\nIt is open from nine to five.\n") == []


def test_what_is_left_of_html_in_a_table_is_masked() -> None:
    assert noise(f"{BODY}\n\n| Bus | Stops |\n|---|---|\n| X1 | Leeds<br>York |\n") == ["<br>"]


def test_a_menu_on_one_line_between_signs_is_masked() -> None:
    assert noise(f"{BODY}\n\n{BODY}\n\n| Contact | Privacy policy | Legal notice |\n") == [
        "| Contact | Privacy policy | Legal notice |"
    ]


def test_a_line_of_values_behind_the_body_is_kept_and_one_of_names_is_masked() -> None:
    assert noise(f"{BODY}\n\nStaff | 6,200 | 4,900\n") == []
    assert noise(f"{BODY}\n\nBuses | Trams | Ferries\n") == ["Buses | Trams | Ferries"]


RULE = "Never share your password, not even with I.T."


@pytest.mark.parametrize("mark", ["-", "*", "•", "2."])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_rule_for_readers_is_kept_in_a_list_of_the_article(mark: str, between: str) -> None:
    items = [f"{mark} Lock your screen when you leave your desk.", f"{mark} {RULE}", f"{mark} {RULE[:-1]} or friends."]
    items.append(f"{mark} Report a lost laptop within two hours.")
    text = f"# Laptop rules\n\nEvery employee gets a laptop.\n\n{between.join(items)}\n\nContractors have rules too.\n"
    assert noise(text) == []


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_steps_that_a_reader_takes_are_kept_though_they_call_as_offers_do(between: str) -> None:
    steps = ["1. Download the app or go to the kiosk.", "2. Enter your name and address.", "3. Wait for the message."]
    assert noise(f"# How do I sign up?\n\n{between.join(steps)}\n\n{BODY}\n") == []


def test_offers_with_numbers_of_another_order_are_masked() -> None:
    offers = "7. Download the app or go to the kiosk.\n3. The mayor of the town was there on Monday."
    assert noise(f"{BODY}\n\n{offers}\n\n{BODY}\n") == ["Download the app or go to the kiosk."]


def test_a_list_of_nothing_but_offers_is_masked() -> None:
    offers = "- Download our app for free.\n- Join our podcast every week."
    assert noise(f"{BODY}\n\n{offers}\n\n{BODY}\n") == [offers]


LINE_UP = "Racing de Ferrol: Jesús Ruiz; Puric, David Castro, Brais Martínez; Jesús Bernal, Señé y Álvaro Giménez."


def test_a_heading_is_no_byline_of_itself() -> None:
    report = "El Racing ganó 2-1 al Eldense en un partido que se decidió en el minuto 93, cuando nadie lo esperaba ya."
    assert noise(f"Gana el Racing\n\n{report}\n\n{report}\n\nFICHA TÉCNICA\n{LINE_UP}\n") == []


def test_a_last_paragraph_that_begins_with_a_name_is_no_byline_of_itself() -> None:
    last = "Maxence Tranchefort, lui, attend toujours ses vingt agents. Il en est arrivé sept."
    assert noise(f"La douane attend\n\n{BODY}\n\n{BODY}\n\n{last}\n") == []


def test_a_long_sentence_that_begins_with_a_name_is_no_byline_without_a_word_for_it() -> None:
    opening = "Racing de Ferrol, que llegaba último, ganó 2-1 al Eldense en un partido loco."
    body = "Hubo 8.342 espectadores en el estadio, que celebraron el gol del minuto 93 con todos los jugadores."
    assert noise(f"Gana el Racing\n\n{opening}\n\n{body}\n\n{body}\n\nAlineación\n{LINE_UP}\n") == []
    signed = f"Por Racing de Ferrol, {'enviado especial a la ciudad de Elda y a su comarca ' * 2}"
    assert LINE_UP in " ".join(noise(f"Gana el Racing\n\n{signed}\n\n{body}\n\n{body}\n\n{body}\n\n{LINE_UP}\n"))


HANDBOOKS = {
    "en": (
        "Working here\n\n"
        "Welcome to the team. "
        "You will find everything about your first months in this handbook.\n\n"
        "Sign up for the pension scheme within three months of your start date. "
        "You can leave it at any time with a month's notice.\n\n"
        "Submit your expenses in the app by the 5th. "
        "Log in to the portal and choose your insurance by 30 November. "
        "Send your receipts to accounting@firma.example by the 5th of the month.\n\n"
        "Let us know by 5 May whether you will attend the training. "
        "Your email address is your login for the payroll portal. "
        "Check your email every morning. "
        "Never share your password with anybody.\n\n"
        "Holidays are counted in working days. "
        "You have 28 of them a year. "
        "Ask your manager before you book a trip. "
        "Enable notifications on your phone so that you do not miss an alarm.\n\n"
        "Subscribe to our newsletter to get the story in your inbox. Follow us on Facebook."
    ),
    "de": (
        "Arbeiten bei uns\n\n"
        "Willkommen im Team. "
        "In diesem Handbuch finden Sie alles über Ihre ersten Monate.\n\n"
        "Melden Sie sich innerhalb von drei Monaten zur Betriebsrente an. "
        "Sie können den Vertrag jederzeit mit einer Frist von einem Monat kündigen. "
        "Haben Sie Fragen zu Ihrem Vertrag, wenden Sie sich an die Personalabteilung. "
        "Ihre E-Mail-Adresse ist Ihr Benutzername. "
        "Der Urlaub wird in Arbeitstagen gezählt. "
        "Fragen Sie Ihre Leitung, bevor Sie eine Reise buchen.\n\n"
        "Abonnieren Sie unseren Newsletter und folgen Sie uns auf Facebook."
    ),
    "fr": (
        "Travailler ici\n\n"
        "Bienvenue dans l’équipe. "
        "Vous trouverez dans ce guide tout ce qu’il faut savoir de vos premiers mois.\n\n"
        "Inscrivez-vous à la mutuelle dans les trois mois qui suivent votre embauche. "
        "Vous pouvez résilier votre contrat à tout moment avec un préavis d’un mois. "
        "Ne manquez pas de prévenir votre responsable dès le premier jour d’absence.\n\n"
        "Recevez votre bulletin de paie par courriel le 28 de chaque mois. "
        "Créez votre mot de passe sur le portail lors de votre première connexion. "
        "Les congés sont comptés en jours ouvrés. "
        "Demandez l’accord de votre responsable avant de réserver un voyage.\n\n"
        "Abonnez-vous à notre newsletter et suivez-nous sur Facebook."
    ),
    "es": (
        "Trabajar aquí\n\n"
        "Bienvenido al equipo. "
        "En esta guía encontrarás todo lo que necesitas en tus primeros meses.\n\n"
        "Inscríbete en el curso antes del 5 de mayo. "
        "Puedes cancelar tu contrato en cualquier momento con un mes de aviso. "
        "Inicia sesión en el portal con tu número de empleado.\n\n"
        "Recibe tu nómina por correo el día 28 de cada mes. "
        "Las vacaciones se cuentan en días laborables. "
        "Pregunta a tu jefe antes de reservar un viaje.\n\n"
        "Suscríbete a nuestra newsletter y síguenos en Facebook."
    ),
}


@pytest.mark.parametrize("language", HANDBOOKS)
def test_what_a_handbook_asks_of_its_reader_is_kept_and_a_call_of_the_site_is_not(language: str) -> None:
    text = HANDBOOKS[language]
    assert noise(text) == [text.rpartition("\n\n")[2]]


def test_the_same_call_in_a_report_is_one_of_its_site() -> None:
    call = "Sign up for the pension scheme within three months of your start date."
    assert noise(f"{BODY}\n\n{BODY} {call} {BODY}\n\n{BODY}") == [call]


ADVICE = (
    "Your airline must offer you another flight or give you your money back.",
    "Keep your receipts, because you can ask for the cost of meals and hotels.",
    "If you are stuck abroad, ask the airline for a room before you book one yourself.",
    "You may also be owed up to 520 pounds if you were told less than two weeks before.",
    "Check whether your travel insurance covers what the airline does not.",
    "You should claim within six years of your flight.",
)


@pytest.mark.parametrize(
    "call",
    [
        "Download our free app to get alerts on your phone.",
        "Follow us on X and share your story with us.",
        "Sign up for our daily briefing and get the best money tips in your inbox every morning.",
        "Share this with your friends and family.",
    ],
)
def test_a_call_of_the_site_between_pieces_of_advice_is_masked(call: str) -> None:
    assert noise("\n\n".join([*ADVICE[:3], call, *ADVICE[3:]])) == [call]
