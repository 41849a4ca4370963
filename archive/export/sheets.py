"""Articles as CSV that opens right in Excel and runs nothing there: BOM, CRLF, lists joined, formulas defused."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

import orjson

from archive.export.lines import ROW_COLUMNS, SCHEMA, copy

# A row's keys but `paragraphs`: `text` has a paragraph a line.
SHEET_COLUMNS = ("schema", *ROW_COLUMNS)
BETWEEN = " | "
# What a spreadsheet takes for the beginning of a formula, half and full width.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


class _Encoder:
    """What `csv` writes to: it hands the line back as bytes."""

    def write(self, line: str) -> bytes:
        """The bytes of a line."""
        return line.encode()


def write_sheet(rows: Iterable[Sequence[Any]], to: BinaryIO) -> int:
    """Writes rows of ROW_COLUMNS under a line of names; gives their number."""
    writer = csv.writer(_Encoder(), lineterminator="\r\n")
    to.write(BOM_UTF8)
    names, lines = writer.writerow(SHEET_COLUMNS), map(writer.writerow, _cells(rows))
    return copy(chain([names], lines), to) - 1


def _cells(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    for row in rows:
        url, site, sections, title, source, author, editor, published, precision, number, breadcrumb, text = row[:12]
        images, attachments, *others = row[12:]
        named = [
            *(url, site, joined(sections), title, source, author, editor, _for_people(published), precision, number),
            *(joined(breadcrumb), text, _pictures(images), _files(attachments), *others),
        ]
        yield [SCHEMA, *(_harmless(cell) for cell in named)]


def _harmless(cell: Any) -> Any:
    """The cell as text, also for a spreadsheet: an apostrophe comes before what it would take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA and cell else cell


def joined(names: str) -> str:
    """A JSON list of names in one cell."""
    return "" if names == "[]" else BETWEEN.join(orjson.loads(names))


def _pictures(images: str) -> str:
    return "" if images == "[]" else BETWEEN.join(image["url"] for image in orjson.loads(images))


def _files(attachments: str) -> str:
    found = [] if attachments == "[]" else orjson.loads(attachments)
    return BETWEEN.join(f"{file['name']} <{file['url']}>" for file in found)


def _for_people(published: str | None) -> str | None:
    """`2023-10-25 16:27`: the printed time, so that a spreadsheet takes it for one."""
    return published and published.replace("T", " ").removesuffix("+08:00")
