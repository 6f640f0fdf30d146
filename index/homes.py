"""Which file below a home folder holds which collection."""

import re
from pathlib import Path

from index.errors import MismatchedGenerationError, SettingError
from index.manifest import HOW_TO_REBUILD

DEFAULT_COLLECTION = "default"
_FOLDER, _DATABASE = "collections", "articles.db"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)


def database_path(home: Path, collection: str = DEFAULT_COLLECTION) -> Path:
    """The database of a collection, whether it is there or not; raises SettingError for a name that cannot be one."""
    if not _NAME.fullmatch(collection):
        raise SettingError(
            f"{collection!r} cannot name a collection; use up to 64 small letters, digits, - and _, a letter or digit first"
        )
    return home / _FOLDER / collection / _DATABASE


def collections(home: Path) -> tuple[str, ...]:
    """The names of the collections below `home` that hold something, in order."""
    return tuple(sorted(path.parent.name for path in (home / _FOLDER).glob(f"*/{_DATABASE}")))


def refuse_old_home(home: Path) -> None:
    """Raise MismatchedGenerationError where `home` holds an index as versions before this one kept it, in files."""
    if (home / "index" / "CURRENT").exists():
        raise MismatchedGenerationError(
            f"the index in {home / 'index'} is of an older version; {HOW_TO_REBUILD}, and delete that folder then"
        )
