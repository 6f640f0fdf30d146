"""What the service remembers of writing requests survives its process: jobs with their input, responses by their key."""

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.errors import JournalError, NoSpaceError
from api.writing.journal import JOB_SECONDS, REPLY_SECONDS, JobState, Remembered, Reply
from api.writing.journal_copies import AGAIN_SECONDS, Copies, clear_journal
from api.writing.journal_file import JournalFile
from api.writing.trail import Who
from tests.full_disk import full_disk

WHO = Who("key_1", "news")
REPLY = Reply(201, (("etag", '"a"'),), b'{"id": "x"}')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "below" / "journal.db"


def aged(path: Path, statement: str, seconds: int) -> None:
    """Change a time as if so much had passed."""
    with sqlite3.connect(path) as database:
        database.execute(statement, (seconds,))
    database.close()


def test_a_job_is_done_item_by_item_and_its_input_goes_with_it(path: Path) -> None:
    journal = JournalFile(path)
    job = journal.add_job("j", [b"a", b"b", b"c"], WHO)
    assert (job.state, job.done, job.total) == (JobState.WAITING, 0, 3)
    journal.begin("j")
    assert list(journal.open_items("j", 2)) == [(0, b"a"), (1, b"b")]
    job = journal.add_results("j", [(0, b"A"), (1, b"B")])
    assert (job.state, job.done) == (JobState.RUNNING, 2)
    assert list(journal.open_items("j", 2)) == [(2, b"c")]
    job = journal.add_results("j", [(2, b"C")])
    assert (job.state, job.done) == (JobState.DONE, 3)
    assert list(journal.results("j")) == [b"A", b"B", b"C"]
    assert list(journal.unfinished()) == []
    journal.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM items WHERE input IS NOT NULL").fetchone() == (0,)
    database.close()


def held(path: Path, word: bytes) -> list[str]:
    """The files of the journal that hold the word."""
    return [file.name for file in sorted(path.parent.iterdir()) if word in file.read_bytes()]


def finish(journal: JournalFile, job_id: str) -> None:
    while items := journal.open_items(job_id, 16):
        journal.add_results(job_id, [(number, b"A result without the word. " * 5) for number, _ in items])


def test_what_finished_jobs_brought_is_in_no_file_while_the_journal_is_open(path: Path) -> None:
    journal, chance = JournalFile(path), random.Random(1)  # noqa: S311 - the same each time
    names = [f"job_{number}" for number in chance.sample(range(1_000), 40)]
    for name in names:
        # From 70 to 21,000 bytes: some of them move among the pages as others come, and leave copies of themselves behind.
        items = [
            b"Zarathos did it. A line of text, of seventy bytes, which tells no more.\n"
            * chance.choice([1, 5, 60, 300])
        ]
        journal.add_job(name, items * chance.randrange(5, 30), WHO)
    assert held(path, b"Zarathos") == ["journal.db", "journal.db-wal"]
    for name in names:
        finish(journal, name)
    assert held(path, b"Zarathos") == []
    assert sum(len(journal.results(name)) for name in names) > 5 * 40
    journal.close()


def test_a_log_that_somebody_reads_is_emptied_behind_the_next_write(path: Path) -> None:
    journal = JournalFile(path)
    journal.add_job("j", [b"Zarathos did it."], WHO)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM items").fetchone() == (1,)
    finish(journal, "j")
    assert "journal.db-wal" in held(path, b"Zarathos")
    reader.execute("ROLLBACK")
    reader.close()
    assert journal.claim("k", "f") is None
    assert held(path, b"Zarathos") == []
    journal.close()


def test_what_a_killed_process_left_of_finished_jobs_goes_at_the_next_start(path: Path) -> None:
    before = JournalFile(path)
    before.add_job("j", [b"Zarathos did it."], WHO)
    beside = sqlite3.connect(path, isolation_level=None)
    # As the process before this form left it: deleted, and in the log.
    beside.execute("UPDATE items SET input = NULL, result = x'00'")
    beside.execute("UPDATE jobs SET state = 'done'")
    assert "journal.db-wal" in held(path, b"Zarathos")
    after = JournalFile(path)
    assert held(path, b"Zarathos") == []
    beside.close()
    after.close()
    before.close()


