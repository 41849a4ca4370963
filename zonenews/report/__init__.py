"""A month of the archive as one page, to be read, mailed or printed."""

from zonenews.report.month import Month, gather, newest_month
from zonenews.report.page import page

__all__ = ["Month", "gather", "newest_month", "page"]
