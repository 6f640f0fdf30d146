"""File names for articles that are called anything at all."""

import hashlib
import re

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MAX_CHARS = 80
_DIGEST_CHARS = 8
# Names that Windows keeps for devices, whatever ending follows.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


class SafeNames:
    """Gives each article a name that is safe as a file's on every system, and never the same one twice.

    The same names in the same order give the same answers.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()
        # How many digests of a name were tried, so that the thousandth article without a title does not try them all again.
        self._attempts: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """`wanted` itself where it is safe and free, else what is safe of it with a digest of all of it.

        Names that differ in case alone count as one, as they do on macOS and Windows.
        """
        safe = _UNSAFE.sub("_", wanted).strip("._-")[:_MAX_CHARS]
        name, attempt = safe, self._attempts.get(wanted, 0)
        while not self._free(name) or name == safe != wanted:
            digest = hashlib.sha256(f"{attempt}:{wanted}".encode(errors="surrogatepass")).hexdigest()[:_DIGEST_CHARS]
            name, attempt = f"{safe}-{digest}".lstrip("-"), attempt + 1
        self._taken.add(name.casefold())
        self._attempts[wanted] = attempt
        return name

    def _free(self, name: str) -> bool:
        return bool(name) and _RESERVED.fullmatch(name) is None and name.casefold() not in self._taken
