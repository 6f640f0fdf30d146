"""Every error of this package.

EvaluationError
├── BaselineError   a baseline that cannot be compared with
├── FormatError     a set of another form that cannot be taken over, or a folder that is not free
├── GateError       gates that cannot be held against a run
├── GoldError       a gold file that cannot be scored against
├── OutputError     a place where a result cannot be written
├── PracticeError   question sets, or models, that the reader or confidence cannot be measured or fitted on
├── QuoteError      typed words that do not stand once in an article
├── ReportError     a report that cannot be read back, compared or kept as a baseline
├── RivalError      another system that cannot be set up or does not answer
└── SpeedError      speed figures that cannot be measured or read back
"""


class EvaluationError(Exception):
    """Anything that goes wrong between gold and a score."""


class FormatError(EvaluationError):
    """A question set to import is not what its format says, or there is no room for what it becomes; the message says where."""


class GoldError(EvaluationError):
    """A line of a gold file is not what the contract says; the message names file, line and field."""


class GateError(EvaluationError):
    """A file of gates is not what the documentation says, or names a metric or group that there is not."""


class BaselineError(EvaluationError):
    """A baseline is missing, or was written by another version."""


class OutputError(EvaluationError):
    """A result cannot be written where it shall go; told before the work for it begins wherever that can be known."""


class PracticeError(EvaluationError):
    """A question set is missing, malformed, too small or cannot be indexed, or the models in use have no reader to measure."""


class QuoteError(EvaluationError):
    """Words that were typed as a quote stand nowhere in the article, or more than once."""


class ReportError(EvaluationError):
    """A report is missing, was written by another version, or is not one that can be compared or kept as a baseline."""


class RivalError(EvaluationError):
    """Another system cannot be set up, or its runner failed or stopped; the message ends with what it wrote last."""


class SpeedError(EvaluationError):
    """A part of the speed figures cannot be measured here or cannot be read back."""
