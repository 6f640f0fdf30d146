"""What lies below the home is for its owner alone, whatever the umask says."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.access.database import AccessDatabase
from index.files import make_private
from index.maintenance import back_up
from tests.writing_kit import engine_over, path_of, writing


@pytest.fixture(autouse=True)
def nothing_masked() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def rights(home: Path) -> dict[str, str]:
    return {
        str(path.relative_to(home.parent)): oct(stat.S_IMODE(path.stat().st_mode)) for path in (home, *home.rglob("*"))
    }


def test_files_and_folders_of_a_service_are_its_owners(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"

    async def run() -> dict[str, str]:
        async with writing(home) as client:
            await client.put(path_of("one"), json={"text": "Alice left the company."})
            AccessDatabase(home).append([])
            engine_over(home).index((tmp_path / "articles",), lambda _done, _total: None)
            return rights(home)

    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "two.txt").write_text("Bruno came.", "utf-8")
    found = asyncio.run(run())
    assert {name for name in found if name.endswith(".db")} == {
        "home/access.db",
        "home/requests.db",
        "home/collections/default/articles.db",
    }
    folders = {name: mode for name, mode in found.items() if (home.parent / name).is_dir()}
    assert set(folders.values()) == {"0o700"}
    assert {found[name] for name in set(found) - set(folders)} == {"0o600"}
    assert oct(stat.S_IMODE(home.parent.stat().st_mode)) == "0o700"


def test_a_backup_is_its_owners(tmp_path: Path) -> None:
    engine = engine_over(tmp_path / "home")
    (tmp_path / "one.txt").write_text("Alice left.", "utf-8")
    engine.index((tmp_path / "one.txt",), lambda _done, _total: None)
    back_up(engine.library.store, tmp_path / "backup.db")  # type: ignore[arg-type]
    assert oct(stat.S_IMODE((tmp_path / "backup.db").stat().st_mode)) == "0o600"


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    make_private(tmp_path / "shared" / "a" / "b")
    modes = [oct(stat.S_IMODE((tmp_path / "shared" / below).stat().st_mode)) for below in ("", "a", "a/b")]
    assert modes == ["0o755", "0o700", "0o700"]
