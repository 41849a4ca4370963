"""Opens an exported CSV in LibreOffice, and compares every cell: `python -m benchmarks.spreadsheet articles.csv`."""

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_UTF8 = "--infilter=CSV:44,34,76,1,,0,false,true"  # its shell asks for what its window proposes: commas, UTF-8


def main(sheet: Path) -> None:
    """Prints how many cells arrived, how many of them as numbers or dates, and what did not."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        head, *written = csv.reader(file)
    shown = list(_opened(sheet))[1:]
    typed: dict[str, int] = dict.fromkeys(head, 0)
    lost = [(head[at], cell) for row, there in _pairs(written, shown) for at, cell in enumerate(row)
            if there.get(at, ("s", ""))[0] == "s" and there.get(at, ("s", ""))[1] != cell]  # fmt: skip
    for there in shown:
        for at, (kind, _) in there.items():
            typed[head[at]] += kind != "s"
    differ = [(name, cell[:40], len(cell)) for name, cell in lost]
    print(f"{len(written)} rows, {len(shown)} in LibreOffice; texts that differ: {differ}")
    print("numbers and dates:", {name: count for name, count in typed.items() if count})
    print("formulas:", sum(kind == "formula" for there in shown for kind, _ in there.values()))


def _pairs(
    written: list[list[str]], shown: list[dict[int, tuple[str, str]]]
) -> Iterator[tuple[list[str], dict[int, tuple[str, str]]]]:
    """Rows with what a spreadsheet has of them; one that it leaves out holds nothing."""
    for number, row in enumerate(written):
        yield row, shown[number] if number < len(shown) else {}


def _opened(sheet: Path) -> Iterator[dict[int, tuple[str, str]]]:
    """The rows as LibreOffice has them: kind and text of a cell by its column."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder).as_uri()}/profile"
        command = ["soffice", profile, "--headless", _UTF8, "--convert-to", "xlsx", "--outdir", folder, str(sheet)]
        subprocess.run(command, check=True, capture_output=True)
        with ZipFile(Path(folder, f"{sheet.stem}.xlsx")) as book:
            texts = [_text(each) for each in fromstring(book.read("xl/sharedStrings.xml"))]
            rows = fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{_SHEET}row")
    for row in rows:
        yield {_column(cell): _cell(cell, texts) for cell in row if cell.find(f"{_SHEET}v") is not None}


def _text(shared: Element) -> str:
    return "".join(part.text or "" for part in shared.iter(f"{_SHEET}t"))


def _cell(cell: Element, texts: list[str]) -> tuple[str, str]:
    value = cell.findtext(f"{_SHEET}v") or ""
    kind = "formula" if cell.find(f"{_SHEET}f") is not None else cell.get("t", "n")
    return (kind, texts[int(value)]) if kind == "s" else (kind, value)


def _column(cell: Element) -> int:
    number = 0
    for letter in filter(str.isalpha, cell.get("r", "")):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
