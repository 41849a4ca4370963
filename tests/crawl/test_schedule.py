"""`zonenews schedule`: what it writes is what cron and systemd read, and each site has its own time."""

import shlex
import shutil
import stat
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from schedules import calendar, read_crontab, read_environment, read_unit, words

from zonenews.exits import Exit, Refused
from zonenews.manners.hours import Hours
from zonenews.schedule import cron, systemd
from zonenews.schedule.command import Wanted, write_schedule
from zonenews.schedule.plan import Plan
from zonenews.schedule.slots import DAY, HOUR, shifted, slots, turns

NAMES = [f"site_{number}" for number in range(200)]
AWKWARD = ("SITE_URLS={\"a\": 'b c'}", "USER_AGENT=50% $HOME `id` \\ ;#")
SECRETS = {"ZONENEWS_ARCHIVE": "postgresql://u:p%40 '$x@db/news", "ZONENEWS_CONTACT": "mailto:you@example.org"}


def plan(**changes: object) -> Plan:
    """A plan for three sites, one of which is open at night."""
    sites: Mapping[str, Hours | None] = {"a": None, "b": ("22:00", "06:00"), "c": None}
    values = {"sites": sites, "every": 12, "python": "/opt/my zone/python", "folder": Path("/srv/50% zone")}
    return Plan(**{**values, "environment": SECRETS, "settings": AWKWARD, **changes})  # type: ignore[arg-type]


