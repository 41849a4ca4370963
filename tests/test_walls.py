"""Holds the walls of the house: who may import whom, and which one module does which one thing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(path for package in ("archive", "zonenews") for path in (ROOT / package).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in SOURCES]


def _imports(name: str) -> set[str]:
    """Every module a file imports, anywhere in it, also by relative imports; `from a import b` counts as a and a.b."""
    found = set()
    package = name.removesuffix(".py").split("/")
    for node in ast.walk(ast.parse((ROOT / name).read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = ".".join([*package[: -node.level], *filter(None, [node.module])]) if node.level else node.module
            found |= {str(module)} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def _reaches(name: str, *modules: str) -> list[str]:
    return sorted(used for used in _imports(name) if used.split(".")[0] in modules or used in modules)


def _in(folder: str) -> list[str]:
    return [name for name in NAMES if name.startswith(folder)]


def _attributes(name: str) -> Iterator[tuple[str, ...]]:
    """The dotted names that a file uses, and the methods it calls on anything."""
    for node in ast.walk(ast.parse((ROOT / name).read_bytes())):
        if isinstance(node, ast.Attribute):
            yield (ast.unparse(node.value), node.attr)


def _users(*wanted: str) -> set[str]:
    """The files that use one of these names, imported or as an attribute."""
    return {
        name
        for name in NAMES
        if {used.rpartition(".")[2] for used in _imports(name)} & set(wanted)
        or {attribute for _, attribute in _attributes(name)} & set(wanted)
    }


@pytest.mark.parametrize("name", _in("zonenews/extraction/"))
def test_extraction_knows_neither_scrapy_nor_the_archive_nor_a_network(name: str) -> None:
    assert _reaches(name, "scrapy", "archive", "sqlalchemy", "twisted", "aiohttp", "socket", "http", "os") == []
    outside = {used for used in _imports(name) if used.startswith("zonenews.")}
    allowed = ("zonenews.extraction", "zonenews.profile")
    assert [used for used in sorted(outside) if not used.startswith(allowed)] == []


@pytest.mark.parametrize("name", _in("archive/"))
def test_the_archive_knows_neither_the_crawler_nor_its_libraries(name: str) -> None:
    assert _reaches(name, "zonenews", "scrapy", "parsel", "lxml", "w3lib", "twisted", "typer", "rich") == []


def test_the_archive_works_where_the_crawler_cannot_be_imported(tmp_path: Path) -> None:
    code = """
import sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"zonenews", "scrapy", "parsel", "lxml", "w3lib", "twisted"}:
            raise ImportError(f"{name} is behind a wall")

sys.meta_path.insert(0, Wall())
sys.path[:0] = sys.argv[2:]
import pkgutil, importlib, archive
for module in pkgutil.walk_packages(archive.__path__, "archive."):
    if not module.name.startswith("archive.migrations"):
        importlib.import_module(module.name)
from samples import Crawl, opened
crawl = Crawl(sys.argv[1])
crawl.article()
crawl.writer.close()
with opened(sys.argv[1]) as found:
    print(len(list(found.articles())))
"""
    command = [sys.executable, "-c", code, str(tmp_path / "a.db"), str(ROOT), str(ROOT / "tests" / "archive")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("1\n", "")


@pytest.mark.parametrize("name", _in("zonenews/spiders/") + _in("zonenews/browser/"))
def test_spiders_and_the_browser_never_touch_the_archive(name: str) -> None:
    assert _reaches(name, "archive", "sqlalchemy", "sqlite3", "pysqlite3") == []


def test_one_module_reads_the_environment() -> None:
    """Handing it on whole to a process, as `{**os.environ, …}`, is not reading it."""
    assert {name for name in NAMES if _reads_environment(name)} == {"zonenews/environment.py"}


def _reads_environment(name: str) -> bool:
    tree = ast.parse((ROOT / name).read_bytes())
    dicts = [node for node in ast.walk(tree) if isinstance(node, ast.Dict)]
    pairs = [pair for found in dicts for pair in zip(found.keys, found.values, strict=True)]
    handed_on = {id(value) for key, value in pairs if key is None}
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and id(node) not in handed_on]
    words = {"environ", "environb", "getenv", "getenvb"}
    return any(node.attr in words for node in used) or bool({f"os.{word}" for word in words} & _imports(name))


def test_one_module_chooses_the_sqlite_library() -> None:
    assert {name for name in NAMES if _reaches(name, "sqlite3", "pysqlite3", "apsw")} == {"archive/sqlite.py"}


def test_one_module_parses_html() -> None:
    """A profile may be checked by compiling its selectors; only page.py makes a tree of bytes or text."""
    parsers = ("HTMLParser", "HTML", "document_fromstring", "fragment_fromstring", "fragments_fromstring", "Selector")
    found = {name for name in _users(*parsers) if name.startswith("zonenews/extraction/")}
    assert found == {"zonenews/extraction/page.py"}


def test_one_module_decodes_pages() -> None:
    """In extraction, bytes become text in charset.py alone."""
    decoders = {
        name for name in _in("zonenews/extraction/") for _, attribute in _attributes(name) if attribute == "decode"
    }
    assert decoders == {"zonenews/extraction/charset.py"}


def test_one_module_writes_rows() -> None:
    """The writer, with its statements and steps; everybody else reads."""
    writers = {
        name for name in NAMES if {"sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete"} & _imports(name)
    }
    writer = {
        f"archive/{name}.py"
        for name in ("storage", "recording", "history", "removals", "forgetting", "mending", "statements", "incidents")
    }
    search = {"archive/search/gin.py", "archive/search/index.py"}
    assert writers == writer | search | {
        "archive/reprints/index.py",
        "archive/files/writing.py",
        "archive/manners/writing.py",
        "archive/export/cursors.py",
        "archive/charted.py",
        "archive/batches.py",
        "archive/copying/target.py",
    }
