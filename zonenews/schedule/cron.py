"""A schedule as a crontab."""

import shlex
from collections.abc import Iterator

from zonenews.exits import Exit, Refused
from zonenews.schedule.plan import STOPPING, Plan
from zonenews.schedule.slots import HOUR, shifted

_BEIJING = 8 * HOUR


def crontab(plan: Plan, zone: int) -> str:
    """The crontab; cron goes by the machine's clock, which is `zone` seconds ahead of UTC."""
    return "\n".join([*_head(plan), *(line for site in plan.sites for line in _lines(plan, site, zone))]) + "\n"


def _head(plan: Plan) -> Iterator[str]:
    yield "# Written by `zonenews schedule --cron` (docs/scheduling.md). Cron mails what is printed: the last words of"
    yield "# a crawl that was not complete. 7 means that another crawl of the site is running, which is no failure."
    yield "SHELL=/bin/sh"
    for name, value in plan.environment.items():
        yield f"{name}={_value(name, value)}"


def _lines(plan: Plan, site: str, zone: int) -> Iterator[str]:
    """The lines of a site; one is enough unless its crawls start at different minutes."""
    hours: dict[int, list[int]] = {}
    for moment in shifted(plan.times(site), zone - _BEIJING):
        hours.setdefault(moment % HOUR // 60, []).append(moment // HOUR)
    for minute, found in hours.items():
        yield f"{minute} {','.join(map(str, found))} * * *  {command(plan, site)}"


def command(plan: Plan, site: str) -> str:
    """What cron gives to the shell. A crawl that hangs is ended in time for the next one, by force if need be."""
    words = ["timeout", "-k", str(STOPPING), str(plan.seconds), *plan.words(site)]
    line = f"cd {shlex.quote(str(plan.folder))} && said=$({shlex.join(words)} 2>&1)"
    line += f" || test $? -eq {int(Exit.ALREADY_RUNNING)}" + ' || { echo "$said"; false; }'
    if "\n" in line:
        raise Refused(Exit.USAGE, "a line of a crontab cannot hold a line feed")
    return line.replace("%", r"\%")


def _value(name: str, value: str) -> str:
    """A value as cron reads it back: it strips blanks and one pair of quotes, and knows no escapes."""
    if "\n" in value or ('"' in value and "'" in value):
        raise Refused(
            Exit.CONFIGURATION, f"{name} cannot stand in a crontab: it has line feeds, or both kinds of quotes"
        )
    quote = "'" if '"' in value else '"'
    return f"{quote}{value}{quote}"
