"""A UCAP-like site with another stem, days in its folders and whole ids after `content_`."""

from datetime import date

from zonenews.demo.families.printing import hex32
from zonenews.demo.families.ucap import Ucap


class UcapNav(Ucap):
    """`nav_list.shtml`, `/2023-10/25/content_<32 hex>.shtml`."""

    stem = "nav_list"

    def article_path(self, section_path: str, number: int, day: date) -> str:
        return f"{section_path}{day:%Y-%m/%d}/content_{hex32(f'{section_path} {number}')}.shtml"
