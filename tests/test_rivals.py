"""The comparison with other systems, tried with ours in their place: the protocol, the scores, and what may be installed."""

import io
import json
import re
import sys
import threading
import urllib.request
from pathlib import Path
from unittest.mock import AsyncMock, MagicMock

import pytest
from packaging.requirements import Requirement

from eval.bench import methods
from eval.bench.rivals.compare import _one
from eval.bench.rivals.endpoint import embed, make_server
from eval.bench.rivals.measure import Pair, Task, measure, only_texts, read_task
from eval.bench.rivals.placing import holds, place, sliced
from eval.bench.rivals.process import Runner, peak_memory_bytes
from eval.bench.rivals.protocol import DEPTH, Piece
from eval.bench.rivals.results import Comparison, NotRun, Setting, read_comparison, write_comparison
from eval.bench.rivals.runners.haiku_rag import HaikuRag
from eval.bench.rivals.runners.haystack import Haystack
from eval.bench.rivals.runners.llama_index import LlamaIndex
from eval.bench.rivals.runners.ours import Pourquoi
from eval.bench.rivals.runners.serving import serve
from eval.bench.rivals.runners.txtai import Txtai
from eval.bench.rivals.scoring import Offsets, count_offsets, score, summarise
from eval.bench.rivals.setup import set_up, torch_requirement
from eval.bench.rivals.systems import OUR_SPEC, RIVALS, rival, version_of
from eval.bench.rivals.table import cost_table, found_table, settings_list
from eval.bench.rivals.timing import take_turns
from eval.errors import RivalError
from eval.gold import GoldEvidence, GoldQuestion, Kind
from eval.sampling import spread
from index import search
from index.article import Span
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine

ROOT = Path(__file__).parents[1]
TEXTS = {
    "pont": "Le vieux pont de pierre enjambe la rivière. Il est fermé.",
    "chat": "Le chat gris dort. Le chat gris dort.",
}
# Our runner with hashed words in place of the encoder, as a process of its own.
HASHING_RUNNER = """
from pathlib import Path
from eval.bench.rivals.runners.ours import Pourquoi
from eval.bench.rivals.runners.serving import run
from index.encoder.hashing import HashingEmbedder
from rag.settings import Settings
from rag.wire import Engine
class Talking(Pourquoi):
    def retrieve(self, question, top_k):
        print("as libraries do")
        return super().retrieve(question, top_k)
run(Talking(Engine(Settings(min_confidence=0, reader="none"), HashingEmbedder())))
"""


def asking(question: str, article: str, quote: str) -> GoldQuestion:
    start = TEXTS[article].index(quote)
    evidence = GoldEvidence(Span(article, start, start + len(quote)), quote)
    return GoldQuestion(question, question, "fr", Kind.FACTOID, answerable=True, answers=(quote,), evidence=(evidence,))


BRIDGE = asking("Qu'enjambe le pont ?", "pont", "enjambe la rivière")
CAT = asking("Où dort le chat gris ?", "chat", "chat gris dort")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def hashing_engine(home: Path) -> Engine:
    return Engine(Settings(home=home, min_confidence=0, reader="none"), HashingEmbedder())


# ---- where a passage stands ------------------------------------------------------------------------------------------


def test_offsets_are_right_where_they_cut_the_very_text_out_of_the_file() -> None:
    assert sliced(Piece("pont", "vieux pont", 3, 13), TEXTS) is True
    assert sliced(Piece("pont", "vieux pont", 4, 14), TEXTS) is False
    assert sliced(Piece("gone", "vieux pont", 3, 13), TEXTS) is False
    assert sliced(Piece("pont", "vieux pont", None, None), TEXTS) is None


def test_a_passage_without_right_offsets_stands_where_its_text_stands_once() -> None:
    assert place(Piece("pont", "vieux pont", 3, 13), TEXTS) == (3, 13)
    assert place(Piece("pont", "vieux pont", 9, 19), TEXTS) == (3, 13)
    assert place(Piece("chat", "Le chat gris dort.", None, None), TEXTS) is None  # it stands there twice
    assert place(Piece("pont", "vieux  pont", None, None), TEXTS) is None
    assert place(Piece("pont", "", None, None), TEXTS) is None


