"""Writes the archive out: JSON Lines, CSV, Parquet, feeds; whole or not at all; what is new since last time."""

from archive.export.lines import ROW_COLUMNS, ROW_KEYS, SCHEMA, json_lines, write_lines
from archive.export.whole import whole_file

__all__ = ["ROW_COLUMNS", "ROW_KEYS", "SCHEMA", "json_lines", "whole_file", "write_lines"]
