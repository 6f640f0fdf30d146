"""Keys as they are made, kept, listed and taken away, the log of writes, and where the service may listen with them."""

import hashlib
import re
import sqlite3
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.access.audit import Write, audit
from api.access.caller import Caller, Quota, Scope
from api.access.cli import app
from api.access.database import FILE, AccessDatabase
from api.access.keys import Wanted, make_key, recognize, renewed
from api.access.setup import is_loopback, refuse_open_port
from api.errors import AccessDataError, AddressError, KeySettingError
from index.homes import is_collection_name
from rag.errors import SettingsError
from rag.settings import Settings, load_settings
from tests.access_kit import NOW, new_key

FAR = "0.0.0.0"  # noqa: S104
ANYBODY = Caller(None, frozenset({Scope.ADMIN}), None)


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--home", str(home)])


def test_a_key_is_made_listed_and_revoked(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        "create",
        "the newsroom",
        "--scope",
        "write",
        "--scope",
        "ask",
        "--collection",
        "news",
        "--per-minute",
        "60",
    )
    assert made.exit_code == 0, made.output
    # The key alone on standard output, for a pipe or a variable: pq_ and 32 bytes, which are 43 characters.
    assert re.fullmatch(r"pq_[A-Za-z0-9_-]{43}\n", made.stdout)
    [key] = AccessDatabase(tmp_path).keys()
    assert (key.scopes, key.collections, key.quota) == ({"ask", "write"}, {"news"}, Quota(per_minute=60))
    assert key.digest == hashlib.sha256(made.stdout.strip().encode()).digest()
    assert recognize(made.stdout.strip(), [key]) == key
    listed = run(tmp_path, "list").stdout
    assert f"{key.id}  the newsroom  may ask, write in news, at most 60 requests a minute" in listed
    assert "last used never" in listed
    assert run(tmp_path, "revoke", key.id).stdout == f"{key.id} is revoked\n"
    assert re.search(r"revoked 2\d\d\d-", run(tmp_path, "list").stdout)
    [revoked] = AccessDatabase(tmp_path).keys()
    assert recognize(made.stdout.strip(), [revoked]) is None
    # A second time changes nothing, not even the time.
    run(tmp_path, "revoke", key.id)
    assert AccessDatabase(tmp_path).keys() == (revoked,)


def test_a_key_sees_the_default_collection_unless_told_otherwise() -> None:
    seen = [
        make_key(Wanted("x", [Scope.ASK], names), NOW).kept.collections for names in ([], ["a", "b"], ["*"], ["a", "*"])
    ]
    assert seen == [{"default"}, {"a", "b"}, None, None]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["create", "x", "--scope", "everything"], "'everything' is not one of 'ask', 'write', 'admin'"),
        (["create", "x"], "Missing option '--scope'"),
        (["create", "x", "--scope", "ask", "--collection", "../a"], "'../a' is no name of a collection"),
        (["create", "", "--scope", "ask"], "must have 1 to 80 printable characters"),
        (["create", "a\x1b[31m", "--scope", "ask"], "must have 1 to 80 printable characters"),
        (["create", "x", "--scope", "ask", "--per-minute", "0"], "Invalid value for '--per-minute'"),
        (["revoke", "key_none"], "there is no key with that id"),
    ],
)
def test_what_cannot_be_is_said_in_one_line_and_nothing_is_made(tmp_path: Path, words: list[str], why: str) -> None:
    result = run(tmp_path, *words)
    assert result.exit_code in {1, 2}
    assert why in " ".join(re.sub(r"[│╭╰─╮╯]", " ", result.output).split())
    assert AccessDatabase(tmp_path).keys() == ()


