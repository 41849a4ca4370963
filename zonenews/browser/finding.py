"""Finds a Chromium, and says what to install where there is none."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from zonenews import environment
from zonenews.exits import Exit, Refused

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_OWN = "chromium-*/chrome-linux*/chrome"  # where `playwright install chromium` puts its own
_DOWNLOADS = Path("~/.cache/ms-playwright")
# What is not answered by the crawl finds no way out: no name resolves, that of the proxy neither, and there is no UDP
_NO_WAY_OUT = (
    "--proxy-server=http://nowhere.invalid:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-webgl",
    "--disable-gpu",
)


def can_draw(settings: BaseSettings) -> bool:
    """Whether there is what it takes to draw pages."""
    return find_spec("scrapy_playwright") is not None and chromium(settings) is not None


def check_browser(name: str, settings: BaseSettings) -> None:
    """Raises Refused where a site's pages are to be drawn and there is nothing to draw them with."""
    if find_spec("scrapy_playwright") is None:
        words = "the extra `browser` is not installed; run: pip install scrapy-playwright"
        raise Refused(Exit.CONFIGURATION, f"Profile.drawn of {name}: {words}")
    if chromium(settings) is None:
        where = f"{settings['BROWSER']} is none" if settings["BROWSER"] else "none was found"
        words = "install Chromium (apt-get install chromium), or set ZONENEWS_BROWSER to the path of one"
        raise Refused(Exit.CONFIGURATION, f"Profile.drawn of {name} needs a browser, and {where}; {words}")


def chromium(settings: BaseSettings) -> str | None:
    """The path of the Chromium to use: the one of the settings, else the system's, else Playwright's own."""
    named: str | None = settings["BROWSER"]
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next(map(str, sorted(_DOWNLOADS.expanduser().glob(_OWN), reverse=True)), None)


def launch_options(settings: BaseSettings) -> dict[str, Any]:
    """How the browser is started: without a window, without a network, in its sandbox."""
    heap = f"--js-flags=--max-old-space-size={settings.getint('DRAWN_MEGABYTES') // 2}"
    return {
        "executable_path": chromium(settings),
        "args": [*_NO_WAY_OUT, heap],
        "chromium_sandbox": os.geteuid() != 0,  # Chromium has none for root
        "env": environment.without_ours(),
        **dict.fromkeys(("handle_sigint", "handle_sigterm", "handle_sighup"), False),  # the crawl ends it
    }
