"""Search: which articles hold some words, the newest first or the most relevant."""

from archive.search.finding import Found, Hit, Order
from archive.search.narrowing import Narrowed, Narrowing

__all__ = ["Found", "Hit", "Narrowed", "Narrowing", "Order"]
