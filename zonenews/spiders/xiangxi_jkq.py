"""湘西经济开发区.

Address seen in public code, field notes of 2026-11; not checked live. Of 2019.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class XiangxiJkq(ZoneSpider):
    """湘西经济开发区."""

    name = "xiangxi_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="湘西经济开发区",
        sections=(Section("http://www.hnxxjkq.gov.cn/zwgk/gzdt/"),),
    )
