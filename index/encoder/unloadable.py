"""Says why a model cannot be loaded, from whatever a model library raises."""

# What the readers of .safetensors and .bin raise of a file that is not whole; none of the three is an OSError or a ValueError.
_NOT_WHOLE = {"SafetensorError", "UnpicklingError", "EOFError"}


def why_unloadable(error: Exception) -> str:
    """What is wrong, and what to do where a file of weights is not whole."""
    kind = type(error).__name__
    if kind in _NOT_WHOLE:
        return f"a file of weights is damaged, cut short or only a pointer of git-lfs ({kind}); fetch it again"
    return f"{kind}: {error}"