def test_without_a_key_the_list_says_how_to_make_one(tmp_path: Path) -> None:
    result = run(tmp_path, "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "`pourquoi keys create NAME --scope ask` makes one" in result.stderr
    assert not (tmp_path / FILE).exists()


def test_names_of_collections_are_names_of_folders_and_no_more() -> None:
    assert all(map(is_collection_name, ["default", "a", "0", "news-2026", "a_b", "a" * 63]))
    assert not any(
        map(is_collection_name, ["", "A", ".", "..", "a/b", "-a", "_a", "a" * 64, "é", "a\n", "a b", "con."])
    )


def test_a_key_of_a_wanted_kind_needs_a_scope() -> None:
    with pytest.raises(KeySettingError, match="a key needs a scope; give --scope with one of ask, write, admin"):
        make_key(Wanted("x", []), NOW)


# ---- the file --------------------------------------------------------------------------------------------------------


def test_the_file_is_its_owners_alone_and_holds_no_key(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    secret = new_key(home, Scope.ASK).secret
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    kept = b"".join(path.read_bytes() for path in home.iterdir())
    assert secret.encode() not in kept
    assert secret.removeprefix("pq_").encode() not in kept
    assert hashlib.sha256(secret.encode()).digest() in kept


def test_what_one_process_writes_another_sees(tmp_path: Path) -> None:
    one, other = AccessDatabase(tmp_path), AccessDatabase(tmp_path)
    assert (one.version(), one.keys()) == (None, ())
    key = new_key(tmp_path, Scope.ASK).kept
    before = one.version()
    assert one.keys() == (key,)
    other.used(key.id, NOW)
    assert one.version() != before
    assert one.keys()[0].last_used == NOW
    before = one.version()
    one.used(key.id, NOW + timedelta(minutes=1))
    assert one.version() != before
    for database in (one, other):
        database.close()
    assert one.keys()[0].id == key.id


def test_a_file_without_tables_yet_says_that_there_is_no_key_until_there_is_one(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    database = AccessDatabase(tmp_path)
    assert (database.version(), database.keys(), database.entries(9)) == (None, (), ())
    assert (tmp_path / FILE).stat().st_size == 0
    key = new_key(tmp_path, Scope.ASK).kept
    assert database.keys() == (key,)


def test_a_file_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    new_key(tmp_path, Scope.ASK)
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute("PRAGMA user_version = 2")
    raw.close()
    with pytest.raises(AccessDataError, match=r"access\.db is of a newer version of pourquoi \(format 2\)"):
        AccessDatabase(tmp_path).keys()


@pytest.mark.parametrize("change", ["scopes = 'everything'", "created = 'yesterday'", "collections = '['"])
def test_a_row_that_cannot_be_read_is_an_error_and_no_key(tmp_path: Path, change: str) -> None:
    new_key(tmp_path, Scope.ASK)
    with sqlite3.connect(tmp_path / FILE) as raw:
        raw.execute(f"UPDATE keys SET {change}")  # noqa: S608
    raw.close()
    with pytest.raises(AccessDataError, match=r"access\.db cannot be used"):
        AccessDatabase(tmp_path).keys()


# ---- the log of writes -----------------------------------------------------------------------------------------------


def test_writes_are_logged_in_their_order_and_shown(tmp_path: Path) -> None:
    log = AccessDatabase(tmp_path)
    key = new_key(tmp_path, Scope.WRITE).kept
    audit(
        log,
        key.caller(),
        "default",
        [Write("put", "a", "f0" * 32, "created"), Write("put", "b", "f1" * 32, "unchanged")],
    )
    audit(log, ANYBODY, "news", [Write("delete", "x\x1b[2J\ty", None, "absent")])
    lines = [line.split("\t") for line in run(tmp_path, "audit").stdout.splitlines()]
    assert [line[1:] for line in lines] == [
        [key.id, "default", "put", "a", "f0" * 32, "created"],
        [key.id, "default", "put", "b", "f1" * 32, "unchanged"],
        # Nothing that a terminal would act on, and no tab but those between.
        ["-", "news", "delete", "x\\x1b[2J\\ty", "-", "absent"],
    ]
    assert run(tmp_path, "audit", "--last", "1").stdout.splitlines() == run(tmp_path, "audit").stdout.splitlines()[-1:]


def test_writes_are_logged_together_or_not_at_all(tmp_path: Path) -> None:
    log = AccessDatabase(tmp_path)
    bad = Write("put", "b", None, None)  # type: ignore[arg-type]
    with pytest.raises(AccessDataError, match="NOT NULL"):
        audit(log, ANYBODY, "default", [Write("put", "a", None, "created"), bad])
    assert log.entries(10) == ()
    audit(log, ANYBODY, "default", [Write("put", "a", None, "created")])
    assert len(log.entries(10)) == 1


@pytest.mark.parametrize("statement", ["DELETE FROM audit", "UPDATE audit SET outcome = 'nothing'"])
def test_what_was_logged_stays(tmp_path: Path, statement: str) -> None:
    log = AccessDatabase(tmp_path)
    audit(log, ANYBODY, "default", [Write("put", "a", None, "created")])
    raw = sqlite3.connect(tmp_path / FILE)
    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        raw.execute(statement)
    raw.close()
    assert log.entries(10)[0].write == Write("put", "a", None, "created")


# ---- where it may listen ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.8.0.1", True), ("::1", True), (FAR, False), ("::", False), ("192.168.1.2", False),
     ("localhost", False), ("::ffff:192.168.1.2", False), ("fe80::1%eth0", False), ("", False)],
)  # fmt: skip
def test_only_addresses_that_no_other_machine_reaches_are_here(host: str, *, here: bool) -> None:
    assert is_loopback(host) is here


def test_beyond_this_machine_it_listens_with_a_key_and_not_without(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    refuse_open_port("127.0.0.1", settings)
    with pytest.raises(AddressError) as caught:
        refuse_open_port(FAR, settings)
    assert "pourquoi keys create" in str(caught.value)
    assert "POURQUOI_OPEN_READING=true" in str(caught.value)
    refuse_open_port(FAR, Settings(home=tmp_path, open_reading=True))
    refuse_open_port(FAR, Settings(home=tmp_path, oidc_issuer="https://login.example", oidc_audience="pourquoi"))
    new_key(tmp_path, Scope.ASK)
    refuse_open_port(FAR, settings)
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(AccessDataError):
        refuse_open_port(FAR, settings)


def test_serve_says_it_in_one_line(tmp_path: Path) -> None:
    from api.cli import app as serve
    from tests.listening import free_port

    words = ["--host", FAR, "--port", str(free_port()), "--home", str(tmp_path)]
    result = CliRunner().invoke(serve, words)
    assert result.exit_code == 1
    assert result.stderr.startswith("pourquoi: 0.0.0.0 is reached from other machines, and there is no key yet")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"oidc_issuer": "https://login.example"}, "POURQUOI_OIDC_ISSUER and POURQUOI_OIDC_AUDIENCE need each other"),
        ({"oidc_audience": "pourquoi"}, "POURQUOI_OIDC_ISSUER and POURQUOI_OIDC_AUDIENCE need each other"),
        ({"oidc_issuer": "http://login.example", "oidc_audience": "x"}, "it must begin with https://"),
        ({"oidc_issuer": "login.example", "oidc_audience": "x"}, "setting oidc_issuer is 'login.example'"),
    ],
)
def test_a_provider_is_set_up_whole(given: dict[str, str], why: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(why)):
        load_settings({}, **given)