def test_a_passage_holds_evidence_that_it_covers_wholly() -> None:
    evidence = BRIDGE.evidence[0]  # characters 24 to 42
    assert (evidence.span.start, evidence.span.end) == (24, 42)
    assert holds(Piece("pont", TEXTS["pont"][:43], 0, 43), evidence, TEXTS)
    assert not holds(Piece("pont", TEXTS["pont"][:41], 0, 41), evidence, TEXTS)
    assert not holds(Piece("chat", TEXTS["pont"][:43], 0, 43), evidence, TEXTS)


def test_a_passage_that_was_rewritten_holds_the_words_that_it_has() -> None:
    rewritten = Piece("pont", "pierre\n enjambe  la rivière", None, None)
    assert holds(rewritten, BRIDGE.evidence[0], TEXTS)
    assert not holds(Piece("pont", "pierre enjambe", None, None), BRIDGE.evidence[0], TEXTS)


# ---- scores ----------------------------------------------------------------------------------------------------------


def test_passages_and_articles_are_ranked_apart() -> None:
    found = [
        Piece("chat", "Le chat", 0, 7),
        Piece("pont", "Le vieux", 0, 8),
        Piece("pont", TEXTS["pont"], 0, len(TEXTS["pont"])),
    ]
    assert score(found, BRIDGE, TEXTS) == {
        "passage_recall@1": 0.0,
        "passage_recall@8": 1.0,
        "passage_mrr@8": pytest.approx(1 / 3),  # the third passage
        "article_recall@1": 0.0,
        "article_mrr@8": 0.5,  # the second article
    }
    assert set(score([], BRIDGE, TEXTS).values()) == {0.0}


def test_offsets_are_counted_once_for_each_passage() -> None:
    right, wrong = Piece("pont", "vieux", 3, 8), Piece("pont", "pierre", 0, 6)
    none, twice = Piece("pont", "rivière", None, None), Piece("chat", "chat", None, None)
    # "pierre" and "rivière" stand once, "chat" twice; right is there two times and is one passage.
    assert count_offsets([right, wrong, none, twice, right], TEXTS) == Offsets(pieces=4, given=2, exact=1, placed=3)


def test_means_are_over_questions() -> None:
    rows = [score([], BRIDGE, TEXTS), score([Piece("chat", "chat gris dort", None, None)], CAT, TEXTS)]
    assert summarise(rows, [BRIDGE, CAT])["passage_recall@1"].value == 0.5


def test_a_ratio_compares_the_medians_of_the_same_round() -> None:
    theirs, ours = iter([0.2, 0.4, 0.6, 0.9] * 2), iter([0.1, 0.1, 0.3, 0.3] * 2)
    one, eight = take_turns(lambda _q: next(theirs), lambda _q: next(ours), ["a", "b"], rounds=2)
    # Two rounds of two: medians 0.3 and 0.75 s against 0.1 and 0.3 s.
    assert (one[0].ratio_low, one[0].ratio_high) == (pytest.approx(2.5), pytest.approx(3.0))
    assert one[0].ratio == pytest.approx(2.75)
    assert one[0].median_ms == pytest.approx(500)  # of 200, 400, 600, 900
    assert (one[0].clients, eight[0].clients, one[0].n, one[1].ratio) == (1, 8, 4, 1.0)


def test_few_questions_are_taken_at_equal_distances() -> None:
    assert [q.id for q in spread([BRIDGE, CAT, BRIDGE, CAT], 2)] == [BRIDGE.id, BRIDGE.id]
    assert list(spread([BRIDGE], 5)) == [BRIDGE]


# ---- the protocol ----------------------------------------------------------------------------------------------------


def said(system: Pourquoi, *requests: dict[str, object]) -> list[dict[str, object]]:
    replies = io.StringIO()
    serve(system, io.StringIO("".join(json.dumps(one) + "\n" for one in requests)), replies)
    return sorted((json.loads(text) for text in replies.getvalue().splitlines()), key=lambda reply: int(reply["id"]))


