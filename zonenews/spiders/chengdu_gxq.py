"""成都高新技术产业开发区.

Addresses seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ChengduGxq(ZoneSpider):
    """成都高新技术产业开发区."""

    name = "chengdu_gxq"
    profile: ClassVar[Profile] = Profile(
        zone="成都高新技术产业开发区",
        sections=(
            Section("https://www.cdht.gov.cn/cdht/c139391/gk_list.shtml"),
            Section("https://www.cdht.gov.cn/cdht/c132333/list.shtml"),
        ),
    )
