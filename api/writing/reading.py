"""The bodies of uploads: files of a form, lines of a batch, an address."""

import errno
import io

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.errors import BatchError, FormError, NoSpaceError
from api.writing.full_disk import FullDisk
from api.writing.items import Item, Kind
from api.writing.schemas import UrlIn

NDJSON, FORM = "application/x-ndjson", "multipart/form-data"
MOST_FILES = 1_000
MOST_LINES = 10_000
# Files of over a megabyte lie in the folder for temporary files while a form is read.
_TEMPORARY_FILES = FullDisk("uploads")


def kind_of(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_form(request: Request) -> list[Item]:
    """The files of a form, in order; other fields are refused. Raises FormError, and NoSpaceError."""
    items = []
    try:
        # One field more than is taken, so that it can be named.
        async with request.form(max_files=MOST_FILES, max_fields=1) as form:
            for name, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    raise FormError(
                        f"the field {name[:100]!r} is no file; send files alone, each as a part with a file name "
                        "(curl -F file=@story.txt)"
                    )
                items.append(Item(Kind.FILE, value.filename or "", await value.read()))
    except HTTPException as error:
        # What Starlette makes of a body that it cannot take apart.
        raise FormError(f"the form cannot be read: {error.detail}") from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        _TEMPORARY_FILES.refused(error)
        raise NoSpaceError("the disk is full; nothing was taken in") from error
    if not items:
        raise FormError("there is no file in the form; send one or more, each as a part with a file name")
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
