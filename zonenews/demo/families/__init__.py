"""The families of sites that the replica can look like, each in a file of its own."""

from zonenews.demo.families.family import Family
from zonenews.demo.families.seed import Seed
from zonenews.demo.families.trs import Trs
from zonenews.demo.families.ucap import Ucap

FAMILIES: dict[str, type[Family]] = {"seed": Seed, "trs": Trs, "ucap": Ucap}

__all__ = ["FAMILIES", "Family"]
