"""The program that reads files of other people: bounded first, then the parsers are loaded, then one file after another.

`python -m index.formats.child MEMORY_BYTES`; requests on standard input, replies on standard output, as in `frames`. A
request is two frames: JSON with `kind` and the limits, and the bytes of the file.
"""

import json
import os
import sys
from typing import IO

from index.formats import sandbox


def main() -> None:
    """Serve until the parent closes its end."""
    apart = sandbox.limit_process(int(sys.argv[1]))
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    # trafilatura would load this and numpy with it, to tell languages, which is asked of it nowhere.
    sys.modules["py3langid"] = None  # type: ignore[assignment]  # this is how an import is made to fail
    # Only now: all of this is bounded too, and is loaded before the doors are closed.
    import feedparser  # noqa: F401
    import pypdfium2.raw  # noqa: F401
    import trafilatura  # noqa: F401

    from index.formats import frames, kinds

    os.chdir("/")
    ready = {"off_network": apart, "landlock": sandbox.seal()}
    _send(replies, frames.frame(json.dumps(ready).encode()))
    while (head := frames.read_frame(sys.stdin.buffer)) is not None:
        data = frames.read_frame(sys.stdin.buffer)
        if data is None:
            return
        _send(replies, frames.frame(json.dumps(kinds.reply(json.loads(head), data)).encode()))


def _send(replies: IO[bytes], frame: bytes) -> None:
    replies.write(frame)
    replies.flush()


if __name__ == "__main__":
    main()
