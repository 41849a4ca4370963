"""The article pages that readers are compared on: saved real ones where they are at hand, and the bundled replica's."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.measure import ROOT
from benchmarks.scoring import Truth
from zonenews.demo.answer import Call
from zonenews.demo.families.family import Spreading
from zonenews.demo.gallery import ROOMS, gallery
from zonenews.demo.truth import article_truth

_SAVED = ROOT.parent / "shared" / "pages"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """An article page in a file, and what is true of it; the Chinese of a scrambled one reads as nonsense."""

    path: Path
    url: str
    site: str
    charset: str
    truth: Truth
    scrambled: bool = False


def real_pages(kind: str) -> list[SavedPage]:
    """The saved pages of government sites (`gov`) or of news sites (`news`); none where the folder is not at hand."""
    if not (_SAVED / "truth.jsonl").exists():
        return []
    with (_SAVED / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        listed = {row["path"]: row for row in csv.DictReader(file, delimiter="\t")}
    lines = (_SAVED / "truth.jsonl").read_text("utf-8").splitlines()
    labelled = [truth for truth in map(json.loads, lines) if truth["path"].startswith(f"{kind}/")]
    return [_real(listed[truth["path"]], truth) for truth in labelled]


def _real(row: dict[str, str], truth: dict[str, str]) -> SavedPage:
    site = row["site"].rstrip("?")
    url = row["url"] or f"http://{site or 'www.example.cn'}/page.html"
    source = truth.get("source") or ("" if truth.get("source_annotated") else None)
    wanted = Truth(truth.get("title"), source, truth.get("publish_time"), truth.get("body"))
    return SavedPage(
        _SAVED / row["path"], url, site, row["charset_used"] or "utf-8", wanted, row["state"] == "scrambled"
    )


def replica_pages(folder: Path, each: int = 2) -> list[SavedPage]:
    """So many article pages of each section of the replica's gallery, written into a folder; whole articles only."""
    return list(_replica_pages(folder, each))


def _replica_pages(folder: Path, each: int) -> Iterator[SavedPage]:
    replica = gallery(date(2026, 11, 23))
    for room, section in zip(ROOMS, replica.sections, strict=True):
        if isinstance(section.family, Spreading):
            continue
        articles = [row.article for row in section.rows if row.article]
        for number, article in enumerate(articles[:: len(articles) // each][:each]):
            told = article_truth(replica, article)
            path = folder / f"{room.family}-{number}.html"
            path.write_bytes(replica.answer(Call(article.path)).body)
            truth = Truth(told["title"], told["source"] or "", told["published"], "\n".join(told["paragraphs"]))
            yield SavedPage(path, told["url"], room.family, section.charset, truth)
