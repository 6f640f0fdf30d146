"""The index on disk: what is kept and what is made again, and that no damage, crash or second writer is ever served."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep

import numpy as np
import pytest
from index.build import IndexReport, IndexRequest, index_paths
from index.store import Store

from index.chunks import ChunkingSettings
from index.encoder.embedder import EncoderIdentity, TextVectors
from index.encoder.hashing import HashingEmbedder
from index.errors import (
    CorpusError,
    DamagedGenerationError,
    GenerationError,
    MismatchedGenerationError,
    NoGenerationError,
)
from index.generation import Generation
from index.manifest import Manifest

ROOT = Path(__file__).resolve().parents[1]
CHUNKING = ChunkingSettings(32, 8)
SENTENCE = "La phrase numéro {} de {} dit une chose que nulle autre ne dit."


class CountingEmbedder(HashingEmbedder):
    """A hashing embedder that keeps the passages it was shown."""

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.shown: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> list[TextVectors]:
        self.shown += texts
        return super().embed_passages(texts)


def write_articles(folder: Path, *names: str, sentences: int = 5) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        text = " ".join(SENTENCE.format(number, name) for number in range(sentences))
        (folder / f"{name}.md").write_text(f"---\ntitle: Titre {name}\nlanguage: fr\n---\n{text}\n", "utf-8")
    return folder


def index(
    home: Path, *paths: Path, embedder: HashingEmbedder | None = None, chunking: ChunkingSettings = CHUNKING
) -> IndexReport:
    request = IndexRequest(paths, embedder or HashingEmbedder(), chunking)
    return index_paths(Store(home), request, lambda _done, _total: None)


def generations(home: Path) -> list[Path]:
    return sorted((home / "index" / "generations").iterdir())


def same(one: Generation, two: Generation) -> bool:
    """Whether two generations hold the same articles, chunks and vectors, and rank the same by words."""
    a, b = one.contents, two.contents
    everywhere = range(len(a.chunks))
    return (
        a.articles == b.articles
        and a.chunks == b.chunks
        and a.dense.to_bytes() == b.dense.to_bytes()
        and all(np.array_equal(a.late.chunk(i).rows, b.late.chunk(i).rows) for i in everywhere)
        and all(np.array_equal(a.late.chunk(i).units, b.late.chunk(i).units) for i in everywhere)
        and a.lexical.rank(["phras", "numero", "2"], 9, None).tolist()
        == b.lexical.rank(["phras", "numero", "2"], 9, None).tolist()
    )


def test_a_generation_is_opened_as_it_was_written(tmp_path: Path) -> None:
    progress: list[tuple[int, int]] = []
    store = Store(tmp_path)
    folder = write_articles(tmp_path / "articles", "a", "b")
    report = index_paths(
        store, IndexRequest((folder,), HashingEmbedder(), CHUNKING), lambda *done: progress.append(done)
    )
    opened = store.open()
    assert (opened.name, report.articles, report.kept, report.failures) == (report.generation, 2, 0, ())
    assert len(opened.contents.chunks) == len(opened.contents.dense) == len(opened.contents.late) == report.embedded
    assert progress[0] == (0, report.embedded)
    assert progress[-1] == (report.embedded, report.embedded)
    assert opened.manifest.encoder == HashingEmbedder().identity
    assert opened.manifest.chunking == CHUNKING
    assert opened.manifest.articles == {name: opened.contents.articles[name].sha256 for name in ("a", "b")}
    assert opened.manifest.roots == {str(folder): ("a", "b")}
    assert opened.contents.articles["a"].text == (folder / "a.md").read_text("utf-8")
    assert same(opened, store.open())
    opened.manifest.refuse_mismatch(HashingEmbedder().identity, CHUNKING)


def test_a_corpus_indexed_three_times_is_the_same_and_nothing_is_embedded_twice(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    first = Store(tmp_path).open()
    for _ in range(2):
        embedder = CountingEmbedder()
        report = index(tmp_path, folder, embedder=embedder)
        assert (report.embedded, embedder.shown) == (0, [])
        assert report.kept == len(first.contents.chunks)
        assert same(first, Store(tmp_path).open())


def test_two_homes_of_one_corpus_hold_the_same_bytes(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path / "one", folder)
    index(tmp_path / "two", folder)
    one, two = Store(tmp_path / "one").open().manifest, Store(tmp_path / "two").open().manifest
    assert one.files == two.files != {}


def test_only_what_changed_is_embedded_again(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b", "c")
    index(tmp_path, folder)
    write_articles(folder, "b", sentences=6)
    embedder = CountingEmbedder()
    report = index(tmp_path, folder, embedder=embedder)
    assert embedder.shown
    assert all("Titre b" in text for text in embedder.shown)
    assert report.embedded == len(embedder.shown)
    assert report.kept == len(Store(tmp_path).open().contents.chunks) - report.embedded > 0
    index(tmp_path / "anew", folder)
    assert same(Store(tmp_path).open(), Store(tmp_path / "anew").open())


def test_an_article_whose_file_is_gone_is_gone(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    (folder / "a.md").unlink()
    assert index(tmp_path, folder).embedded == 0
    contents = Store(tmp_path).open().contents
    assert list(contents.articles) == ["b"]
    assert {c.chunk.span.article_id for c in contents.chunks} == {"b"}


def test_articles_of_other_paths_stay(tmp_path: Path) -> None:
    one, two = write_articles(tmp_path / "one", "a"), write_articles(tmp_path / "two", "b")
    index(tmp_path, one)
    index(tmp_path, two)
    (one / "a.md").unlink()
    assert list(Store(tmp_path).open().contents.articles) == ["a", "b"]
    write_articles(one, "c")
    index(tmp_path, one)
    opened = Store(tmp_path).open()
    assert list(opened.contents.articles) == ["b", "c"]
    assert opened.manifest.roots == {str(one): ("c",), str(two): ("b",)}


def test_a_name_that_another_path_has_already_is_a_failure_and_the_first_stays(tmp_path: Path) -> None:
    one, two = write_articles(tmp_path / "one", "a"), write_articles(tmp_path / "two", "a", "b", sentences=7)
    index(tmp_path, one)
    report = index(tmp_path, two)
    assert ["'a' is indexed from another path already" in failure.reason for failure in report.failures] == [True]
    assert Store(tmp_path).open().contents.articles["a"].text == (one / "a.md").read_text("utf-8")
    assert Store(tmp_path).open().manifest.roots == {str(one): ("a",), str(two): ("b",)}


def test_a_changed_encoder_embeds_everything_again(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    report = index(tmp_path, folder, embedder=HashingEmbedder(32))
    assert report.kept == 0
    assert Store(tmp_path).open().manifest.encoder == HashingEmbedder(32).identity


def test_changed_chunk_lengths_cut_everything_again(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a", "b")
    index(tmp_path, folder)
    index(tmp_path, folder, chunking=ChunkingSettings(64, 0))
    index(tmp_path / "anew", folder, chunking=ChunkingSettings(64, 0))
    assert same(Store(tmp_path).open(), Store(tmp_path / "anew").open())
    assert Store(tmp_path).open().manifest.chunking == ChunkingSettings(64, 0)


def test_passages_of_the_same_words_in_other_sentences_keep_their_own_sentences(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    # Both are shown as "Alpha beta Gamma delta."; in b, "beta" is a heading of the text and a sentence of its own.
    (folder / "a.md").write_text("---\ntitle: Alpha beta\nlanguage: en\n---\nGamma delta.\n")
    (folder / "b.md").write_text("---\ntitle: Alpha\nlanguage: en\n---\nbeta\n\nGamma delta.\n")
    index(tmp_path, folder)
    contents = Store(tmp_path).open().contents
    asked = HashingEmbedder().embed_questions(["beta"])[0]
    scores = [
        contents.late.score_sentences(asked, np.ones(1, dtype=np.float32), position, len(indexed.chunk.sentences))
        for position, indexed in enumerate(contents.chunks)
    ]
    assert [len(found) for found in scores] == [1, 2]
    assert scores[0].max() < 0.5  # in a, "beta" is the title and no sentence
    assert scores[1][0] == pytest.approx(1, abs=0.01)


def test_an_article_of_front_matter_alone_is_an_article_without_passages(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: Seul\n---\n")
    index(tmp_path, folder)
    contents = Store(tmp_path).open().contents
    assert list(contents.articles) == ["a"]
    assert contents.chunks == ()


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufdfa" * 120, "a " * 5_000, "文" * 3_000, "=" * 160 + "\n\nUne phrase.", "🙂\u202e" * 50]
)
def test_an_odd_article_does_not_keep_the_others_out(tmp_path: Path, text: str) -> None:
    folder = write_articles(tmp_path / "articles", "good")
    (folder / "odd.txt").write_text(text, "utf-8")
    assert index(tmp_path, folder).failures == ()
    assert list(Store(tmp_path).open().contents.articles) == ["good", "odd"]


def test_nothing_to_index_is_an_error_and_leaves_the_index_alone(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(CorpusError, match="there is no article to index at"):
        index(tmp_path, tmp_path / "none")
    assert not Store(tmp_path).exists()


def test_without_an_index_opening_says_how_to_make_one(tmp_path: Path) -> None:
    assert not Store(tmp_path).exists()
    with pytest.raises(NoGenerationError, match="run `pourquoi index PATH` first"):
        Store(tmp_path).open()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one generation; copy it before damaging it."""
    home = tmp_path_factory.mktemp("kept")
    index(home / "home", write_articles(home / "articles", "a", "b"))
    return home / "home"


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "home"))


