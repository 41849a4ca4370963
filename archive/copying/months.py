"""Makes the tables that a server's fetches lie in, one a month, before there are any fetches."""

from sqlalchemy import Connection, text

from archive.copying.reading import moment

_MONTHS = text("SELECT DISTINCT substr(at, 1, 7) FROM \"fetch\" WHERE at LIKE '2___-__-%' ORDER BY 1")
_THERE = text("SELECT to_regclass(:name) IS NOT NULL")
_MONTH = 12


def months(db: Connection) -> list[str]:
    """The months in which something was fetched."""
    with moment(db):
        return [month for month in db.scalars(_MONTHS) if month[5:] in _NUMBERS and month[:4].isdigit()]


def add_months(db: Connection, wanted: list[str]) -> None:
    """Adds the tables that are not there; what fits none lies in the default one."""
    for month in wanted:
        name = f"fetch_{month.replace('-', '_')}"
        if not db.scalar(_THERE, {"name": name}):
            # as a writer makes them: a day less in one bound, and the table of the month before would overlap
            values = f"FROM ('{month}-01') TO ('{_next(month)}-01')"
            db.exec_driver_sql(f'CREATE TABLE {name} PARTITION OF "fetch" FOR VALUES {values}')


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // _MONTH:04}-{number % _MONTH + 1:02}"


_NUMBERS = {f"{number:02}" for number in range(1, _MONTH + 1)}
