"""Scrapy as it comes out of the box."""
