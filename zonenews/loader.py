"""Loads the site files one by one: a broken one is named, and the others are crawled all the same."""

import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from traceback import walk_tb

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from zonenews.exits import Exit, Refused


class SiteLoader(SpiderLoader):
    """Scrapy's loader gives up at the first file that cannot be imported; this one keeps what is wrong with it.

    `broken` holds one line for each site that cannot be crawled, by the name its file promises.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.broken: dict[str, str] = {}
        self._files: dict[str, str] = {}
        super().__init__(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of that name. Raises Refused where its file is broken, KeyError where there is none."""
        if spider_name in self._spiders:
            return self._spiders[spider_name]
        if spider_name in self.broken:
            raise Refused(Exit.CONFIGURATION, self.broken[spider_name])
        if spider_name in self._files:
            said = (
                f"{_shown(self._files[spider_name])} holds no site of that name; its class needs name = {spider_name!r}"
            )
            raise Refused(Exit.CONFIGURATION, said)
        raise KeyError(spider_name)

    def say_broken(self, besides: str | None = None) -> None:
        """Names the broken files on stderr, a line each; `besides` is the site whose own story is told elsewhere."""
        for name, line in self.broken.items():
            if name != besides or name in self._spiders:
                print(f"zonenews: left out: {line}", file=sys.stderr)

    def _load_all_spiders(self) -> None:
        for name in self.spider_modules:
            self._load_module(name)
        self._check_name_duplicates()

    def _load_module(self, name: str) -> None:
        try:
            module = import_module(name)
        except Exception as error:  # a site file is code, so anything can go wrong in it
            self.broken[name.rpartition(".")[2]] = _what_is_wrong(name, error)
            return
        self._load_spiders(module)
        self._files[name.rpartition(".")[2]] = _file_of(name)
        for found in iter_modules(getattr(module, "__path__", ())):
            self._load_module(f"{name}.{found.name}")

    def _check_name_duplicates(self) -> None:
        """Drops a name that two files claim: whichever won, the other's pages would be archived under it."""
        for name, places in self._found.items():
            if len(places) > 1:
                del self._spiders[name]
                files = " and ".join(_shown(_file_of(module)) for module, _ in places)
                self.broken[name] = f"{files} name their site {name!r}, and only one can"


def _what_is_wrong(module: str, error: Exception) -> str:
    """The file, the line in it, and the error, on one line."""
    file = _file_of(module)
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    said = str(error)
    if isinstance(error, SyntaxError) and error.filename == file:
        lines, said = [error.lineno or 1], error.msg
    where = f", line {lines[-1]}" if lines else ""
    return f"{_shown(file)}{where}: {type(error).__name__}: {' '.join(said.split())}"


def _file_of(module: str) -> str:
    """A module's file; its name where no file is found."""
    with suppress(ImportError):
        spec = find_spec(module)
        if spec is not None and spec.origin:
            return spec.origin
    return module


def _shown(file: str) -> str:
    """A path as short as it can be from here."""
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file
