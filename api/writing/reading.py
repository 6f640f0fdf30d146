"""The bodies of uploads: files of a form, lines of a batch, an address."""

import asyncio
import errno
import io
from collections.abc import AsyncGenerator

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from api.errors import BatchError, FormError, NoSpaceError
from api.writing.full_disk import FullDisk
from api.writing.items import Item, Kind
from api.writing.schemas import UrlIn

NDJSON, FORM = "application/x-ndjson", "multipart/form-data"
MOST_FILES = 1_000
MOST_LINES = 10_000
# A form is taken apart in the event loop, byte by byte in Python where somebody has made it so; a slice takes milliseconds.
_SLICE_BYTES = 64 * 1024
# Files of over a megabyte lie in the folder for temporary files while a form is read.
_TEMPORARY_FILES = FullDisk("uploads")


def kind_of(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_form(request: Request) -> list[Item]:
    """The files of a form, in order; other fields are refused. Raises FormError, and NoSpaceError."""
    # One field more than is taken, so that it can be named.
    parser = MultiPartParser(request.headers, _slices(await request.body()), max_files=MOST_FILES, max_fields=1)
    try:
        form = await parser.parse()
        try:
            items = await _files_of(form)
        finally:
            await form.close()
    except MultiPartException as error:
        raise FormError(f"the form cannot be read: {error.message}") from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        _TEMPORARY_FILES.refused(error)
        raise NoSpaceError("the disk is full; nothing was taken in") from error
    if not items:
        raise FormError("there is no file in the form; send one or more, each as a part with a file name")
    return items


async def _slices(body: bytes) -> AsyncGenerator[bytes, None]:
    """The body, some at a time; others have their turn in between."""
    for first in range(0, len(body), _SLICE_BYTES):
        yield body[first : first + _SLICE_BYTES]
        await asyncio.sleep(0)


async def _files_of(form: FormData) -> list[Item]:
    items = []
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            raise FormError(
                f"the field {name[:100]!r} is no file; send files alone, each as a part with a file name "
                "(curl -F file=@story.txt)"
            )
        items.append(Item(Kind.FILE, value.filename or "", await value.read()))
    return items


def read_address(sent: UrlIn) -> Item:
    """The one page that is to be fetched."""
    return Item(Kind.PAGE, sent.url, b"", sent.id)


def read_lines(body: bytes) -> list[Item]:
    """The lines of a batch that are not empty; raises BatchError where there are none, or too many."""
    items: list[Item] = []
    # One after the other: a body may have as many lines as bytes.
    for number, line in enumerate(io.BytesIO(body), start=1):
        if line.isspace():
            continue
        if len(items) == MOST_LINES:
            raise BatchError(f"there are more than {MOST_LINES} lines in the batch; send at most {MOST_LINES} at once")
        items.append(Item(Kind.LINE, f"line {number}", line.removesuffix(b"\n")))
    if not items:
        raise BatchError("there is no line in the batch; send one JSON object a line")
    return items
