"""The real browser of a run of tests: started once a process, with a fresh context for every test."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Self

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_WORDS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class RealBrowser:
    """Chromium on a loop of its own, which every test that uses it runs on: to start one takes longer than most tests."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self._runner.__enter__()
        self._browser = self._runner.run(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._stop())
        self._runner.__exit__(kind, error, trace)

    async def _start(self) -> Browser:
        self._playwright = await async_playwright().start()
        return await self._playwright.chromium.launch(executable_path=self._path, args=list(BROWSER_WORDS))

    async def _stop(self) -> None:
        await self._browser.close()
        await self._playwright.stop()

    def run(self, test: Coroutine[None, None, None]) -> None:
        self._runner.run(test)

    @asynccontextmanager
    async def context(self, width: int = 1200, height: int = 800) -> AsyncIterator[BrowserContext]:
        """A context with one page, which shares no cookie, storage or cache with another."""
        context = await self._browser.new_context(viewport={"width": width, "height": height})
        try:
            await context.new_page()
            yield context
        finally:
            await context.close()


class Visit:
    """A page that is opened for one test."""

    def __init__(self, browser: RealBrowser, opened: AbstractAsyncContextManager[Page]) -> None:
        self._browser = browser
        self._opened = opened

    def run(self, test: Callable[[Page], Coroutine[None, None, None]]) -> None:
        async def visited() -> None:
            async with self._opened as page:
                await test(page)

        self._browser.run(visited())
