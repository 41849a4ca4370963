"""The one place that reads the environment."""

import os


def archive() -> str | None:
    """The archive named by ZONENEWS_ARCHIVE (a path or an SQLAlchemy URL), None where unset or empty."""
    return os.environ.get("ZONENEWS_ARCHIVE") or None


def contact() -> str | None:
    """How the owner of a site reaches the operator, from ZONENEWS_CONTACT; None where unset or empty."""
    return os.environ.get("ZONENEWS_CONTACT") or None
