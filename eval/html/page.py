"""The whole page: one file with its style, its script and its data, and a policy under which a browser loads nothing else."""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

from eval.decide import Decision
from eval.differences import Differences
from eval.html.sections import body
from eval.outputs import write_whole
from eval.report import Report
from index.article import Article

REPORT_HTML = "report.html"


def write_page(
    path: Path,
    report: Report,
    articles: Mapping[str, Article],
    changes: Differences | None,
    decision: Decision | None = None,
) -> None:
    """Write what `to_html` gives; the folder is made."""
    write_whole(path, to_html(report, articles, changes, decision))


def to_html(
    report: Report,
    articles: Mapping[str, Article],
    changes: Differences | None = None,
    decision: Decision | None = None,
) -> str:
    """`report` as a page of its own; `articles` by id are those it was made on.

    `changes` is what differs from a baseline, `decision` what became of gates; either is None where nobody asked.
    """
    style, script = _asset("style.css"), _asset("report.js")
    return Template(_asset("template.html")).substitute(
        policy=policy(style, script), style=style, script=script, body=body(report, articles, changes, decision)
    )


def policy(style: str, script: str) -> str:
    """A Content-Security-Policy that allows this very style and script by their checksums, and nothing from elsewhere."""
    return (
        f"default-src 'none'; style-src {_checksum(style)}; script-src {_checksum(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _checksum(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("eval.html").joinpath(name).read_text("utf-8")
