"""Keeps the model libraries from writing progress bars and load reports to a person's terminal."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_model_loading() -> Iterator[None]:
    """Within this block transformers shows no progress bar and logs errors only; both are set back afterwards."""
    from transformers.utils import logging as transformers_logging

    verbosity = transformers_logging.get_verbosity()
    sentence_log = logging.getLogger("sentence_transformers")
    level = sentence_log.level
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    sentence_log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        transformers_logging.set_verbosity(verbosity)
        transformers_logging.enable_progress_bar()
        sentence_log.setLevel(level)
