"""The schedule as a fleet carries it: each site's slots as a periodic task, which Procrastinate defers once for all."""

from typing import Any

from procrastinate import App

from zonenews.exits import Exit, Refused
from zonenews.fleet.enqueueing import site_locks
from zonenews.fleet.queue import BY_SCHEDULE, queue_of
from zonenews.manners.hours import Hours
from zonenews.schedule.slots import HOUR, shifted, slots
from zonenews.sites import load_sites, project_settings, sites_to_crawl

_BEIJING = 8 * HOUR


def carry_schedule(app: App, task: Any, archive: str, every: int, settings: tuple[str, ...]) -> int:
    """Has every site that is ready crawled so many hours apart; gives how many there are. Raises Refused for none."""
    if 24 % every:
        raise Refused(Exit.USAGE, f"--every {every}: give a number of hours that divides the day")
    given = project_settings(settings)
    known, locks = load_sites(given), site_locks(given)
    names = sites_to_crawl(archive, given)
    if not names:
        raise Refused(Exit.CONFIGURATION, "no site is ready to be crawled; check one with `zonenews probe --site`")
    for name in names:
        kwargs: dict[str, Any] = {"site": name, "arguments": [], "settings": [*settings]}
        for number, cron in enumerate(crons(name, every, known[name].profile.hours)):
            app.periodic(
                cron=cron,
                periodic_id=f"{name} {number}",
                queue=queue_of(known[name].profile),
                lock=locks[name],
                queueing_lock=name,
                priority=BY_SCHEDULE,
                task_kwargs={**kwargs},
            )(task)
    return len(names)


def crons(site: str, every: int, hours: Hours | None) -> list[str]:
    """When a site is crawled, as croniter reads it: by UTC, with the seconds last.

    One line for as many slots as possible: each is looked at whenever any site's turn comes.
    """
    turns: dict[tuple[int, int], list[int]] = {}
    for moment in shifted(slots(site, every, hours), -_BEIJING):
        turns.setdefault((moment % HOUR // 60, moment % 60), []).append(moment // HOUR)
    return [_cron(minute, second, hours) for (minute, second), hours in turns.items()]


def _cron(minute: int, second: int, hours: list[int]) -> str:
    return f"{minute} {','.join(map(str, hours))} * * * {second}"
