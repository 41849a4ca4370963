"""Rows that stand as CDATA records in a script or in an answer: `<datastore><recordset><record>`."""

import re
from itertools import islice
from typing import NamedTuple

_LONGEST = 20000
_LONGEST_GROUP = 3000
_MOST = 50
_STORE = re.compile("<datastore>", re.I)
_MARK = re.compile(r"<(?:record|datastore)", re.I)
_RECORD = re.compile(r"<record>\s{0,20}", re.I)
_CDATA = "<![CDATA["
_NEXT_GROUP = re.compile(r"<nextgroup>", re.I)
_HREF = re.compile(r"""href\s{0,3}=\s{0,3}["']([^"']{1,1500})["']""", re.I)
_RECORDS_TOTAL = re.compile(r"<totalrecord>\s{0,5}(\d{1,9})", re.I)
_PAGES_TOTAL = re.compile(r"<totalpage>\s{0,5}(\d{1,9})", re.I)


class Datastore(NamedTuple):
    """The records of one list, its announced totals, and the address of the next block as given."""

    records: list[str]
    total: int | None
    pages: int | None
    next_group: str | None


def main_datastore(text: str) -> Datastore | None:
    """The page's datastore; of several the one with most records."""
    if not _MARK.search(text):
        return None
    starts = [found.start() for found in islice(_STORE.finditer(text), _MOST)]
    if not starts:
        return _datastore(text)
    ends = [*starts[1:], len(text)]
    return max(
        (_datastore(text[start:end]) for start, end in zip(starts, ends, strict=True)), key=lambda s: len(s.records)
    )


def records_html(store: Datastore) -> str:
    """The records as HTML, each in an element of its own."""
    return "".join(f'<div class="record">{record}</div>' for record in store.records)


def _datastore(text: str) -> Datastore:
    group = _NEXT_GROUP.search(text)
    href = _HREF.search(text[group.end() :][:_LONGEST_GROUP].partition("</")[0]) if group else None
    total, pages = _RECORDS_TOTAL.search(text), _PAGES_TOTAL.search(text)
    return Datastore(
        _records(text),
        int(total[1]) if total else None,
        int(pages[1]) if pages else None,
        href[1].replace("&amp;", "&") if href else None,
    )


def _records(text: str) -> list[str]:
    """What stands in each record; one that another begins in is none."""
    return [content for piece in _RECORD.split(text)[1:] if (content := _content(piece))]


def _content(piece: str) -> str:
    """What stands between a record's opening and its end; nothing where it does not end."""
    wrapped = piece[: len(_CDATA)].upper() == _CDATA
    content, end, _ = piece[: _LONGEST + 20].partition("]]>" if wrapped else "</record>")
    return content[len(_CDATA) if wrapped else 0 :] if end else ""