def refusal(home: Path) -> str:
    with pytest.raises(DamagedGenerationError) as caught:
        Store(home).open()
    assert "run `pourquoi index PATH` again" in str(caught.value)
    return str(caught.value)


def test_a_copy_of_the_index_is_as_good_as_the_index(kept: Path, home: Path) -> None:
    assert same(Store(kept).open(), Store(home).open())


FILES = ["articles.jsonl", "chunks.jsonl", "dense.faiss", "late/chunk_starts.npy", "late/rows.npy", "late/scales.npy"]
FILES += ["late/units.npy", "lexical/data.csc.index.npy", "lexical/indices.csc.index.npy"]
FILES += ["lexical/indptr.csc.index.npy", "lexical/params.index.json", "lexical/vocab.index.json", "manifest.json"]


def test_every_file_of_a_generation_is_damaged_below(kept: Path) -> None:
    (folder,) = generations(kept)
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_a_changed_byte_is_refused_by_name(home: Path, name: str) -> None:
    path = generations(home)[0] / name
    whole = path.read_bytes()
    # The first and the last byte and forty between them; the lowest bit and all bits of each.
    places = sorted({round(i * (len(whole) - 1) / 41) for i in range(42)})
    for at in places:
        for change in (0x01, 0xFF):
            damaged = bytearray(whole)
            damaged[at] ^= change
            path.write_bytes(damaged)
            assert path.stem in refusal(home)
    path.write_bytes(whole)
    Store(home).open()


