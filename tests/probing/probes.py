"""Runs `zonenews probe` as a user would, and serves pages to it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import orjson

ROOT = Path(__file__).parents[2]
FAST = ("ADDRESSES_ALLOWED=127.0.0.0/8", "DOWNLOAD_DELAY=0", "AUTOTHROTTLE_ENABLED=False")
ROBOTS = b"User-agent: *\nAllow: /\n"


@dataclass(frozen=True)
class Ended:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The answer of a command with --json."""
        found: dict[str, Any] = orjson.loads(self.out)
        return found

    @property
    def doubts(self) -> set[str]:
        """The names of the doubts."""
        return {doubt["name"] for doubt in self.json["doubts"]}


def zonenews(*words: str, folder: Path = ROOT, columns: int = 100, **variables: str) -> Ended:
    """Runs the command in a folder; without settings of its own, and without a contact."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("ZONENEWS_", "COLUMNS"))}
    env = plain | {"PYTHONPATH": str(ROOT), "COLUMNS": str(columns)} | variables
    command = [sys.executable, "-m", "zonenews", *words]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


def probe(*words: str, folder: Path = ROOT, **variables: str) -> Ended:
    """Probes with JSON as its answer, on loopback, without delay."""
    settings = [word for pair in FAST for word in ("-s", pair)]
    return zonenews("probe", *words, "--json", *settings, folder=folder, **variables)


@dataclass
class Host:
    """A loopback host: its pages by path, and what it was asked for."""

    pages: dict[str, bytes | str]
    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The paths asked for, but robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def host(pages: Mapping[str, bytes | str], ip: str = "127.0.0.1", port: int = 0) -> Iterator[Host]:
    """Serves pages by path, anything else as 404; text in place of bytes is where a redirect leads."""
    served = Host({"/robots.txt": ROBOTS, **pages})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = served.pages.get(self.path)
            body = b"" if isinstance(found, str) else found
            served.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(404 if found is None else 302 if isinstance(found, str) else 200)
            if isinstance(found, str):
                self.send_header("Location", found)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer((ip, port), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served.url = f"http://{ip}:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


TEXT = "开发区今天召开项目推进会，研究部署下一阶段工作，要求各部门紧盯目标、压实责任，确保各项任务落到实处。"


def list_page(rows: list[tuple[str, str, str]], after: str = "") -> bytes:
    """A list page of (address, title, date) rows, with something after them."""
    items = "".join(f'<li><a href="{url}">{title}</a><span>{day}</span></li>' for url, title, day in rows)
    return (
        f"<html><head><meta charset='utf-8'><title>园区动态</title></head><body>"
        f"<div class='place'>当前位置：<a href='/'>首页</a> &gt; <a href='#'>园区动态</a></div>"
        f"<ul class='list'>{items}</ul>{after}</body></html>"
    ).encode()


def rows(first: int, count: int = 8) -> list[tuple[str, str, str]]:
    """Rows of articles, newest first."""
    numbers = range(first, first + count)
    return [(f"/n/{n}.html", f"开发区第{n}号重点项目集中开工建设", f"2026-10-{28 - n % 28:02}") for n in numbers]


def article_page(title: str, day: str, source: str = "示例日报") -> bytes:
    """An article page."""
    paragraphs = "".join(f"<p>{TEXT}{n}</p>" for n in range(4))
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div class='info'>来源：{source}　发布时间：{day} 09:30</div><div class='TRS_Editor'>{paragraphs}</div>"
        f"</body></html>"
    ).encode()
