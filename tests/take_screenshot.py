"""Takes docs/screenshot.png and docs/widget.png anew: the page of a real `pourquoi serve` over the seeds, with an article
open, and the widget on a page of another origin, light and dark.

python tests/take_screenshot.py
"""

import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
PAGE_PICTURE, WIDGET_PICTURE = ROOT / "docs" / "screenshot.png", ROOT / "docs" / "widget.png"
PORT = 8_765
PAGE = f"http://127.0.0.1:{PORT}/?q=why+did+Jan+Leike+resign%3F"
_WIDTH, _HEIGHT = 1200, 800
BLOG_PORT = 8_766
BLOG = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page of one's own</title>
<style>
  body {{ margin: 0; padding: 2rem; background: #f1ede4; color: #333; font: 1rem/1.6 system-ui, sans-serif; }}
  main {{ display: grid; grid-template-columns: 1fr 24rem; gap: 2rem; align-items: start; max-width: 72rem; margin: auto; }}
  h1 {{ font-size: 1.4rem; }}
</style>
<h1>Anybody’s page</h1>
<main>
  <pourquoi-ask question="Quand Jan Leike a-t-il annoncé sa démission ?" theme="light"></pourquoi-ask>
  <pourquoi-ask question="Combien de sa puissance de calcul OpenAI a-t-elle promis au projet Superalignement ?"
    lang="fr" theme="dark"></pourquoi-ask>
</main>
<script src="http://127.0.0.1:{PORT}/widget.js"></script>
</html>
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    words = runpy.run_path(str(ROOT / "tests" / "browser_kit.py"))
    browser = next(path for name in words["BROWSERS"] if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "blog").mkdir()
        (Path(home) / "blog" / "index.html").write_text(BLOG, "utf-8")
        command = [sys.executable, "-m", "rag.cli", "serve", "--port", str(PORT), "--home", home]
        server = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"POURQUOI_ALLOWED_ORIGINS": f"http://127.0.0.1:{BLOG_PORT}"}
        )
        try:
            wait_until_ready()
            shoot(browser, words["BROWSER_WORDS"], Path(home) / "blog")
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


def shoot(browser_path: str, words: tuple[str, ...], blog: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(words))
        shoot_page(browser)
        with ThreadingHTTPServer(("127.0.0.1", BLOG_PORT), partial(Quiet, directory=blog)) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            shoot_widget(browser)
            server.shutdown()
        browser.close()


def shoot_page(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light")
    page.goto(PAGE)
    page.locator(".marker").first.click()
    page.wait_for_selector("mark")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=PAGE_PICTURE)


def shoot_widget(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light")
    page.goto(f"http://127.0.0.1:{BLOG_PORT}/")
    for number in range(2):
        page.locator(".result").nth(number).wait_for()
    page.screenshot(path=WIDGET_PICTURE, full_page=True)


if __name__ == "__main__":
    main()
