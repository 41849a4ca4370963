"""温州经济技术开发区.

Address seen in public code, field notes of 2026-11; not checked live. Old.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class WenzhouJkq(ZoneSpider):
    """温州经济技术开发区."""

    name = "wenzhou_jkq"
    profile: ClassVar[Profile] = Profile(
        zone="温州经济技术开发区",
        sections=(Section("http://www.wetdz.gov.cn/col/col1316362/index.html"),),
    )
