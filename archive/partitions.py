"""Fetches on PostgreSQL lie in a table a month, so that an old month can be dropped as one.

What fits no month that has a table lies in `fetch_default`. A writer makes those of the months to come when it opens.
"""

import logging

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

logger = logging.getLogger(__name__)
_WAIT = "2s"  # readers who ask for long are not waited for: there are months left to try again in
# This month and the next two, by the server's clock.
_MISSING = text("""
SELECT to_char(month, 'YYYY-MM-DD') AS low, to_char(month + interval '1 month', 'YYYY-MM-DD') AS high
FROM generate_series(date_trunc('month', timezone('UTC', now())), timezone('UTC', now()) + interval '2 months',
  interval '1 month') AS month
WHERE to_regclass('fetch_' || to_char(month, 'YYYY_MM')) IS NULL ORDER BY 1
""")
_MOVE = """
WITH moved AS (DELETE FROM fetch_default WHERE at >= :low AND at < :high RETURNING *) INSERT INTO {} SELECT * FROM moved
"""


def prepare_months(engine: Engine) -> None:
    """Makes the tables of the months that begin soon, where they are not there; a failure here loses nothing."""
    if engine.dialect.name == "sqlite":
        return
    with engine.connect() as connection:
        missing = connection.execute(_MISSING).all()
        connection.rollback()
        for low, high in missing:
            try:
                with connection.begin():
                    _add_month(connection, low, high)
            except DBAPIError as error:  # until it is there, its fetches lie in `fetch_default`
                logger.info("no table was made for the fetches of %s: %s", low, error)
                return


def _add_month(db: Connection, low: str, high: str) -> None:
    """Adds a month's table; what came before it, and lies in the default one, moves there."""
    name, bounds = f"fetch_{low[:4]}_{low[5:7]}", {"low": low, "high": high}
    db.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT}'")
    db.exec_driver_sql(f'CREATE TABLE {name} (LIKE "fetch" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)')
    db.execute(text(_MOVE.format(name)), bounds)
    db.exec_driver_sql(f"ALTER TABLE \"fetch\" ATTACH PARTITION {name} FOR VALUES FROM ('{low}') TO ('{high}')")
