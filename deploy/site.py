"""What MkDocs asks while it builds the site: the order of the pages, and the pages that are written from the code."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
# Pages by who reads them; one that does not exist is left out, one that is not named here comes under "More".
NAV: dict[str, dict[str, str]] = {
    "": {"index.md": "zonenews", "tutorial.md": "Tutorial"},
    "For analysts": {
        "desk.md": "The desk", "charts.md": "Charts and reports", "search.md": "Search", "reprints.md": "Reprints",
        "python.md": "Python", "export.md": "Export", "recipes.md": "Recipes", "api.md": "JSON API",
    },
    "For operators": {
        "operating.md": "Runs and health", "scheduling.md": "Scheduling", "alerts.md": "Alerts",
        "fleet.md": "Many machines", "copy.md": "Moving an archive",
        "exit-codes.md": "Exit codes", "manners.md": "Manners", "files.md": "Pictures and files",
        "drift.md": "When a site changes", "reliability.md": "Reliability", "soak.md": "Weeks in minutes",
        "benchmarks.md": "Benchmarks",
    },
    "For who adds a zone": {"add-a-zone.md": "Add a zone", "profile.md": "Profiles", "browser.md": "Drawn pages"},
    "Reference": {
        "commands.md": "Commands", "archive.md": "Archive in Python", "schema.md": "Schema", "row.md": "JSON rows",
        "captures.md": "Captures", "decisions.md": "Decisions", "changelog.md": "Changelog",
        "contributing.md": "Contributing",
    },
}  # fmt: skip
_DOCUMENT = re.compile(r"docs/([\w-]+\.md)")
_OUTSIDE = re.compile(r"\]\((?!https?:|#|mailto:)([^)]+)\)")


def on_config(config: Any) -> Any:
    """Orders the pages that there are."""
    there = {path.relative_to(config.docs_dir).as_posix() for path in Path(config.docs_dir).rglob("*.md")} | set(
        _WRITTEN
    )
    named = {page for pages in NAV.values() for page in pages}
    more = dict.fromkeys(sorted(there - named), "")
    config.nav = []
    for heading, pages in [*NAV.items(), ("More", more)]:
        entries = [{title: page} if title else page for page, title in pages.items() if page in there]
        if entries:
            config.nav += [{heading: entries}] if heading else entries
    return config


def on_files(files: Files, config: Any) -> Files:
    """Adds the pages that are written from the code, and those that lie beside it."""
    for name, write in _WRITTEN.items():
        files.append(File.generated(config, name, content=write()))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Turns links to files outside docs/ into their names: the site holds pages, not the code."""

    def link(found: re.Match[str]) -> str:
        target = found[1].split("#")[0]
        return f"]({found[1]})" if not target.startswith("../") else "](contributing.md#files)"

    return _OUTSIDE.sub(link, markdown)


def commands() -> str:
    """Every command with its arguments and options, as `--help` tells them."""
    import typer

    from zonenews.cli import app

    lines = [
        "# Commands",
        "",
        "Written from the code when the site is built: what `zonenews <command> --help` says.",
        "",
    ]
    for name, command in _commands(typer.main.get_command(app), ()):
        lines += [f"## zonenews {name}", "", (command.help or "").strip(), "", "```", _usage(name, command), "```", ""]
        options = [(_name(parameter), _told(parameter)) for parameter in command.params if _told(parameter)]
        if options:
            lines += ["| | |", "|---|---|", *(f"| {name} | {told} |" for name, told in options), ""]
    return _DOCUMENT.sub(r"[\1](\1)", "\n".join(lines))


def archive_reference() -> str:
    """The public methods of `archive.Archive` and of its figures, with their docstrings."""
    from archive import Archive
    from archive.figures import Figures

    lines = ["# Archive in Python", "", "Written from the docstrings; [python.md](python.md) has examples.", ""]
    for title, kind in (("archive.Archive", Archive), ("archive.Archive(…).figures", Figures)):
        lines += [f"## {title}", "", inspect.getdoc(kind) or "", ""]
        for name, member in sorted(_public(kind)):
            lines += [
                f"### {name}",
                "",
                "```python",
                f"{name}{_signature(member)}",
                "```",
                "",
                inspect.getdoc(member) or "",
                "",
            ]
    return "\n".join(lines)


def row() -> str:
    """The JSON Schema of a row."""
    from archive.export.schema import SCHEMA_FILE

    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    said = json.dumps(schema, ensure_ascii=False, indent=2)
    head = "# JSON rows\n\nWhat `zonenews export --schema` prints; [schema.md](schema.md) explains it."
    return f"{head}\n\n```json\n{said}\n```\n"


def beside(name: str) -> str:
    """A page that lies beside the code; its links into docs/ are links within the site."""
    text = (ROOT / name).read_text("utf-8").replace("](docs/", "](")
    return _OUTSIDE.sub(lambda found: found[0] if found[1].endswith(".md") else f"] `{found[1]}`", text)


def _commands(group: Any, before: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if not hasattr(command, "commands") or command.invoke_without_command:
            yield " ".join((*before, name)), command
        if hasattr(command, "commands"):
            yield from _commands(command, (*before, name))


def _usage(name: str, command: Any) -> str:
    pieces = command.collect_usage_pieces(command.make_context(name, [], resilient_parsing=True))
    return " ".join(["zonenews", name, *pieces])


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}`"
    return ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])


def _told(parameter: Any) -> str:
    if getattr(parameter, "hidden", False):
        return ""
    return (getattr(parameter, "help", None) or "").replace("|", "\\|").replace("<", "&lt;")


def _public(kind: type) -> Iterator[tuple[str, Any]]:
    for name, member in inspect.getmembers(kind):
        if not name.startswith("_") and inspect.getdoc(member):
            yield name, member


def _signature(member: Any) -> str:
    if isinstance(member, property):
        return ""
    said = str(inspect.signature(member)).replace("(self, ", "(").replace("(self)", "()")
    return re.sub(r"\b(?:typing|collections\.abc|datetime|pathlib|archive(?:\.\w+)*)\.", "", said)


_WRITTEN = {
    "commands.md": commands,
    "archive.md": archive_reference,
    "row.md": row,
    "changelog.md": lambda: beside("CHANGELOG.md"),
    "contributing.md": lambda: beside("CONTRIBUTING.md"),
}
