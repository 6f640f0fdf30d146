"""Says what a report was made from: which code, settings, models, index and gold."""

import hashlib
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.gold import GoldFile
from index.generation import Generation
from rag.reader.layers import computes_in
from rag.settings import NO_READER, Settings
from rag.wire import Engine

DISTRIBUTION = "pourquoi"
# The settings that an answer depends on; the others say where things lie, who is let in and how the service runs.
ANSWER_SETTINGS = frozenset({"encoder", "chunk_tokens", "chunk_overlap_tokens", "reader", "min_confidence"})


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a report's numbers come from.

    `made_at` is in UTC, RFC 3339. `package_version` and `commit` are of pourquoi, not of the articles or the gold. `commit` is
    what its working tree stems from; changes since then do not show in it.
    `articles_sha256` stands for the texts of all articles, `reader` is 'none' where whole sentences are answers.
    `package_version` and `commit` are None where there is none to be found. `computes_in` is what the processor made of the
    packaged reader: the same question may get another answer in other numbers.
    """

    made_at: str
    package_version: str | None
    commit: str | None
    python: str
    settings: Mapping[str, str]
    encoder: str
    encoder_checksum: str
    reader: str
    generation: str
    articles: int
    articles_sha256: str
    passages: int
    gold: str
    gold_sha256: str
    computes_in: str = "unknown"  # by reports made before it was noted


def trace(engine: Engine, generation: Generation, gold: GoldFile) -> Provenance:
    """The provenance of a run of `engine` over `generation` on `gold`."""
    settings = {name: str(value) for name, value in engine.settings.model_dump(mode="json").items()}
    identity = engine.embedder.identity
    return Provenance(
        made_at=utc_now(),
        package_version=installed_version(),
        commit=commit_of(Path(__file__).parents[1]),
        python=platform.python_version(),
        settings=settings,
        encoder=identity.name,
        encoder_checksum=identity.checksum,
        reader=engine.reader.name if engine.reader else NO_READER,
        generation=generation.name,
        articles=len(generation.contents.articles),
        articles_sha256=_sha256_of_all({name: head.sha256 for name, head in generation.heads.items()}),
        passages=len(generation.contents.chunks),
        gold=str(gold.path),
        gold_sha256=gold.sha256,
        computes_in=computes_in(),
    )


def shapes_answers(setting: str) -> bool:
    """Whether an answer may depend on this setting; one of another version, which this one does not know, may."""
    return setting in ANSWER_SETTINGS or setting not in Settings.model_fields


def answer_settings(made: Provenance) -> dict[str, str]:
    """The settings that an answer may depend on, by name."""
    return {name: value for name, value in made.settings.items() if shapes_answers(name)}


def program(made: Provenance) -> str:
    """The version and the commit of pourquoi, for a person: both would else be taken for those of the articles."""
    return f"pourquoi {made.package_version or 'not installed'}, its commit {made.commit or 'unknown'}"


def _sha256_of_all(articles: Mapping[str, str]) -> str:
    """One sha256 for all articles, given each one's by id."""
    lines = "".join(f"{sha256} {article_id}\n" for article_id, sha256 in sorted(articles.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def utc_now() -> str:
    """The time in UTC as RFC 3339, to the second."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def installed_version() -> str | None:
    """The version of the installed distribution, None where the code runs from a folder that was never installed."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return None


def commit_of(root: Path) -> str | None:
    """The commit that is checked out in `root`, read from what git keeps without running git; None where there is none."""
    git = root / ".git"
    try:
        # In a worktree it is a file that names the folder of the worktree; branches are in the one that all of them share.
        if git.is_file():
            git = root / _read(git).removeprefix("gitdir: ")
        head = _read(git / "HEAD")
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        shared = git / _read(git / "commondir") if (git / "commondir").is_file() else git
        if (shared / name).is_file():
            return _read(shared / name)
        packed = _read(shared / "packed-refs").splitlines()
    except OSError:
        return None
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), None)


def _read(path: Path) -> str:
    # Branches and folders may be called whatever the system allows.
    return os.fsdecode(path.read_bytes()).strip()
