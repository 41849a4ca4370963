"""Copies archives as the command does, and compares them."""

from collections.abc import Callable
from pathlib import Path

from samples import at

from archive.copying.copying import Copying
from archive.copying.proof import Proof

NOW = at(9999)


def nothing(rows: int) -> None:
    """Hears how many rows were copied, and minds nothing."""


def copied(source: str, target: str, folder: Path, tell: Callable[[int], None] = nothing, **how: bool) -> Proof:
    """A copy, proven."""
    return Copying(source, target, folder / "kept", folder / "kept").copy(NOW, tell, **how)


def proven(source: str, target: str, folder: Path) -> Proof:
    """Two archives compared."""
    return Copying(source, target, folder / "kept", folder / "kept").prove(nothing)


def unequal(proof: Proof) -> list[str]:
    """What differs."""
    return [each.name for each in proof.compared if not each.is_equal]
