"""The bodies of uploads: files of a form, lines of a batch, an address."""

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.errors import BatchError, FormError
from api.writing.items import Item, Kind
from api.writing.schemas import UrlIn

NDJSON, FORM = "application/x-ndjson", "multipart/form-data"
MOST_FILES = 1_000
MOST_LINES = 10_000


def kind_of(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_form(request: Request) -> list[Item]:
    """The files of a form, in order; other fields are refused. Raises FormError."""
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
    if not items:
        raise FormError("there is no file in the form; send one or more, each as a part with a file name")
    return items


def read_address(sent: UrlIn) -> Item:
    """The one page that is to be fetched."""
    return Item(Kind.PAGE, sent.url, b"", sent.id)


def read_lines(body: bytes) -> list[Item]:
    """The lines of a batch that are not empty; raises BatchError where there are none, or too many."""
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), start=1) if line.strip()]
    if not lines:
        raise BatchError("there is no line in the batch; send one JSON object a line")
    if len(lines) > MOST_LINES:
        raise BatchError(f"there are {len(lines)} lines in the batch; send at most {MOST_LINES} at once")
    return [Item(Kind.LINE, f"line {number}", line) for number, line in lines]
