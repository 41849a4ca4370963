"""Makes a site file and its saved-page test of what a probe found."""

import json
import keyword
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import zonenews
from zonenews import clock
from zonenews.exits import Exit, Refused
from zonenews.probing.reading import read_article, read_listing
from zonenews.probing.report import Probe
from zonenews.probing.saved import article_facts, list_facts, save, write_expected
from zonenews.profile import Profile
from zonenews.sites import ANY_ADDRESS, load_sites
from zonenews.spiders import host_of

_NAME = re.compile(r"[a-z]+(?:_[a-z0-9]+)*")
_LONGEST = 120
_TEMPLATE = '''\
"""{title}.

Probed live on {day}.
"""

from datetime import date
from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class {class_name}(ZoneSpider):
    """{title}."""

    name = "{name}"
    profile: ClassVar[Profile] = Profile(
        zone={zone},
        sections={sections},
        checked=date({year}, {month}, {day_of_month}),
    )
'''


@dataclass(frozen=True, slots=True)
class Draft:
    """The site file to make: its name, the zone's Chinese name, and the checkout it goes into."""

    name: str
    zone: str | None = None
    into: Path | None = None

    @property
    def root(self) -> Path:
        """The checkout."""
        return (self.into or Path(zonenews.__file__).parents[1]).absolute()

    @property
    def site_file(self) -> Path:
        """Where the site file goes."""
        return self.root / "zonenews" / "spiders" / f"{self.name}.py"

    @property
    def pages(self) -> Path:
        """Where the saved pages go."""
        return self.root / "tests" / "sites" / self.name


def check_draft(draft: Draft) -> None:
    """Raises Refused where the site file could not be made, whatever the probe finds."""
    if not _NAME.fullmatch(draft.name) or keyword.iskeyword(draft.name):
        raise Refused(Exit.USAGE, f"--write {draft.name}: write <city>_<zone> in pinyin, such as suzhou_sip")
    if draft.zone is not None and not re.fullmatch(r"[^\"\\\x00-\x1f]{1,40}", draft.zone):
        raise Refused(Exit.USAGE, f"--zone {draft.zone}: a name of at most 40 characters, without quotes")
    if draft.name == ANY_ADDRESS or draft.name in load_sites():
        raise Refused(Exit.USAGE, f"--write {draft.name}: there is such a site already")
    for path in (draft.site_file, draft.pages):
        if path.exists():
            raise Refused(Exit.USAGE, f"--write {draft.name}: {path} is there already and is not overwritten")
        if not path.parent.is_dir():
            raise Refused(Exit.CONFIGURATION, f"{path.parent} is no folder: --into names a checkout of zonenews")


def write_site(draft: Draft, probe: Probe) -> list[Path]:
    """Writes the saved pages, then the site file; gives their paths. Raises Refused where the probe is not good."""
    check_draft(draft)
    if not probe.good or not probe.requests:
        raise Refused(
            Exit.NOTHING, "nothing was written: that takes a list page with rows and an article, asked for live"
        )
    text = site_text(draft, probe)
    _save_pages(draft, probe)
    with draft.site_file.open("x", encoding="utf-8") as file:
        file.write(text)
    return [draft.site_file, draft.pages]


def site_text(draft: Draft, probe: Probe) -> str:
    """The site file."""
    assert probe.listing is not None
    day = (probe.page.fetched if probe.page and probe.page.fetched else clock.now()).date()
    return _TEMPLATE.format(
        title=draft.zone or host_of(probe.target),
        day=day.isoformat(),
        class_name="".join(word.capitalize() for word in draft.name.split("_")),
        name=draft.name,
        zone=_literal(draft.zone),
        sections=_sections(probe.target, probe.listing.name),
        year=day.year,
        month=day.month,
        day_of_month=day.day,
    )


def _sections(url: str, name: str | None) -> str:
    """The only section, as ruff would format it."""
    words = [_literal(url), *([_literal(name)] if name else [])]
    line = f"(Section({', '.join(words)}),)"
    if len(f"        sections={line},") <= _LONGEST:
        return line
    inside = "".join(f"                {word},\n" for word in words)
    return f"(\n            Section(\n{inside}            ),\n        )"


def _literal(text: str | None) -> str:
    """A string as Python writes it; what a page says may hold quotes and backslashes."""
    return "None" if text is None else json.dumps(text, ensure_ascii=not text.isprintable())


def _save_pages(draft: Draft, probe: Probe) -> None:
    """The pages and their expectations, in place all at once."""
    assert probe.page is not None
    assert probe.article is not None
    assert probe.article.page is not None
    listing = read_listing(probe.page, Profile())
    article = read_article(probe.article.page, Profile())
    with tempfile.TemporaryDirectory(dir=draft.pages.parent, prefix=".") as part:
        folder = Path(part) / draft.name
        folder.mkdir()
        expected = {
            "list": save(folder, "list", probe.page, list_facts(listing)),
            "article": save(folder, "article", probe.article.page, article_facts(article)),
        }
        write_expected(folder, expected)
        folder.rename(draft.pages)
