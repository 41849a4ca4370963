"""长春经济技术开发区.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class ChangchunJkq(ZoneSpider):
    """长春经济技术开发区."""

    name = "changchun_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="长春经济技术开发区",
        sections=(Section("http://www.cetdz.gov.cn/zw/ggxx/tzgg/"),),
    )
