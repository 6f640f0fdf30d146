"""What stands in the place of an article's id in an address."""

from starlette.convertors import Convertor, register_url_convertor

# In the path of a route.
ARTICLE_ID = "{article_id:article_id}"


class ArticleIdConvertor(Convertor[str]):
    """Any text but none at all, so that whoever checks an id sees all of it.

    The framework's own `path` ends before a line break, and takes an address that ends in one for the address without it. Where
    nothing stands in its place, the address is that of the list with a slash too many, and whoever sent it is told so.
    """

    regex = "(?s:.+)"

    def convert(self, value: str) -> str:
        """The id as it stands in the address."""
        return value

    def to_string(self, value: str) -> str:
        """The id as it stands in the address."""
        return value


register_url_convertor("article_id", ArticleIdConvertor())
