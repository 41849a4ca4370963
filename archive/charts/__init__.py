"""Charts of an archive's figures as SVG, with the same numbers as a table; needs the extra `web`.

They are drawn in this process by Altair and vl-convert, no request leaves the machine. Text, axes and grid take the
colour of the text around them, so one chart serves a light page and a dark one; nothing in them needs a stylesheet or a
script.
"""

from archive.charts.calendar import publication_calendar
from archive.charts.chart import Chart
from archive.charts.coverage import field_coverage
from archive.charts.daily import articles_by_day
from archive.charts.shares import source_shares
from archive.charts.terms import terms_over_time
from archive.charts.time import articles_over_time
from archive.charts.words import Language

__all__ = [
    "Chart",
    "Language",
    "articles_by_day",
    "articles_over_time",
    "field_coverage",
    "publication_calendar",
    "source_shares",
    "terms_over_time",
]
