"""What an article may be called, and what a file or a page is called."""

from pathlib import PurePosixPath, PureWindowsPath

from api.errors import ArticleIdError
from index.errors import ArticleError
from index.page_names import MAX_ID_BYTES, id_of_address


def checked_id(article_id: str) -> str:
    """The id itself; raises ArticleIdError where an article cannot be called so.

    An id may hold slashes, but no empty, `.` or `..` between them: clients and proxies change such an address on its way.
    """
    shown = article_id[:100]
    if any("\ud800" <= c <= "\udfff" for c in article_id):
        raise ArticleIdError("the id holds half a surrogate pair, which is not text; send it as UTF-8")
    if not 0 < len(article_id.encode()) <= MAX_ID_BYTES:
        raise ArticleIdError(f"an id has 1 to {MAX_ID_BYTES} bytes, this one {len(article_id.encode())}")
    if any(ord(c) < ord(" ") or c == "\x7f" for c in article_id):
        raise ArticleIdError(f"the id {shown!r} holds a control character; leave it out")
    if any(part in ("", ".", "..") for part in article_id.split("/")):
        raise ArticleIdError(f"the id {shown!r} has an empty part, '.' or '..' between its slashes; name it otherwise")
    return article_id


def id_of_file(name: str) -> str:
    """The id of an uploaded file: its name without folders and ending; raises ArticleIdError where nothing is left."""
    # A browser on Windows may send a whole path.
    return checked_id(PurePosixPath(PureWindowsPath(name).name).stem)


def id_of_page(url: str) -> str:
    """The id of a fetched page: host and path of its address, with the query where there is one; raises ArticleIdError."""
    try:
        return checked_id(id_of_address(url))
    except ArticleError as error:
        raise ArticleIdError(str(error)) from error
