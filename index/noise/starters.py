"""Words that tell where a sentence begins although no full stop stands before it."""

import re

# Capitalised, they begin sentences in French, English and Spanish, and seldom names.
STARTERS = frozenset(
    [
        "A", "After", "Ainsi", "Al", "An", "And", "Ante", "Après", "As", "Así", "At", "Au", "Aunque", "Aux",
        "Avant", "Avec", "Before", "But", "By", "Car", "Ce", "Cependant", "Ces", "Cet", "Cette", "Chaque",
        "Chez", "Como", "Con", "Cuando", "Dans", "De", "Del", "Depuis", "Des", "Desde", "Du", "Durante", "El",
        "Elle", "Elles", "En", "Enfin", "Entre", "Esa", "Ese", "Esta", "Este", "Et", "Face", "For", "From",
        "Fuentes", "Hasta", "He", "Her", "His", "Il", "Ils", "In", "It", "Its", "La", "Las", "Last", "Le",
        "Les", "Leur", "Leurs", "Lo", "Lors", "Los", "Mais", "Many", "Mientras", "Most", "Mr", "Mrs", "Ms",
        "Mme", "Muchos", "Même",
        "Nadie", "No", "Nobody", "Not", "Nous", "Now", "Néanmoins", "On", "Or", "Par", "Para", "Pero", "Plus",
        "Por", "Pour", "Pourtant", "Quand", "Reste", "Sa", "Sans", "Sauf", "Según", "Selon", "Ses", "She", "Si",
        "Sin", "Since", "Some", "Son", "Sous", "Su", "Sur", "Sus", "También", "That", "The", "Their", "There",
        "These", "They", "This", "Those", "Todo", "Tous", "Toutefois", "Toutes", "Tras", "Un", "Una", "Under",
        "Une",
        "About", "According", "Además", "Ahora", "Algunos", "Although", "Among", "Another", "Antes", "Aucun",
        "Because", "Beaucoup", "Between", "Both", "Cada", "Casi", "Certains", "Comme", "Contra", "Contre",
        "Critics", "Despite", "Después", "Deux", "Dès", "Désormais", "Donde", "Dos", "During", "Each", "Ella",
        "Ellos", "Eso", "Even", "Every", "Experts", "Grâce", "Hace", "Hay", "Junto", "Lorsque", "Luego",
        "Malgré", "Nada", "Ni", "Notamment", "Nunca", "Officials", "Once", "One", "Only", "Otra", "Otro",
        "Otros", "Over", "Parmi", "Pendant", "Pese", "Plusieurs", "Police", "Porque", "Puis", "Quant",
        "Quelques", "Quien", "Researchers", "Residents", "Résultat", "Scientists", "Seul", "Sobre", "Solo",
        "Sólo", "Tampoco", "Tandis", "Tanto", "Then", "Three", "Through", "Todos", "Tout", "Toute", "Tres",
        "Trois", "Two", "Uno", "Until", "Vers", "Voilà", "Within", "Without", "Ya", "Yet",
        "Above", "Across", "Against", "Almost", "Around", "Behind", "Dozens", "Earlier", "However", "Hundreds",
        "Instead", "Later", "Meanwhile", "Nearly", "Neither", "Such", "Thousands", "Unlike", "Whether", "Yesterday",
        "Alors", "Aujourd'hui", "Aujourd’hui", "Cinq", "Dix", "Ensuite", "Environ", "Hier", "Ici", "Parfois",
        "Personne", "Près", "Quatre", "Quelque", "Rien", "Souvent",
        "Alrededor", "Ambas", "Ambos", "Aquel", "Aquella", "Ayer", "Cinco", "Cuatro", "Entonces", "Esas", "Esos",
        "Estas", "Estos", "Hoy", "Ningún", "Ninguna", "Ninguno", "Otras", "Quienes", "Todas", "Unas", "Unos",
        "Varias", "Varios",
        "We", "What", "When", "While", "With", "Y", "À",
    ]
)  # fmt: skip
# The same in German, where nouns have capitals too.
GERMAN_STARTERS = frozenset(
    [
        "Allerdings", "Als", "Am", "An", "Auch", "Auf", "Aus", "Außerdem", "Bei", "Dabei", "Damit", "Daraufhin",
        "Das", "Dem", "Den", "Denn", "Der", "Die", "Doch", "Drei", "Ein", "Eine", "Einem", "Einen", "Er", "Es",
        "Fünf", "Für", "Ihre", "Im", "In", "Kritik", "Laut", "Mit", "Nach", "Noch", "Nun", "Seine", "Seit",
        "Sie", "Um", "Unter", "Vier", "Von", "Vor", "Was", "Wenn", "Wer", "Wie", "Wir", "Zudem", "Zum", "Zur",
        "Zwei", "Über",
        "Aber", "Andere", "Anwohner", "Beide", "Bereits", "Bis", "Bislang", "Da", "Dagegen", "Danach", "Dann",
        "Dazu", "Dennoch", "Deren", "Derweil", "Dessen", "Dort", "Durch", "Einer", "Eines", "Einige", "Erst",
        "Etwa", "Experten", "Fachleute", "Früher", "Gegen", "Gemeinsam", "Heute", "Ich", "Ihr", "Inzwischen",
        "Jede", "Jeder", "Jedes", "Kein", "Keine", "Knapp", "Kritiker", "Man", "Manche", "Mehrere", "Nachdem",
        "Neben", "Nur", "Ob", "Ohne", "Rund", "Schon", "Sein", "Seitdem", "Seither", "So", "Statt", "Trotz",
        "Trotzdem", "Und", "Unterdessen", "Viele", "Während", "Weil", "Wo", "Zugleich", "Zuletzt", "Zunächst",
        "Zuvor", "Ab", "Acht", "Bisher", "Damals", "Fast", "Gestern", "Hinter", "Insgesamt", "Nachts", "Neun",
        "Niemand", "Sechs", "Sieben", "Zehn", "Zwischen",
    ]
)  # fmt: skip
# They also stand inside a call to the reader, so they end none.
POLITE = frozenset(
    [
        "And", "Ce", "Cette", "Esta", "Este", "Et", "Ihre", "Mit", "Plus", "Sie", "This", "Wir", "Y",
    ]
)  # fmt: skip
# A name may begin with an article after these: "sign up to The Briefing".
LEADING_TO_NAME = frozenset(
    [
        "&", "a", "al", "an", "and", "auf", "aus", "bei", "by", "con", "dans", "de", "del", "des", "du", "en",
        "et", "for", "from", "i", "in", "mit", "nos", "notre", "of", "on", "or", "our", "para", "por", "sur",
        "the", "to", "und", "uns", "unser", "unserem", "unseren", "unserer", "von", "with", "y", "zu", "zum",
        "zur", "à", "–", "—",
    ]
)  # fmt: skip
# They begin a call where a sentence begins, and prove nothing with a capital in the middle of one (German).
ONLY_FIRST = frozenset(
    [
        "artikel", "beitrag", "ce", "cet", "cette", "das", "den", "der", "die", "diese", "diesen", "dieser",
        "dieses", "du", "fehler", "i", "ich", "ihr", "ihre", "inhalt", "jetzt", "kommentar", "kommentare", "la",
        "le", "les", "mit", "newsletter", "nous", "our", "seite", "sie", "text", "the", "this", "um", "video",
        "vos", "votre", "wir", "you", "your", "zugang", "zugriff",
    ]
)  # fmt: skip
_ELIDED = re.compile(r"[LDCJSN]['’]\w+")


def starts_sentence(word: str) -> bool:
    """Whether this capitalised word is one that sentences begin with and names seldom do."""
    return word in STARTERS or word in GERMAN_STARTERS or _ELIDED.fullmatch(word) is not None
