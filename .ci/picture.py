"""Takes the picture of the viewer that the README shows: `python .ci/picture.py http://127.0.0.1:8501`.

Start the viewer first, on a workspace that holds the bundled report: `plangraph ingest --sample && plangraph view`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "viewer.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"]
SETTLED = '.frame[data-drawn="true"][data-settled="true"]'


def take(address: str) -> None:
    """Write docs/viewer.png. Raises playwright's TimeoutError where the viewer does not answer."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN", reduced_motion="reduce")
        page.goto(address)
        page.wait_for_selector(SETTLED, timeout=120_000)
        page.wait_for_selector(".pg-statement", timeout=120_000)
        page.evaluate("() => document.fonts.ready")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1])
