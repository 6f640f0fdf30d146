"""The real `pourquoi serve`, as its own process with the real encoder, over a real socket."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app as serve_command
from index.generation import name_of
from index.homes import database_path
from index.sqlite_store import SqliteStore

ROOT = Path(__file__).parents[1]
# What the command line takes a shell to do; the entry point of the installed distribution finds `serve`.
COMMAND = [sys.executable, "-m", "rag.cli", "serve"]
# No load balancer has to hear first that it ends.
NOBODY_WAITS = {"POURQUOI_DRAIN_SECONDS": "0"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path, port: int, *words: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "--port", str(port), *words],
        cwd=folder,
        env=os.environ | NOBODY_WAITS | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def start_without_models(module: str, folder: Path, port: int) -> subprocess.Popen[str]:
    """The server of a module of the tests, over `folder`/home."""
    return subprocess.Popen(
        # -P, since the installed command has no working directory before its modules either.
        [sys.executable, "-P", "-m", module, str(folder / "home")],
        cwd=folder,
        env=os.environ | NOBODY_WAITS | {"PYTHONPATH": str(ROOT), "POURQUOI_PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stop(process: subprocess.Popen[str]) -> tuple[str, str]:
    """End it as an operator would, and give what it wrote."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    return process.communicate(timeout=60)


def wait_until_ready(client: httpx.Client) -> httpx.Response:
    """Wait on the server's own word for when to ask again, for as long as it says it is starting."""
    while (response := client.get("/readyz")).status_code == 503:
        assert response.json()["type"] == "urn:pourquoi:problem:not-ready", response.text
        select.select([], [], [], 0.2)
    return response


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("server")
    (made / "seeds").symlink_to(ROOT / "seeds")
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[httpx.Client]:
    """The server over the seeds, ready; that it said so and ended well is seen at its end."""
    port = free_port()
    process = start(folder, port)
    try:
        # One line, once it listens, long before the models are there.
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line == f"pourquoi listens on http://127.0.0.1:{port}\n", process.stderr.read() if process.stderr else ""
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            assert client.get("/healthz").json() == {"status": "alive"}
            early = client.post("/v1/ask", json={"question": "why?"})
            assert (early.status_code, "retry-after" in early.headers) == (503, True)
            wait_until_ready(client)
            yield client
    finally:
        rest, errors = stop(process)
    assert process.returncode == 0, errors
    assert rest == ""
    assert "Traceback" not in errors


def test_it_indexes_the_seeds_where_there_is_no_index(server: httpx.Client, folder: Path) -> None:
    ready = server.get("/readyz").json()
    assert (ready["status"], ready["articles"]) == ("ready", 5)
    with SqliteStore(database_path(folder / ".pourquoi")).reading() as stored:
        assert name_of(stored.state()) == ready["generation"]


@pytest.mark.parametrize("question", ["why did Jan Leike resign?", "Qui a remplacé Ilya Sutskever ?"])
def test_every_quote_stands_in_the_text_that_is_served(server: httpx.Client, question: str) -> None:
    answer = server.post("/v1/ask", json={"question": question}).json()
    assert answer["answerable"]
    for citation in answer["citations"]:
        response = server.get(f"/v1/articles/{citation['article_id']}/text")
        data, text = response.content, response.content.decode()
        utf16 = text.encode("utf-16-le")
        assert data == (ROOT / "seeds" / f"{citation['article_id']}.txt").read_bytes()
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert data[citation["byte_start"] : citation["byte_end"]].decode() == citation["quote"]
        assert utf16[2 * citation["utf16_start"] : 2 * citation["utf16_end"]].decode("utf-16-le") == citation["quote"]
        assert response.headers["etag"] == f'"{citation["article_sha256"]}"'
        span = server.get(citation["permalink"]).json()
        assert (span["state"], span["quote"]) == ("unchanged", citation["quote"])


def test_what_the_articles_do_not_say_is_not_answered(server: httpx.Client) -> None:
    answer = server.post("/v1/ask", json={"question": "What is the capital of Australia?"}).json()
    assert (answer["answerable"], answer["citations"]) == (False, [])


def test_an_answer_is_streamed(server: httpx.Client) -> None:
    body = {"question": "why did Jan Leike resign?"}
    with server.stream("POST", "/v1/ask", json=body, headers={"accept": "text/event-stream"}) as response:
        lines = list(response.iter_lines())
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert names[0] == "citation"
    assert names[-1] == "done"
    assert json.loads([line for line in lines if line.startswith("data: ")][-1].removeprefix("data: "))["answerable"]


