"""What the pages about the HTTP service tell people to type does what they say."""

import asyncio
import gzip
from pathlib import Path

import httpx
import pytest

from api.fetch.rules import Fetched
from tests.curl import commands_of, request_of
from tests.writing_kit import writing

ROOT = Path(__file__).parents[1]
# For each command of a page, in its order, the method and the status that the page promises.
PROMISED = {
    "README.md": ["POST 200"],
    "docs/server.md": ["POST 200"],
    "docs/access.md": ["POST 200"],
    # A feed becomes a job.
    "docs/articles-over-http.md": ["PUT 201", "POST 201", "DELETE 204", "POST 202", "POST 202"],
}
FEED = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>One</title>'
    b"<link>https://example.org/one</link></item></channel></rss>"
)
SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
    b"<loc>https://example.org/one</loc></url></urlset>"
)


def fetch(url: str) -> Fetched:
    feed = url.endswith(".xml")
    body = FEED if feed else b"Dora sold the mill in 1920.\n"
    return Fetched(url, "application/rss+xml" if feed else "text/plain", "utf-8", body)


@pytest.mark.parametrize("name", PROMISED)
def test_what_a_page_tells_people_to_type_does_what_it_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / name).read_text("utf-8")
    for file, content in [
        ("story.txt", b"Alice left the company because of a quarrel.\n"),
        ("notes.md", b"# Notes\n\nBruno came.\n"),
        ("sitemap.xml.gz", gzip.compress(SITEMAP)),
    ]:
        (tmp_path / file).write_bytes(content)
    monkeypatch.chdir(tmp_path)

    async def run() -> list[httpx.Response]:
        async with writing(tmp_path / "home", fetch) as client:
            requests = [request_of(words) for words in commands_of(page)]
            # Wherever the service is said to be, it is here.
            return [
                await client.request(r.method, r.url.raw_path.decode(), headers=_own(r), content=r.read())
                for r in requests
            ]

    done = asyncio.run(run())
    told = [f"{response.request.method} {response.status_code}" for response in done]
    assert told == PROMISED[name], [response.text for response in done]


def _own(request: httpx.Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name != "host"}
