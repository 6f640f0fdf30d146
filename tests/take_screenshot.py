"""Takes docs/screenshot.png anew: the page of a real `pourquoi serve` over the seeds, with an article open.

python tests/take_screenshot.py
"""

import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "screenshot.png"
PORT = 8_765
PAGE = f"http://127.0.0.1:{PORT}/?q=why+did+Jan+Leike+resign%3F"
_WIDTH, _HEIGHT = 1200, 800


def main() -> None:
    words = runpy.run_path(str(ROOT / "tests" / "conftest.py"))
    browser = next(path for name in words["BROWSERS"] if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "rag.cli", "serve", "--port", str(PORT), "--home", home]
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ)
        try:
            wait_until_ready()
            shoot(browser, words["BROWSER_WORDS"])
        finally:
            server.terminate()
            server.wait()


def wait_until_ready() -> None:
    while True:
        try:
            urlopen(f"http://127.0.0.1:{PORT}/readyz").close()
        except HTTPError as error:
            error.close()
        except OSError:
            pass
        else:
            return
        time.sleep(0.2)


def shoot(browser_path: str, words: tuple[str, ...]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(words))
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light")
        page.goto(PAGE)
        page.locator(".marker").first.click()
        page.wait_for_selector("mark")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
