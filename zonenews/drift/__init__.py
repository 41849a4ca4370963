"""Compares a run with the site's own past: what it finds changed is an incident. `docs/drift.md` has the reasoning."""
