"""What `pourquoi eval run` leaves on the disk and says at its end: with an encoder of the test's own, over two short articles."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from eval.cli import app
from eval.errors import OutputError
from eval.outputs import refuse_unwritable, remove_old, write_whole
from eval.report import read_report
from eval.run import Outcome
from rag.cli import app as rag_app
from tests.tiny_encoder import save_tiny_encoder

BAKERY = "Anna Miller opened a bakery in Aston. The bakery closed because the river flooded the cellar.\n"
LIBRARY = "---\nauthor: Clara Stone\n---\n\nThe library of Byford moved in 1978. Its roof leaked.\n"
WRITTEN = ["gates.md", "junit.xml", "report.html", "report.json", "report.md"]


def question(quote: str, text: str, article: str = "bakery") -> dict[str, object]:
    start = {"bakery": BAKERY, "library": LIBRARY}[article].index(quote)
    evidence = [{"article_id": article, "start": start, "end": start + len(quote), "quote": quote}]
    known = {"id": "q1", "question": text, "language": "en", "kind": "factoid", "answerable": True}
    return known | {"answers": [quote], "evidence": evidence}


WHO = question("Anna Miller opened a bakery", "Who opened a bakery in Aston?")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an index, gold of one question and a gate that passes."""
    monkeypatch.setenv("POURQUOI_ENCODER", str(save_tiny_encoder(tmp_path, BAKERY + LIBRARY)))
    monkeypatch.setenv("POURQUOI_READER", "none")
    monkeypatch.setenv("POURQUOI_MIN_CONFIDENCE", "0")
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("articles").mkdir()
    Path("articles/bakery.txt").write_text(BAKERY, "utf-8")
    Path("articles/library.txt").write_text(LIBRARY, "utf-8")
    Path("gates.toml").write_text('[[floor]]\nmetric = "answer_rate"\nat_least = 0.5\n', "utf-8")
    Path("gold.jsonl").write_text(json.dumps(WHO), "utf-8")
    assert CliRunner().invoke(rag_app, ["index", "articles"]).exit_code == 0
    return folder


def evaluated(*words: str) -> Result:
    return CliRunner().invoke(app, [*words], catch_exceptions=False)


