"""Crawls the news sections of China's development zones into an archive."""

__version__ = "0.1.0"
