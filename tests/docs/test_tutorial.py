"""The tutorial is walked as a newcomer walks it: in a shell, in a browser, in a notebook's kernel."""

import doctest
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from documents import ROOT, fenced
from nbclient import NotebookClient
from playwright.sync_api import sync_playwright

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
TUTORIAL = ROOT / "docs" / "tutorial.md"
MAKE_DEMO = re.compile(r"^demo: .*\n\t@\$\(BIN\)/(zonenews demo)$", re.M)
REAL = "ZONENEWS_CONTACT"  # what needs a public site is not run; test_commands_in_documents.py reads it


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the commands are where they are in a checkout, after the tutorial's first steps."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    assert "3 new articles, 0 changed" in run(folder, blocks()[0])
    return folder


def blocks() -> tuple[str, str, str]:
    """The commands before the server, the server, and those after it."""
    shell = [block for block in fenced(TUTORIAL, "sh") if REAL not in block]
    (place,) = [place for place, block in enumerate(shell) if block.strip().endswith("zonenews serve")]
    return "".join(shell[:place]), shell[place].strip(), "".join(shell[place + 1 :])


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def run(checkout: Path, script: str) -> str:
    """A script as a newcomer types it; ports are free ones, and the kernel's description goes into the folder.

    What `make` would set up is there; it is not set up again.
    """
    (demo,) = MAKE_DEMO.findall((ROOT / "Makefile").read_text("utf-8"))
    script = script.replace("make demo", f".venv/bin/{demo}").replace(demo, f"{demo} --port {free_port()}")
    script = script.replace("--user --name", f"--prefix {checkout}/kernels --name")
    env = {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}
    done = subprocess.run(["bash", "-euc", script], cwd=checkout, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def served(checkout: Path, command: str) -> Iterator[str]:
    """The address that the server says it is at."""
    words = [*command.split(), "--port", str(free_port())]
    env = {**os.environ, "ZONENEWS_ARCHIVE": "demo/zonenews.db"}
    process = subprocess.Popen(words, cwd=checkout, env=env, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        said = process.stderr.readline()
        yield re.findall(r"http://\S+", said)[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def chart_of(address: str) -> list[list[str]]:
    """What one sees who follows the tutorial: the chart is drawn; gives the numbers that stand below it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page(locale="en-GB")
        for _ in range(100):  # it says where it will be a moment before it is there
            try:
                tab.goto(address)
                break
            except Exception:
                tab.wait_for_timeout(100)
        tab.get_by_role("link", name="Charts").click()
        tab.get_by_label("Terms").fill("光伏, 招商")
        tab.get_by_role("button", name="Draw").click()
        assert "q=" in tab.url
        for name in ("Terms over time", "Articles over time"):
            figure = tab.locator("figure", has=tab.get_by_role("heading", name=name))
            picture = figure.locator("img")
            picture.scroll_into_view_if_needed()
            tab.wait_for_function("each => each.complete && each.naturalWidth > 300", arg=picture.element_handle())
        figure.get_by_text("The numbers").click()
        rows = [row.locator("th, td").all_inner_texts() for row in figure.locator("tbody tr").all()]
        browser.close()
    return rows


def cells(checkout: Path) -> list[str]:
    """What the notebook shows below each cell."""
    book = nbformat.v4.new_notebook()
    book.cells = [nbformat.v4.new_code_cell(code) for code in fenced(TUTORIAL, "python")]
    kernels = os.environ.get("JUPYTER_PATH")
    os.environ["JUPYTER_PATH"] = str(checkout / "kernels" / "share" / "jupyter")
    try:
        NotebookClient(book, kernel_name="zonenews", resources={"metadata": {"path": str(checkout)}}).execute()
    finally:
        os.environ.pop("JUPYTER_PATH") if kernels is None else os.environ.update(JUPYTER_PATH=kernels)
    return [cell.outputs[-1]["data"]["text/plain"] for cell in book.cells]


@pytest.mark.filterwarnings("ignore")  # of Jupyter's own libraries
def test_a_newcomer_gets_to_a_chart_and_to_a_frame(checkout: Path) -> None:
    _, server, after = blocks()
    with served(checkout, server) as address:
        rows = chart_of(address)
    months = {row[0]: row[-1] for row in rows}
    run(checkout, "export ZONENEWS_ARCHIVE=demo/zonenews.db\n" + after)
    assert [(checkout / "demo" / name).stat().st_size > 50_000 for name in ("report.html", "月报.html")] == [True, True]
    head, by_month, named = cells(checkout)
    assert "source" in head
    counted = re.findall(r"^(\d{4}-\d{2}) +(\d+)$", by_month, re.M)
    assert len(counted) == 5
    assert dict(counted).items() <= months.items()
    assert 0 < float(named.removeprefix("np.float64(").removesuffix(")")) < 1


def test_the_examples_of_charts(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    document = str(ROOT / "docs" / "charts.md")
    failed, tried = doctest.testfile(document, module_relative=False, encoding="utf-8")
    assert (failed, tried > 5) == (0, True)
