"""Which parser reads which kind of file, and what of its failures is told; runs in the child."""

from collections.abc import Callable
from dataclasses import fields

from index.errors import FormatError, NoTextError
from index.formats import frames, sandbox
from index.formats.docx import read_docx
from index.formats.eml import read_eml
from index.formats.extracted import Extracted, Limits, without_accidents
from index.formats.feeds import read_feed
from index.formats.html import read_html
from index.formats.packed import unpacked
from index.formats.pdf import read_pdf

# Each is given the file, its limits, and the charset that was told of it elsewhere, if any.
_READERS: dict[str, Callable[[bytes, Limits, str | None], Extracted]] = {
    "html": lambda data, _, declared: read_html(data, declared),
    "pdf": lambda data, *_: read_pdf(data),
    "docx": lambda data, limits, _: read_docx(data, limits),
    "eml": lambda data, *_: read_eml(data),
}

_TOLD_CHARS = 200


def reply(request: frames.JsonObject, data: bytes) -> frames.JsonObject:
    """The result of one file as plain values, or `{"error": why there is none}`. Nothing that a parser raises comes out."""
    limits = Limits(**{field.name: request[field.name] for field in fields(Limits)})  # type: ignore[arg-type]  # our parent's
    sandbox.limit_processor(limits.cpu_seconds)
    try:
        declared = str(request["declared"]) or None
        if request["kind"] == "feed":
            return frames.feed_to_json(read_feed(unpacked(data, limits.input_bytes), str(request["base"]), declared))
        return frames.extracted_to_json(_READERS[str(request["kind"])](data, limits, declared))
    except FormatError as error:
        refusal = frames.Refusal(str(error), harmed=False, textless=isinstance(error, NoTextError))
        return frames.refusal_to_json(refusal)
    except MemoryError:
        return _harmed(f"reading it takes more than {limits.memory_bytes >> 20} MB of memory; split it")
    except RecursionError:
        return _harmed("it is nested too deeply; save its text as .txt")
    except Exception as error:  # noqa: BLE001  # a hostile file makes a parser raise anything
        told = without_accidents(f"{type(error).__name__}: {error}")[:_TOLD_CHARS]
        return _harmed(f"its parser fails ({told}); save it anew, or as .txt")


def _harmed(reason: str) -> frames.JsonObject:
    return frames.refusal_to_json(frames.Refusal(reason, harmed=True, textless=False))
