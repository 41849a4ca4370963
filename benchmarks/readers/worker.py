"""Reads pages on request: a line of JSON asks on standard input, a line of JSON answers on standard output."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

# title, source, publish time, text; None for what was not found
Fields = tuple[str | None, str | None, str | None, str | None]
NOTHING: Fields = (None, None, None, None)


def serve(read: Callable[[bytes, str, str], Fields]) -> None:
    """Answers each request with what `read` makes of the page's bytes, address and charset, and the seconds of CPU."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        answers.write(json.dumps(_answer(read, asked)) + "\n")
        answers.flush()


def _answer(read: Callable[[bytes, str, str], Fields], asked: dict[str, str]) -> dict[str, object]:
    body = Path(asked["path"]).read_bytes()
    fields, error = NOTHING, None
    began = time.process_time()
    try:
        fields = read(body, asked["url"], asked["charset"])
    except Exception as raised:  # whatever a library raises is its answer
        error = type(raised).__name__
    seconds = time.process_time() - began
    return {**dict(zip(("title", "source", "published", "text"), fields, strict=True)), "error": error, "cpu": seconds}
