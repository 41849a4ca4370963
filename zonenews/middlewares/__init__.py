"""Downloader components: a guest's manners, and what is believed of an answer."""
