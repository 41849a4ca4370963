"""Answers a request: with a page, a file, or an error in plain words."""

from typing import Any

from datasette.utils.asgi import Response

from archive.web.desk import desk_of
from archive.web.languages import words_of


async def page(datasette: Any, request: Any, template: str, **shown: Any) -> Response:
    """A page, drawn from a template of this package; `zone` gives a site the name that readers know it by."""
    zones = await desk_of(datasette).remembered("zones", lambda archive: archive.figures.zones())
    names = {"zones": zones, "zone": lambda site: zones.get(site) or site}
    return await _drawn(datasette, request, template, 200, {**names, **shown})


async def _drawn(datasette: Any, request: Any, template: str, status: int, shown: dict[str, Any]) -> Response:
    html = await datasette.render_template(template, shown, request=request)
    return Response.html(html, status=status)


async def told(datasette: Any, request: Any, status: int, said: str) -> Response:
    """A page, or JSON where the address asks for it, that says why there is nothing else."""
    if request.path.startswith("/api/") or request.path.endswith((".json", ".jsonl")):
        return Response.json({"ok": False, "status": status, "error": said}, status=status)
    words = words_of(request)
    title = words(f"error_{status}") if status in {400, 404, 405} else words("error_500")
    return await _drawn(datasette, request, "error.html", status, {"title": title, "error": said})


def origin(request: Any) -> str:
    """Scheme and host under which the reader calls the desk; the guard has checked the host."""
    return f"{request.scheme}://{request.host}"