def test_what_waits_beside_a_finished_job_stays_and_the_log_is_emptied(path: Path) -> None:
    journal = JournalFile(path)
    journal.add_job("waits", [b"Emma waits."], WHO)
    journal.add_job("j", [b"Zarathos did it."], WHO)
    finish(journal, "j")
    assert path.with_name("journal.db-wal").stat().st_size == 0
    assert list(journal.open_items("waits", 9)) == [(0, b"Emma waits.")]
    journal.close()


def test_a_job_that_was_running_waits_after_a_restart_with_what_is_left_of_it(path: Path) -> None:
    before = JournalFile(path)
    before.add_job("first", [b"a", b"b"], WHO)
    before.add_job("second", [b"c"], WHO)
    before.begin("first")
    before.add_results("first", [(0, b"A")])
    # Not closed, as after kill -9.
    after = JournalFile(path)
    assert list(after.unfinished()) == ["first", "second"]
    job = after.job("first")
    assert job is not None
    assert (job.state, job.done, job.who) == (JobState.WAITING, 1, WHO)
    assert list(after.open_items("first", 9)) == [(1, b"b")]
    after.close()
    before.close()


def test_a_job_is_forgotten_a_week_after_its_end_and_not_before_it_is_done(path: Path) -> None:
    journal = JournalFile(path)
    journal.add_job("done", [], WHO)
    journal.add_job("waiting", [b"a"], WHO)
    aged(path, "UPDATE jobs SET updated = updated - ?", JOB_SECONDS + 1)
    journal.add_job("new", [b"b"], WHO)
    assert journal.job("done") is None
    assert list(journal.unfinished()) == ["waiting", "new"]
    journal.close()


def test_a_key_brings_the_response_back_for_a_day(path: Path) -> None:
    journal = JournalFile(path)
    assert journal.claim("k", "f") is None
    assert journal.claim("k", "f") == Remembered("f", None)
    journal.remember("k", REPLY)
    assert journal.claim("k", "g") == Remembered("f", REPLY)
    journal.close()
    journal = JournalFile(path)
    assert journal.claim("k", "f") == Remembered("f", REPLY)
    aged(path, "UPDATE replies SET at = at - ?", REPLY_SECONDS + 1)
    assert journal.claim("k", "f") is None
    journal.close()


def with_what_is_old(path: Path) -> JournalFile:
    """A journal with a job and a response that are told no more, and one of each that are."""
    journal = JournalFile(path)
    for name, word in (("old", b"Zarathos.txt"), ("new", b"Emma.txt")):
        journal.add_job(name, [b"a"], WHO)
        journal.add_results(name, [(0, word * 500)])
        assert journal.claim(name, "f") is None
        # Short enough to stand in the file as it is.
        journal.remember(name, Reply(201, (), word * 100))
    aged(path, "UPDATE jobs SET updated = updated - ? WHERE id = 'old'", JOB_SECONDS + 1)
    aged(path, "UPDATE replies SET at = at - ? WHERE key = 'old'", REPLY_SECONDS + 1)
    assert held(path, b"Zarathos") != []
    return journal


def start_again(path: Path, journal: JournalFile) -> JournalFile:
    journal.close()
    return JournalFile(path)


def forget_meanwhile(_: Path, journal: JournalFile) -> JournalFile:
    journal.forget_old()
    return journal


def clear_beside(path: Path, journal: JournalFile) -> JournalFile:
    assert clear_journal(path, "news") == 0
    return journal


@pytest.mark.parametrize("go_on", [start_again, forget_meanwhile, clear_beside])
def test_what_is_told_no_more_leaves_the_file_at_the_start_at_each_look_and_where_an_article_is_forgotten(
    path: Path, go_on: Callable[[Path, JournalFile], JournalFile]
) -> None:
    journal = go_on(path, with_what_is_old(path))
    assert held(path, b"Zarathos") == []
    assert list(journal.results("old")) == []
    assert list(journal.results("new")) == [b"Emma.txt" * 500]
    assert journal.claim("new", "f") == Remembered("f", Reply(201, (), b"Emma.txt" * 100))
    journal.close()


