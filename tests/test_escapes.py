"""Names that would lead out of the home where they were taken for paths: whatever they are used as, they lead nowhere."""

import asyncio
from pathlib import Path
from urllib.parse import quote

from tests.writing_kit import writing

_CANARY = "the canary sings at dawn"
_TARGETS = ("canary.txt", "etc/passwd", "home/collections/default/articles.db", "tmp/made.txt")
_UPS = (
    *("../", "../../", "../../../../../../", "./../", "a/../../", "a/b/../../../../", "/", "//", "///..//", "/./../"),
    *("..\\", "..\\..\\", "C:\\", "C:/", "\\\\server\\share\\", "file:///", "~/", "$HOME/", "%2e%2e/", "%2e%2e%2f"),
    *("..%2f", "..%5c", "%252e%252e/", "..%c0%af", "%uff0e%uff0e/", "．．/", "..\u2215", "..\u2044", "....//", "..;/"),
)
# A name that ends before its ending, and names that are devices or streams on some systems.
_OTHERS = (
    "../canary.txt\0.md",
    "canary.txt\n",
    "CON",
    "NUL.txt",
    "canary.txt::$DATA",
    ".",
    "..",
    "",
    "...",
    ".git/config",
)
# Each way up with one of the targets: the next one for the next way.
NAMES = (
    *(up + _TARGETS[at % len(_TARGETS)] for at, up in enumerate(_UPS)),
    *(up + "canary.txt" for up in _UPS[1::2]),
    *_OTHERS,
)


def test_a_line_break_at_the_end_of_an_id_is_a_part_of_it(tmp_path: Path) -> None:
    async def run() -> None:
        async with writing(tmp_path / "home") as client:
            for address, status in (("a", 201), ("a%0A", 422), ("a%0Ab", 422)):
                assert (await client.put(f"/v1/articles/{address}", json={"text": "Alice left."})).status_code == status
            for address, status in (("a%0A", 404), ("a", 204)):
                assert (await client.delete(f"/v1/articles/{address}")).status_code == status

    asyncio.run(run())


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder but the home, with what is in it."""
    inside = (path for path in folder.rglob("*") if "home" not in path.relative_to(folder).parts)
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in inside}


def test_there_are_sixty_names() -> None:
    assert len({*NAMES}) >= 55
    # With what a collection is called, and both ways to write an address.
    assert 3 * len(NAMES) > 150


def test_no_name_leads_out_of_the_home(tmp_path: Path) -> None:
    (tmp_path / "canary.txt").write_text(_CANARY, "utf-8")
    before = tree(tmp_path)

    async def run() -> list[str]:
        async with writing(tmp_path / "home") as client:
            taken: list[str] = []
            for name in NAMES:
                text = f"Article {len(taken)} says so."
                # As one part of an address, and as a path that nobody has made shorter on its way.
                for address in (quote(name, safe=""), quote(name.lstrip("/"), safe="/%\\")):
                    for rest in ("", "/text"):
                        response = await client.get(f"/v1/articles/{address}{rest}")
                        assert response.status_code < 500
                        assert _CANARY not in response.text
                response = await client.put(f"/v1/articles/{quote(name, safe='')}", json={"text": text})
                assert response.status_code in (201, 404, 405, 422), (name, response.text)
                if response.status_code == 201:
                    # It is a name and nothing else: what is read back is what was sent.
                    assert (await client.get(f"/v1/articles/{quote(name, safe='')}/text")).text == text, name
                    taken.append(name)
                collection = {"x-pourquoi-collection": quote(name, safe="./\\~$;:")}
                other = await client.get("/v1/articles", headers=collection)
                assert other.status_code in (200, 400, 404, 422), (name, other.text)
            for first in range(0, len(NAMES), 8):
                files = [("file", (name, f"File {name!r} says so.".encode())) for name in NAMES[first : first + 8]]
                response = await client.post("/v1/articles", files=files)
                assert response.status_code in (200, 201, 422), response.text
                assert _CANARY not in response.text
            return taken

    taken = asyncio.run(run())
    # Some are good names, and none is a bad one.
    assert 10 < len(taken) < len(NAMES)
    assert all(part not in ("", ".", "..") for name in taken for part in name.split("/"))
    assert tree(tmp_path) == before
    files = {
        path.relative_to(tmp_path / "home").as_posix() for path in (tmp_path / "home").rglob("*") if path.is_file()
    }
    ours = ("requests.db", "collections/default/articles.db", "collections/default/writing.lock")
    assert [name for name in sorted(files) if not name.startswith(ours)] == []
