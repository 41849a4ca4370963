"""Carries out the Containerfile without an engine: `python deploy/rehearse.py [--packages FOLDER] TARGET [COMMAND …]`.

Every step runs in a root of its own, laid over this machine's by overlayfs, and the command at the end as the image's
user, on a root that cannot be written. What an engine would do and this cannot: fetch the base images, so this
machine's Python and libraries stand in for theirs, and `apt-get`, which is left out. With `--packages` nothing is
downloaded: the packages of that folder stand in for what pip would install. Linux only, as root.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
_PATH = f"{sys.base_prefix}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_STARTED = "ZONENEWS_REHEARSAL"


@dataclass
class Stage:
    """One stage of the build: its root, the folders it is laid over, and what its instructions have set."""

    root: Path
    layers: tuple[str, ...] = ("/",)
    env: dict[str, str] = field(default_factory=lambda: {"PATH": _PATH, "HOME": "/"})
    workdir: str = "/"
    user: str | None = None
    command: dict[str, list[str]] = field(default_factory=dict)

    def run(self, words: list[str], *, user: str | None = None) -> int:
        """Runs a command in it; gives its exit code."""
        become = [f"--userspec={user}"] if user else []
        env = [f"{name}={value}" for name, value in self.env.items()]
        inside = ["env", "-i", f"--chdir={self.workdir}", *env, *words]
        return subprocess.run(["chroot", *become, str(self.root), *inside], check=False).returncode

    def at(self, path: str) -> Path:
        """A path of the image, here."""
        return self.root / (Path(self.workdir) / path).relative_to("/")


class Rehearsal:
    """A build in a scratch folder."""

    def __init__(self, scratch: Path, packages: Path | None) -> None:
        self._scratch, self._packages = scratch, packages
        self._steps = stages((ROOT / "Containerfile").read_text("utf-8"))
        self._done: dict[str, Stage] = {}

    def build(self, target: str) -> Stage:
        """Carries out the steps of a stage and of those that it needs. Raises SystemExit where one fails."""
        if target in self._done:
            return self._done[target]
        base, steps = self._steps[target]
        under = self.build(base) if base in self._steps else Stage(self._scratch)
        for _, rest in steps:
            for needed in re.findall(r"--from=(\S+)", rest):
                self.build(needed)
        print(f"FROM {base} AS {target}", file=sys.stderr)
        stage = self._done[target] = self._over(under, target)
        for word, rest in steps:
            print(f"{word} {rest}", file=sys.stderr)
            getattr(self, f"_{word.lower()}")(stage, rest)
        return stage

    def _over(self, under: Stage, name: str) -> Stage:
        """A root laid over another's."""
        folders = [self._scratch / name / kind for kind in ("upper", "work", "root")]
        for folder in folders:
            folder.mkdir(parents=True)
        upper, work, root = map(str, folders)
        options = f"lowerdir={':'.join(under.layers)},upperdir={upper},workdir={work}"
        _mount("-t", "overlay", "overlay", "-o", options, root)
        _mount("--rbind", "/dev", f"{root}/dev")
        _open_way_to_python(Path(root))
        return Stage(Path(root), (upper, *under.layers), dict(under.env), under.workdir)

    def _run(self, stage: Stage, rest: str) -> None:
        if rest.startswith("apt-get"):
            print("  left out: apt-get", file=sys.stderr)
            return
        if self._packages:
            rest, pip, _ = rest.partition(" && python -m pip ")
        if code := stage.run(["sh", "-c", rest]):
            sys.exit(f"exit {code}: {rest}")
        if self._packages and pip:
            (site,) = stage.at("/opt/zonenews").glob("lib/python3*/site-packages")
            (site / "rehearsal.pth").write_text(f"{self._packages}\n")

    def _copy(self, stage: Stage, rest: str) -> None:
        *flags, to = shlex.split(rest)
        name = flags.pop(0).removeprefix("--from=") if flags[0].startswith("--from=") else None
        for path in flags:
            found = self._done[name].at(path) if name else ROOT / path
            place = stage.at(to) / found.name if to.endswith("/") else stage.at(to)
            place.parent.mkdir(parents=True, exist_ok=True)
            if found.is_dir():
                shutil.copytree(found, place, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(found, place)

    def _env(self, stage: Stage, rest: str) -> None:
        for pair in shlex.split(rest):
            name, _, value = pair.partition("=")
            stage.env[name] = value.replace("$PATH", stage.env["PATH"])

    def _workdir(self, stage: Stage, rest: str) -> None:
        stage.workdir = rest
        stage.at(rest).mkdir(parents=True, exist_ok=True)

    def _user(self, stage: Stage, rest: str) -> None:
        stage.user = rest

    def _expose(self, stage: Stage, rest: str) -> None:
        """Says only where something answers."""

    def _entrypoint(self, stage: Stage, rest: str) -> None:
        stage.command["entrypoint"] = json.loads(rest)

    def _cmd(self, stage: Stage, rest: str) -> None:
        stage.command["cmd"] = json.loads(rest)


def stages(text: str) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """The stages of a Containerfile by name: what each begins from, and its instructions, word and rest."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    found: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for word, _, rest in (line.partition(" ") for line in joined.splitlines()):
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found[name] = (base, [])
        else:
            found[name][1].append((word, rest.strip()))
    return found


def perform(stage: Stage, words: list[str], packages: Path | None) -> int:
    """Runs the image's entry point as its user, on a root that cannot be written but for /tmp and what lasts."""
    for folder in ("/tmp", "/var/lib/zonenews"):
        if stage.at(folder).is_dir():
            _mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(stage.at(folder)))
    if packages and not stage.at(str(packages)).exists():  # a checkout below /tmp has just been hidden
        stage.at(str(packages)).mkdir(parents=True)
        _mount("--bind", str(packages), str(stage.at(str(packages))))
    _mount("-o", "remount,ro,bind" if os.path.ismount(stage.root) else "bind", str(stage.root))
    command = [*stage.command["entrypoint"], *(words or stage.command.get("cmd", []))]
    print(f"as {stage.user}: {shlex.join(command)}", file=sys.stderr)
    return stage.run(command, user=stage.user)


def _open_way_to_python(root: Path) -> None:
    """The interpreter may be in somebody's home, and the image's user is somebody else."""
    for folder in (Path(sys.base_prefix), *Path(sys.base_prefix).parents[:-1]):
        inside = root / folder.relative_to("/")
        inside.chmod(inside.stat().st_mode | 0o055)


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def is_root() -> bool:
    """Whether this is root of the machine, and not of a namespace in which it is alone."""
    return os.geteuid() == 0 and Path("/proc/self/uid_map").read_text().split()[-1] == str(2**32 - 1)


def main() -> int:
    """Begins anew in a namespace whose mounts nobody else sees and that vanish with it, and builds there."""
    if _STARTED not in os.environ:
        if not is_root():
            sys.exit("rehearse: mounting takes root of the machine")
        os.environ[_STARTED] = "1"
        os.execvp("unshare", ["unshare", "-m", sys.executable, *sys.argv])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--packages", type=lambda path: Path(path).resolve())
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    if given.target not in stages((ROOT / "Containerfile").read_text("utf-8")):
        parser.error(f"the Containerfile has no target {given.target}")
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir="/tmp") as scratch:
        _mount("-t", "tmpfs", "tmpfs", scratch)
        code = perform(Rehearsal(Path(scratch), given.packages).build(given.target), given.command, given.packages)
        os.chdir("/")
        subprocess.run(["umount", "--recursive", "--lazy", scratch], check=False)
    return code


if __name__ == "__main__":
    sys.exit(main())
