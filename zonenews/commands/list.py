"""`scrapy list`, which also says which site files are left out, and why."""

import argparse

from scrapy.commands.list import Command as ScrapyList

from zonenews.loader import SiteLoader


class Command(ScrapyList):
    """Prints the sites' names; broken files are named on stderr."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Lists the sites."""
        assert self.settings is not None
        loader = SiteLoader.from_settings(self.settings)
        loader.say_broken()
        print("\n".join(sorted(loader.list())))
