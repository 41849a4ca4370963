"""What is wrong with the settings of a crawl, said before it starts: `-s` takes any text for a number."""

from math import isfinite
from typing import Any

from scrapy.settings import BaseSettings

from zonenews import settings as ours
from zonenews.middlewares.address import Addresses
from zonenews.middlewares.tls import VERSIONS

_MAY_BE_PARTS = (
    "DELAY",
    "SECONDS",
    "HOURS",
    "TIMEOUT",
    "MEGABYTES",
    "REVISIT_",
    "BACKOFF",
    "CAP",
    "FILE_MB",
    "CONCURRENCY",
)

_FROM_ONE = {"HOST_FAILURES"}  # after none in a row a host would be left alone before it was asked


def settings_problem(settings: BaseSettings) -> str | None:
    """One line that names the first setting that makes no sense; None where all do."""
    for name, default in vars(ours).items():
        if name.isupper() and type(default) in (int, float) and not _is_number(name, settings[name]):
            kind = "number" if _may_be_part(name) else "whole number"
            return f"{name}={settings[name]} is no {kind} from {_least(name)} on"
    try:
        Addresses.from_settings(settings)
    except ValueError as error:
        return f"ADDRESSES_ALLOWED: {error}"
    if (least := settings["DOWNLOAD_TLS_MIN_VERSION"]) not in {None, *VERSIONS}:
        return f"DOWNLOAD_TLS_MIN_VERSION={least}: there are {', '.join(VERSIONS)}"
    descriptor = settings["PROGRESS_JSON"]
    if descriptor is not None and not str(descriptor).isdecimal():
        return f"PROGRESS_JSON={descriptor} is no file descriptor"
    return None


def _may_be_part(name: str) -> bool:
    return any(word in name for word in _MAY_BE_PARTS)


def _is_number(name: str, value: Any) -> bool:
    try:
        number = float(value) if _may_be_part(name) else int(value)
    except (TypeError, ValueError):
        return False
    return isfinite(number) and number >= _least(name)


def _least(name: str) -> int:
    return int(name in _FROM_ONE)
