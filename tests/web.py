"""A web server of this machine that counts who connects, for tests of what is fetched and what must not be."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6

# What a page does with its handler; unknown pages are 404.
Page = Callable[[BaseHTTPRequestHandler], None]


class Web(ThreadingHTTPServer):
    """`pages` by their path; `connections` counts those that were taken, `requests` the headers of each request."""

    daemon_threads = True

    def __init__(self, host: str, port: int, pages: Mapping[str, Page], tls: ssl.SSLContext | None = None) -> None:
        self.address_family = AF_INET6 if ":" in host else AF_INET
        super().__init__((host, port), _Handler)
        self.pages, self.connections, self.requests, self._tls = pages, 0, [], tls

    def get_request(self):  # noqa: ANN201
        taken, address = super().get_request()
        self.connections += 1
        return (self._tls.wrap_socket(taken, server_side=True) if self._tls else taken), address

    def handle_error(self, *_: object) -> None:
        """A client that leaves early is what many of these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers.items())))
        self.server.pages.get(self.path, lambda handler: handler.send_error(404))(self)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def web(
    pages: Mapping[str, Page], host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Web]:
    with Web(host, port, pages, tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def text(body: bytes, media_type: str = "text/plain", **headers: str) -> Page:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return page


def to(location: str) -> Page:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", location)
        handler.send_header("Set-Cookie", "seen=before")
        handler.end_headers()

    return page
