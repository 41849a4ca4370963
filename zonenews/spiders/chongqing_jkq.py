"""重庆经济技术开发区.

Addresses seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ChongqingJkq(ZoneSpider):
    """重庆经济技术开发区."""

    name = "chongqing_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="重庆经济技术开发区",
        sections=(
            Section("https://jkq.cq.gov.cn/zwxx/gsgg/"),
            Section("https://jkq.cq.gov.cn/zwgk/zcwj/"),
        ),
    )
