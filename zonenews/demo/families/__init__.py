"""The families of sites that the replica can look like, each in a file of its own."""

from zonenews.demo.families.family import Family
from zonenews.demo.families.seed import Seed

FAMILIES: dict[str, type[Family]] = {"seed": Seed}

__all__ = ["FAMILIES", "Family"]
