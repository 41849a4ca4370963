"""Tells of a site's incidents when a run ends: once when one begins, once when it is over."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from archive import Archive, ArchiveError, Writer
from zonenews.alerts.addresses import addresses
from zonenews.alerts.notices import Notice, of_beginning, of_end
from zonenews.alerts.sending import send
from zonenews.exits import Refused
from zonenews.runs.patience import AWAY, stubbornly

logger = logging.getLogger(__name__)
_Compose = Callable[[str, Sequence[Mapping[str, Any]]], Notice]


def tell(archive: Archive, writer: Writer, site: str) -> None:
    """Sends what nobody was told of yet. What cannot be sent is tried again when the site is crawled next.

    Whatever goes wrong with that costs the run nothing; its words may hold an address, so they are not told.
    """
    try:
        _tell_all(archive, writer, site)
    except Refused as refused:
        logger.warning("no alert was sent: %s", refused)
    except ArchiveError as error:
        logger.error("it could not be noted who was told: %s", error)
    except Exception as error:
        logger.error("no alert was sent: %s", type(error).__name__)


def _tell_all(archive: Archive, writer: Writer, site: str) -> None:
    targets = addresses()
    if targets:
        waiting = stubbornly(AWAY, archive.untold_incidents, site)
        begun = [incident for incident in waiting if incident["closed_run"] is None]
        over = [incident for incident in waiting if incident["closed_run"] is not None]
        _tell(writer, targets, site, begun, of_beginning, "opened")
        _tell(writer, targets, site, over, of_end, "closed")


def _tell(
    writer: Writer,
    targets: Sequence[str],
    site: str,
    incidents: Sequence[Mapping[str, Any]],
    compose: _Compose,
    notice: Literal["opened", "closed"],
) -> None:
    if not incidents:
        return
    sent = send(targets, compose(site, incidents))
    for target in sent:
        if target.trouble:
            logger.warning("an alert did not go to target %s", target)
    if any(target.trouble is None for target in sent):
        stubbornly(AWAY, writer.note_told, [incident["id"] for incident in incidents], notice)
