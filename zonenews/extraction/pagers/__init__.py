"""The pager rules: each a pure function of a list page, tried in order, the surest markup first."""

from collections.abc import Callable

from zonenews.extraction.listpage import ListPage
from zonenews.extraction.pagers.asked import asked, asked_next
from zonenews.extraction.pagers.clicked import clicked
from zonenews.extraction.pagers.create_page import create_page
from zonenews.extraction.pagers.enorth import enorth
from zonenews.extraction.pagers.forms import page_form, postback
from zonenews.extraction.pagers.gkmlpt import gkmlpt
from zonenews.extraction.pagers.hanweb import hanweb
from zonenews.extraction.pagers.jpaas import jpaas
from zonenews.extraction.pagers.lonsun import lonsun
from zonenews.extraction.pagers.next_link import next_link, unread_script
from zonenews.extraction.pagers.numbers import numeric_links, own_query, page_select, script_query, total_text
from zonenews.extraction.pagers.script_counts import (
    built_files,
    count_page,
    page_id_files,
    pager_object,
    pagination_plugin,
    script_config,
)
from zonenews.extraction.pagers.step import Step
from zonenews.extraction.pagers.totals import with_totals
from zonenews.extraction.pagers.vsb import vsb

Pager = Callable[[ListPage], Step | None]

PAGERS: tuple[Pager, ...] = (
    hanweb,
    jpaas,
    gkmlpt,
    enorth,
    vsb,
    create_page,
    pager_object,
    lonsun,
    page_id_files,
    count_page,
    next_link,
    postback,
    page_form,
    clicked,
    asked,
    script_config,
    pagination_plugin,
    built_files,
    numeric_links,
    page_select,
    script_query,
    asked_next,
    own_query,
    total_text,
    unread_script,
)


def find_next(page: ListPage) -> tuple[str, Step]:
    """The first pager that knows the page, by name, and its step; `none` where no pager is printed."""
    for pager in PAGERS:
        step = pager(page)
        if step is not None:
            return pager.__name__, with_totals(page, step)
    return "none", Step(end="no_pager")
