"""The schedule as the fleet carries it: the slots of `zonenews schedule`, each deferred once however many carry it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from croniter import croniter
from fleets import Fleet

from zonenews.demo.client import ReplicaClient
from zonenews.fleet.queue import conninfo_of
from zonenews.fleet.tables import make_tables
from zonenews.fleet.timetable import crons
from zonenews.manners.hours import BEIJING, Hours
from zonenews.schedule.slots import DAY, slots

MIDNIGHT = datetime(2026, 11, 22, 16, tzinfo=UTC)  # in Beijing


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize(("every", "hours"), [(12, None), (6, None), (24, ("22:00", "06:00")), (2, ("23:30", "03:30"))])
def test_croniter_finds_the_slots_whatever_the_machines_clock(
    zone: str, every: int, hours: Hours | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    for site in ("yantai_gxq", "suzhou_sip", "wuhan_jkq"):
        found = sorted(moment for cron in crons(site, every, hours) for moment in _a_day_of(cron))
        assert tuple(found) == slots(site, every, hours)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    time.tzset()


def _a_day_of(cron: str) -> list[int]:
    """The seconds of a day in Beijing at which a line is due, as Procrastinate asks croniter."""
    start, found = MIDNIGHT.timestamp(), []
    line = croniter(cron)
    line.set_current(start_time=start - 1)
    while (moment := line.get_next(ret_type=float)) < start + DAY:
        found.append(round(moment - start))
    return found


def test_a_site_has_one_line_as_its_slots_share_minute_and_second() -> None:
    assert len(crons("yantai_gxq", 1, None)) == 1


@pytest.mark.slow
def test_each_slot_is_deferred_once_however_many_carry_the_schedule(fleet: Fleet, tmp_path: Path) -> None:
    """Two workers that start within a slot's ten minutes both find it due, and then again when it comes."""
    due = _name_due_in(8)
    make_tables(conninfo_of(fleet.url))
    fleet.sites([ReplicaClient("http://127.0.0.1:9")])
    _rename(tmp_path / "fleet_sites" / "replica_0.py", due)
    settings = [word for name, value in fleet.settings.items() for word in ("-s", f"{name}={value}")]
    for name in ("one", "two"):
        fleet.worker("--schedule", "--every", "1", *settings, name=name)
    fleet.wait(lambda jobs: due in jobs, seconds=40)
    time.sleep(3)
    (job,) = fleet.rows("SELECT args, priority, lock FROM procrastinate_jobs")
    assert job["args"]["site"] == due
    assert job["lock"] == "127.0.0.1"
    assert fleet.said().count("1 sites are enqueued every 1 hours") == 2


def _name_due_in(seconds: int) -> str:
    """A site's name whose slot comes so soon."""
    now = datetime.now(BEIJING)
    second = now.hour * 3600 + now.minute * 60 + now.second
    for number in range(100_000):
        name = f"site_{number}"
        if any(0 < (slot - second) % DAY - seconds < 4 for slot in slots(name, 1)):
            return name
    raise AssertionError("no name")


def _rename(file: Path, name: str) -> None:
    file.with_name(f"{name}.py").write_text(file.read_text("utf-8").replace("replica_0", name), "utf-8")
    file.unlink()
