"""The addresses of the desk; each module of pages lists its own."""

from archive.web import api, articles, changing, charting, feeds, home, runs, searching

_MODULES = (home, searching, articles, changing, charting, runs, feeds, api)
ROUTES = [route for module in _MODULES for route in module.ROUTES]
