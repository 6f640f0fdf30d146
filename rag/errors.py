"""Every error of this package.

AnswerError
├── CitationError       a quote does not stand where it says
├── QuestionError       a question that cannot be asked
├── SpanNotFoundError   a span id that names nothing here
├── SettingsError       a setting that is misspelt or out of bounds
├── ReaderError         a reader that cannot be loaded
└── TrainingDataError   a question set that is missing or malformed
"""


class AnswerError(Exception):
    """Anything that goes wrong between passages and an answer."""


class CitationError(AnswerError):
    """A quote does not stand in its article where it says."""


class QuestionError(AnswerError):
    """A question that cannot be asked: empty, too long, or not text."""


class SpanNotFoundError(AnswerError):
    """A span id that was never made here, or is of an article that is not here."""


class SettingsError(AnswerError):
    """A setting is misspelt or out of bounds."""


class ReaderError(AnswerError):
    """A reader cannot be loaded: missing, damaged, of another encoder, or no question-answering model."""


class TrainingDataError(AnswerError):
    """A set of questions to train or measure on is missing or has another form."""
