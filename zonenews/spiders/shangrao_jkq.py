"""上饶经济技术开发区. Its address is not known: give the list page with `-a url=` or SITE_URLS."""

from typing import ClassVar

from zonenews.profile import Profile
from zonenews.spiders import ZoneSpider


class ShangraoJkq(ZoneSpider):
    """The zone whose article page zonenews was born from."""

    name = "shangrao_jkq"
    profile: ClassVar[Profile] = Profile(zone="上饶经济技术开发区")
