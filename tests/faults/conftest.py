"""Faults are injected into archives and crawls like those of the tests beside these."""

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parents[1] / name) for name in ("archive", "crawl")]
