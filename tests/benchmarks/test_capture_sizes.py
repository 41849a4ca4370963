"""What captures take stays within the aims."""

import pytest

from benchmarks.captures import kept_of, site_pages
from benchmarks.pages import real_pages


@pytest.mark.slow
@pytest.mark.parametrize("family", ["seed", "trs", "vsb", "ucap", "dedecms", "asp"])
def test_pages_of_one_template_take_at_most_12_percent(family: str) -> None:
    kept = kept_of([site_pages(family, 400)], rounds=1)
    assert kept.stored_others <= 0.12 * kept.raw_others, "without the dictionaries' pages, with their own bytes"
    assert kept.larger_than_gzip == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gov", "news"])
def test_mixed_single_pages_take_at_most_26_percent(kind: str) -> None:
    pages = real_pages(kind)
    if not pages:
        pytest.skip("../shared/pages is not at hand")
    kept = kept_of([[page.path.read_bytes()] for page in pages], rounds=1)
    assert kept.stored <= 0.26 * kept.raw
    assert kept.larger_than_gzip == 0
