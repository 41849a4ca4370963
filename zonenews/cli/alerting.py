"""Commands of who is to hear what went wrong: incidents, and a trial of the alerts."""

import sys

import typer

from zonenews.cli.options import ArchiveOption, JsonOption, SiteOption, opened, print_result
from zonenews.exits import Exit, Refused

app = typer.Typer()
alerts_app = typer.Typer(help="What is wrong with sites, and who is told of it.")
app.add_typer(alerts_app, name="alerts", invoke_without_command=True)


@alerts_app.callback()
def alerts(
    context: typer.Context,
    archive: ArchiveOption = None,
    site: SiteOption = None,
    all: bool = typer.Option(False, "--all", help="Those that are over, too."),
    json: JsonOption = False,
) -> None:
    """The incidents that are open, newest first; docs/alerts.md says how to be told of them."""
    if context.invoked_subcommand is None:
        from zonenews.screens.alerts import incidents_view

        with opened(archive) as found:
            print_result(found.incidents(site=site, open_only=not all), incidents_view, json)


@alerts_app.command("test")
def alerts_test() -> None:
    """Sends a trial message to every address in ZONENEWS_ALERTS, and says of each whether it went."""
    from zonenews.alerts.addresses import addresses
    from zonenews.alerts.notices import TRIAL
    from zonenews.alerts.sending import send

    targets = addresses()
    if not targets:
        raise Refused(
            Exit.CONFIGURATION,
            "there is nobody to tell: set ZONENEWS_ALERTS to addresses, or to a file of them (docs/alerts.md)",
        )
    sent = send(targets, TRIAL)
    for target in sent:
        print(target, file=sys.stderr if target.trouble else sys.stdout)
    raise typer.Exit(Exit.NETWORK if any(target.trouble for target in sent) else Exit.COMPLETE)
