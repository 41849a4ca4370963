"""The container files without an engine: their steps are carried out, their commands are ones that there are."""

import re
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from documents import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_commands_in_documents import zonenews

sys.path.insert(0, str(ROOT / "deploy"))
from locked import part
from rehearse import is_root, stages

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
STAGES = stages((ROOT / "Containerfile").read_text("utf-8"))
TARGETS = {"worker": ["fleet", "alerts"], "desk": ["fleet", "web"], "browser": ["fleet", "alerts", "browser"]}
OURS = {name: service for name, service in COMPOSE["services"].items() if name != "db"}


def needed(names: set[str]) -> set[str]:
    """Everything that installed packages need, by what they themselves say."""
    found: set[str] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        found.add(name)
        for text in distribution(name).requires or ():
            other = Requirement(text)
            wanted = any(not other.marker or other.marker.evaluate({"extra": extra}) for extra in (*one.extras, ""))
            if wanted and canonicalize_name(other.name) not in found:
                waiting.append(other)
    return found


@pytest.mark.parametrize("target", TARGETS)
def test_an_image_gets_what_its_extras_need_out_of_the_lock_and_no_more(target: str) -> None:
    lock, project = (ROOT / "requirements.lock").read_text("utf-8"), (ROOT / "pyproject.toml").read_text("utf-8")
    got = part(lock, project, TARGETS[target])
    names = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", got, re.M)}
    extras = {text for text in distribution("zonenews").requires or () if "extra ==" in text}
    named = {text.split(";")[0] for text in extras if re.search(f"extra == .({'|'.join(TARGETS[target])})\\b", text)}
    own = {text.split(";")[0] for text in distribution("zonenews").requires or () if "extra ==" not in text}
    assert needed(named | own) <= names
    assert not names & {"pytest", "ruff", "mypy", "pyarrow"}
    assert all(entry in lock for entry in got.strip().split("\n")), "versions and hashes are the lock's"
    (steps,) = [rest for word, rest in STAGES[f"build-{target}"][1] if word == "RUN"]
    assert f"locked.py {' '.join(TARGETS[target])} " in steps
    assert "--require-hashes" in steps


def test_what_a_build_may_see_is_what_it_copies() -> None:
    allowed = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text("utf-8"), re.M)
    steps = [rest for _, all_of_it in STAGES.values() for word, rest in all_of_it if word == "COPY"]
    copied = {path for rest in steps if not rest.startswith("--from") for path in rest.split()[:-1]}
    assert copied == set(allowed)
    assert all((ROOT / path).exists() for path in copied)


def test_images_end_as_a_user_without_rights() -> None:
    for target in TARGETS:
        assert ("USER", "10001:10001") in STAGES[target][1]
    assert "chromium" not in str([STAGES[name] for name in ("house", "worker", "desk")])


@pytest.mark.slow
@pytest.mark.skipif(not is_root(), reason="mounting takes root of the machine")
@pytest.mark.parametrize(
    ("target", "words", "said"),
    [("worker", ["sites", "--archive", "/nowhere/a.db"], "/nowhere"), ("desk", [], "ZONENEWS_ARCHIVE")],
)
def test_the_steps_of_the_containerfile_lead_to_a_command_that_runs(target: str, words: list[str], said: str) -> None:
    """As the image's user, on a root that cannot be written; packages are this environment's."""
    packages = Path(yaml.__file__).parents[1]
    command = [sys.executable, str(ROOT / "deploy" / "rehearse.py"), "--packages", str(packages), target, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert "as 10001:10001" in done.stderr
    assert said in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", OURS)
def test_a_service_gives_its_process_little(name: str) -> None:
    service = OURS[name]
    assert (service["read_only"], service["cap_drop"], service["init"]) == (True, ["ALL"], True)
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["build"]["target"] in TARGETS
    assert service["image"] == f"zonenews:{service['build']['target']}"
    assert service["mem_limit"]


def test_every_command_of_a_service_is_one_that_there_is() -> None:
    for name, service in OURS.items():
        if name == "desk":
            zonenews(["serve", *service["command"]])  # deploy/desk.sh hands it on
        else:
            zonenews([re.sub(r"\$\{\w+:-(\w+)\}", r"\1", word) for word in service["command"]])
        test = service.get("healthcheck", {}).get("test", [])
        if "zonenews" in test:
            zonenews(test[test.index("zonenews") + 1 :])


def test_whoever_does_batches_sees_the_same_folders() -> None:
    one, other = (OURS[name]["volumes"] for name in ("worker", "browser-worker"))
    assert one == other


def test_what_the_services_are_told_is_what_is_read() -> None:
    read = set(re.findall(r"ZONENEWS_\w+", (ROOT / "zonenews" / "environment.py").read_text("utf-8")))
    script = set(re.findall(r"ZONENEWS_\w+", (ROOT / "deploy" / "desk.sh").read_text("utf-8")))
    for service in OURS.values():
        assert set(service["environment"]) <= read | script


def test_workers_have_longer_than_they_give_their_crawls() -> None:
    from zonenews.fleet import crawling

    for name in ("worker", "browser-worker"):
        assert int(OURS[name]["stop_grace_period"].removesuffix("s")) > crawling._TO_STOP


def test_no_secret_is_written_down() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    given = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / "deploy" / "env.example").read_text("utf-8"), re.M))
    assert given["DB_PASSWORD"] == ""
    assert set(re.findall(r"\$\{(\w+)", text)) <= set(given)
    assert "${DB_PASSWORD:?" in text


def test_a_root_that_cannot_be_written_gets_no_secret_that_is_written_there() -> None:
    """Compose copies what is not a file into the container's root, and refuses to begin one that is read-only."""
    written = {name for name, secret in COMPOSE.get("secrets", {}).items() if "file" not in secret}
    for service in COMPOSE["services"].values():
        assert not (service.get("read_only") and written & set(service.get("secrets", ())))
