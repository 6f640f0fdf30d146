"""Every error of this package.

EvaluationError
├── BaselineError   a baseline that cannot be compared with
├── GateError       gates that cannot be held against a run
├── GoldError       a gold file that cannot be scored against
├── PracticeError   question sets for fitting that cannot be read
└── ReportError     a report that cannot be read back
"""


class EvaluationError(Exception):
    """Anything that goes wrong between gold and a score."""


class GoldError(EvaluationError):
    """A line of a gold file is not what the contract says; the message names file, line and field."""


class GateError(EvaluationError):
    """A file of gates is not what the documentation says, or names a metric or group that there is not."""


class BaselineError(EvaluationError):
    """A baseline is missing, or was written by another version."""


class PracticeError(EvaluationError):
    """A question set to fit on is missing or is not SQuAD-format JSON."""


class ReportError(EvaluationError):
    """A report is missing, or was written by another version."""
