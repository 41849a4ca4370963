"""武汉经济技术开发区.

Address seen in public code, field notes of 2026-11; not checked live. The folder of articles seen there.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class WuhanJkq(ZoneSpider):
    """武汉经济技术开发区."""

    name = "wuhan_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="武汉经济技术开发区",
        sections=(Section("https://www.whkfq.gov.cn/xwzx/yw/kfqyw/qnxw/"),),
    )
