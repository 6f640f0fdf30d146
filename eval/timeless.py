"""What of a report depends on when and where it was made; the rest is the same to the byte whenever the inputs are."""

from dataclasses import replace

from eval.report import Report


def without_times(report: Report) -> Report:
    """`report` with every field blank that holds a time or a size of memory: there is no other list of them.

    The name of an index generation depends on when its articles were written.
    """
    provenance = replace(report.provenance, made_at="", generation="")
    rows = tuple(replace(row, timings_ms={}, seconds=0.0) for row in report.rows)
    cost = replace(report.cost, peak_memory_bytes=None)
    return replace(report, provenance=provenance, latencies=(), cost=cost, rows=rows)
