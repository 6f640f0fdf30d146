"""How every command of `pourquoi eval` ends where something is wrong."""

from contextlib import AbstractContextManager

from eval.errors import EvaluationError
from rag.cli_shared import clear_errors


def one_line_errors(status: int = 1) -> AbstractContextManager[None]:
    """Within this block an error of ours is one line on standard error, and the exit status is `status`."""
    return clear_errors("pourquoi eval", status, (EvaluationError,))
