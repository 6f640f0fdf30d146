"""Fixtures of a real browser.

| fixture | scope | gives |
|---|---|---|
| `browser_path` | session | the Chromium of this machine, or a skip that says why (in CI: a failure) |
| `real_browser` | session | tests.browser_kit.RealBrowser, on whose loop its tests run; on the network as it is |
| `browser` | module | a real browser for tests without a loop |
| `browsing` | function | a function: Pipeline -> a tests.browser_kit.Visit of that application |
"""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, Route
from playwright.sync_api import Browser, sync_playwright

from rag.pipeline import Pipeline
from tests.browser_kit import BROWSER_WORDS, BROWSERS, RealBrowser, Visit
from tests.fixtures import Serving

Browsing = Callable[..., Visit]


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The browser of this machine; without one the test is skipped, and in CI it fails."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        why = f"no browser here (looked for {', '.join(BROWSERS)}); `make browser` installs one"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return found


@pytest.fixture(scope="session")
def real_browser(browser_path: str) -> Iterator[RealBrowser]:
    with RealBrowser(browser_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser_path, args=list(BROWSER_WORDS))
        yield launched
        launched.close()


@pytest.fixture
def browsing(real_browser: RealBrowser, serving: Serving) -> Browsing:
    """A function: Pipeline -> a visit of the browser, for which http://test is the application."""

    @asynccontextmanager
    async def opened(pipeline: Pipeline, width: int, height: int, serve: Serving) -> AsyncIterator[Page]:
        async with serve(pipeline) as client, real_browser.context(width, height) as context:

            async def answer(route: Route) -> None:
                request = route.request
                if not request.url.startswith("http://test/"):
                    await route.abort()
                    return
                sent = {name: value for name, value in request.headers.items() if name != "host"}
                got = await client.request(request.method, request.url, content=request.post_data_buffer, headers=sent)
                await route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.content)

            await context.route("**/*", answer)
            yield context.pages[0]
            await context.unroute_all(behavior="wait")

    def browse(pipeline: Pipeline, width: int = 1200, height: int = 800, serve: Serving = serving) -> Visit:
        return Visit(real_browser, opened(pipeline, width, height, serve))

    return browse
