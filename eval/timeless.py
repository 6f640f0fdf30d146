"""What of a report depends on when it was made; the rest is the same to the byte whenever the inputs are."""

from dataclasses import replace

from eval.report import Report


def without_times(report: Report) -> Report:
    """`report` with every field blank that holds a time: there is no other list of them.

    The name of an index generation is the moment it was written.
    """
    provenance = replace(report.provenance, made_at="", generation="")
    rows = tuple(replace(row, timings_ms={}, seconds=0.0) for row in report.rows)
    return replace(report, provenance=provenance, latencies=(), rows=rows)
