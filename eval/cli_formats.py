"""`pourquoi eval import` and `pourquoi eval export`: question sets from elsewhere, results for other tools."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.cli_errors import one_line_errors
from eval.cli_reports import read_run
from rag.cli_shared import path_argument, path_option
from rag.harmless import harmless

if TYPE_CHECKING:
    from eval.formats.question_set import QuestionSet

_SHOWN_LEFT_OUT = 20
# In the folder of the set, which so gets an index of its own.
_HOME = ".pourquoi"

app = typer.Typer()
imports = typer.Typer(
    help="Turn a public question set into a folder of articles and a gold file.", no_args_is_help=True
)
app.add_typer(imports, name="import")
Out = Annotated[Path, path_option(help="A new folder; what is there already is never overwritten.")]
Language = Annotated[str, typer.Option(help="The language of the set, two letters.")]


@imports.command("squad")
def squad(
    file: Annotated[Path, path_argument(help="A file in the JSON format of SQuAD 1.1 or 2.0.")],
    *,
    out: Out,
    language: Language = "en",
) -> None:
    """Import a reading set: SQuAD, and those that took over its form, such as XQuAD, PIAF or GermanQuAD."""
    from eval.formats.squad import import_squad

    with one_line_errors():
        _write(import_squad(file, _checked(language)), out)


@imports.command("beir")
def beir(
    folder: Annotated[Path, path_argument(help="A folder with corpus.jsonl, queries.jsonl and qrels/.")],
    *,
    out: Out,
    language: Language = "en",
    split: Annotated[str, typer.Option(help="Which of the files in qrels/: that of test, dev or train.")] = "test",
) -> None:
    """Import a retrieval set of BEIR's form. Its questions are scored by what is found; they have no answers in words."""
    from eval.formats.beir import import_beir

    with one_line_errors():
        _write(import_beir(folder, split, _checked(language)), out)


@app.command("export")
def export(
    report: Annotated[Path, path_argument(help="A folder that `run` wrote to, or its report.json.")],
    *,
    out: Out,
) -> None:
    """Write what a run found as TREC runs and qrels, by passage and by article, for trec_eval, ir-measures and their like."""
    from eval.formats.trec import export_trec

    with one_line_errors():
        for name in export_trec(read_run(report), out):
            typer.echo(str(out / name))


def _checked(language: str) -> str:
    from eval.errors import FormatError

    if len(language) == len("en") and language.isascii() and language.isalpha() and language.islower():
        return language
    raise FormatError(f"language {language!r} is not a two-letter code such as 'en'")


def _write(found: "QuestionSet", out: Path) -> None:
    from eval.formats.question_set import ARTICLES, GOLD, write_set

    write_set(found, out)
    _tell_left_out(found.left_out)
    typer.echo(f"{len(found.articles)} articles and {len(found.questions)} questions written to {out}")
    articles, gold, home = (shlex.quote(str(out / name)) for name in (ARTICLES, GOLD, _HOME))
    typer.echo(f"next: pourquoi index {articles} --home {home}; pourquoi eval run {gold} --home {home}", err=True)


def _tell_left_out(lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN_LEFT_OUT]:
        typer.echo(harmless(f"left out: {line}"), err=True)
    if len(lines) > _SHOWN_LEFT_OUT:
        typer.echo(f"left out: {len(lines) - _SHOWN_LEFT_OUT} more", err=True)
