"""What the command line says of a path before it loads any model, and what it shows of one file."""

import ast
import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.access.cli import app as keys_app
from api.cli import app as serve_app
from eval.cli import app as eval_app
from index.encoder.hashing import HashingEmbedder
from index.homes import database_path
from index.sync import refuse_unreadable
from rag.cli import app
from rag.cli_store import app as store_app
from rag.indexing import refuse_bad_paths
from rag.settings import Settings
from rag.wire import Engine
from tests.feed_kit import WORDS, item, rss
from tests.tiny_encoder import save_tiny_encoder

ROOT = Path(__file__).resolve().parents[1]
GONE_ENCODER = "/no/such/encoder"


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes as far as the models says that there is no encoder."""
    monkeypatch.setenv("POURQUOI_ENCODER", GONE_ENCODER)


def run(*words: object, app: object = app) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])  # type: ignore[arg-type]


def told(result: Result) -> str:
    assert "Traceback" not in result.output
    assert GONE_ENCODER not in result.output
    return " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("app", "words"),
    [
        (app, ("index", "")),
        (app, ("index", "seeds", "")),
        (app, ("index", "--explain", "")),
        (app, ("watch", "")),
        (app, ("ask", "why?", "--home", "")),
        (store_app, ("backup", "")),
        (store_app, ("restore", "", "--home", "home")),
        (serve_app, ("--home", "")),
        (keys_app, ("list", "--home", "")),
        (eval_app, ("run", "")),
        (eval_app, ("run", "gold.jsonl", "--out", "")),
        (eval_app, ("compare", "a", "")),
        (eval_app, ("import", "squad", "", "--out", "out")),
    ],
)
def test_an_empty_path_is_refused_and_is_not_the_working_directory(
    app: object, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words, app=app)
    assert (result.exit_code, "it is empty; name a file or a folder" in told(result)) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_every_path_of_a_command_is_declared_by_what_refuses_an_empty_one() -> None:
    declared = [
        (file.name, ast.unparse(node.slice.elts[1]))
        for package in ("rag", "api", "eval")
        for file in (ROOT / package).rglob("*cli*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Subscript)
        and ast.unparse(node.value) == "Annotated"
        and isinstance(node.slice, ast.Tuple)
        and "Path" in ast.unparse(node.slice.elts[0])
    ]
    assert {"cli.py", "cli_shared.py", "cli_gates.py"} <= {name for name, _ in declared}
    assert [one for one in declared if not one[1].startswith("path_")] == []


def test_a_path_that_comes_to_nothing_is_told_before_the_encoder_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<p>words</p>"))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "map.xml.gz").write_bytes(gzip.compress(b"<urlset/>"))
    (tmp_path / "story.txt").write_text(WORDS, "utf-8")
    home = ("--home", tmp_path / "home")
    for name, why in (
        ("nowhere", "does not exist; give a folder, a feed, or a file with the ending"),
        ("n" * 300, "cannot be read: File name too long"),
        ("page.html.gz", "of packed files only feeds and sitemaps are read, so unpack it first"),
        ("photo.jpg", "the ending '.jpg' is not read"),
        ("map.xml.gz", "it is a sitemap, which lists addresses and holds no text; POST its URL"),
    ):
        result = run("index", tmp_path / name, *home)
        assert (result.exit_code, f"{name}: {why}" in told(result) or f"{name} {why}" in told(result)) == (1, True)
    # One file that is read is enough, and what the models say then is theirs.
    assert GONE_ENCODER in run("index", tmp_path / "story.txt", tmp_path / "photo.jpg", *home).stderr


def test_a_path_that_is_gone_may_be_indexed_where_its_articles_are(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(WORDS, "utf-8")
    settings = Settings(home=tmp_path / "home")
    Engine(settings, HashingEmbedder()).index((story,), lambda _done, _total: None)
    story.unlink()
    assert GONE_ENCODER in run("index", story, "--home", settings.home).stderr
    assert "does not exist" in told(run("index", story, "--home", settings.home, "--collection", "other"))
    # A feed that is a sitemap by now holds nothing any more.
    (tmp_path / "feed.xml").write_bytes(b"<urlset/>")
    refuse_unreadable({str((tmp_path / "feed.xml").resolve())}, (tmp_path / "feed.xml",))
    # What is damaged is set aside by indexing, and no reason to stop before it.
    database_path(settings.home).write_bytes(b"damaged")
    refuse_bad_paths(settings, "default", (story,))


def test_a_folder_that_is_not_there_is_followed_where_its_articles_are_indexed(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    (tmp_path / "disk" / "news").mkdir(parents=True)
    (tmp_path / "disk" / "news" / "story.txt").write_text(WORDS, "utf-8")
    Engine(settings, HashingEmbedder()).index((tmp_path / "disk",), lambda _done, _total: None)
    (tmp_path / "disk").rename(tmp_path / "away")
    for known in ("disk", "disk/news"):
        assert GONE_ENCODER in run("watch", tmp_path / known, "--home", settings.home).stderr
    for unknown in ("dsik", "disk/olds"):
        result = run("watch", tmp_path / unknown, "--home", settings.home)
        assert result.exit_code == 1
        assert f"{tmp_path / unknown} does not exist, and nothing of it is indexed" in told(result)


def test_indexing_ends_with_0_where_entries_hold_no_text_and_with_1_where_a_file_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path / "encoder", WORDS)))
    monkeypatch.setenv("POURQUOI_READER", "none")
    summary = "<description>Read more.</description>"
    feed = rss(item("https://a.example/1", content=f"<p>{WORDS}</p>") + item("https://a.example/2", more=summary))
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "feed.xml").write_bytes(feed)
    first = run("index", tmp_path / "news", "--home", tmp_path / "home")
    assert (first.exit_code, "indexed 1 article:" in told(first)) == (0, True)
    assert "feed.xml: 1 of its 2 entries have no text in it, or a summary alone: https://a.example/2; POST" in told(
        first
    )
    (tmp_path / "news" / "bad.txt").write_bytes(b"Un article\xff")
    second = run("index", tmp_path / "news", "--home", tmp_path / "home")
    assert (second.exit_code, "indexed 1 article:" in told(second)) == (1, True)
    assert ("left out: " in told(first), "left out: " in told(second), "skipped: " in told(second)) == (
        False,
        True,
        True,
    )


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    for words in (("index", tmp_path), ("ask", "why?"), ("watch", tmp_path)):
        result = run(*words, "--home", tmp_path / "home")
        assert (result.exit_code, "it is a file; name a folder" in told(result)) == (1, True)


def test_a_backup_says_what_is_wrong_with_its_target_before_it_reads_the_collection(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    own = database_path(tmp_path / "home")
    for target, why in (
        (tmp_path, "it is a folder; name a file in it"),
        (tmp_path / "none" / "backup.db", f"there is no folder {tmp_path / 'none'}; make it first"),
        (own, "there is no folder"),
        (tmp_path / "backup.db", "there is no index at"),
    ):
        result = run("backup", target, "--home", tmp_path / "home", app=store_app)
        assert (result.exit_code, why in told(result)) == (1, True)
    Engine(Settings(home=tmp_path / "home"), HashingEmbedder()).index((_story(tmp_path),), lambda _done, _total: None)
    before = own.read_bytes()
    result = run("backup", own, "--home", tmp_path / "home", app=store_app)
    assert "it is the collection itself; name another file" in told(result)
    assert own.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--out", "{file}"),
        ("reader", "{folder}", "--out", "{folder}"),
        ("fit-confidence", "{folder}", "--out", "{file}/model.toml"),
        ("fit-confidence", "{folder}", "--curves", "{folder}"),
        ("bench", "{folder}", "--out", "{file}/x/figures.json"),
        ("bench-speed", "--out", "{folder}"),
        ("new-gold", "--out", "{file}/gold.jsonl"),
    ],
)
def test_a_result_that_cannot_be_written_is_told_before_it_is_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    given = [word.format(file=tmp_path / "file", folder=tmp_path) for word in words]
    result = run(*given, app=eval_app)
    assert result.exit_code in (1, 2)
    assert told(result).startswith(f"pourquoi eval: cannot write to {tmp_path}")


def test_explain_shows_what_is_taken_of_each_entry_of_a_feed_and_what_is_skipped(tmp_path: Path) -> None:
    more = "<title>A quarrel</title><pubDate>Fri, 17 May 2024 08:00:00 GMT</pubDate>"
    text = f"<p>{WORDS}</p><p>Subscribe to our newsletter!</p><p>She will be replaced in June by Bruno, who bakes.</p>"
    full = item("https://a.example/1", content=text, more=more) + item("https://a.example/2", content=f"<p>{WORDS}</p>")
    feed = tmp_path / "feed"
    feed.write_bytes(rss(full + item("https://a.example/3")))
    result = run("index", "--explain", feed)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = " ".join(result.stdout.split()).replace(f"{feed}", "feed")
    one, two = shown.split("feed: a.example/2: ")
    assert one.startswith("feed: a.example/1: 28 of ")
    for words in (
        "title A quarrel",
        "published 2024-05-17",
        "url https://a.example/1",
        f"begins {WORDS[:100].strip()}",
        "subscribe: ",
        "Subscribe to our newsletter!",
    ):
        assert words in one
    assert two.startswith("0 of 105 characters are masked")
    assert "skipped: feed: 1 of its 3 entries have no text in it, or a summary alone: https://a.example/3" in two


def _story(folder: Path) -> Path:
    story = folder / "story.txt"
    story.write_text(WORDS, "utf-8")
    return story