def test_what_is_old_is_not_told_either_while_it_is_still_there(path: Path) -> None:
    journal = with_what_is_old(path)
    new = journal.job("new")
    assert (journal.job("old"), new is not None and new.state) == (None, JobState.DONE)
    assert journal.claim("old", "g") is None
    journal.release("old")
    journal.close()


def test_a_journal_that_finds_no_room_for_clearing_up_is_used_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    killed = JournalFile(path)
    killed.add_job("j", [b"a"], WHO)
    assert killed.claim("k", "f") is None
    # Deleting needs room in the log of the file; here it needs as much in the file itself.
    grow = "INSERT INTO items VALUES ('j', 9, zeroblob(100000), NULL)"
    killed._database.execute(f"CREATE TRIGGER grows BEFORE DELETE ON replies BEGIN {grow}; END")
    killed.close()
    connect = sqlite3.connect

    def connect_without_room(*args: object, **options: object) -> sqlite3.Connection:
        database = connect(*args, **options)
        # Of the size that it has, and no page more.
        database.execute("PRAGMA max_page_count = 1")
        return database

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", connect_without_room)
        journal = JournalFile(path)
    assert caplog.text.count("the disk is full: no requests are written until there is room") == 1
    assert list(journal.unfinished()) == ["j"]
    assert journal.claim("k", "other") is None
    journal.close()


def test_a_long_response_is_kept_packed_and_told_as_it_was(path: Path) -> None:
    journal = JournalFile(path)
    long = Reply(200, (("content-type", "application/x-ndjson"),), b'{"detail": "this is no JSON object"}\n' * 10_000)
    for name, reply in (("short", REPLY), ("long", long)):
        assert journal.claim(name, "f") is None
        journal.remember(name, reply)
        assert journal.claim(name, "f") == Remembered("f", reply)
    # 37 bytes, ten thousand times.
    assert len(long.body) == 370_000
    bodies = dict(journal._database.execute("SELECT key, length(body) FROM replies").fetchall())
    assert (bodies["short"], bodies["long"] < 4_000) == (len(REPLY.body), True)
    # As a version before this one kept it.
    journal._database.execute("UPDATE replies SET body = ?, headers = '[]' WHERE key = 'long'", (long.body,))
    assert journal.claim("long", "f") == Remembered("f", Reply(200, (), long.body))
    journal.close()


def test_a_file_with_many_results_is_written_anew_every_five_minutes_at_most_unless_what_is_old_was_deleted(
    path: Path,
) -> None:
    now, names, statements = [1_000.0], (f"job_{number}" for number in range(99)), list[str]()
    journal = JournalFile(path)
    journal._database.set_trace_callback(statements.append)

    def finish_one() -> int:
        """How often the file has been written anew when one job more is done."""
        name = next(names)
        journal.add_job(name, [b"Zarathos did it."], WHO)
        finish(journal, name)
        return statements.count("VACUUM")

    journal._copies = Copies(path, 1_000_000, lambda: now[0])
    # Small: at each end of a job.
    assert [finish_one() for _ in range(3)] == [1, 2, 3]
    journal._copies = Copies(path, 0, lambda: now[0])
    assert [finish_one() for _ in range(3)] == [4, 4, 4]
    now[0] += AGAIN_SECONDS
    # Whatever is written next, a job or not.
    assert journal.claim("k", "f") is None
    assert statements.count("VACUUM") == 5
    assert finish_one() == 5
    aged(path, "UPDATE jobs SET updated = updated - ? WHERE id = 'job_0'", JOB_SECONDS + 1)
    journal.forget_old()
    assert statements.count("VACUUM") == 6
    assert finish_one() == 6
    journal.close()


def test_a_claim_without_a_response_does_not_outlive_its_process(path: Path) -> None:
    before = JournalFile(path)
    assert before.claim("k", "f") is None
    after = JournalFile(path)
    assert after.claim("k", "f") is None
    after.release("k")
    assert after.claim("k", "f") is None
    before.close()
    after.close()


