"""Embeddings over HTTP with OpenAI's interface, for systems that cannot load an encoder themselves.

    python -m eval.bench.rivals.endpoint

Listens on loopback at a free port, whose number is the one line on standard output. A text that begins with the prefix of
questions is embedded as one, any other as a passage.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from eval.bench.rivals.protocol import PASSAGE_PREFIX, QUESTION_PREFIX
from index.encoder.embedder import Embedder, Vectors


def embed(embedder: Embedder, texts: list[str]) -> list[Vectors]:
    """One vector for each text, which says by its prefix what it is."""
    questions = [text.removeprefix(QUESTION_PREFIX) for text in texts if text.startswith(QUESTION_PREFIX)]
    passages = [text.removeprefix(PASSAGE_PREFIX) for text in texts if not text.startswith(QUESTION_PREFIX)]
    asked = iter(embedder.embed_questions(questions) if questions else [])
    read = iter(embedder.embed_passages(passages) if passages else [])
    return [next(asked if text.startswith(QUESTION_PREFIX) else read).pooled for text in texts]


def make_server(embedder: Embedder) -> ThreadingHTTPServer:
    """A server on a free port of loopback; the caller lets it serve."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            texts = [body["input"]] if isinstance(body["input"], str) else list(body["input"])
            data = [
                {"object": "embedding", "index": number, "embedding": vector.tolist()}
                for number, vector in enumerate(embed(embedder, texts))
            ]
            usage = {"prompt_tokens": 0, "total_tokens": 0}
            content = json.dumps({"object": "list", "data": data, "model": body["model"], "usage": usage}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the signature of http.server
            """Say nothing: each request would be a line."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def main() -> None:
    """Serve the packaged encoder until the process is ended."""
    from rag.settings import load_settings
    from rag.wire import open_engine

    server = make_server(open_engine(load_settings()).embedder)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