def test_sites_are_spread_over_the_hour_and_a_new_one_moves_none() -> None:
    minutes = [slots(name, 12)[0] % HOUR // 60 for name in NAMES]
    assert max(minutes.count(minute) for minute in range(60)) <= 10
    assert len(set(minutes)) > 50
    assert slots("yantai_gxq", 12) == (7 * HOUR + 3022, 19 * HOUR + 3022)


@pytest.mark.parametrize("every", [1, 2, 3, 4, 6, 8, 12, 24])
def test_a_days_crawls_are_as_far_apart_as_was_asked(every: int) -> None:
    for name in NAMES[:20]:
        times = slots(name, every)
        gaps = {(later - sooner) % DAY for sooner, later in zip(times, (*times[1:], times[0]), strict=True)}
        assert len(times) == 24 // every
        assert gaps in ({every * HOUR}, {0})


@pytest.mark.parametrize("hours", [("22:00", "06:00"), ("00:00", "00:00"), ("09:30", "10:00"), ("12:00", "23:59")])
@pytest.mark.parametrize("every", [1, 4, 12])
def test_opening_hours_hold_every_crawl(hours: Hours, every: int) -> None:
    begins, ends = (int(text[:2]) * HOUR + int(text[3:]) * 60 for text in hours)
    room = (ends - begins) % DAY or DAY
    for name in NAMES:
        times = slots(name, every, hours)
        assert times
        assert all((time - begins) % DAY < room for time in times)


def test_sites_of_one_host_take_turns_and_others_start_as_ever() -> None:
    hosts = {"a": frozenset({"x"}), "b": frozenset({"y"}), "c": frozenset({"x", "z"}), "d": frozenset[str]()}
    shared = plan(sites=dict.fromkeys("abcd"), behind=turns(hosts))
    assert [shared.times(site) == slots(site, 12) for site in "abd"] == [True] * 3
    (first, *_), (second, *_) = shared.times("a"), shared.times("c")
    assert 5 * HOUR < (second - first) % (12 * HOUR) < 7 * HOUR


@pytest.mark.parametrize("hours", [("22:00", "06:00"), ("00:00", "00:00"), ("09:30", "10:00"), None])
@pytest.mark.parametrize("every", [1, 12])
def test_taking_turns_they_stay_within_opening_hours(hours: Hours | None, every: int) -> None:
    begins, ends = (int(text[:2]) * HOUR + int(text[3:]) * 60 for text in hours or ("00:00", "00:00"))
    room = (ends - begins) % DAY or DAY
    for name in NAMES[:50]:
        times = slots(name, every, hours, 0.75)
        assert len(set(times)) == len(slots(name, every, hours))
        assert all((time - begins) % DAY < room for time in times)


def test_a_crontab_is_read_back_with_all_its_words() -> None:
    environment, lines = read_crontab(cron.crontab(plan(logs=Path("/var/log/zone news")), 8 * HOUR))
    assert environment == {"SHELL": "/bin/sh"} | SECRETS
    assert [(line.minute, line.hours) for line in lines] == [
        ((time := slots(site, 12, hours))[0] % HOUR // 60, tuple(moment // HOUR for moment in time))
        for site, hours in plan().sites.items()
    ]
    assert all(line.command.startswith("cd '/srv/50% zone' && said=$(timeout -k 60 25200 ") for line in lines)
    printing = lines[0].command.replace("cd '/srv/50% zone'", "true").replace("timeout -k 60 25200", "printf '%s\\n'")
    said = subprocess.run(["sh", "-c", f'{printing}; echo "$said"'], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == [
        *("/opt/my zone/python", "-m", "scrapy", "crawl", "a", "-s", "LOG_FILE=/var/log/zone news/a.log"),
        *("-s", AWKWARD[0], "-s", AWKWARD[1]),
    ]


@pytest.mark.parametrize("zone", [0, 5 * HOUR + 1800, -8 * HOUR])
def test_cron_goes_by_the_machines_clock(zone: int) -> None:
    for line in read_crontab(cron.crontab(plan(every=6), zone))[1][:1]:
        found = {hour * HOUR + line.minute * 60 for hour in line.hours}
        assert found == {time // 60 * 60 for time in shifted(slots("a", 6), zone - 8 * HOUR)}


@pytest.mark.parametrize(
    ("code", "ends", "printed"), [(0, 0, ""), (7, 0, ""), (11, 1, "the host is down\n"), (124, 1, "the host is down\n")]
)
def test_cron_is_told_of_failures_alone(tmp_path: Path, code: int, ends: int, printed: str) -> None:
    said = tmp_path / "python"
    said.write_text(f"#!/bin/sh\necho the host is down >&2\nexit {code}\n")
    said.chmod(0o755)
    line = read_crontab(cron.crontab(plan(python=str(said), folder=tmp_path), 0))[1][0]
    done = subprocess.run(["sh", "-c", line.command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (ends, printed, "")


def test_units_are_read_back_with_all_their_words() -> None:
    files = systemd.files(plan(), "/etc/zone news", "zonenews")
    assert read_environment(files["zonenews.env"]) == SECRETS
    service = read_unit(files["zonenews@.service"])["Service"]
    assert words(service["ExecStart"][0], "a") == [
        *("/opt/my zone/python", "-m", "scrapy", "crawl", "a", "-s", AWKWARD[0], "-s", AWKWARD[1])
    ]
    assert service["WorkingDirectory"] == ["/srv/50%% zone"]
    assert service["EnvironmentFile"] == ["/etc/zone news/zonenews.env"]
    assert (service["SuccessExitStatus"], service["TimeoutStartSec"]) == (["7"], ["25200"])
    for site, hours in plan().sites.items():
        timer = read_unit(files[f"zonenews@{site}.timer"])
        assert tuple(map(calendar, timer["Timer"]["OnCalendar"])) == slots(site, 12, hours)
        assert timer["Install"] == {"WantedBy": ["timers.target"]}


def test_a_crawl_that_hangs_is_ended_before_the_next_one_starts() -> None:
    assert [plan(every=every).seconds for every in (1, 6, 12)] == [3300, 21300, 25200]


@pytest.mark.parametrize("make", [lambda it: cron.crontab(it, 0), lambda it: systemd.files(it, "/f", "u")])
def test_a_line_feed_makes_no_second_line(make: Callable[[Plan], object]) -> None:
    with pytest.raises(Refused):
        make(plan(settings=("USER_AGENT=a\n* * * * * evil",)))
    with pytest.raises(Refused):
        make(plan(environment={"ZONENEWS_CONTACT": "a\nExecStart=evil"}))


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Carries out the command for two sites, in an operator's environment; gives the folder of the files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZONENEWS_CONTACT", "mailto:you@example.org")
    monkeypatch.setenv("ZONENEWS_ALERTS", "mailto://u:p@host")
    monkeypatch.setenv("ZONENEWS_METRICS", "metrics")
    monkeypatch.setenv("ZONENEWS_LOG", "json")

    def write(**changes: Any) -> Path:
        urls = 'SITE_URLS={"chengdu_gxq": "http://127.0.0.1/a/", "yantai_gxq": "http://127.0.0.2/a/"}'
        given = {"sites": (), "systemd": False, "every": 12, "hours": 7.0, "settings": (urls,), "archive": None}
        write_schedule(Wanted(**{**given, "logs": Path("logs"), "into": Path("written"), **changes}))
        return tmp_path / "written"

    return write


def test_systemd_itself_takes_the_units(written: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The parser above stands alone where there is no systemd."""
    timers = sorted(written(systemd=True, every=6).glob("*.timer"))
    assert [timer.name for timer in timers] == ["zonenews@chengdu_gxq.timer", "zonenews@yantai_gxq.timer"]
    assert "2 timers" in capsys.readouterr().err
    for timer in timers:
        assert len(read_unit(timer.read_text("utf-8"))["Timer"]["OnCalendar"]) == 4
    if shutil.which("systemd-analyze"):
        told = subprocess.run(["systemd-analyze", "verify", *timers], capture_output=True, text=True, check=False)
        assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_files_with_secrets_are_their_owners_alone(written: Callable[..., Path], tmp_path: Path) -> None:
    written(systemd=True)
    folder = written()
    for name in ("zonenews.env", "zonenews.crontab"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    environment = read_environment((folder / "zonenews.env").read_text("utf-8"))
    assert read_crontab((folder / "zonenews.crontab").read_text("utf-8"))[0] == {"SHELL": "/bin/sh"} | environment
    assert environment["ZONENEWS_ARCHIVE"] == str(tmp_path / "zonenews.db")
    assert environment["ZONENEWS_ALERTS"] == "mailto://u:p@host"
    assert (environment["ZONENEWS_METRICS"], environment["ZONENEWS_LOG"]) == (str(tmp_path / "metrics"), "json")


@pytest.mark.parametrize("units", [False, True])
def test_addresses_of_alerts_on_several_lines_are_one_line(
    written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, units: bool
) -> None:
    monkeypatch.setenv("ZONENEWS_ALERTS", "dingtalk://t0k3n\nwecombot://k3y\n")
    text = (written(systemd=units) / ("zonenews.env" if units else "zonenews.crontab")).read_text("utf-8")
    environment = read_environment(text) if units else read_crontab(text)[0]
    assert environment["ZONENEWS_ALERTS"] == "dingtalk://t0k3n wecombot://k3y"
    monkeypatch.setenv("ZONENEWS_CONTACT", "s3cr3t\nb")
    with pytest.raises(Refused) as refused:
        written(systemd=units)
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize("where", ["into", "logs"])
def test_a_folder_that_cannot_be_is_refused(written: Callable[..., Path], tmp_path: Path, where: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="cannot be a folder") as refused:
        written(**{where: tmp_path / "file"})
    assert refused.value.code is Exit.CONFIGURATION


def test_what_to_type_next_names_an_odd_folder_as_a_shell_reads_it(
    written: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(into=tmp_path / "a folder")
    assert shlex.split(capsys.readouterr().err)[-1] == str(tmp_path / "a folder" / "zonenews.crontab")


def test_a_crontab_goes_to_standard_output(written: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    written(into=None)
    assert len(read_crontab(capsys.readouterr().out)[1]) == 2


@pytest.mark.parametrize("changes", [{"every": 5}, {"sites": ("nosuch",)}, {"systemd": True, "into": None}])
def test_a_schedule_that_makes_no_sense_is_refused(written: Callable[..., Path], changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        written(**changes)
    assert refused.value.code is Exit.USAGE