CLAIMING = """
import sys
from pathlib import Path
from api.writing.journal_file import JournalFile

assert JournalFile(Path(sys.argv[1])).claim("k", "f") is None
sys.stdout.write("claimed\\n")
sys.stdout.flush()
sys.stdin.read()
"""


def test_a_key_that_another_process_was_answering_when_it_was_killed_is_free_at_once(path: Path) -> None:
    beside = JournalFile(path)
    root = Path(__file__).parents[1]
    other = subprocess.Popen(
        [sys.executable, "-c", CLAIMING, str(path)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "claimed\n"
    other.kill()
    other.communicate()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT status FROM replies WHERE key = 'k'").fetchall() == [(None,)]
    database.close()
    assert beside.claim("k", "f") is None
    beside.release("k")
    beside.close()


def test_a_process_that_starts_takes_no_key_from_one_that_is_answering_it_and_loses_no_response(path: Path) -> None:
    answering = JournalFile(path)
    assert answering.claim("k", "f") is None
    started = JournalFile(path)
    assert answering.claim("k", "f") == Remembered("f", None)
    assert answering.claim("k", "g") == Remembered("f", None)
    answering.remember("k", REPLY)
    assert started.claim("k", "f") == answering.claim("k", "f") == Remembered("f", REPLY)
    answering.close()
    started.close()


def test_a_full_disk_is_told_and_nothing_of_the_job_is_kept(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    journal = JournalFile(path)
    pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
    journal._database.execute(f"PRAGMA max_page_count = {pages + 2}")
    for _ in range(2):
        with pytest.raises(NoSpaceError, match="the disk is full"):
            journal.add_job("j", [b"x" * 100_000], WHO)
    assert caplog.text.count("the disk is full: no requests are written until there is room") == 1
    assert journal.job("j") is None
    assert list(journal.unfinished()) == []
    journal.close()


def test_a_key_whose_response_found_no_room_is_free_again(path: Path) -> None:
    journal = JournalFile(path)
    assert journal.claim("k", "f") is None
    assert journal.claim("k", "f") == Remembered("f", None)
    pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
    journal._database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NoSpaceError):
        journal.remember("k", Reply(200, (), random.Random(1).randbytes(100_000)))  # noqa: S311 - what cannot be packed
    assert journal.claim("k", "other") is None
    journal.release("k")
    journal.close()


@pytest.mark.parametrize("damage", [lambda p: p.write_bytes(b"no database at all" * 99), lambda p: p.mkdir()])
def test_a_file_that_is_no_journal_is_an_error_that_names_it(path: Path, damage: Callable[[Path], object]) -> None:
    path.parent.mkdir()
    damage(path)
    with pytest.raises(JournalError, match=r"journal\.db cannot be used .* move it away, and jobs begun are forgotten"):
        JournalFile(path)


def test_a_journal_that_may_not_be_written_is_no_damage(tmp_path: Path) -> None:
    # Not even root may write below a file, as nobody may on a read-only disk.
    (tmp_path / "home").write_bytes(b"")
    with pytest.raises(
        JournalError, match=r"let the user that runs the server write to .*home and what is in it"
    ) as told:
        JournalFile(tmp_path / "home" / "journal.db")
    assert "move it away" not in str(told.value)


def test_a_journal_without_room_at_its_start_says_so(path: Path) -> None:
    with full_disk(), pytest.raises(JournalError, match="see that the disk has room"):
        JournalFile(path)


def test_whenever_the_file_was_written_anew_the_end_of_the_server_leaves_nothing_of_finished_jobs(path: Path) -> None:
    journal, chance = JournalFile(path), random.Random(1)  # noqa: S311 - any
    journal._copies = Copies(path, 0, lambda: 0.0)
    # Items of many lengths, so that rows move among the pages of the file and leave copies.
    for number in chance.sample(range(1000), 23):
        name = f"job_{number}"
        journal.add_job(name, [b"Zarathos " * chance.randint(8, 2300) for _ in range(6)], WHO)
        finish(journal, name)
    assert held(path, b"Zarathos") != []
    journal.close()
    assert held(path, b"Zarathos") == []
