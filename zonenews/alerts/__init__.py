"""Tells the operator of incidents, through Apprise. `docs/alerts.md` is the guide."""
