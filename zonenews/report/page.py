"""Writes a month as one HTML page that asks nothing of anybody: no script, no address but those of the articles."""

from datetime import datetime
from functools import partial
from pathlib import Path

from archive.charts import Language
from zonenews.manners.hours import BEIJING
from zonenews.report.month import LISTED, Month
from zonenews.report.words import say


def page(month: Month, lang: Language, *, at: datetime, archive: str) -> bytes:
    """The page; `at` is when it is made, `archive` what it is made of."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    templates.filters |= {"number": "{:,}".format, "minute": minute, "share": share, "link": link}
    values = {"m": month, "lang": lang, "t": partial(say, lang), "lead": lead(month, lang), "listed": LISTED}
    made = say(lang, "made", at=minute(at), archive=archive)
    return templates.get_template("page.html").render(values, made=made).encode()


def lead(month: Month, lang: Language) -> str:
    """The month in a sentence."""
    published, before = month.total("published"), month.total("before")
    word = "as_before" if published == before else "more" if published > before else "fewer"
    change = say(lang, word, count=f"{abs(published - before):,}")
    zones = sum(zone.published > 0 for zone in month.zones)
    sites = say(lang, "one_site" if zones == 1 else "many_sites")
    return say(lang, "lead", published=f"{published:,}", month=month.month, zones=zones, sites=sites, change=change)


def minute(moment: datetime | str) -> str:
    """A moment in Beijing, to the minute."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{known.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def share(part: int, whole: int) -> str:
    """A part of a whole in percent; of nothing, a dash."""
    return f"{100 * part / whole:.0f} %" if whole else "–"


def link(url: str) -> str:
    """An address that a reader may follow; any other scheme than the web's leads nowhere."""
    return url if url.startswith(("http://", "https://")) else "#"
