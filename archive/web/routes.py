"""The addresses of the desk; each module of pages lists its own."""

from archive.web import home

ROUTES = [*home.ROUTES]
