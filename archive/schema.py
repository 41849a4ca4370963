"""The version of an archive's schema: read at every opening, brought up to date by Alembic where it is old."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect

from archive import sqlite
from archive.errors import NewerSchema

_MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def versions() -> tuple[str, ...]:
    """Every released version, oldest first, by the numbers of the migration files."""
    return tuple(sorted(path.name.partition("_")[0] for path in _MIGRATIONS.glob("versions/[0-9]*_*.py")))


def version_of(connection: Connection, shown: str) -> str | None:
    """The version an archive is at, None where there is none yet. Raises NewerSchema for one that is not known here."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    if found is not None and found not in versions():
        raise NewerSchema(f"{shown} was written by a newer zonenews (schema {found}); update zonenews to use it")
    return found


def upgrade(connection: Connection, to: str = "head") -> None:
    """Brings the schema to the newest version in a single transaction: a crash leaves the old one or the new one."""
    # Alembic takes almost half a second to import, and is hardly ever needed
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