def test_ours_speaks_the_protocol(articles: Path, tmp_path: Path) -> None:
    system = Pourquoi(hashing_engine(tmp_path / "home"))
    state = tmp_path / "state"
    order = {"do": "index", "articles": str(articles), "encoder": "unused", "state": str(state), "endpoint": None}
    assert said(system, {"id": 0, **order}) == [{"id": 0, "passages": 2}]
    found, answered, unknown = said(
        system,
        {"id": 1, "do": "retrieve", "question": "Qu'enjambe le vieux pont ?", "top_k": 1},
        {"id": 2, "do": "answer", "question": "Qu'enjambe le vieux pont ?", "top_k": 8},
        {"id": 3, "do": "dance"},
    )
    (passage,) = found["passages"]  # type: ignore[misc]
    assert passage == {"article": "pont", "text": TEXTS["pont"], "start": 0, "end": len(TEXTS["pont"])}
    quotes = [Piece(**quote) for quote in answered["citations"]]  # type: ignore[attr-defined]
    assert quotes
    assert all(sliced(quote, TEXTS) for quote in quotes)
    assert unknown == {"id": 3, "error": "ValueError: this system does not 'dance'"}


def test_a_question_before_indexing_is_an_error_that_is_told(tmp_path: Path) -> None:
    (reply,) = said(Pourquoi(hashing_engine(tmp_path)), {"id": 7, "do": "retrieve", "question": "Où ?", "top_k": 1})
    assert reply == {"id": 7, "error": "ValueError: nothing is indexed yet"}


def test_a_system_is_measured_in_its_own_process(articles: Path, tmp_path: Path) -> None:
    task = Task(articles, tmp_path, (BRIDGE, CAT), TEXTS)
    with Runner([sys.executable, "-c", HASHING_RUNNER], tmp_path / "log") as ours:
        figures = measure(OUR_SPEC, Pair(ours, ours), task, tmp_path / "scratch")
        with pytest.raises(RivalError, match="retrieve: QuestionError: the question is empty"):
            ours.find(" ", 8)
    assert (figures.name, figures.passages, figures.offsets) == ("pourquoi", 2, Offsets(2, 2, 2, 2))
    assert figures.scores["passage_recall@8"].value == 1.0
    assert [one.clients for one in figures.latencies] == [1, 8]
    assert figures.memory_bytes is None or figures.memory_bytes > 10_000_000
    # What a library prints is no reply.
    assert "as libraries do" in (tmp_path / "log").read_text("utf-8")

    setting = Setting("a processor", 2, 1, 0.5, "e" * 64, "r" * 64, "g" * 64, 2)
    found = Comparison(setting, (figures,), (NotRun("other", "1.0", "no key"),), Offsets(1, 1, 1, 1), 1)
    write_comparison(tmp_path / "rivals.json", found)
    read = read_comparison(tmp_path / "rivals.json")
    assert (read.setting, read.not_run, read.systems[0].offsets) == (setting, found.not_run, figures.offsets)
    assert "2 of 2" in found_table(read)
    assert cost_table(read).count("\n") == 2
    assert settings_list(read).endswith("- **other** 1.0 could not be run: `no key`.")


def test_ours_is_started_once_the_other_has_indexed(articles: Path, tmp_path: Path) -> None:
    """What a process takes to start is in its own time, and in nobody else's."""
    noted = tmp_path / "noted"
    # Each notes when it starts; ours, when the other is done.
    program = (
        f"open({str(noted)!r}, 'a').write(__import__('os').environ['WHO'] + ' starts; ')\n"
        + HASHING_RUNNER.replace(
            "class Talking(Pourquoi):\n",
            "import os\nclass Talking(Pourquoi):\n"
            "    def index(self, order):\n"
            "        passages = super().index(order)\n"
            f"        open({str(noted)!r}, 'a').write(os.environ['WHO'] + ' has indexed; ')\n"
            "        return passages\n",
        )
    )
    command = [sys.executable, "-c", program]
    with (
        Runner(command, tmp_path / "theirs.log", {"WHO": "theirs"}) as theirs,
        Runner(command, tmp_path / "ours.log", {"WHO": "ours"}) as ours,
    ):
        figures = measure(
            rival("txtai"), Pair(theirs, ours), Task(articles, tmp_path, (BRIDGE,), TEXTS), tmp_path / "s"
        )
    assert noted.read_text("utf-8") == "theirs starts; theirs has indexed; ours starts; ours has indexed; "
    assert figures.indexing_seconds > 0
    assert figures.our_indexing_seconds > 0


