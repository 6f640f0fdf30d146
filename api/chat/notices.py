"""Why a question from a chat is not answered, in the language that it was asked in."""

from api.rules import rule_for
from rag.errors import QuestionError
from rag.questions.question import MAX_QUESTION_CHARS

# By what went wrong. In English each error has words of its own.
_TOLD = {
    "fr": {
        "busy": "Trop de questions à la fois ; reposez la vôtre dans un instant.",
        "collection-not-found": "La collection d’articles réglée pour ces questions n’existe pas ici.",
        "deadline": "La question a attendu trop longtemps ; reposez-la dans un instant.",
        "empty": "La question est vide ; posez-en une.",
        "index-unusable": "Les articles ou les modèles sont illisibles ici ; reposez la question dans une minute.",
        "internal": "Une erreur s’est produite ici ; le journal du service dit laquelle.",
        "not-ready": "Le service démarre : les modèles se chargent ; reposez la question dans un instant.",
        "not-text": "La question contient un demi-caractère, qui n’est pas du texte.",
        "stopping": "Le service s’arrête ; reposez la question dans un instant.",
        "too-long": "La question compte {characters} caractères ; {most} au plus sont lus.",
    },
    "de": {
        "busy": "Zu viele Fragen auf einmal; fragen Sie gleich noch einmal.",
        "collection-not-found": "Die Artikelsammlung, die für diese Fragen eingestellt ist, gibt es hier nicht.",
        "deadline": "Die Frage hat zu lange gewartet; fragen Sie gleich noch einmal.",
        "empty": "Die Frage ist leer; stellen Sie eine.",
        "index-unusable": "Die Artikel oder die Modelle sind hier nicht lesbar; fragen Sie in einer Minute noch einmal.",
        "internal": "Hier ist ein Fehler aufgetreten; welcher, steht im Protokoll des Dienstes.",
        "not-ready": "Der Dienst startet: Die Modelle werden geladen; fragen Sie gleich noch einmal.",
        "not-text": "Die Frage enthält ein halbes Zeichen, das kein Text ist.",
        "stopping": "Der Dienst wird beendet; fragen Sie gleich noch einmal.",
        "too-long": "Die Frage hat {characters} Zeichen; höchstens {most} werden gelesen.",
    },
    "es": {
        "busy": "Demasiadas preguntas a la vez; pregunte de nuevo en un momento.",
        "collection-not-found": "La colección de artículos configurada para estas preguntas no existe aquí.",
        "deadline": "La pregunta ha esperado demasiado; pregunte de nuevo en un momento.",
        "empty": "La pregunta está vacía; haga una.",
        "index-unusable": "Aquí no se pueden leer los artículos o los modelos; pregunte de nuevo en un minuto.",
        "internal": "Se ha producido un error aquí; el registro del servicio dice cuál.",
        "not-ready": "El servicio está arrancando: se cargan los modelos; pregunte de nuevo en un momento.",
        "not-text": "La pregunta contiene medio carácter, que no es texto.",
        "stopping": "El servicio se está cerrando; pregunte de nuevo en un momento.",
        "too-long": "La pregunta tiene {characters} caracteres; se leen {most} como máximo.",
    },
}


def told(error: Exception, text: str, language: str, in_english: str) -> str:
    """A sentence that says why `text` is not answered, in `language` where it has words for `error`, else `in_english`."""
    words = _TOLD.get(language, {}).get(_what(error, text))
    return words.format(characters=len(text.strip()), most=MAX_QUESTION_CHARS) if words else in_english


def sentence(error: Exception) -> str:
    """The words of an error as a sentence."""
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."


def _what(error: Exception, text: str) -> str:
    if not isinstance(error, QuestionError):
        return rule_for(error).name
    if not text.strip():
        return "empty"
    return "too-long" if len(text.strip()) > MAX_QUESTION_CHARS else "not-text"
