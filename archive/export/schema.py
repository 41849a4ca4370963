"""The published JSON Schema of a row, and where it is."""

from pathlib import Path

from archive.export.lines import SCHEMA

SCHEMA_FILE = Path(__file__).with_name(f"row-{SCHEMA}.schema.json")
