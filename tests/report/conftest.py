"""Reports are made of archives like those of the tests of charts."""

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parents[1] / name) for name in ("archive", "charts")]
