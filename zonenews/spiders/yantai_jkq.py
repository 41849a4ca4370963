"""烟台黄渤海新区（烟台经济技术开发区）.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class YantaiJkq(ZoneSpider):
    """烟台黄渤海新区（烟台经济技术开发区）."""

    name = "yantai_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="烟台黄渤海新区（烟台经济技术开发区）",
        sections=(Section("https://www.yeda.gov.cn/col/col50127/index.html"),),
    )
