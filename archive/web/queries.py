"""The questions that analysts ask first, as queries to look at, run and change."""

QUERIES: dict[str, dict[str, str]] = {}
