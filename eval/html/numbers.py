"""How numbers are written for people: shares in per cent, differences in points, times in the unit that fits."""

from eval.intervals import Estimate

NOTHING = "–"
_MINUS = "−"
_SECOND_MS = 1_000
_COMMIT_CHARS = 12


def percent(share: float | None) -> str:
    """`83.1 %`, and a dash where there is nothing to tell."""
    return NOTHING if share is None else f"{100 * share:.1f} %"


def whole_percent(share: float | None) -> str:
    """`83 %`."""
    return NOTHING if share is None else f"{100 * share:.0f} %"


def decimal(value: float | None) -> str:
    """`0.831`."""
    return NOTHING if value is None else f"{value:.3f}"


def around(estimate: Estimate) -> str:
    """`0.831 (0.790 to 0.872)`: a value and its 95 % interval, where it has one."""
    if estimate.low is None or estimate.high is None:
        return decimal(estimate.value)
    return f"{decimal(estimate.value)} ({decimal(estimate.low)} to {decimal(estimate.high)})"


def mebibytes(size: int | None) -> str:
    """`1,204 MiB` of bytes."""
    return NOTHING if size is None else f"{size / 2**20:,.0f} MiB"


def bounds(low: float | None, high: float | None) -> str:
    """`76.3 to 89.5`, in per cent; empty where there is no interval."""
    return "" if low is None or high is None else f"{_signless(100 * low)} to {_signless(100 * high)}"


def points(change: float | None) -> str:
    """A difference of two shares in percentage points, with its sign: `+1.2`, `−0.8`, `0.0`."""
    if change is None:
        return NOTHING
    written = f"{100 * change:+.1f}"
    return "0.0" if float(written) == 0 else written.replace("-", _MINUS)


def duration(milliseconds: float) -> str:
    """`840 ms` below a second, else `1.24 s`."""
    if milliseconds < _SECOND_MS:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / _SECOND_MS:.2f} s"


def moment(rfc_3339: str) -> str:
    """`2026-05-15 19:58 UTC` of `2026-05-15T19:58:27Z`."""
    day, _, time = rfc_3339.partition("T")
    return f"{day} {time[:5]} UTC"


def short(commit: str | None) -> str:
    """Enough of a commit's name to know it by."""
    return commit[:_COMMIT_CHARS] if commit else "unknown"


def counted(number: int, noun: str) -> str:
    """`1 question`, `12 questions`, `1,204 questions`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _signless(value: float) -> str:
    return f"{value:.1f}".replace("-", _MINUS)
