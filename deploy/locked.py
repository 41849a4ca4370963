"""Prints the part of requirements.lock that some extras need: `python deploy/locked.py fleet web`.

The lock has every extra; an image is to have only its own. Versions and hashes are the lock's.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_US = "zonenews"


def part(lock: str, project: str, extras: list[str]) -> str:
    """The entries of a lock that a project and these extras of it lead to. Raises KeyError for an unknown extra."""
    entries = {_name(entry): entry for entry in re.split(r"\n(?=\w)", lock.strip())}
    parents = {name: _parents(entry) for name, entry in entries.items()}
    about = tomllib.loads(project)["project"]
    named = [*about["dependencies"], *(one for extra in extras for one in about["optional-dependencies"][extra])]
    wanted = {_name(one) for one in named}
    while more := {name for name, by in parents.items() if by & wanted} - wanted:
        wanted |= more
    return "".join(f"{entries[name]}\n" for name in sorted(wanted & entries.keys()))


def _name(entry: str) -> str:
    found = _NAME.match(entry)
    assert found, entry
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _parents(entry: str) -> set[str]:
    """Whom an entry is there for, by the comments behind it: `# via scrapy`, or a list of names."""
    comments = re.findall(r"^ +# +(?:via +)?(\w\S*)", entry, re.M)
    return {_name(one) for one in comments} - {"via", _US}


if __name__ == "__main__":
    try:
        print(
            part((ROOT / "requirements.lock").read_text(), (ROOT / "pyproject.toml").read_text(), sys.argv[1:]), end=""
        )
    except KeyError as unknown:
        sys.exit(f"pyproject.toml has no extra {unknown}")
