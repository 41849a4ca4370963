"""A schedule as systemd units: one service for all sites, and a timer for each."""

from collections.abc import Iterator, Mapping, Sequence

from zonenews.exits import Exit, Refused
from zonenews.schedule.plan import STOPPING, Plan

SERVICE = "zonenews@.service"
ENVIRONMENT = "zonenews.env"


def service(plan: Plan, environment: str, user: str) -> str:
    """The service that crawls the site it is started for; `environment` is the path of its environment's file."""
    return "\n".join(_unit(plan, environment, user)) + "\n"


def timer(plan: Plan, site: str) -> str:
    """The timer of a site. It makes up for no missed crawl: after a boot, all sites would start at once."""
    moments = (f"OnCalendar=*-*-* {_clock(time)} Asia/Shanghai" for time in plan.times(site))
    lines = [f"[Unit]\nDescription=zonenews crawls {site}\n", "[Timer]", *moments, "AccuracySec=1s", "Persistent=no"]
    return "\n".join([*lines, "", "[Install]", "WantedBy=timers.target"]) + "\n"


def environment_file(environment: Mapping[str, str]) -> str:
    """The environment as systemd reads it from a file."""
    return "".join(f"{name}={_quoted(value)}\n" for name, value in environment.items())


def _unit(plan: Plan, environment: str, user: str) -> Iterator[str]:
    yield "# Written by `zonenews schedule --systemd`; `systemctl start zonenews@<site>` crawls one now."
    yield "[Unit]\nDescription=zonenews crawl of %i\nAfter=network-online.target\nWants=network-online.target\n"
    yield f"[Service]\nType=oneshot\nUser={user}\nWorkingDirectory={_escaped(str(plan.folder))}"
    yield f"EnvironmentFile={_escaped(environment)}"
    yield f"ExecStart={command(plan)}"
    yield "# another crawl of the site is running: not a failure"
    yield f"SuccessExitStatus={int(Exit.ALREADY_RUNNING)}"
    yield "# a crawl that hangs is ended in time for the next one"
    yield f"TimeoutStartSec={plan.seconds}\nTimeoutStopSec={STOPPING}"
    yield "# the crawl alone is told to stop; it ends the process that reads its pages"
    yield "KillMode=mixed"
    yield "UMask=0077\nNoNewPrivileges=yes\nProtectSystem=full"
    # no PrivateTmp: the hosts' locks of an archive on a server lie in the machine's temporary folder


def command(plan: Plan) -> str:
    """The service's command line, for whichever site it is."""
    return " ".join("%i" if word == "%i" else _word(word) for word in plan.words("%i"))


def _word(text: str) -> str:
    """A word of a command line as systemd splits it, and neither takes for a specifier nor for a variable."""
    return _quoted(_escaped(text).replace("$", "$$"))


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    if "\n" in text:
        raise Refused(Exit.USAGE, "a unit cannot hold a line feed, as a setting or a variable has it")
    if text and not set(text) & set(" \t\"'\\;#$`"):
        return text
    inside = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'


def _clock(time: int) -> str:
    return f"{time // 3600:02}:{time // 60 % 60:02}:{time % 60:02}"


def files(plan: Plan, folder: str, user: str) -> dict[str, str]:
    """Every file by its name; the one with the environment may hold passwords."""
    timers: Sequence[str] = sorted(plan.sites)
    return {
        ENVIRONMENT: environment_file(plan.environment),
        SERVICE: service(plan, f"{folder}/{ENVIRONMENT}", user),
        **{f"zonenews@{site}.timer": timer(plan, site) for site in timers},
    }
