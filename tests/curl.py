"""What curl would send, for the commands that the documentation tells people to type."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import httpx


def request_of(words: list[str]) -> httpx.Request:
    """What curl sends for these words; whatever it is not told here is refused. Files are read where it would read them."""
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-X", dest="method")
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="data")
    parser.add_argument("-F", dest="forms", action="append", default=[])
    parser.add_argument("-o", dest="out")
    parser.add_argument("url")
    given = parser.parse_args(words)
    headers = dict(header.split(": ", 1) for header in given.headers)
    method = given.method or ("POST" if given.data or given.forms else "GET")
    files = [(name, Path(path)) for name, _, path in (form.partition("=@") for form in given.forms)]
    return httpx.Request(
        method,
        given.url if "://" in given.url else f"http://{given.url}",
        headers=headers,
        content=given.data,
        files=[(name, (path.name, path.read_bytes())) for name, path in files] or None,
        extensions={"out": given.out} if given.out else {},
    )


def commands_of(page: str) -> Iterator[list[str]]:
    """The words behind `curl` of each command in the fenced blocks of a page of Markdown."""
    for block in re.findall(r"^```\w*\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            if found := re.match(r"(?:\$ )?curl (.*)", line):
                yield shlex.split(found[1], comments=True)
