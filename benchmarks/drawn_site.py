"""The site files of the benchmark: the same pages read as they come, and drawn by a browser."""

from typing import ClassVar

from zonenews.profile import Profile
from zonenews.spiders import ZoneSpider


class AsTheyCome(ZoneSpider):
    """Nothing is drawn."""

    name = "as_they_come"


class Drawn(ZoneSpider):
    """Lists and articles are drawn."""

    name = "drawn"
    profile: ClassVar[Profile] = Profile(drawn=("lists", "articles"))