def raw(server: httpx.Client, request: bytes) -> bytes:
    """What the server sends for bytes that no HTTP client would send."""
    with socket.create_connection((server.base_url.host, server.base_url.port), timeout=30) as connection:
        connection.sendall(request)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
            if b"\r\n\r\n" in received:
                break
    return received


POST = b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /v1/articles/%FF%FE/text HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 422),
        (b"GET /v1/spans/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 431),
        (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n", 431),
        (POST + b"Content-Length: 99999999\r\n\r\n{", 413),
        (
            POST
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + b"4000\r\n"
            + b" " * 0x4000
            + b"\r\n"
            + b"FFFFFF\r\n"
            + b" " * 0xC001,
            413,
        ),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (POST + b"Content-Length: 16\r\n\r\n" + b'{"question":"\xff"}', 400),
        (b"BREW /v1/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
        (b"nonsense\r\n\r\n", 400),
    ],
    ids=lambda value: repr(value[:60]) if isinstance(value, bytes) else str(value),
)
def test_bytes_that_are_no_good_request_never_make_a_fault(
    server: httpx.Client, request_bytes: bytes, status: int
) -> None:
    assert raw(server, request_bytes).split(b"\r\n")[0].split(b" ")[1] == str(status).encode()


def test_a_client_that_goes_away_leaves_the_server_unhurt(server: httpx.Client) -> None:
    for _ in range(20):
        with socket.create_connection((server.base_url.host, server.base_url.port)) as connection:
            body = b'{"question": "why did Jan Leike resign?"}'
            connection.sendall(POST + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    assert server.post("/v1/ask", json={"question": "why did Jan Leike resign?"}).json()["answerable"]


def test_a_port_that_is_taken_is_said_and_not_shared(server: httpx.Client, folder: Path) -> None:
    process = start(folder, server.base_url.port or 0)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output == ""
    assert errors == f"pourquoi: port {server.base_url.port} of 127.0.0.1 is taken; name another with --port\n"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["--port", "0"], 1, "pourquoi: setting port is 0: Input should be greater than or equal to 1\n"),
        (["--host", "not.a.host.invalid"], 1, "pourquoi: 'not.a.host.invalid' is no address of this machine ("),
        (["--host", "127..0.0.1"], 1, "pourquoi: '127..0.0.1' is no address of this machine ("),
        (["--nonsense"], 2, "No such option: --nonsense"),
    ],
)
def test_what_cannot_be_served_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], status: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(serve_command, words)
    assert isinstance(done.exception, SystemExit)
    assert (done.exit_code, done.stdout) == (status, "")
    assert told in done.stderr
    assert status == 2 or done.stderr.count("\n") == 1


def test_a_misspelt_variable_is_told(tmp_path: Path) -> None:
    environment = os.environ | {"POURQUOI_PROT": "8001"}
    done = subprocess.run(
        COMMAND, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (
        1,
        "pourquoi: there is no setting POURQUOI_PROT; did you mean POURQUOI_PORT?\n",
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "traces are sent by http/protobuf, not by 'grpc'"),
        ("POURQUOI_PUBLIC_URL", "https://ask.example.org:99999", "Port out of range 0-65535"),
    ],
)
def test_what_the_worker_could_not_use_is_told_before_it_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", name: value}
    done = CliRunner().invoke(serve_command, ["--port", str(free_port())], env=environment)
    assert isinstance(done.exception, SystemExit)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert told in done.stderr


def test_python_files_in_the_folder_that_it_is_started_in_are_not_imported(tmp_path: Path) -> None:
    for name in ("faiss", "torch", "api", "__init__"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the working directory')\n", "utf-8")
    port = free_port()
    process = start_without_models("tests.hashing_server", tmp_path, port)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            assert wait_until_ready(client).json()["status"] == "ready"
    finally:
        _, errors = stop(process)
    assert line == f"pourquoi listens on http://127.0.0.1:{port}\n", errors


def test_with_a_damaged_index_the_process_stays_up_and_says_why(tmp_path: Path) -> None:
    path = database_path(tmp_path / "home")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"this is no database")
    port = free_port()
    process = start_without_models("tests.writing_server", tmp_path, port)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            while (response := client.get("/readyz")).json()["type"].endswith(":not-ready"):
                select.select([], [], [], 0.2)
            asked = client.post("/v1/ask", json={"question": "why?"})
            assert (response.status_code, asked.status_code) == (503, 503)
            # Whoever asks is told that, and whoever runs it which file.
            assert "the service's log says which file" in response.json()["detail"]
            assert str(tmp_path) not in response.text
            assert asked.json()["detail"] == response.json()["detail"]
            assert client.get("/healthz").status_code == 200
    finally:
        _, errors = stop(process)
    assert process.returncode == 0, errors
    assert "articles.db is damaged" in errors
