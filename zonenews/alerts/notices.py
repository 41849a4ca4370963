"""What a notice says: in the subject the site and what is wrong, below where and since which run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zonenews.drift.findings import KINDS
from zonenews.screens.tables import harmless

_MOST = 600  # characters: 企业微信 refuses more than 2,048 bytes, of which a Chinese character takes three
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """A message: `about` is what Apprise calls its type."""

    about: Literal["failure", "success", "info"]
    subject: str
    text: str


TRIAL = Notice("info", "zonenews: a trial", "This is a trial message of `zonenews alerts test`. Nothing is wrong.")


def of_beginning(site: str, incidents: Sequence[Mapping[str, Any]]) -> Notice:
    """Says that incidents began."""
    return Notice("failure", f"zonenews: {_name(site, incidents)}: {_kinds(incidents)}", _text(incidents))


def of_end(site: str, incidents: Sequence[Mapping[str, Any]]) -> Notice:
    """Says that incidents are over."""
    lines = [
        f"{KINDS[one['kind']]}: {one['detail']['end']} (run {one['closed_run']}); it began {_minute(one['opened'])}"
        for one in incidents
    ]
    return Notice("success", f"zonenews: {_name(site, incidents)}: over: {_kinds(incidents)}", "\n".join(lines))


def _text(incidents: Sequence[Mapping[str, Any]]) -> str:
    lines = [line for one in incidents for line in _lines(one)]
    text = harmless("\n".join(lines))
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


def _lines(incident: Mapping[str, Any]) -> Iterator[str]:
    parts = [part["said"] for part in incident["detail"].get("parts", ())]
    yield f"{KINDS[incident['kind']]} (run {incident['opened_run']}, {_minute(incident['opened'])})"
    yield from (f"- {said}" for said in parts[:_MOST_PARTS])
    if len(parts) > _MOST_PARTS:
        yield f"- and {len(parts) - _MOST_PARTS} more; zonenews runs show {incident['opened_run']}"


def _name(site: str, incidents: Sequence[Mapping[str, Any]]) -> str:
    zone = incidents[0].get("zone")
    return f"{site} {zone}" if zone else site


def _kinds(incidents: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(KINDS[one["kind"]] for one in incidents)


def _minute(moment: str) -> str:
    return f"{moment[:10]} {moment[11:16]} UTC"
