"""What a person wrote to us in a chat, before it is a question."""

from dataclasses import dataclass

from api.chat.notices import sentence, told
from api.doors.phrases import Phrases, language_of_ours, phrases_in
from index.language import detect_language
from rag.questions.follow_up import asks_nothing, languages_of_thanks


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` as it was typed; `locale` is the tag of the language that the person has the platform in, empty where not told."""

    text: str
    locale: str = ""

    @property
    def language(self) -> str:
        """The language to answer in. A greeting is too short to show it: there the locale counts, where it has the words."""
        if not asks_nothing(self.text):
            return language_of_ours(self.text, detect_language(self.text))
        own, known = self.locale.lower().split("-")[0], languages_of_thanks(self.text)
        return own if own in known else next(iter(known), "en")

    @property
    def phrases(self) -> Phrases:
        """Our own words in that language."""
        return phrases_in(self.language)

    @property
    def hint(self) -> str | None:
        """How to ask, where the text is a greeting, thanks or a call for help; None where it asks something or is empty."""
        return self.phrases.how_to_ask if self.text.strip() and asks_nothing(self.text) else None

    def why_not(self, error: Exception, in_english: str | None = None) -> str:
        """A sentence that says why it was not asked or answered, in English that of the error where no other is given."""
        return told(error, self.text, self.language, in_english or sentence(error))
