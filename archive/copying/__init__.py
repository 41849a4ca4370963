"""Copies an archive into a new one, between SQLite and PostgreSQL in any direction, and proves that both are equal."""
