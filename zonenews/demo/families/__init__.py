"""The families of sites that the replica can look like, each in a file of its own."""

from zonenews.demo.families.family import Family
from zonenews.demo.families.seed import Seed
from zonenews.demo.families.trs import Trs
from zonenews.demo.families.trs_dialects import TrsClassed, TrsCreatePage, TrsObject, TrsRecords
from zonenews.demo.families.trs_scripted import TrsCounted, TrsPageId, TrsSliced, TrsWritten
from zonenews.demo.families.ucap import Ucap
from zonenews.demo.families.ucap_nav import UcapNav

FAMILIES: dict[str, type[Family]] = {
    "seed": Seed,
    "trs": Trs,
    "trs_classed": TrsClassed,
    "trs_counted": TrsCounted,
    "trs_create_page": TrsCreatePage,
    "trs_object": TrsObject,
    "trs_page_id": TrsPageId,
    "trs_records": TrsRecords,
    "trs_sliced": TrsSliced,
    "trs_written": TrsWritten,
    "ucap": Ucap,
    "ucap_nav": UcapNav,
}

__all__ = ["FAMILIES", "Family"]
