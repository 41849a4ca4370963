"""Reads article and list pages: pure functions over bytes, with no Scrapy, archive, network or clock."""

from zonenews.extraction.article import EXTRACTOR, extract_article
from zonenews.extraction.listing import extract_listing
from zonenews.extraction.pages import join_pages
from zonenews.extraction.results import Article, Attachment, Image, Link, Listing, NotAnArticle

__all__ = [
    "EXTRACTOR",
    "Article",
    "Attachment",
    "Image",
    "Link",
    "Listing",
    "NotAnArticle",
    "extract_article",
    "extract_listing",
    "join_pages",
]