def test_the_page_on_access_names_settings_and_commands_that_exist() -> None:
    page = (Path(__file__).parents[1] / "docs" / "access.md").read_text("utf-8")
    assert all(name.lower() in Settings.model_fields for name in re.findall(r"POURQUOI_([A-Z_]+)", page))
    words = {
        "create": {"--scope", "--collection", "--per-minute", "--per-day"},
        "list": set(),
        "rotate": set(),
        "revoke": set(),
        "audit": {"--last"},
    }
    for command, named in re.findall(r"pourquoi keys (\w+)(.*)", page):
        assert set(re.findall(r"--[a-z-]+", named)) <= words[command]
    assert set(words) == set(re.findall(r"pourquoi keys (\w+)", page))


# ---- another key for the same ----------------------------------------------------------------------------------------


def test_a_rotated_key_has_all_of_the_old_one_but_its_secret_and_the_old_one_is_none(tmp_path: Path) -> None:
    old = new_key(tmp_path, Scope.ASK, Scope.WRITE, collections=["news"], quota=Quota(per_minute=60, per_day=2000))
    AccessDatabase(tmp_path).used(old.kept.id, NOW)
    result = run(tmp_path, "rotate", old.kept.id)
    assert result.exit_code == 0, result.output
    assert re.fullmatch(r"pq_[A-Za-z0-9_-]{43}\n", result.stdout)
    revoked, new = AccessDatabase(tmp_path).keys()
    assert (revoked.id, revoked.revoked) == (old.kept.id, new.created)
    assert replace(new, id=old.kept.id, digest=old.kept.digest, created=NOW) == old.kept
    assert (recognize(old.secret, [revoked, new]), recognize(result.stdout.strip(), [revoked, new])) == (None, new)
    assert result.stderr.startswith(
        f"{new.id} is made; the key above is shown this once. may ask, write in news, at most 60"
    )
    assert result.stderr.endswith(f"{old.kept.id} is revoked\n")


def test_a_key_that_is_revoked_or_none_is_not_rotated(tmp_path: Path) -> None:
    old = new_key(tmp_path, Scope.ASK).kept
    AccessDatabase(tmp_path).revoke(old.id, NOW)
    for key_id, why in ((old.id, f"{old.id} is revoked already"), ("key_none", "there is no key with that id")):
        result = run(tmp_path, "rotate", key_id)
        assert (result.exit_code, result.stdout, why in result.stderr) == (1, "", True)
    [only] = AccessDatabase(tmp_path).keys()
    assert only.id == old.id


def test_of_two_who_rotate_a_key_at_once_one_makes_another(tmp_path: Path) -> None:
    old = new_key(tmp_path, Scope.ASK).kept
    database = AccessDatabase(tmp_path)
    made = [renewed(old, NOW).kept for _ in range(2)]
    assert [database.replace(old.id, key) for key in made] == [True, False]
    kept = database.keys()
    assert {key.id for key in kept} == {old.id, made[0].id}
    # Nor is the old one revoked where the new one cannot be kept: its id is taken.
    with pytest.raises(AccessDataError, match="UNIQUE"):
        database.replace(made[0].id, replace(made[1], id=old.id))
    assert database.keys() == kept


def test_who_names_no_collection_is_told_that_the_key_sees_one(tmp_path: Path) -> None:
    told = "it sees the collection default alone, since none was named with --collection; '*' is every one"
    assert told in run(tmp_path, "create", "chief", "--scope", "admin").stderr
    assert told not in run(tmp_path, "create", "chief", "--scope", "admin", "--collection", "*").stderr


@pytest.mark.parametrize("words", [["list"], ["audit"], ["revoke", "key_a"], ["rotate", "key_a"]])
def test_a_home_that_is_not_there_is_told_and_not_taken_for_one_without_keys(tmp_path: Path, words: list[str]) -> None:
    result = run(tmp_path / "typo", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"there is no home {tmp_path / 'typo'}; name that of the server with --home" in result.stderr
    assert not (tmp_path / "typo").exists()
