"""北京经济技术开发区.

Address seen in public code, field notes of 2026-11; not checked live. The folder of articles seen there.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class BeijingJkq(ZoneSpider):
    """北京经济技术开发区."""

    name = "beijing_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="北京经济技术开发区",
        sections=(Section("https://kfqgw.beijing.gov.cn/zwgkkfq/ztzl/lqztkfq/lqzx/zsdt/"),),
    )
