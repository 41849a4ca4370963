"""`make pictures`: crawls the replica, opens the desk over it in Chromium, and takes the README's pictures."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "web"))
from browsing import chromium, serving  # noqa: E402 - the tests' own browser

_INTO = ROOT / "docs" / "images"
_SIZE = {"width": 1280, "height": 860}
_PAGES = {"desk-search.png": "/search?q=园区 招商", "desk-charts.png": "/charts?q=招商, 安全"}


def main() -> None:
    """Writes one picture a page."""
    _INTO.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "zonenews", "demo", "--folder", folder, "--port", "8791"], check=True)
        with serving(Path(folder) / "zonenews.db") as desk, chromium() as browser:
            tab = browser.new_page(viewport=_SIZE, locale="en-GB")
            for name, address in _PAGES.items():
                tab.goto(f"{desk}{address}", wait_until="networkidle", timeout=120_000)
                tab.screenshot(path=_INTO / name)
                print(_INTO / name)


if __name__ == "__main__":
    main()
