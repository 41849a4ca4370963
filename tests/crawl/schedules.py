"""Reads what `zonenews schedule` writes as strictly as its readers do: crontabs, units, environment files."""

import re
import shlex
from dataclasses import dataclass

_ALLOWED = {
    "Unit": {"Description", "After", "Wants"},
    "Service": {
        *("Type", "User", "WorkingDirectory", "EnvironmentFile", "ExecStart", "SuccessExitStatus", "TimeoutStartSec"),
        *("TimeoutStopSec", "KillMode", "UMask", "NoNewPrivileges", "ProtectSystem"),
    },
    "Timer": {"OnCalendar", "AccuracySec", "Persistent"},
    "Install": {"WantedBy"},
}
_CALENDAR = re.compile(r"\*-\*-\* ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) Asia/Shanghai")
_LINE = re.compile(r"([0-5]?\d) ((?:1?\d|2[0-3])(?:,(?:1?\d|2[0-3]))*) \* \* \* {2}(\S.*)")
_SETTING = re.compile(r"([A-Z_]+)=(?:(['\"])(.*)\2|([^\s'\"]*))")
_ENTRY = re.compile(r'([A-Z_]+)=(?:"((?:[^"\\]|\\["\\])*)"|([^\s"\'\\;#$`]+))')


@dataclass(frozen=True)
class CronLine:
    """One line: when, and what cron gives to the shell."""

    minute: int
    hours: tuple[int, ...]
    command: str


def read_crontab(text: str) -> tuple[dict[str, str], list[CronLine]]:
    """The environment and the lines. Raises ValueError where cron would not read it so."""
    assert text.endswith("\n")
    environment, lines = {}, []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if found := _LINE.fullmatch(line):
            hours = tuple(int(hour) for hour in found[2].split(","))
            lines.append(CronLine(int(found[1]), hours, _shell_text(found[3])))
        elif found := _SETTING.fullmatch(line):
            assert not lines, "cron gives an environment only to the lines below it"
            environment[found[1]] = found[3] if found[2] else found[4]
        else:
            raise ValueError(f"cron reads no such line: {line!r}")
    return environment, lines


def _shell_text(command: str) -> str:
    """What the shell gets: an unescaped % would end the command."""
    assert not re.search(r"(?<!\\)%", command)
    return command.replace(r"\%", "%")


def read_unit(text: str) -> dict[str, dict[str, list[str]]]:
    """The sections of a unit and their values. Raises ValueError for a line or a key that systemd would not take."""
    sections: dict[str, dict[str, list[str]]] = {}
    here: dict[str, list[str]] | None = None
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if header := re.fullmatch(r"\[(\w+)\]", line):
            assert header[1] not in sections
            here = sections[header[1]] = {}
            continue
        name, equals, value = line.partition("=")
        if (
            here is None
            or not equals
            or name not in _ALLOWED[list(sections)[-1]]
            or not value
            or value != value.strip()
        ):
            raise ValueError(f"systemd takes no such line here: {line!r}")
        here.setdefault(name, []).append(value)
    return sections


def calendar(value: str) -> int:
    """The second of the day, in Beijing, of a calendar expression."""
    found = _CALENDAR.fullmatch(value)
    if found is None:
        raise ValueError(f"no daily time: {value!r}")
    hour, minute, second = (int(part) for part in found.groups())
    return hour * 3600 + minute * 60 + second


def words(command: str, instance: str) -> list[str]:
    """The arguments that systemd starts: quotes, then specifiers, then variables, of which there are none."""
    found = []
    for word in shlex.split(command):
        assert not re.search(r"(?<!%)(?:%%)*%(?![%i])", word), word
        plain = re.sub(r"%(.)", lambda match: instance if match[1] == "i" else "%", word)
        assert not re.search(r"(?<!\$)(?:\$\$)*\$(?!\$)", plain), plain
        found.append(plain.replace("$$", "$"))
    return found


def read_environment(text: str) -> dict[str, str]:
    """The values of an environment file."""
    found = {}
    for line in text.splitlines():
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            raise ValueError(f"no assignment: {line!r}")
        quoted = entry[2]
        found[entry[1]] = entry[3] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return found
