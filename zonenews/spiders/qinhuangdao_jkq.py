"""秦皇岛经济技术开发区.

Address seen in public code, field notes of 2026-11; not checked live. Old.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class QinhuangdaoJkq(ZoneSpider):
    """秦皇岛经济技术开发区."""

    name = "qinhuangdao_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="秦皇岛经济技术开发区",
        sections=(Section("https://qetdz.gov.cn/Content/browse/cid/303"),),
    )
