"""A small site whose articles show pictures and attachments of every kind, good and bad."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

from zonenews.demo.files import file_answer

PDF, OCTETS, HTML = "application/pdf", "application/octet-stream", "text/html; charset=utf-8"
LONG = "关于" * 50 + ".pdf"  # 300 bytes of Chinese and more
HOSTILE = ("../../x.pdf", LONG, "CON", "CON", "/etc/passwd", "a\x00b.pdf", "..\\..\\autorun.exe.pdf", "‮fdp.exe.pdf")
SITE = """
from zonenews.profile import Profile, Section
from zonenews.spiders import ZoneSpider


class Site(ZoneSpider):
    name = "keeping_jkq"
    profile = Profile(sections=(Section("{url}"),), {files})
"""


def pdf(path: str) -> bytes:
    """A small file of this path's own."""
    answer = file_answer(f"/P0{abs(hash(path)) % 10**12:012}.pdf")
    assert answer is not None
    return answer.body


def article(number: int, *parts: str) -> bytes:
    """An article page that shows these parts below its text."""
    text = f"<p>{f'会议部署第{number}季度招商工作，要求加快建设。' * 6}</p>"
    return f"<h1>园区第{number}季度招商工作推进会召开</h1><div>{text}{''.join(parts)}</div>".encode()


def linked(address: str, name: str) -> str:
    """A link to an attachment."""
    shown = name.replace("&", "&amp;").replace("<", "&lt;")
    return f'<p><a href="{address}">{shown}</a></p>'


def shown(address: str) -> str:
    """A picture."""
    return f'<p><img src="{address}" alt="图片" width="560" height="315"></p>'


class FileSite:
    """What the site serves, by path: body and content type; `asked` are the paths asked for, in order."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {}
        self.asked: list[str] = []
        self.referers: dict[str, str | None] = {}
        self.url = ""

    def add(self, path: str, body: bytes, content_type: str = HTML) -> str:
        """Serves a body; gives the path."""
        self.files[path] = body, content_type
        return path

    def publish(self, *articles: tuple[str, ...], rows: str = "") -> None:
        """Lists five articles, the first ones with these parts, and other rows behind them."""
        articles = (*articles, *((),) * (5 - len(articles)))
        links = [f'<li><a href="/t{n}.html">园区第{n}季度招商工作推进会召开</a></li>' for n in range(len(articles))]
        self.add("/news/", f"<ul>{''.join(links)}{rows}</ul>".encode())
        for number, parts in enumerate(articles):
            self.add(f"/t{number}.html", article(number, *parts))

    def files_asked(self) -> list[str]:
        """The files that were asked for."""
        pages = ("/news/", "/robots.txt")
        return [path for path in self.asked if path not in pages and not path.endswith(".html")]


@contextmanager
def served(site: FileSite) -> Iterator[FileSite]:
    """Serves the site on loopback; what it does not have is 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(self.path)
            site.asked.append(path)
            site.referers[path] = self.headers["Referer"]
            body, content_type = site.files.get(path, (b"", HTML))
            self.send_response(200 if path in site.files else 404)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    site.add("/robots.txt", b"User-agent: *\nDisallow: /closed/\n", "text/plain")
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def write_site(folder: Path, url: str, files: str = 'files=("images", "attachments"), files_mb=1') -> None:
    """Writes the site's file: its list page, and what it keeps."""
    (folder / "__init__.py").touch()
    (folder / "keeping_jkq.py").write_text(SITE.format(url=url, files=files), "utf-8")
