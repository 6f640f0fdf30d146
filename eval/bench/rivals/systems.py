"""Which systems are compared, how each is run, and what it was told."""

from dataclasses import dataclass
from pathlib import Path

from eval.errors import RivalError
from eval.provenance import installed_version

REQUIREMENTS = Path(__file__).parent / "requirements"
OURS = "pourquoi"


@dataclass(frozen=True, slots=True)
class SystemSpec:
    """A system: the package that carries its version, the module of its runner, and its settings in words.

    `minimum_python` is what it asks for. It needs torch of its own where it loads the encoder itself, and an endpoint where a
    server embeds for it.
    """

    name: str
    package: str
    module: str
    minimum_python: tuple[int, int]
    needs_endpoint: bool
    settings: str

    @property
    def requirements(self) -> Path:
        """The file of its requirements, each with its version; torch, which comes first and alone, is not in it."""
        return REQUIREMENTS / f"{self.module}.txt"

    @property
    def runner(self) -> str:
        """The module to run."""
        return f"eval.bench.rivals.runners.{self.module}"


OUR_SPEC = SystemSpec(
    OURS, "pourquoi", "ours", (3, 11), needs_endpoint=False, settings="as it ships; passages of at most 180 tokens"
)
RIVALS = {
    spec.name: spec
    for spec in (
        SystemSpec(
            "txtai",
            "txtai",
            "txtai",
            (3, 11),
            needs_endpoint=False,
            settings="`Embeddings` with `hybrid` and `content`; passages are paragraphs, cut by its `Segmentation`",
        ),
        SystemSpec(
            "LlamaIndex",
            "llama-index-core",
            "llama_index",
            (3, 11),
            needs_endpoint=False,
            settings="`SentenceSplitter` (180 tokens, 40 repeated); vectors and French BM25 in `QueryFusionRetriever`",
        ),
        SystemSpec(
            "Haystack",
            "haystack-ai",
            "haystack",
            (3, 11),
            needs_endpoint=False,
            settings="`DocumentSplitter` (120 words, 27 repeated); vectors and BM25 in memory, `DocumentJoiner` by rank",
        ),
        SystemSpec(
            "haiku.rag",
            "haiku.rag-slim",
            "haiku_rag",
            (3, 12),
            needs_endpoint=True,
            settings="its hybrid search in LanceDB; passages of at most 180 tokens; embeds through a server on this machine",
        ),
    )
}


def rival(name: str) -> SystemSpec:
    """The system of that name; raises RivalError where there is none."""
    if name not in RIVALS:
        raise RivalError(f"there is no system {name!r} to compare with; there are {', '.join(RIVALS)}")
    return RIVALS[name]


def version_of(spec: SystemSpec) -> str:
    """The version that is installed of ours, that the requirements pin of another; raises RivalError where there is none."""
    if spec is OUR_SPEC:
        return installed_version() or "not installed"
    for text in spec.requirements.read_text("utf-8").splitlines():
        name, _, version = text.partition("==")
        if name.strip().lower() == spec.package.lower():
            return version.strip()
    raise RivalError(f"{spec.requirements} does not pin {spec.package}")