def test_starting_a_process_is_part_of_what_indexing_takes(articles: Path, tmp_path: Path) -> None:
    program = "import select\nselect.select([], [], [], 1)\n" + HASHING_RUNNER
    with Runner([sys.executable, "-c", program], tmp_path / "log") as runner:
        assert runner.peak_memory_bytes() is None  # nothing runs yet
        _, seconds = runner.index(articles, tmp_path, tmp_path / "state", None)
    assert seconds > 1


def test_every_system_is_given_the_texts_and_nothing_beside_them(tmp_path: Path) -> None:
    assert (ROOT / "seeds" / "articles.toml").exists()  # titles and days, which only ours would read
    folder = only_texts(ROOT / "seeds", tmp_path / "articles")
    assert {path.suffix for path in folder.iterdir()} == {".txt"}
    task = read_task(folder, ROOT / "eval" / "gold" / "seeds.jsonl", tmp_path)
    assert task.texts == read_task(ROOT / "seeds", ROOT / "eval" / "gold" / "seeds.jsonl", tmp_path).texts


def test_each_way_to_search_proposes_as_many_in_every_system_as_in_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert DEPTH == methods._DEPTH == search._DEPTH

    one = Txtai()
    one._embeddings = MagicMock()
    one._embeddings.search.return_value = [{"id": f"a#{n}", "text": "t"} for n in range(DEPTH)]
    assert len(one.retrieve("Où ?", 8)) == 8
    one._embeddings.search.assert_called_once_with("Où ?", DEPTH)

    two = HaikuRag()
    two._client = MagicMock()
    two._client.search = AsyncMock(return_value=[MagicMock(document_uri="a.txt") for _ in range(DEPTH)])
    assert len(two.retrieve("Où ?", 8)) == 8
    two._client.search.assert_called_once_with("Où ?", limit=DEPTH)

    three = Haystack()
    three._query = MagicMock()
    three.retrieve("Où ?", 8)
    ((sent,), _) = three._query.run.call_args
    assert [sent[part]["top_k"] for part in ("dense", "words", "join")] == [DEPTH, DEPTH, 8]

    names = (
        "core",
        "core.llms",
        "core.retrievers",
        "core.retrievers.fusion_retriever",
        "retrievers",
        "retrievers.bm25",
    )
    modules = {name: MagicMock() for name in ("llama_index", *(f"llama_index.{name}" for name in names))}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    four = LlamaIndex()
    index = MagicMock()
    four._parts = (index, [MagicMock()] * 64)
    four.retrieve("Où ?", 8)
    index.as_retriever.assert_called_once_with(similarity_top_k=DEPTH)
    words = modules["llama_index.retrievers.bm25"].BM25Retriever.from_defaults
    fused = modules["llama_index.core.retrievers"].QueryFusionRetriever
    assert [made.call_args.kwargs["similarity_top_k"] for made in (words, fused)] == [DEPTH, 8]


def test_a_runner_that_ends_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    program = "import sys; sys.stdin.readline(); sys.exit('there is no such model')"
    with (
        Runner([sys.executable, "-c", program], tmp_path / "log") as runner,
        pytest.raises(RivalError, match=r"retrieve: \w+Error; it wrote last: there is no such model"),
    ):
        runner.find("Où ?", 1)


def test_a_line_that_is_no_reply_ends_the_wait(tmp_path: Path) -> None:
    program = "import sys; sys.stdin.readline(); print('loading ...', flush=True); sys.stdin.readline()"
    with (
        Runner([sys.executable, "-c", program], tmp_path / "log") as runner,
        pytest.raises(RivalError, match="wrote a line that is no reply"),
    ):
        runner.find("Où ?", 1)


