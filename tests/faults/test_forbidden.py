"""What must not stand anywhere in the code, and what must stand in the lock file (S9, S24, S28, S29)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import measuring
import pytest

from zonenews import settings

ROOT = Path(__file__).parents[2]
FILES = [path for folder in ("zonenews", "archive") for path in sorted((ROOT / folder).rglob("*.py"))]
UNPICKLING = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "multiprocessing"} | {
    f"concurrent.futures.{name}" for name in ("ProcessPoolExecutor", "process")
}
XML = {"lxml.objectify", "lxml.sax", "xmltodict", "feedparser", "xml.sax", "xml.dom"}
TEMPLATES = {"yaml", "jinja2", "mako", "tomllib", "runpy"}
PARSERS = {"XMLParser", "XMLPullParser", "iterparse", "ETCompatXMLParser", "XSLT", "XMLSchema", "parse", "XML"}
# where pages of our own are made of templates of our own
OWN_PAGES = (ROOT / "archive" / "web", ROOT / "zonenews" / "report")


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports; `from a import b` counts as a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(path: Path) -> Iterator[str]:
    """The names that a file calls, as written."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("names", [UNPICKLING, XML, TEMPLATES], ids=["unpickling", "xml", "templates"])
def test_no_module_of_the_kind_is_imported(names: set[str]) -> None:
    measuring.trials(len(FILES))
    found = [
        (path.relative_to(ROOT), module)
        for path in FILES
        for module in imported(path)
        if {module, module.partition(".")[0]} & names and not any(path.is_relative_to(own) for own in OWN_PAGES)
    ]
    assert found == []


def test_html_is_the_only_markup_that_is_parsed() -> None:
    measuring.trials(len(FILES))
    calls = [
        (path.relative_to(ROOT), call)
        for path in FILES
        for call in called(path)
        if call.startswith(("etree.", "ElementTree.", "ET.")) and call.partition(".")[2] in PARSERS
    ]
    assert calls == []


def test_no_text_is_run_as_code() -> None:
    measuring.trials(len(FILES))
    calls = [(path.relative_to(ROOT), call) for path in FILES for call in called(path) if call in {"eval", "exec"}]
    assert calls == []


def test_nothing_that_pickles_is_switched_on() -> None:
    assert settings.JOBDIR is None
    assert settings.HTTPCACHE_ENABLED is False
    assert settings.FEEDS == {}


def test_every_dependency_is_pinned_by_version_and_hash() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    requirements = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    measuring.trials(len(requirements))
    loose = [line for line in requirements if not re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert len(requirements) > 30
    assert loose == []
    setup = (ROOT / "deploy" / "setup.sh").read_text(encoding="utf-8")
    installs = [line for line in setup.splitlines() if "pip install" in line and "-e ." not in line]
    assert len(installs) == 2
    assert all("--require-hashes -r requirements.lock" in line for line in installs)
