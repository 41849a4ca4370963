"""Asks an archive for some seconds, by one handle that stays open; prints how many times it asked."""

import sys
import time

from archive import Archive

url, seconds = sys.argv[1:]
until, asked = time.monotonic() + float(seconds), 0
with Archive(url) as archive:
    while time.monotonic() < until:
        before = sum(1 for _ in archive.articles(limit=300))
        newest = {row["url"] for row in archive.articles(newest_first=True, limit=50)}
        assert min(before, 50) <= len(newest) <= 50
        assert len(archive.search("园区 OR 招商", limit=20)) <= 20
        asked += 1
print(asked)
