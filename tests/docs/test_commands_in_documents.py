"""Every command that a document shows is one that there is, with options that it has."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from documents import PAGES, ROOT, commands, fenced

from zonenews.cli import app

ZONENEWS: Any = typer.main.get_command(app)
SPIDERS = {path.stem for path in (ROOT / "zonenews" / "spiders").glob("*.py")}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
SHOWN = [
    pytest.param(words, id=f"{page.name}: {' '.join(words)}")
    for page in PAGES
    for block in fenced(page, "sh", "bash", "console", "")
    for words in commands(block)
    if words[0] in {"zonenews", "scrapy", "make"} and len(words) > 1
]


@pytest.mark.parametrize("words", SHOWN)
def test_a_command_is_one_that_there_is(words: list[str]) -> None:
    program, *arguments = words
    {"zonenews": zonenews, "scrapy": scrapy, "make": make}[program](arguments)


def zonenews(arguments: list[str]) -> None:
    command, name = ZONENEWS, "zonenews"
    while hasattr(command, "commands") and arguments and arguments[0] in command.commands:
        name, *arguments = arguments
        command = command.commands[name]
    assert command is not ZONENEWS, f"zonenews has no command {arguments[0]}"
    context = command.make_context(name, [], resilient_parsing=True)  # without the arguments that it needs
    context.resilient_parsing = False
    _, left, _ = command.make_parser(context).parse_args(list(arguments))  # raises where an option is none
    assert hasattr(command, "commands") is False or left == []


def scrapy(arguments: list[str]) -> None:
    name, *others = arguments
    assert name in {"crawl", "list"}
    spider = [word for word, before in zip(others, ["", *others], strict=False) if word[0] != "-" and before[:1] != "-"]
    assert set(spider) <= SPIDERS | {"zone"}
    assert {word for word in others if word[0] == "-"} <= {"-a", "-s"}


def make(arguments: list[str]) -> None:
    assert {word for word in arguments if "=" not in word} <= TARGETS


def test_the_test_sees_the_commands() -> None:
    """A document's blocks are read as a shell reads them."""
    block = "# a comment\nexport A=1\nA=1 .venv/bin/zonenews show <an address> --json | head -3\ncd x && make demo\n"
    assert commands(block) == [
        ["export", "A=1"], ["zonenews", "show", "AN-ADDRESS", "--json"], ["head", "-3"], ["cd", "x"], ["make", "demo"],
    ]  # fmt: skip
    with pytest.raises(Exception, match="No such option"):
        zonenews(["show", "x", "--nothing"])
    with pytest.raises(AssertionError):
        zonenews(["nothing"])
    assert len(SHOWN) > 30


def test_every_document_is_tested(tmp_path: Path) -> None:
    names = {page.name for page in PAGES}
    assert {"README.md", "tutorial.md", "charts.md", "operating.md"} <= names
