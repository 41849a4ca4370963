"""How the proof of a copy is shown: each table with its rows and its digest in both archives."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from zonenews.screens.tables import Column, FittedTable

if TYPE_CHECKING:
    from archive.copying.proof import Proof

_COLUMNS = (
    Column("name", "what"),
    Column("rows_from", "rows FROM"),
    Column("rows_to", "rows TO"),
    Column("digest", "digest", least=16),
    Column("same", "equal"),
)
_SHOWN = 16
_MOST_QUERIES = 5
_NO_TABLES = ("search index", "kept files")


def plain_proof(proof: "Proof") -> dict[str, Any]:
    """A proof for programs."""
    compared = [
        {
            "name": each.name, "equal": each.is_equal,
            "rows_from": each.source.rows, "rows_to": each.target.rows,
            "digest_from": each.source.digest, "digest_to": each.target.digest,
        }
        for each in proof.compared
    ]  # fmt: skip
    found = {"equal": proof.is_equal, "compared": compared}
    return found | {"searches": proof.searches, "different_searches": list(proof.different)}


def copy_view(proof: Mapping[str, Any]) -> RenderableType:
    """Every table, then what searches found, then the verdict."""
    rows = [dict(each) | {"digest": _digest(each), "same": _verdict(each["equal"])} for each in proof["compared"]]
    different = proof["different_searches"]
    searched = Text(
        f"{proof['searches']} searches for what articles say: {proof['searches'] - len(different)} find the same"
    )
    told = [Text(f"another answer to {query}", style="red") for query in different[:_MOST_QUERIES]]
    total = sum(each["rows_from"] for each in proof["compared"] if each["name"] not in _NO_TABLES)
    equal = Text(f"both archives are equal: {total} rows", style="green")
    return Group(
        FittedTable(rows, _COLUMNS), "", searched, *told, equal if proof["equal"] else Text("they differ", style="red")
    )


def _digest(each: Mapping[str, Any]) -> str | None:
    source, target = each["digest_from"][:_SHOWN], each["digest_to"][:_SHOWN]
    if not each["rows_from"] and not each["rows_to"]:
        return None
    return source if source == target else f"{source} ≠ {target}"


def _verdict(equal: bool) -> Text:
    return Text("yes", style="green") if equal else Text("no", style="bold red")
