"""Which file below a home folder holds which collection."""

import re
from pathlib import Path

from index.errors import SettingError

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
