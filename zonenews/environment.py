"""The one place that reads the environment."""

import os


def archive() -> str:
    """The path or SQLAlchemy URL in ZONENEWS_ARCHIVE, else zonenews.db in the working directory."""
    return os.environ.get("ZONENEWS_ARCHIVE") or "zonenews.db"


def files() -> str | None:
    """The folder in ZONENEWS_FILES, for the files of archives on a server; None where unset or empty."""
    return os.environ.get("ZONENEWS_FILES") or None


def alerts() -> str | None:
    """Where alerts go, from ZONENEWS_ALERTS: Apprise URLs, or the path of a file of them; None where unset or empty."""
    return (os.environ.get("ZONENEWS_ALERTS") or "").strip() or None


def browser() -> str | None:
    """The path of a Chromium for pages that scripts draw, from ZONENEWS_BROWSER; None where unset or empty."""
    return os.environ.get("ZONENEWS_BROWSER") or None


def without_ours() -> dict[str, str | float | bool]:
    """The environment for a browser: a database's password is none of its business."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ZONENEWS_")}


def contact() -> str | None:
    """How the owner of a site reaches the operator, from ZONENEWS_CONTACT; None where unset or empty."""
    return os.environ.get("ZONENEWS_CONTACT") or None


def log() -> str | None:
    """The form of the log, from ZONENEWS_LOG: `json`, else plain lines."""
    return os.environ.get("ZONENEWS_LOG") or None


def metrics() -> str | None:
    """The folder for metrics, from ZONENEWS_METRICS; None where unset or empty."""
    return os.environ.get("ZONENEWS_METRICS") or None
