"""The loop that every runner runs: requests in, replies out, several questions at a time."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TextIO

from eval.bench.rivals.protocol import ENCODING, IndexOrder, System, line, pieces_out

# As many questions are worked on at once as the harness has clients at most.
CLIENTS = 8


def run(system: System) -> None:
    """Serve `system` until standard input ends. Whatever else writes to standard output is sent to standard error."""
    sys.stdin.reconfigure(encoding=ENCODING)  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding=ENCODING)  # type: ignore[union-attr]
    replies, sys.stdout = sys.stdout, sys.stderr
    serve(system, sys.stdin, replies)


def serve(system: System, requests: TextIO, replies: TextIO) -> None:
    """Answer every line of `requests` on `replies`; an error of the system is a reply, too."""
    import json

    lock = threading.Lock()

    def work(request: dict[str, Any]) -> None:
        try:
            reply = _do(system, request)
        except Exception as error:  # noqa: BLE001 - what the system cannot do is what is measured
            reply = {"error": f"{type(error).__name__}: {error}"}
        with lock:
            replies.write(line({"id": request["id"], **reply}))
            replies.flush()

    with ThreadPoolExecutor(CLIENTS) as workers:
        for text in requests:
            workers.submit(work, json.loads(text))


def _do(system: System, request: dict[str, Any]) -> dict[str, Any]:
    match request["do"]:
        case "index":
            endpoint = request["endpoint"]
            order = IndexOrder(Path(request["articles"]), Path(request["encoder"]), Path(request["state"]), endpoint)
            return {"passages": system.index(order)}
        case "retrieve":
            return {"passages": pieces_out(system.retrieve(request["question"], request["top_k"]))}
        case "answer" if hasattr(system, "answer"):
            passages, citations = system.answer(request["question"], request["top_k"])
            return {"passages": pieces_out(passages), "citations": pieces_out(citations)}
        case other:
            raise ValueError(f"this system does not {other!r}")
