"""Which file below a home folder holds which collection."""

import logging
import re
from pathlib import Path

from index.errors import MismatchedGenerationError, NoGenerationError, SettingError
from index.manifest import HOW_TO_REBUILD
from index.sqlite_errors import is_file, reading_errors

log = logging.getLogger(__name__)
DEFAULT_COLLECTION = "default"
_FOLDER, _DATABASE = "collections", "articles.db"
_OLD_FOLDER = "index"
# Also the name of a folder, so nothing that a file system reads as more than a name.
COLLECTION_PATTERN = r"[a-z0-9][a-z0-9_-]{0,62}"
_NAME = re.compile(COLLECTION_PATTERN, re.ASCII)


def is_collection_name(name: str) -> bool:
    """Whether a collection may be called so: up to 63 of a-z, 0-9, `-` and `_`, a letter or digit first."""
    return _NAME.fullmatch(name) is not None


def database_path(home: Path, collection: str = DEFAULT_COLLECTION) -> Path:
    """The database of a collection, whether it is there or not; raises SettingError for a name that cannot be one."""
    if not is_collection_name(collection):
        raise SettingError(
            f"{collection[:100]!r} cannot name a collection; use up to 63 small letters, digits, - and _, a letter or digit first"
        )
    return home / _FOLDER / collection / _DATABASE


def collection_of(database: Path) -> str:
    """The name of the collection whose database that is."""
    return database.parent.name


def collections(home: Path) -> tuple[str, ...]:
    """The names of the collections below `home` that hold something, in order.

    Raises UnreadableStoreError where the home may not be entered.
    """
    folder = home / _FOLDER
    with reading_errors(folder):
        # A glob alone may take a closed home for an empty one.
        found = folder.glob(f"*/{_DATABASE}") if folder.is_dir() else ()
        names = [path.parent.name for path in found]
    return tuple(sorted(filter(is_collection_name, names)))


def holds(home: Path, collection: str) -> bool:
    """Whether there is a collection of that name below `home`.

    Raises SettingError as `database_path` does, and UnreadableStoreError where the home may not be entered.
    """
    return is_file(database_path(home, collection))


def refuse_unknown(home: Path, collection: str) -> None:
    """Raise NoGenerationError where `home` holds no collection of that name; `default` is there even while it is empty."""
    if collection != DEFAULT_COLLECTION and not holds(home, collection):
        raise NoGenerationError(
            f"there is no collection {collection!r} in {home}; `pourquoi index --collection {collection} PATH` makes it"
        )


def holds_old_index(home: Path) -> bool:
    """Whether there is an index below `home` as versions before this one kept it, in files. It is not read."""
    return is_file(home / _OLD_FOLDER / "CURRENT")


def refuse_old_home(home: Path) -> None:
    """Raise MismatchedGenerationError where `home` holds an index of an older version and nothing else."""
    if holds_old_index(home):
        raise MismatchedGenerationError(
            f"the index in {home / _OLD_FOLDER} is of an older version; {HOW_TO_REBUILD}, and delete that folder then"
        )


def warn_of_old_index(home: Path) -> None:
    """Say in the log that an index of an older version below `home` is not read, where there is one."""
    if holds_old_index(home):
        log.warning(
            "the index in %s is of an older version and is not read; %s that were in it, or delete that folder where all are in",
            home / _OLD_FOLDER,
            HOW_TO_REBUILD.removesuffix(" you want"),
        )
