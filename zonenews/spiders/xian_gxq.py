"""西安高新技术产业开发区.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class XianGxq(ZoneSpider):
    """西安高新技术产业开发区."""

    name = "xian_gxq"
    profile: ClassVar[Profile] = Profile(
        zone="西安高新技术产业开发区",
        sections=(Section("https://www.xdz.gov.cn/xxgk/tzgg/"),),
    )
