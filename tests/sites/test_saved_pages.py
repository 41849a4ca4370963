"""The saved pages of every site read as they did when they were saved; a folder here is all a site needs."""

from pathlib import Path
from typing import Any

import pytest

from zonenews.probing.reading import read_article, read_listing
from zonenews.probing.saved import EXPECTED, article_facts, list_facts, load
from zonenews.profile import Profile
from zonenews.sites import load_sites

HERE = Path(__file__).parent
FOLDERS = sorted(file.parent for file in HERE.glob(f"*/{EXPECTED}"))
SITES = load_sites()


def profile_of(folder: Path) -> Profile:
    """The profile of the site that a folder is named after; the examples have none."""
    return SITES[folder.name].profile if folder.name in SITES else Profile()


def assert_says_something(expected: dict[str, Any], *names: str) -> None:
    """An expectation of nothing would hold for any page."""
    assert all(expected[name] for name in names)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_list_page(folder: Path) -> None:
    page, expected = load(folder, "list")
    assert_says_something(expected, "pager", "rows", "first", "last")
    assert list_facts(read_listing(page, profile_of(folder))) == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_article_page(folder: Path) -> None:
    page, expected = load(folder, "article")
    assert_says_something(expected, "title")
    assert expected["paragraphs"] or expected["images"] or expected["attachments"]
    assert article_facts(read_article(page, profile_of(folder))) == expected


def test_every_probed_site_has_its_saved_pages() -> None:
    probed = {name for name, site in SITES.items() if site.profile.checked}
    assert probed <= {folder.name for folder in FOLDERS}
    assert FOLDERS
