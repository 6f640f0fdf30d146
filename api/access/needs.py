"""What each route asks of whoever calls it: the one table. What is not in it is for administrators."""

from dataclasses import dataclass

from api.access.caller import Scope
from api.openai_paths import is_not_here


@dataclass(frozen=True, slots=True)
class Need:
    """The scope that a request needs, whether it counts as a question, and whether its address may name the collection."""

    scope: Scope
    question: bool = False
    linked: bool = False


# They hold no article: whether the service is up, files for browsers, and platforms that sign each of their requests.
_OPEN = ("/healthz", "/readyz", "/page", "/widget.js", "/integrations")
_START_PAGE = "/"
_READ = frozenset({"GET", "HEAD", "OPTIONS"})
# Links lead there, and whoever follows one in a browser can send no header of ours.
_LINKED = ("/v1/articles", "/v1/spans")
_READABLE = ("/v1/models", "/open-webui/v1/models", "/openapi.json", "/metrics")
# Only a POST asks there.
_QUESTIONS = (
    "/v1/ask",
    "/v1/search",
    "/v1/chat/completions",
    "/v1/responses",
    "/open-webui/v1/chat/completions",
)
# What of it asks is known once its body is read.
_CALLED = ("/mcp",)
# A job tells what is being written.
_WRITTEN = ("/v1/articles", "/v1/jobs")


def need_of(method: str, path: str) -> Need | None:
    """What the request needs; None where anybody may make it."""
    if path == _START_PAGE or _below(path, _OPEN):
        return None
    if _below(path, _QUESTIONS):
        return Need(Scope.ASK, question=method == "POST")
    if _below(path, _CALLED) or is_not_here(path):
        return Need(Scope.ASK)
    if method in _READ and _below(path, (*_LINKED, *_READABLE)):
        return Need(Scope.ASK, linked=_below(path, _LINKED))
    if _below(path, _WRITTEN):
        return Need(Scope.WRITE)
    return Need(Scope.ADMIN)


def _below(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)
