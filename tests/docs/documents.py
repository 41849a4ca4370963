"""The documents, and the commands and examples in them."""

import re
import shlex
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "README.zh.md", "CONTRIBUTING.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
_HAS_COMMAND = re.compile(r"^[^\w.]*(?:[\w.]+=\S* )*(?:export|cd|make|[\w./]*(?:python|zonenews|scrapy)) |&& ")
_BETWEEN = {"&&", "||", "|", ";", "&"}


def fenced(page: Path, *languages: str) -> list[str]:
    """The blocks of a document in some languages, in their order."""
    return [body for language, body in _FENCED.findall(page.read_text("utf-8")) if language in languages]


def commands(block: str) -> list[list[str]]:
    """The words of every command of a shell block, without variables set before it, redirections and comments."""
    found: list[list[str]] = []
    # <list page> is a place for an address, and no redirection; five stars and more are a crontab's
    text = re.sub(r"<([\w .\-]+)>", lambda place: place[1].replace(" ", "-").upper(), block).replace("\\\n", " ")
    for line in filter(_HAS_COMMAND.search, text.splitlines()):
        parts: list[list[str]] = [[]]
        for word in _words(line):
            if word in _BETWEEN:
                parts.append([])
            elif word in {">", ">>", "<", "2>"}:
                break
            else:
                parts[-1].append(word)
        found += [named for part in parts if (named := _named(part))]
    return found


def _words(line: str) -> list[str]:
    """The words of a line; a text in quotes that goes on in the next line is left out."""
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    found = []
    with suppress(ValueError):
        found += iter(words)
    return found


def _named(words: list[str]) -> list[str]:
    while words and re.fullmatch(r"\w+=.*", words[0]):
        words = words[1:]
    return [Path(words[0]).name, *words[1:]] if words else []
