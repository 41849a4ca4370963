"""A terminal that is safe to show what others wrote on."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from zonenews.screens.tables import harmless


class Terminal(Console):
    """Rich's console, but for characters in a text that would steer the terminal: they are shown as `\ufffd`."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As Rich draws it."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))
