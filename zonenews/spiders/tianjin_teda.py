"""天津经济技术开发区.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class TianjinTeda(ZoneSpider):
    """天津经济技术开发区."""

    name = "tianjin_teda"
    profile: ClassVar[Profile] = Profile(
        zone="天津经济技术开发区",
        sections=(Section("https://www.teda.gov.cn/channels/3961.html"),),
    )
