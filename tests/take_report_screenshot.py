"""Takes the pictures of a report anew: the page of a real `pourquoi eval run` over the whole gold, its top and a question.

python tests/take_report_screenshot.py [REPORT_HTML]

Without a page that was made before, the gold is asked first, which takes some minutes.
"""

import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
TOP, QUESTION = ROOT / "docs" / "report.png", ROOT / "docs" / "report-question.png"
_WIDTH, _HEIGHT = 1200, 860
# A question whose gold and quotes overlap.
_OPENED = "seeds-en-003"


def main() -> None:
    if len(sys.argv) > 1:
        shoot(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "rag.cli", "eval", "run", "--home", f"{folder}/home", "--out", folder]
        subprocess.run(command, cwd=ROOT, check=True)
        shoot(Path(folder) / "report.html")


def shoot(report: Path) -> None:
    words = runpy.run_path(str(ROOT / "tests" / "browser_kit.py"))
    browser_path = next(path for name in words["BROWSERS"] if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(words["BROWSER_WORDS"]))
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="light")
        page.goto(report.resolve().as_uri())
        page.screenshot(path=TOP)
        page.locator(".row", has_text=_OPENED).locator("summary").first.click()
        page.evaluate("document.activeElement.blur(); document.querySelector('#questions').scrollIntoView()")
        page.screenshot(path=QUESTION)
        browser.close()


if __name__ == "__main__":
    main()
