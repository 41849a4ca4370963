"""Answers a request: with a page, a file, or an error in plain words."""

from typing import Any

from datasette.utils.asgi import Response

from archive.web.languages import words_of


async def page(datasette: Any, request: Any, template: str, *, status: int = 200, **shown: Any) -> Response:
    """A page, drawn from a template of this package."""
    html = await datasette.render_template(template, shown, request=request)
    return Response.html(html, status=status)


async def told(datasette: Any, request: Any, status: int, said: str) -> Response:
    """A page, or JSON where the address asks for it, that says why there is nothing else."""
    if request.path.startswith("/api/") or request.path.endswith((".json", ".jsonl")):
        return Response.json({"ok": False, "status": status, "error": said}, status=status)
    words = words_of(request)
    title = words(f"error_{status}") if status in {400, 404, 405} else words("error_500")
    return await page(datasette, request, "error.html", status=status, title=title, error=said)


def origin(request: Any) -> str:
    """Scheme and host under which the reader calls the desk; the guard has checked the host."""
    return f"{request.scheme}://{request.host}"
