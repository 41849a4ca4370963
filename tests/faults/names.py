"""A crawl that looks hosts up in a file of ours: `{"www.example.cn": ["127.0.0.1", …]}`, an answer a lookup."""

import json
from pathlib import Path

# What every process of the crawl does when it starts; the last answer is given for good, none is a name unknown
SITECUSTOMIZE = """
import json, pathlib, socket

file, real = pathlib.Path({file!r}), socket.gethostbyname

def gethostbyname(name):
    names = json.loads(file.read_text())
    if name not in names:
        return real(name)
    answers = names[name]
    if not answers:
        raise socket.gaierror(-2, "Name or service not known")
    answer = answers.pop(0) if len(answers) > 1 else answers[0]
    file.write_text(json.dumps(names))
    return answer

socket.gethostbyname = gethostbyname
"""


class Names:
    """The names of a test, and the folder that PYTHONPATH must begin with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "names.json"
        (folder / "sitecustomize.py").write_text(SITECUSTOMIZE.format(file=str(self._file)), encoding="utf-8")
        self._file.write_text("{}", encoding="utf-8")

    def say(self, **names: list[str]) -> None:
        """Answers for names, whose dots are written as underscores."""
        given = {name.replace("_", "."): answers for name, answers in names.items()}
        self._file.write_text(json.dumps(given), encoding="utf-8")

    def left(self, name: str) -> list[str]:
        """The answers that nobody has asked for yet."""
        found: list[str] = json.loads(self._file.read_text(encoding="utf-8"))[name]
        return found
