"""Page templates: text with `{{name}}` where a value goes."""

import re

_SLOT = re.compile(r"\{\{(\w+)\}\}")


class Template:
    """A text with named gaps, split once and filled often."""

    def __init__(self, text: str) -> None:
        self._pieces = _SLOT.split(text)

    def fill(self, **values: str) -> str:
        """The text with every gap filled."""
        return "".join([values[piece] if odd % 2 else piece for odd, piece in enumerate(self._pieces)])

    def given(self, **values: str) -> "Template":
        """The template with these gaps filled and the others left."""
        pieces = enumerate(self._pieces)
        return Template("".join([values.get(piece, f"{{{{{piece}}}}}") if odd % 2 else piece for odd, piece in pieces]))
