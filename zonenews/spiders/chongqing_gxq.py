"""重庆高新技术产业开发区.

Addresses seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ChongqingGxq(ZoneSpider):
    """重庆高新技术产业开发区."""

    name = "chongqing_gxq"
    profile: ClassVar[Profile] = Profile(
        zone="重庆高新技术产业开发区",
        sections=(
            Section("https://gxq.cq.gov.cn/zwxx_202/gxdt/bmjz/jzdt/"),
            Section("https://gxq.cq.gov.cn/ggtz/"),
        ),
    )
