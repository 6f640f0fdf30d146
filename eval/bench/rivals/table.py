"""The comparison as Markdown tables."""

from collections.abc import Iterator, Sequence

from eval.bench.rivals.results import Comparison, SystemFigures
from eval.bench.rivals.scoring import METRICS
from eval.bench.rivals.timing import Latency
from eval.bench.table import shown
from eval.markdown_text import table

_MEGABYTE = 1e6
SUMMARY = ("passage_recall@1", "passage_recall@8", "article_recall@1")


def found_table(found: Comparison) -> str:
    """What each system finds, and whether its passages can be cut out of the files again."""
    heads = ["system", "passages (median characters)", *(f"{name} [95 %]" for name in METRICS), "with offsets", "exact"]
    rows = [
        [
            f"{one.name} {one.version}",
            f"{one.passages} ({one.median_passage_chars})",
            *(shown(one.scores[name]) for name in METRICS),
            f"{one.offsets.given} of {one.offsets.pieces}",
            f"{one.offsets.exact} of {one.offsets.given}" if one.offsets.given else "–",
        ]
        for one in found.systems
    ]
    return table(heads, rows)


def summary_table(found: Comparison) -> str:
    """What each system finds first and among eight, and whether its offsets cut the passage out of the file: for a glance."""
    heads = ["system", *(f"`{name}`" for name in SUMMARY), "passages that their offsets cut out of the file"]
    rows = [
        [
            f"{one.name} {one.version}",
            *(shown(one.scores[name]) for name in SUMMARY),
            f"{one.offsets.exact} of {one.offsets.pieces}",
        ]
        for one in found.systems
    ]
    return table(heads, rows)


def cost_table(found: Comparison) -> str:
    """What each system takes; a ratio is to ours in the same minutes, above 1 it is slower."""
    heads = ["system", "indexing, s (ours beside it)", *_latency_heads(found.systems[0].latencies), "peak memory, MB"]
    rows = [
        [
            one.name,
            f"{one.indexing_seconds:.0f} ({one.our_indexing_seconds:.0f})",
            *(cell for pair in zip(one.latencies, one.our_latencies, strict=True) for cell in _latency(*pair)),
            _memory(one),
        ]
        for one in found.systems
    ]
    return table(heads, rows)


def settings_list(found: Comparison) -> str:
    """How each system was set up, and what could not be run."""
    lines = [f"- **{one.name}** {one.version}: {one.settings}." for one in found.systems]
    lines += [f"- **{one.name}** {one.version} could not be run: `{one.error}`." for one in found.not_run]
    return "\n".join(lines)


def _latency_heads(latencies: Sequence[Latency]) -> Iterator[str]:
    for one in latencies:
        clients = "1 client" if one.clients == 1 else f"{one.clients} clients"
        yield f"{clients}: median, p95 ms (ours beside it)"
        yield f"{clients}: ratio to ours [smallest, largest round]"


def _latency(theirs: Latency, ours: Latency) -> Iterator[str]:
    yield f"{theirs.median_ms:.0f}, {theirs.p95_ms:.0f} ({ours.median_ms:.0f}, {ours.p95_ms:.0f})"
    yield f"{theirs.ratio:.2f} [{theirs.ratio_low:.2f}, {theirs.ratio_high:.2f}]"


def _memory(one: SystemFigures) -> str:
    if one.memory_bytes is None:
        return "–"
    own = f"{one.memory_bytes / _MEGABYTE:.0f}"
    return own if one.helper_memory_bytes is None else f"{own} + {one.helper_memory_bytes / _MEGABYTE:.0f} (embeddings)"
