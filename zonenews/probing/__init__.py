"""Looks at one site before anybody crawls it: what is recognised on its pages, and what is doubtful."""

from zonenews.probing.report import Doubt, PageTwo, Probe

__all__ = ["Doubt", "PageTwo", "Probe"]
