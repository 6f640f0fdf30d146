"""What the sidecars of a folder, and of the folders below it, state of their articles."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from index.errors import ArticleError
from index.failures import ReadFailure
from index.metadata import Metadata, read_sidecar


@dataclass(frozen=True, slots=True)
class Sidecars:
    """What is stated, by article id below the folder; `places` are the folders whose sidecars name it, from the top."""

    stated: Mapping[str, Metadata]
    places: Mapping[str, tuple[Path, ...]]
    failures: tuple[ReadFailure, ...]

    def of(self, *names: str) -> Metadata:
        """What is stated of the article of those names, the first name before the next."""
        said = Metadata()
        for name in names:
            said = said.over(self.stated.get(name, Metadata()))
        return said

    def failure_over(self, path: Path) -> ReadFailure | None:
        """The sidecar that cannot be read and may state something of what is in the file at `path`."""
        return next((failure for failure in self.failures if path.is_relative_to(failure.path)), None)

    def without_article(self, known: set[str]) -> Iterator[ReadFailure]:
        """A failure for each name that is none of `known`."""
        for name in sorted(set(self.stated) - known):
            for place in self.places[name]:
                yield ReadFailure(place, f"{place}: the sidecar describes {name!r}, and no such article is there")


def read_sidecars(folder: Path, places: Sequence[Path]) -> Sidecars:
    """The sidecars in `places`, which are `folder` or lie below it; what one further up states goes first.

    Each names articles by their paths below the folder that it lies in.
    """
    stated: dict[str, Metadata] = {}
    found: dict[str, tuple[Path, ...]] = {}
    failures: list[ReadFailure] = []
    for place in sorted(places):
        try:
            own = read_sidecar(place)
        except ArticleError as error:
            failures.append(ReadFailure(place, str(error)))
            continue
        for name, metadata in own.items():
            below = composed(name_below(folder, place, name))
            stated[below] = stated.get(below, Metadata()).over(metadata)
            found[below] = (*found.get(below, ()), place)
    return Sidecars(stated, found, tuple(failures))


def composed(name: str) -> str:
    """A name with its accents as they are typed: where files come from macOS they stand apart from their letters."""
    return normalize("NFC", name)


def name_below(folder: Path, place: Path, name: str) -> str:
    """What an article that is called `name` in `place` is called below `folder`."""
    return name if place == folder else f"{place.relative_to(folder).as_posix()}/{name}"
