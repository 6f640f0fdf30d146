"""A server that is meant to be killed: for each line on standard input a process that serves.

    python -m tests.killable HOME PORT

Each line of standard output is the id of such a process, or `ended` once it is gone.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from api.writing.incoming import put_text
from api.writing.schemas import ArticleIn
from tests.writing_kit import app_over, engine_over


def serve(home: Path, port: int) -> None:
    app = app_over(home)
    server = Server(app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, websockets=False, log_enabled=False)
    asyncio.run(server.serve())


def main(home: Path, port: int) -> None:
    # Everything is loaded before the fork, so that no process has to wait for it.
    with tempfile.TemporaryDirectory() as elsewhere:
        engine = engine_over(Path(elsewhere))
        engine.library.apply([put_text("a", ArticleIn(text="Alice left."))], lambda _done, _total: None)
        engine.pipeline().answer("Who left?")
    for _ in sys.stdin:
        process = os.fork()
        if process == 0:
            try:
                serve(home, port)
            finally:
                os._exit(1)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
        os.waitpid(process, 0)
        sys.stdout.write("ended\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
