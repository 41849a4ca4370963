"""The desk over an archive with something of everything."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))
from samples import at
from variety import fill

from archive.web.serving import desk

NOW = at(120)
Get = Callable[..., Any]


@pytest.fixture(scope="session")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The archive's path."""
    path = str(tmp_path_factory.mktemp("desk") / "archive.db")
    fill(path)
    return path


@pytest.fixture(scope="module")
def get(desk_file: str) -> Iterator[Get]:
    """Asks the desk for a path, in this process; gives the response."""
    served = desk(desk_file, now=lambda: NOW + timedelta(0))
    with asyncio.Runner() as runner:

        def ask(path: str, method: str = "GET", **asked: Any) -> Any:
            return runner.run(served.client.request(method, path, **asked))

        yield ask
        served.get_database("archive").close()
        served.zonenews_desk.close()
        served.executor.shutdown()
