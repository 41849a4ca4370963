"""万盛经济技术开发区.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ChongqingWansheng(ZoneSpider):
    """万盛经济技术开发区."""

    name = "chongqing_wansheng"
    profile: ClassVar[Profile] = Profile(
        zone="万盛经济技术开发区",
        sections=(Section("https://ws.cq.gov.cn/tzgg/"),),
    )
