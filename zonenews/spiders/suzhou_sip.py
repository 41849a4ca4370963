"""苏州工业园区.

Addresses seen in public code, field notes of 2026-11; not checked live.
The folders of articles; the name of the list page in them is not known, and a folder may lead to the home page.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class SuzhouSip(ZoneSpider):
    """苏州工业园区."""

    name = "suzhou_sip"
    profile: ClassVar[Profile] = Profile(
        zone="苏州工业园区",
        sections=(
            Section("https://www.sipac.gov.cn/szgyyq/mtjj/"),
            Section("https://www.sipac.gov.cn/szgyyq/dthg202511/"),
        ),
    )
