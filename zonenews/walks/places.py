"""How far a whole walk has come, as text that outlives the process, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from zonenews.extraction import Listing
from zonenews.extraction.results import Post


@dataclass(frozen=True, slots=True)
class Step:
    """The list page to ask for next, and the one that leads to it."""

    url: str
    previous: Listing


def place_of(step: Step | None, pages: int) -> Mapping[str, Any] | None:
    """What is kept of the step to a list page; None for the first one, and where a pager's memory cannot be kept."""
    if step is None:
        return None
    previous = step.previous
    post = previous.post if step.url == previous.next else None
    place = {
        "url": step.url, "from": previous.url, "pager": previous.pager, "cursor": dict(previous.cursor), "pages": pages,
        "post": [post.body.decode("latin-1"), post.content_type] if post else None,
    }  # fmt: skip
    try:
        return place if orjson.loads(orjson.dumps(place)) == place else None
    except TypeError:
        return None


def step_of(place: Mapping[str, Any]) -> Step:
    """The step that leads to that place again."""
    post = Post(place["post"][0].encode("latin-1"), place["post"][1]) if place["post"] else None
    listing = Listing(place["from"], None, (), place["url"], place["pager"], post=post, cursor=place["cursor"])
    return Step(place["url"], listing)
