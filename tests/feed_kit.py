"""Feeds to test with."""

WORDS = "Alice left the company on Friday because of a quarrel with its founder over money that nobody could find."


def rss(items: str, site: str = "") -> bytes:
    """A feed of these items; `site` is the address of its site."""
    return f"<rss version='2.0'><channel><title>News</title><link>{site}</link>{items}</channel></rss>".encode()


def item(url: str, content: str = "", more: str = "") -> str:
    """An item with its whole text as `content`, where there is any."""
    encoded = (
        f"<c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'><![CDATA[{content}]]></c:encoded>"
        if content
        else ""
    )
    return f"<item><link>{url}</link>{more}{encoded}</item>"
