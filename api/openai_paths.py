"""Where clients of OpenAI's ask, and what there is of OpenAI's API."""

_HERE = ("/v1/chat", "/v1/responses", "/v1/models")
# What their clients try besides. Nothing of ours is below these, so that whoever may ask may be told so.
_NOT_HERE = (
    "/v1/assistants",
    "/v1/audio",
    "/v1/batches",
    "/v1/completions",
    "/v1/containers",
    "/v1/conversations",
    "/v1/embeddings",
    "/v1/engines",
    "/v1/evals",
    "/v1/files",
    "/v1/fine_tuning",
    "/v1/images",
    "/v1/moderations",
    "/v1/organization",
    "/v1/realtime",
    "/v1/threads",
    "/v1/uploads",
    "/v1/vector_stores",
    "/v1/videos",
)
_OPEN_WEBUI = "/open-webui"


def is_openai_path(path: str) -> bool:
    """Whether clients of OpenAI's ask there."""
    return is_not_here(path) or _below(path, (*_HERE, _OPEN_WEBUI))


def is_not_here(path: str) -> bool:
    """Whether they alone ask there, and in vain."""
    return _below(path, _NOT_HERE)


def there_is(path: str) -> str:
    """What such a client may call in place of a path where nothing is."""
    if _below(path, (_OPEN_WEBUI,)):
        return f"there are GET {_OPEN_WEBUI}/v1/models and POST {_OPEN_WEBUI}/v1/chat/completions"
    return "of OpenAI's API there are GET /v1/models, POST /v1/chat/completions and POST /v1/responses"


def _below(path: str, prefixes: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)
