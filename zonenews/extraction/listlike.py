"""Tells a list from an article: by the rows a page holds, and how little of an article stands outside them."""

from zonenews.extraction.blocks import Block
from zonenews.extraction.chrome import is_footer, is_linked, is_prose
from zonenews.extraction.contents import Contents
from zonenews.extraction.crumbs import breadcrumb, section_name
from zonenews.extraction.datastores import main_datastore
from zonenews.extraction.dates import find_date
from zonenews.extraction.infolines import Entry
from zonenews.extraction.layout import Layout
from zonenews.extraction.listpage import ListPage
from zonenews.extraction.page import Page
from zonenews.extraction.pagers import find_next
from zonenews.extraction.rowblocks import RowBlocks, leads_on
from zonenews.extraction.rows import find_rows
from zonenews.extraction.text import letters
from zonenews.extraction.title import page_title

_ENOUGH = 3  # so many rows with a date are a list, fewer need a pager
_OFTEN = 3  # a label or a date printed so often may stand in rows
_WORDS = 60  # so many characters of sentences outside the rows are an article's
_STORY = 300  # so many are one's even beside a pager
_SENTENCE = 15  # and so many under a title of its own
_PARAGRAPHS, _PLENTY = 3, 150  # so many in a row, with so many characters, are one's without a closer look
_LINK = 6
_MANY = 10


def is_list(page: Page, layout: Layout, contents: Contents) -> bool:
    """Whether the page is rows of articles rather than an article."""
    if not _may_be_list(page, layout):
        return False
    listed = ListPage(page.url, page.base_url, page.text, page.root)
    crumbs = breadcrumb(listed)
    rows = find_rows(listed, section_name(listed, crumbs) or "")
    listed.row_count = len(rows.links)
    store = main_datastore(page.text)
    stored = store is not None and bool(store.records)
    blocks = RowBlocks(layout.outline, rows.members, layout.title.start)
    if not blocks.count and not stored:
        return _is_mostly_links(layout)
    outside = _Outside(layout, blocks, {letters(name) for name in (*crumbs, _column(layout))})
    paged = stored or find_next(listed)[0] != "none"
    if outside.is_dated or (outside.is_titled and (outside.is_pictured or contents.attachments)):
        return False
    if stored and not outside.is_titled:
        return True
    if outside.words >= (_SENTENCE if outside.is_titled else _WORDS):
        return (paged or outside.heads_rows) and outside.words < _STORY and not outside.is_confirmed
    bare = not (outside.is_titled or outside.words or outside.is_pictured or contents.attachments)
    return bare or paged or outside.is_section or blocks.count >= _ENOUGH


def _column(layout: Layout) -> str:
    return layout.metas.values.get("columnname", "")


def credits(layout: Layout) -> list[Entry]:
    """The labels over an article that have a value: a source's name, a publish time's date."""
    entries = [entry for entry in layout.info.of("published", "source") if entry.place != "tail"]
    return [entry for entry in entries if (entry.value if entry.kind == "source" else find_date(entry.raw))]


def _may_be_list(page: Page, layout: Layout) -> bool:
    """Whether a closer look is worth its cost: not at a page that says it is an article, or tells a story."""
    if layout.metas.values.get("articletitle") or layout.span.rule == "anchor":
        return False
    return not (_has_own_label(layout) or _tells_story(layout))


def _tells_story(layout: Layout) -> bool:
    """Whether sentences follow each other in the body, as in a row they never do."""
    run = words = 0
    for block in layout.outline.blocks[layout.body.start : layout.body.end]:
        run, words = (run + 1, words + len(block.text)) if _is_told(block) else (0, 0)
        if run >= _PARAGRAPHS and words >= _PLENTY:
            return True
    return False


def _is_mostly_links(layout: Layout) -> bool:
    """Whether the page holds little but links, though they are no rows."""
    linked = sum(map(is_linked, layout.outline.blocks))
    named = credits(layout) or layout.info.dates
    return layout.prose < _WORDS and not named and linked >= _MANY and linked * 2 > len(layout.outline.blocks)


def _has_own_label(layout: Layout) -> bool:
    """Whether a label belongs to the page's title: no link stands between the two, and few rows could hold it too."""
    blocks, title = layout.outline.blocks, layout.title
    if title.start < 0:
        return False
    first = next((block.index for block in blocks[title.start :] if leads_on(block)), len(blocks))
    labels = {entry.label for entry in credits(layout) if entry.index < first}
    return any(sum(label in block.text for block in blocks) < _OFTEN for label in labels)


class _Outside:
    """What of an article stands outside the rows; `names` are those of the sections that the page says it is in."""

    def __init__(self, layout: Layout, rows: RowBlocks, names: set[str]) -> None:
        self._layout = layout
        self._rows = rows
        self._names = names
        self._blocks = layout.outline.blocks

    def _holds(self, index: int) -> bool:
        return index not in self._rows.inside

    @property
    def words(self) -> int:
        """How many characters of sentences the body holds."""
        blocks = self._blocks[self._layout.body.start : self._layout.body.end]
        return sum(len(block.text) for block in blocks if self._holds(block.index) and _is_told(block))

    @property
    def is_dated(self) -> bool:
        """Whether a source or a date stands over the body, and not beside a link as in another list."""
        told = credits(self._layout)
        if self.is_confirmed:
            told += [entry for entry in self._layout.info.of("dated") if entry.place == "head" and find_date(entry.raw)]
        if any(self._holds(entry.index) for entry in told):
            return True
        dates = [dated.index for dated in self._layout.info.dates if self._holds(dated.index)]
        return (self.is_titled or len(dates) < _OFTEN) and not all(map(self._is_beside_link, dates))

    def _is_beside_link(self, index: int) -> bool:
        around = self._blocks[max(0, index - 1) : index + 2]
        return any(block.link_length >= _LINK and is_linked(block) for block in around)

    @property
    def is_pictured(self) -> bool:
        """Whether a picture stands in the body."""
        body = self._layout.body
        pictures = (mark for mark in self._layout.outline.images if body.start <= mark.index <= body.end)
        return any(not self._rows.holds(mark.element) for mark in pictures)

    @property
    def is_titled(self) -> bool:
        """Whether a title is printed that is no section's name, nor the heading of the rows."""
        title = self._layout.title
        return title.start >= 0 and self._holds(title.start) and not (self.is_section or self.heads_rows)

    @property
    def is_confirmed(self) -> bool:
        """Whether a meta tag or `<title>` names the same title."""
        return self.is_titled and self._layout.title.found.rule == "printed+meta"

    @property
    def heads_rows(self) -> bool:
        """Whether the title stands right over several rows."""
        return self._rows.count >= _ENOUGH and not self._holds(self._layout.title.end)

    @property
    def is_section(self) -> bool:
        """Whether the page's title is the name of its section."""
        named = letters(page_title(self._layout.metas.page_title))
        return bool(self._names & {letters(self._layout.title.found.value or ""), named})


def _is_told(block: Block) -> bool:
    return is_prose(block.text) and not is_linked(block) and not is_footer(block.text)
