"""烟台高新技术产业开发区.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class YantaiGxq(ZoneSpider):
    """烟台高新技术产业开发区."""

    name = "yantai_gxq"
    profile: ClassVar[Profile] = Profile(
        zone="烟台高新技术产业开发区",
        sections=(Section("https://www.ytgxq.gov.cn/col/col21341/index.html"),),
    )
