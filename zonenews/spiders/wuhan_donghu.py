"""武汉东湖新技术开发区.

Addresses seen in public code, field notes of 2026-11; not checked live.
The second is the folder of articles seen there.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class WuhanDonghu(ZoneSpider):
    """武汉东湖新技术开发区."""

    name = "wuhan_donghu"
    profile: ClassVar[Profile] = Profile(
        zone="武汉东湖新技术开发区",
        sections=(
            Section("https://www.wehdz.gov.cn/2022/ggxw_68627/ggxw_68629/"),
            Section("https://www.wehdz.gov.cn/2022/ggxw_68627/tz_68628/"),
        ),
    )