def in_folder(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_who_names_gates_or_a_baseline_is_stopped_by_them(work: Path) -> None:
    for option in ("--gates", "--baseline"):
        missing = evaluated("run", "gold.jsonl", "--out", "out", option, "nosuch")
        assert missing.exit_code == 2
        assert "cannot be read" in missing.stderr
    Path("strict.toml").write_text('[[floor]]\nmetric = "answer_rate"\nat_most = 0.5\n', "utf-8")
    assert evaluated("run", "gold.jsonl", "--out", "out", "--gates", "strict.toml").exit_code == 1
    assert in_folder(work / "out") == WRITTEN


def test_a_run_that_ends_early_leaves_nothing_of_the_run_before(work: Path) -> None:
    assert evaluated("run", "gold.jsonl", "--out", "out", "--gates", "gates.toml").exit_code == 0
    assert in_folder(work / "out") == WRITTEN
    (work / "out" / "notes.txt").write_text("mine", "utf-8")
    Path("off.jsonl").write_text(json.dumps(WHO).replace('"bakery"', '"bakry"'), "utf-8")
    early = evaluated("run", "off.jsonl", "--out", "out", "--gates", "gates.toml")
    assert early.exit_code == 2
    assert "there is no article 'bakry'; perhaps 'bakery'" in early.stderr
    # Files that no run wrote stay.
    assert in_folder(work / "out") == ["notes.txt"]


def test_the_run_before_can_be_compared_with_in_its_own_folder(work: Path) -> None:
    assert evaluated("run", "gold.jsonl", "--out", "out").exit_code == 0
    assert evaluated("run", "gold.jsonl", "--out", "out", "--against", "out").exit_code == 0
    assert "No question came out differently." in (work / "out" / "report.md").read_text("utf-8")
    # A slip of the pen does not cost the report that was meant; nothing that looks passed is left.
    assert evaluated("run", "gold.jsonl", "--out", "out", "--against", "out/report.jsn").exit_code == 2
    assert in_folder(work / "out") == ["report.json"]


def test_the_run_before_is_no_baseline_and_is_not_lost_by_the_slip(work: Path) -> None:
    assert evaluated("run", "gold.jsonl", "--out", "out").exit_code == 0
    Path("regression.toml").write_text('[[regression]]\nmetric = "mrr"\nmust_see = 0.9\n', "utf-8")
    slip = evaluated(
        *("run", "gold.jsonl", "--out", "out", "--gates", "regression.toml", "--baseline", "out/report.json")
    )
    assert slip.exit_code == 2
    assert "out/report.json is no baseline of this version" in slip.stderr
    assert in_folder(work / "out") == ["report.json"]


def test_articles_that_change_while_gold_is_asked_are_shown_as_they_were(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(outcomes: Iterable[Outcome], *_words: object, **_options: object) -> Iterator[Outcome]:
        yield from outcomes
        # An article leaves the index, and another has its words elsewhere.
        Path("articles/library.txt").unlink()
        Path("articles/bakery.txt").write_text(f"Aston has a new bakery.\n\n{BAKERY}", "utf-8")
        assert CliRunner().invoke(rag_app, ["index", "articles"]).exit_code == 0

    # The bar on the terminal, which sees each outcome as it comes.
    monkeypatch.setattr("eval.cli.track", meanwhile)
    moved = question("Its roof leaked.", "What leaked in the library of Byford?", "library") | {"id": "q2"}
    Path("both.jsonl").write_text(f"{json.dumps(WHO)}\n{json.dumps(moved)}\n", "utf-8")
    assert evaluated("run", "both.jsonl", "--out", "out", "--gates", "gates.toml").exit_code == 0
    page = (work / "out" / "report.html").read_text("utf-8")
    assert "Aston has a new bakery." not in page
    for quote in ("Anna Miller opened a bakery", "Its roof leaked."):
        assert re.search(rf"<mark [^>]*data-gold=[^>]*>{re.escape(quote)}", page), quote


@pytest.mark.parametrize("name", WRITTEN)
def test_every_file_of_the_report_is_tried_before_anything_is_asked(work: Path, name: str) -> None:
    (work / "out" / name).mkdir(parents=True)
    refused = evaluated("run", "gold.jsonl", "--out", "out")
    assert refused.exit_code == 2
    assert f"cannot write to out/{name}: it is a folder" in refused.stderr
    assert in_folder(work / "out") == [name]


def test_what_fails_when_it_is_written_after_the_asking_is_status_2_and_one_line(work: Path) -> None:
    (work / "out" / "report.json.part").mkdir(parents=True)  # in the way of the unfinished file
    refused = evaluated("run", "gold.jsonl", "--out", "out")
    assert refused.exit_code == 2
    assert "pourquoi eval: cannot write to out/report.json: " in refused.stderr
    assert "Traceback" not in refused.stderr
    # No folder can have a name of 300 characters.
    assert "cannot write to xxx" in evaluated("run", "gold.jsonl", "--out", "x" * 300).stderr


def test_without_an_index_run_and_check_say_how_to_make_one(work: Path) -> None:
    for words in (["run", "gold.jsonl", "--out", "out"], ["check", "gold.jsonl"]):
        refused = evaluated(*words, "--home", "elsewhere")
        assert refused.exit_code in {1, 2}
        assert "run `pourquoi index PATH` first" in refused.stderr
        assert "there is no article" not in refused.stderr
    assert not (work / "out").exists()


@pytest.mark.usefixtures("work")
def test_gold_in_no_passage_is_named_by_check_and_at_the_end_of_a_run() -> None:
    Path("lost.jsonl").write_text(json.dumps(question("author: Clara Stone", "Who wrote it?", "library")), "utf-8")
    checked = evaluated("check", "lost.jsonl")
    assert checked.exit_code == 1
    assert checked.stderr == (
        "lost.jsonl: q1: evidence: 4-23 of library lies in no passage of the index, so no search finds it\n"
    )
    ran = evaluated("run", "lost.jsonl", "--out", "out")
    assert ran.exit_code == 0
    assert "1 of 1 piece of evidence lies in no passage of the index; nothing else is left for q1" in ran.stderr


@pytest.mark.usefixtures("work")
def test_gold_that_fits_is_counted_with_its_noun() -> None:
    checked = evaluated("check", "gold.jsonl")
    assert (checked.exit_code, checked.stdout) == (0, "1 question, every quote stands where it says\n")


def test_a_question_that_cannot_be_asked_is_named_without_a_traceback(work: Path) -> None:
    long = WHO | {"id": "q2", "question": "why " * 501}  # 2,003 characters once trimmed, of 2,000 allowed
    Path("long.jsonl").write_text(f"{json.dumps(WHO)}\n{json.dumps(long)}\n", "utf-8")
    ran = evaluated("run", "long.jsonl", "--out", "out")
    assert ran.exit_code == 2
    assert ran.stderr.endswith("pourquoi eval: 1 question failed and is left out of the scores: q2\n")
    assert [row.error is None for row in read_report(work / "out" / "report.json").rows] == [True, False]
    assert evaluated("check", "long.jsonl").stderr.startswith("long.jsonl: q2: the question has 2003 characters")


def test_a_file_is_written_whole_or_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.md"
    write_whole(path, "été")
    assert (path.read_bytes(), in_folder(path.parent)) == ("été".encode(), ["report.md"])
    link = tmp_path / "link.md"
    link.symlink_to(path)
    write_whole(link, b"later")
    assert (link.is_symlink(), path.read_bytes()) == (True, b"later")
    (path.parent / "report.md.part").mkdir()  # in the way of the unfinished file
    with pytest.raises(OutputError, match="cannot write to"):
        write_whole(path, "never")
    assert path.read_bytes() == b"later"


def test_what_is_no_regular_file_is_written_to_and_not_replaced() -> None:
    refuse_unwritable(Path("/dev/null"))
    write_whole(Path("/dev/null"), "gone")
    assert not Path("/dev/null").is_file()


def test_what_cannot_be_deleted_is_told(tmp_path: Path) -> None:
    remove_old(tmp_path / "none")
    with pytest.raises(OutputError, match="which tells of an earlier run"):
        remove_old(tmp_path)
