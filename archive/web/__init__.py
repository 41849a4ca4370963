"""The desk in the browser: a Datasette plugin over a SQLite archive.

`serving.desk` builds a Datasette with this package as its plugin, `serving.serve` runs it. Every answer comes from
`archive.Archive`, asked in a thread; Datasette's own pages (SQL, tables) are asked in a process that can be killed.

How to add a page, in a module of its own:

    from archive.web.desk import desk_of
    from archive.web.pages import page

    async def charts(datasette, request):
        desk = desk_of(datasette)
        rows = await desk.ask(lambda archive: archive.changes(limit=10))     # in a thread, on a read-only handle
        return await page(datasette, request, "charts.html", rows=rows)      # a template of archive/web/templates

    ROUTES = [(r"^/charts$", charts)]                                        # then name the module in routes.py

- `desk.now()` tells the time; `await desk.remembered(("charts", key), question)` keeps an answer for a minute or two.
- Templates begin with `{% extends "base.html" %}` and fill the blocks `title`, `content`, and `here` with the name of
  the page's place in the menu (`home`, `search`, `charts`, `changes`, `runs`, `sql`). What is shown is escaped;
  never `|safe`.
- `t("word")` in a template, `words_of(request)("word")` in Python, gives a word of words.py in the reader's language;
  add yours there in both. `day`, `moment` and `number` are filters of templates.
- Colours are the variables of static/desk.css: `--paper --surface --ink --muted --line --soft --accent --good --warn
  --bad --mark --added --removed --chart-1` to `--chart-6`; both themes set them. `asset("desk.css")` is the address of
  a static file.
- The policy of guard.py allows no inline script or style and no `style` attribute; pictures come as `<img src>` of a
  route here. SVG attributes (`fill`, `width` …) are fine.
"""

from archive.web.hooks import (
    asgi_wrapper,
    canned_queries,
    extra_template_vars,
    handle_exception,
    permission_allowed,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
)

__all__ = [
    "asgi_wrapper",
    "canned_queries",
    "extra_template_vars",
    "handle_exception",
    "permission_allowed",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
]
