"""An article of the labelled set."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article; two that have the same `story` are reprints. `kind` says how it was made."""

    story: str
    kind: str
    title: str
    source: str | None
    published: str
    paragraphs: tuple[str, ...]
