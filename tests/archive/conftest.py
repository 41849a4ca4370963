"""A fresh archive for every test, on each engine; one with everything, to be copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from everything import fill
from samples import Crawl


@pytest.fixture
def crawl(archive_url: str) -> Iterator[Crawl]:
    """A run that writes into a fresh archive."""
    crawl = Crawl(archive_url)
    yield crawl
    crawl.writer.close()


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive with everything, which nobody changes."""
    folder = tmp_path_factory.mktemp("source")
    fill(str(folder / "a.db"), folder)
    return str(folder / "a.db")


@pytest.fixture
def own(source: str, tmp_path: Path) -> str:
    """An archive with everything, to be changed."""
    shutil.copy(source, tmp_path / "own.db")
    shutil.copytree(f"{source}.files", tmp_path / "own.db.files")
    return str(tmp_path / "own.db")