def test_a_system_that_is_not_set_up_is_told_and_not_left_out(articles: Path, tmp_path: Path) -> None:
    spec = rival("txtai")
    outcome = _one(spec, tmp_path / "envs", Task(articles, tmp_path, (BRIDGE,), TEXTS), tmp_path)
    assert outcome == NotRun("txtai", version_of(spec), f"not set up: there is no {tmp_path}/envs/txtai/bin/python")


def test_a_file_that_holds_no_comparison_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RivalError, match="remove it and compare again"):
        read_comparison(tmp_path / "missing.json")


def test_only_questions_with_evidence_are_asked(tmp_path: Path) -> None:
    task = read_task(ROOT / "seeds", ROOT / "eval" / "gold" / "seeds.jsonl", tmp_path)
    assert len(task.texts) == 5
    assert task.questions
    for question in task.questions:
        for evidence in question.evidence:
            text = task.texts[evidence.span.article_id]
            assert text[evidence.span.start : evidence.span.end] == evidence.quote


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_told_of_any_process_that_runs() -> None:
    assert (peak_memory_bytes(1) or 0) > 0
    assert peak_memory_bytes(2**22 + 1) is None  # above the largest process number there can be


# ---- embeddings over HTTP --------------------------------------------------------------------------------------------


def test_the_server_embeds_what_it_is_sent_by_its_prefix() -> None:
    embedder = HashingEmbedder(8)
    vectors = embed(embedder, ["passage: un pont", "query: un pont", "un chat"])
    wanted = [embedder.embed_passages([text])[0].pooled.tolist() for text in ("un pont", "un pont", "un chat")]
    assert [vector.tolist() for vector in vectors] == wanted

    server = make_server(embedder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        body = json.dumps({"model": "m", "input": ["passage: un pont", "passage: un chat"]}).encode()
        url = f"http://127.0.0.1:{server.server_address[1]}/v1/embeddings"
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as response:  # noqa: S310 - of this test's own server
            data = json.load(response)["data"]
    finally:
        server.shutdown()
        server.server_close()
    assert [(one["index"], one["embedding"]) for one in data] == [(0, wanted[0]), (1, wanted[2])]


# ---- what is installed where -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(RIVALS))
def test_every_requirement_of_a_rival_is_pinned(name: str) -> None:
    spec = rival(name)
    lines = [text for text in spec.requirements.read_text("utf-8").splitlines() if text and not text.startswith("#")]
    pinned = [Requirement(text) for text in lines]
    assert len(pinned) > 10
    for requirement in pinned:
        assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), requirement
    names = {requirement.name.lower() for requirement in pinned}
    assert spec.package.lower() in names
    assert "torch" not in names
    assert re.fullmatch(r"[\d.]+", version_of(spec))


def test_torch_comes_alone_and_in_our_version(tmp_path: Path) -> None:
    """The commands that would install, told by an interpreter that only writes down what it was asked."""
    assert torch_requirement() in (ROOT / "pyproject.toml").read_text("utf-8")
    asked = tmp_path / "asked"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {asked}\n', "utf-8")
    python.chmod(0o755)
    made = tmp_path / "envs" / "txtai" / "bin" / "python"
    made.parent.mkdir(parents=True)
    made.symlink_to(python)
    set_up(rival("txtai"), str(python), tmp_path / "envs")
    installs = [line for line in asked.read_text("utf-8").splitlines() if "pip install" in line]
    assert [" --no-deps " in line for line in installs] == [True, True]
    assert installs[0].endswith(f" {torch_requirement()}+cpu")


def test_nothing_of_the_rivals_is_in_our_lock() -> None:
    for lock in ("requirements.lock", "requirements-runtime.lock"):
        text = (ROOT / lock).read_text("utf-8").lower()
        for spec in RIVALS.values():
            assert f"\n{spec.package}==" not in text


def test_a_system_without_a_name_here_is_an_error() -> None:
    with pytest.raises(RivalError, match="no system 'grep' to compare with; there are txtai, LlamaIndex"):
        rival("grep")


def test_an_interpreter_that_is_too_old_or_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(RivalError, match=r"haiku\.rag asks for Python 3\.12 or newer, and no-such-python is none"):
        set_up(rival("haiku.rag"), "no-such-python", tmp_path)
    assert list(tmp_path.iterdir()) == []
