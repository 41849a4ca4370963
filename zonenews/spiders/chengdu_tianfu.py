"""四川天府新区.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ChengduTianfu(ZoneSpider):
    """四川天府新区."""

    name = "chengdu_tianfu"
    profile: ClassVar[Profile] = Profile(
        zone="四川天府新区",
        sections=(Section("https://www.cdtianfu.gov.cn/tfxq/c128038/gk_list.shtml"),),
    )
