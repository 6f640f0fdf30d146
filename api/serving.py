"""One process that listens: Granian around the product's application."""

import errno
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from fastapi import FastAPI
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from api.access.setup import refuse_open_port
from api.errors import AddressError
from api.product import product_app
from api.serving_lock import serve_alone
from api.watched.draining import Draining, LastingServer, drain_before_end, when_told_to_drain
from api.watched.logs import FORMATTERS, set_up_logs
from api.watched.traces import refuse_untraceable
from rag.settings import PREFIX, Settings, load_settings

# A run of the models that has begun may end; this long after the last question's deadline the process goes all the same.
SHUTDOWN_SECONDS = 30
# Head of a request; hyper refuses more with 431, though what comes at once may be up to twice as long. No client of ours sends a
# tenth of it.
_MAX_HEADER_BYTES = 64 * 1024
# A client has so long for the head of a request, the first one and the next.
HEAD_SECONDS = 30.0
# Granian takes 1,024 connections at once, and each transaction opens the articles' file anew: more than the 1,024 files that many
# systems let a process have unless it asks.
_OPEN_FILES = 4096
_PROBE_SECONDS = 0.02
# Standard output is for the one line that says where the server listens.
_TO_STDERR = {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}


@dataclass(frozen=True, slots=True)
class Address:
    """A numeric address, and a port that was free a moment ago."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Where a client on this machine finds it."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def free_address(host: str, port: int) -> Address:
    """Look up `host` and see that `port` is free; raises AddressError that says why it cannot be listened on.

    Granian shares a port with whoever listens there already, so a second server would take half of the first one's questions.
    """
    try:
        family, kind, _, _, found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        probe = socket.socket(family, kind)
    except (OSError, UnicodeError) as error:
        # No name of a machine has an empty part, or one of more than 63 characters: these cannot be asked for.
        why = error.strerror if isinstance(error, OSError) else "it is no name of a machine"
        raise AddressError(f"{host!r} is no address of this machine ({why}); name another with --host") from error
    with probe:
        # Connections of a server that has just gone do not hold the port; one that listens does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(found)
        except OSError as error:
            why = (
                "is taken; name another with --port"
                if error.errno == errno.EADDRINUSE
                else f"cannot be used: {error.strerror}"
            )
            raise AddressError(f"port {port} of {host} {why}") from error
    return Address(str(found[0]), port)


def allow_open_files(count: int = _OPEN_FILES) -> None:
    """Let this process and its children have `count` open files, or as many as the system lets them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def run(settings: Settings, app: str = "api.serving:announced_app", head_seconds: float = HEAD_SECONDS) -> None:
    """Serve what `app`, a module and a function in it, makes, until SIGTERM or SIGINT.

    A connection that has not sent the head of a request `head_seconds` after it may is closed. Raises AddressError,
    AccessDataError or SettingsError, and SystemExit where the worker died by itself.
    """
    address = free_address(settings.host, settings.port)
    refuse_open_port(address.host, settings)
    refuse_untraceable(os.environ)
    allow_open_files()
    # The worker reads its settings from the environment, as every entry point does.
    os.environ[PREFIX + "HOME"] = str(settings.home)
    os.environ[PREFIX + "HOST"], os.environ[PREFIX + "PORT"] = address.host, str(address.port)
    server = LastingServer(
        app,
        address=address.host,
        port=address.port,
        interface=Interfaces.ASGI,
        factory=True,
        websockets=False,
        # Where it may be HTTP/2 too, a connection whose first bytes do not tell which is kept for ever.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=round(head_seconds * 1000), max_buffer_size=_MAX_HEADER_BYTES),
        log_level=LogLevels.warning,
        log_dictconfig={
            "handlers": {"console": _TO_STDERR, "access": _TO_STDERR},
            "formatters": {"generic": {"()": FORMATTERS[settings.log_format]}},
        },
        workers_kill_timeout=round(settings.deadline_seconds) + SHUTDOWN_SECONDS,
    )
    drain_before_end(server, settings.drain_seconds + settings.deadline_seconds + SHUTDOWN_SECONDS)
    server.serve(target_loader=partial(_made, app), wrap_loader=False)


def _made(app: str) -> FastAPI:
    """What the function named so makes. Granian would look into the working directory first, for all later imports."""
    module, function = app.split(":")
    made: FastAPI = getattr(import_module(module), function)()
    return made


def announced_app() -> FastAPI:
    """The product's application, announced."""
    return announced(product_app, load_settings())


def announced(make: Callable[[], FastAPI], settings: Settings) -> FastAPI:
    """What `make` makes, set up for this worker, and one line on standard output as soon as it takes connections."""
    set_up_logs(settings.log_format)
    # In this process, which is the one that writes; people know the server by its parent.
    serve_alone(settings.home, os.getppid())
    app = make()
    service = app.state.service
    when_told_to_drain(Draining(service.drain, lambda: service.in_flight, settings.drain_seconds))
    threading.Thread(target=_announce, args=(Address(settings.host, settings.port),), daemon=True).start()
    return app


def _announce(address: Address) -> None:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - named, not listened on
    reachable = everywhere.get(address.host, address.host)
    while True:
        try:
            socket.create_connection((reachable, address.port), timeout=1).close()
        except OSError:
            time.sleep(_PROBE_SECONDS)
        else:
            break
    sys.stdout.write(f"pourquoi listens on {address.url}\n")
    sys.stdout.flush()
