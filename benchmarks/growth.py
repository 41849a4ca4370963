"""What reading costs as pages grow: longer articles, deep nesting, ten thousand links."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.extraction import NAMES, OURS, started
from benchmarks.measure import machine
from benchmarks.workers import RIVALS, NotInstalled, Worker

_LIMIT = 20.0  # seconds that a page may take
_AGAIN = 2.0  # what takes less is measured three times, and the best counts
_TEXT = "会议指出，今年以来全区上下紧盯目标任务，抢抓工期，前三季度新开工项目二十六个，完成投资八十二亿元。"
_SECTION = "http://www.example.cn/xwzx/yqyw/"
_ARTICLE = f"{_SECTION}202610/t20261023_1.html"
_LISTS = "zonenews_list"


def growth_figures() -> str:
    """A table in Markdown: milliseconds, and in brackets for each kilobyte."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        workers = {}
        for name in (OURS, *RIVALS, _LISTS):
            try:
                workers[name] = stack.enter_context(started(name))
            except NotInstalled:
                continue
        lists = workers.pop(_LISTS)
        lines = [
            f"| page | {' | '.join(NAMES.get(name, name) for name in workers)} |",
            "|---" * (1 + len(workers)) + "|",
        ]
        for title, html in _articles().items():
            path = _written(Path(folder), html)
            lines.append(f"| {title} | {' | '.join(_cell(worker, path, _ARTICLE) for worker in workers.values())} |")
        path = _written(Path(folder), _page(f"<h2>园区要闻</h2><ul class='list'>{_rows()}</ul>"))
        lines.append(f"| list page of 10,000 rows | {_cell(lists, path, _SECTION)} | {'– | ' * (len(workers) - 1)}")
    return f"Milliseconds of CPU, and in brackets for each KB; {machine()}.\n\n" + "\n".join(lines)


def _articles() -> dict[str, str]:
    """Article pages by what they are."""
    sizes = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000, "5 MB": 5_000_000}
    return {
        **{f"article, {name}": _article(_paragraphs(size)) for name, size in sizes.items()},
        "100 KB, 200 elements deep": _article("<div>" * 200 + _paragraphs(98_000) + "</div>" * 200),
        "100 KB of elements that never close": _article(_paragraphs(10_000) + "<div><span>" * 8_000),
        "article beside 10,000 links": _article(_paragraphs(10_000), f"<ul>{_rows()}</ul>"),
    }


def _paragraphs(size: int) -> str:
    """Paragraphs of so many bytes together, no two the same."""
    one = len(f"<p>{_TEXT}第1项。</p>".encode())
    return "".join(f"<p>{_TEXT}第{number}项。</p>" for number in range(size // one + 1))


def _rows() -> str:
    row = "<li><a href='./202610/t20261023_{0}.html'>示范经开区召开第{0}次推进会</a><span>2026-10-23</span></li>"
    return "".join(map(row.format, range(10_000)))


def _article(body: str, beside: str = "") -> str:
    heading = "<h1>示范经开区召开三季度重点项目推进会</h1><div>来源：示范日报　发布时间：2026-10-23 16:27</div>"
    return _page(f"{heading}<div class='nr'>{body}</div>{beside}")


def _page(body: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>示范经开区</title></head><body>{body}</body></html>"
    )


def _written(folder: Path, html: str) -> Path:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    return path


def _cell(worker: Worker, path: Path, url: str) -> str:
    """The cost of a page for a reader, as printed."""
    best = None
    for _ in range(3):
        answer = worker.ask(path, url, "utf-8", _LIMIT)
        if answer is None or answer["error"]:
            return f"over {_LIMIT:.0f} s" if answer is None else f"failed: {answer['error']}"
        best = min(best or answer["cpu"], answer["cpu"])
        if best > _AGAIN:
            break
    assert best is not None
    return f"{1000 * best:,.1f} ({1_000_000 * best / path.stat().st_size:.3f})"


if __name__ == "__main__":
    print(growth_figures())
