"""苏州高新区（虎丘区）.

Address seen in public code, field notes of 2026-11; not checked live.
"""

from typing import ClassVar

from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class SuzhouSnd(ZoneSpider):
    """苏州高新区（虎丘区）."""

    name = "suzhou_snd"
    profile: ClassVar[Profile] = Profile(
        zone="苏州高新区（虎丘区）",
        sections=(Section("http://www.snd.gov.cn/hqqrmzf/zcwj/nav_list.shtml"),),
    )
