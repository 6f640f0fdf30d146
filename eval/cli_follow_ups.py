"""`pourquoi eval follow-ups`: which rule understands follow-up questions best."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval.cli_errors import one_line_errors
from rag.cli_shared import Home, path_argument, path_option
from rag.settings import load_settings


def follow_ups(
    dialogues: Annotated[Path, path_argument(help="Dialogues, JSON Lines.")] = Path("eval/gold/follow_ups.jsonl"),
    *,
    gold: Annotated[Path, path_option(help="The gold questions that they mean.")] = Path("eval/gold/seeds.jsonl"),
    home: Home = None,
) -> None:
    """Ask follow-up questions as each rule understands them, and count the right first quotes.

    Where the home holds no collection yet, the folder seeds/ below the working directory is indexed first.
    """
    from eval.follow_ups import compare_rules, load_dialogues, rules_table
    from eval.gold import load_gold
    from rag.indexing import index_seeds_if_new
    from rag.wire import open_engine

    with one_line_errors():
        loaded = load_dialogues(dialogues, load_gold(gold))
        engine = open_engine(load_settings(home=home))
        index_seeds_if_new(engine, Console(stderr=True))
        scores = compare_rules(engine.pipeline(), loaded)
    typer.echo(rules_table(scores, loaded))