def test_a_manifest_with_any_changed_byte_is_refused(home: Path) -> None:
    path = generations(home)[0] / "manifest.json"
    whole = path.read_bytes()
    before = Store(home).open()
    taken = 0
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x02]) + whole[at + 1 :])
        try:
            opened = Store(home).open()
        except GenerationError:
            continue
        # White space between values may change; a value may not.
        assert opened.manifest == before.manifest
        taken += 1
    assert taken < len(whole) / 50


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_or_gone_or_longer_is_refused_by_name(home: Path, name: str) -> None:
    path = generations(home)[0] / name
    whole = path.read_bytes()
    for length in (0, 1, len(whole) // 2, len(whole) - 2):
        path.write_bytes(whole[:length])
        assert path.stem in refusal(home)
    path.write_bytes(whole + b"x")
    assert path.stem in refusal(home)
    path.unlink()
    assert path.stem in refusal(home)


@pytest.mark.parametrize("name", ["extra.bin", "late/extra.npy", "new/extra", ".hidden"])
def test_a_file_too_many_is_refused_by_name(home: Path, name: str) -> None:
    path = generations(home)[0] / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert f"{path} is not in the manifest" in refusal(home)


@pytest.mark.parametrize("tenth", range(50))
def test_a_manifest_cut_anywhere_is_refused(home: Path, tenth: int) -> None:
    path = generations(home)[0] / "manifest.json"
    whole = path.read_bytes()
    path.write_bytes(whole[: tenth * (len(whole) - 2) // 49])  # the last byte is a line break, the one before closes
    assert "manifest" in refusal(home)


def test_files_of_two_generations_are_refused_together(home: Path, tmp_path: Path) -> None:
    index(tmp_path / "other", write_articles(tmp_path / "articles", "c"))
    shutil.copy(generations(tmp_path / "other")[0] / "dense.faiss", generations(home)[0] / "dense.faiss")
    assert "dense.faiss has sha256" in refusal(home)


@pytest.mark.parametrize("content", ["missing", "", "\n", "../generations", "..", ".", "/etc", "a\0b", "\x00"])
def test_a_current_file_that_names_no_generation_is_refused_and_indexing_mends_it(
    home: Path, tmp_path: Path, content: str
) -> None:
    (home / "index" / "CURRENT").write_text(content, "utf-8")
    with pytest.raises(GenerationError, match="run `pourquoi index PATH` again"):
        Store(home).open()
    index(home, write_articles(tmp_path / "articles", "c"))
    assert list(Store(home).open().contents.articles) == ["c"]


def test_a_current_file_with_any_changed_byte_is_refused(home: Path) -> None:
    path = home / "index" / "CURRENT"
    whole = path.read_bytes()
    for at in range(len(whole) - 1):
        for change in (0x01, 0x80, 0xFF):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
            with pytest.raises(GenerationError, match="run `pourquoi index PATH` again"):
                Store(home).open()


def test_a_damaged_index_is_made_anew_from_what_is_indexed_now(home: Path, tmp_path: Path) -> None:
    (generations(home)[0] / "dense.faiss").unlink()
    folder = write_articles(tmp_path / "articles", "a", "b")
    report = index(home, folder)
    assert report.kept == 0
    assert list(Store(home).open().contents.articles) == ["a", "b"]


IDENTITY = HashingEmbedder().identity


@pytest.mark.parametrize(
    ("encoder", "chunking", "says"),
    [
        (replace(IDENTITY, name="other"), CHUNKING, "encoder hashing (hashing-64), in use is other (hashing-64)"),
        (replace(IDENTITY, checksum="f" * 64), CHUNKING, "in use is hashing (ffffffffffff)"),
        (replace(IDENTITY, dimension=65), CHUNKING, "dimension 64, in use is 65"),
        (IDENTITY, ChunkingSettings(33, 8), "chunking ChunkingSettings(target_tokens=32, overlap_tokens=8), in use"),
        (IDENTITY, ChunkingSettings(32, 9), "overlap_tokens=9"),
    ],
)
def test_an_index_of_another_encoder_or_chunking_is_refused_with_both_and_what_to_do(
    kept: Path, encoder: EncoderIdentity, chunking: ChunkingSettings, says: str
) -> None:
    manifest = Store(kept).open().manifest
    with pytest.raises(MismatchedGenerationError) as caught:
        manifest.refuse_mismatch(encoder, chunking)
    assert says in str(caught.value)
    assert "run `pourquoi index PATH` again" in str(caught.value)


def test_an_index_of_another_chunking_version_is_refused(kept: Path) -> None:
    manifest = replace(Store(kept).open().manifest, chunking_version=99)
    with pytest.raises(MismatchedGenerationError, match="chunking version 99, in use is"):
        manifest.refuse_mismatch(IDENTITY, CHUNKING)


def test_an_index_of_another_format_is_refused(home: Path) -> None:
    manifest = replace(Store(home).open().manifest, format_version=99)
    (generations(home)[0] / "manifest.json").write_text(manifest.to_json(), "utf-8")
    with pytest.raises(MismatchedGenerationError, match=r"the index has format 99, this program reads .* again"):
        Store(home).open()


def test_a_manifest_comes_back_from_json_as_it_was(kept: Path) -> None:
    manifest = Store(kept).open().manifest
    odd = replace(manifest, roots={"/tmp/« été »\n": ("a", 'b"c')}, articles={})  # noqa: S108  (a name, not a place)
    assert Manifest.from_json(manifest.to_json()) == manifest
    assert Manifest.from_json(odd.to_json()) == odd


def test_the_generation_in_use_and_the_one_before_are_kept(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a")
    names = [index(tmp_path, folder).generation for _ in range(5)]  # several within one second
    assert len(set(names)) == 5
    assert {path.name for path in generations(tmp_path)} == set(names[-2:])
    assert Store(tmp_path).open().name == names[-1]


def test_a_reader_keeps_what_it_opened_while_generations_come_and_go(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "articles", "a")
    index(tmp_path, folder)
    opened = Store(tmp_path).open()
    rows = opened.contents.late.chunk(0).rows.copy()
    for number in range(3):
        write_articles(folder, "a", f"b{number}")
        index(tmp_path, folder)
    assert opened.name not in {path.name for path in generations(tmp_path)}
    assert np.array_equal(opened.contents.late.chunk(0).rows, rows)


# A process that imports the product once, and for each line that it reads forks a child that indexes. `kill` makes the child
# kill itself with signal 9 right before its n-th step on the disk, `fail` makes that step fail as on a full disk.
HOST = """
import errno, os, signal, sys
from pathlib import Path
from index.build import IndexRequest, index_paths
from index.chunks import ChunkingSettings
from index.encoder.hashing import HashingEmbedder
from index.errors import GenerationError
from index.language import detect_language
from index.noise.mask import find_noise
from index.noise.repeats import Repeats
from index.store import Store
from index.words import terms
import bm25s, faiss, filelock, yaml

# What is made at first use is made once here, and not in every child. FAISS is not used: its threads do not survive a fork.
text = "Un article. C'est la version 0 de ce texte.\\n"
terms(text, detect_language(text))
find_noise(text, Repeats.of([text]))

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"}

def child(home, corpus, how, limit):
    steps = 0
    def watch(event, arguments):
        nonlocal steps
        if event in STEPS and home in str(arguments[0] if arguments else ""):
            steps += 1
            if steps == limit and how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if steps == limit and how == "fail":
                raise OSError(errno.ENOSPC, "No space left on device")
    sys.addaudithook(watch)
    index_paths(Store(Path(home)), IndexRequest((Path(corpus),), HashingEmbedder(), ChunkingSettings(32, 8)), lambda *_: None)
    return 0 if steps < limit or not limit else 3  # 3: went on without the step that failed

sys.stdout.write("ready\\n")
sys.stdout.flush()
while line := sys.stdin.readline():
    home, corpus, how, limit = line.rstrip("\\n").split("\\t")
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            status = child(home, corpus, how, int(limit))
        except (OSError, GenerationError):  # the second where the folder itself cannot be written
            status = 28
        finally:
            os._exit(status)
    sys.stdout.write(f"{pid}\\n")
    sys.stdout.flush()
    sys.stdin.readline()  # a dead child keeps its number until it is waited for
    sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\\n")
    sys.stdout.flush()
"""
Start = Callable[..., int]


class Host:
    """The process above; `start` gives the child's pid, `wait` its exit code (-9: killed)."""

    def __init__(self) -> None:
        command, environment = [sys.executable, "-c", HOST], os.environ | {"PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )  # fmt: skip
        if self._read() != "ready":
            self.close()
            pytest.fail("the process that indexes did not start; its own words are above")

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def start(self, home: Path, corpus: Path, how: str = "", limit: int = 0) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{home}\t{corpus}\t{how}\t{limit}\n")
        self._process.stdin.flush()
        return int(self._read())

    def wait(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._read())

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


def texts(home: Path) -> dict[str, str]:
    return {name: article.text for name, article in Store(home).open().contents.articles.items()}


def write_version(folder: Path, version: int) -> dict[str, str]:
    """Three articles that all say which version they are of; gives their texts by id."""
    folder.mkdir(exist_ok=True)
    contents = {name: f"Article {name}. C'est la version {version} de ce texte.\n" for name in "abc"}
    for name, text in contents.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return contents


def test_a_writer_killed_at_any_moment_leaves_the_old_index_or_the_new_one(tmp_path: Path, host: Host) -> None:
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    old = write_version(corpus, 0)
    index(home, corpus)
    begun = perf_counter()
    host.start(home, corpus)
    assert host.wait() == 0
    longest = 1.1 * (perf_counter() - begun)  # one in eleven may finish first
    chance = random.Random(0)  # noqa: S311  (moments, not secrets)
    killed = 0
    for version in range(1, 31):
        new = write_version(corpus, version)
        pid = host.start(home, corpus)
        sleep(chance.uniform(0, longest))
        os.kill(pid, signal.SIGKILL)
        killed += host.wait() == -signal.SIGKILL
        found = texts(home)
        assert found in (old, new)
        old = found
    assert killed > 0
    index(home, corpus)
    assert texts(home) == new
    assert len(generations(home)) <= 2


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_a_write_that_ends_at_any_step_leaves_the_old_index_or_the_new_one(
    tmp_path: Path, host: Host, how: str
) -> None:
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    old = write_version(corpus, 0)
    index(home, corpus)
    seen = []
    for step in range(1, 400):
        new = write_version(corpus, step)
        host.start(home, corpus, how, step)
        code = host.wait()
        found = texts(home)
        assert found in (old, new)
        if code in (0, 3):
            assert found == new  # what is acknowledged is there
        if code == 0:
            break
        assert code in ((-signal.SIGKILL,) if how == "kill" else (3, 28))
        seen.append(found == new)
        old = found
    # Most steps come before the switch and leave the old index, the last ones leave the new one.
    assert seen.count(False) > 20
    assert seen.count(True) > 0
    assert code == 0
    index(home, corpus)
    assert texts(home) == new


def test_two_writers_at_once_both_finish_and_nothing_of_either_is_lost(tmp_path: Path, host: Host) -> None:
    one, two = write_articles(tmp_path / "one", "a"), write_articles(tmp_path / "two", "b")
    home = tmp_path / "home"
    other = Host()
    try:
        for sentences in range(3, 8):
            write_articles(one, "a", sentences=sentences)
            write_articles(two, "b", sentences=sentences)
            host.start(home, one)
            other.start(home, two)
            assert (host.wait(), other.wait()) == (0, 0)
            expected = {name: (folder / f"{name}.md").read_text("utf-8") for name, folder in (("a", one), ("b", two))}
            assert texts(home) == expected
    finally:
        other.close()


def test_a_lock_that_a_killed_writer_left_holds_nobody_up(tmp_path: Path, host: Host) -> None:
    home, corpus = tmp_path / "home", tmp_path / "corpus"
    new = write_version(corpus, 0)
    host.start(home, corpus, "kill", 8)
    assert host.wait() == -signal.SIGKILL
    assert (home / "index" / "writer.lock").is_file()
    index(home, corpus)
    assert texts(home) == new


def test_the_manifest_says_the_checksum_of_every_other_file(kept: Path) -> None:
    (folder,) = generations(kept)
    values = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert sorted([*values["files"], "manifest.json"]) == FILES
