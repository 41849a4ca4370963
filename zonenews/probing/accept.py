"""`python -m zonenews.probing.accept NAME …`: what a site's saved pages read as now is what is expected of them.

For when a profile or a rule has changed for the better: run it, and look at the difference before it is committed.
"""

import sys
from pathlib import Path

import zonenews
from zonenews.exits import Exit, Refused
from zonenews.probing.reading import read_article, read_listing
from zonenews.probing.saved import article_facts, list_facts, load, rewrite
from zonenews.profile import Profile
from zonenews.sites import load_site


def accept(folder: Path) -> None:
    """Reads the saved pages in a folder by the profile of the site it is named after, and keeps what they give."""
    profile = _profile_of(folder.name)
    listing, article = load(folder, "list")[0], load(folder, "article")[0]
    facts = {
        "list": list_facts(read_listing(listing, profile)),
        "article": article_facts(read_article(article, profile)),
    }
    rewrite(folder, facts)


def _profile_of(name: str) -> Profile:
    """A site's profile; the examples have no site file. Raises Refused where the file is broken."""
    try:
        return load_site(name).profile
    except Refused as refused:
        if refused.code is Exit.CONFIGURATION:
            raise
        return Profile()


def main() -> None:
    """Accepts the sites that are named."""
    sites = Path(zonenews.__file__).parents[1] / "tests" / "sites"
    try:
        for name in sys.argv[1:]:
            accept(sites / name)
    except Refused as refused:
        sys.exit(f"zonenews: {refused}")


if __name__ == "__main__":
    main()
