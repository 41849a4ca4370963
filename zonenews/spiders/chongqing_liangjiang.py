"""重庆两江新区.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ChongqingLiangjiang(ZoneSpider):
    """重庆两江新区."""

    name = "chongqing_liangjiang"
    profile: ClassVar[Profile] = Profile(
        zone="重庆两江新区",
        sections=(Section("https://ljxq.cq.gov.cn/zwgk_199/fdzdgknr/gggs/"),),
    )
