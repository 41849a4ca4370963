"""Small sites of a list and its articles, served byte by byte; some of their articles come spoilt for a while."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawling import Crawl
from loopback import Answer, Host, Loopback, answer

from archive import Archive

ONE = {"ADDRESSES_ALLOWED": "127.0.0.1/32", "CONTACT": "a@example.cn"}  # of all loopback, the site alone
MODULES = "zonenews.spiders,examples"

SITE_FILE = '''\
"""示例高新区."""

from zonenews.profile import Api, Profile, Section
from zonenews.spiders import ZoneSpider


class Example(ZoneSpider):
    """A site of a test."""

    name = {name!r}
    profile = Profile(sections=({sections}), {profile})
'''


def title(number: int) -> str:
    """The title of an article."""
    return f"第{number}个重点项目在示例高新区开工建设"


def article(number: int, more: str = "") -> bytes:
    """An article page of a synthetic zone."""
    text = f"第{number}个项目在示例高新区开工建设，总投资二十亿元，各部门做好服务保障工作，力争早日投产达效。"
    paragraphs = "".join(f"<p>{text}（{line}）</p>" for line in range(12))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title(number)}</title></head><body>"
        f"<h1>{title(number)}</h1><div>发布时间：2026-10-{number % 28 + 1:02} 10:20　来源：示例日报</div>"
        f"<div class='content'>{paragraphs}{more}</div></body></html>"
    ).encode()


@dataclass
class Site:
    """A list page and its articles; `spoilt` are the answers that stand in place of the first articles."""

    count: int
    spoilt: Sequence[Answer] = ()
    rows: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages = {f"/a/{number}.html": article(number) for number in range(self.count)}

    @property
    def articles(self) -> list[str]:
        """The paths of its articles."""
        return list(self.pages)

    @property
    def list_page(self) -> bytes:
        """Its one list page."""
        rows = "".join(
            f"<li><a href='/a/{number}.html'>{title(number)}</a><span>2026-10-{number % 28 + 1:02}</span></li>"
            for number in range(self.count)
        )
        return f"<html><body><h1>园区要闻</h1><ul>{rows}{self.rows}</ul></body></html>".encode()

    def answers(self) -> dict[str, Answer]:
        """What its host answers when all is well."""
        return {"/list/": answer(self.list_page), **{path: answer(body) for path, body in self.pages.items()}}

    def faulty(self) -> dict[str, Answer]:
        """What its host answers while the fault lasts."""
        return {**self.answers(), **dict(zip(self.pages, self.spoilt, strict=False))}


def write_site_file(folder: Path, name: str, urls: str, profile: str) -> str:
    """Writes a site's file into `examples`; gives what PYTHONPATH must hold."""
    (folder / "examples").mkdir(exist_ok=True)
    (folder / "examples" / "__init__.py").touch()
    sections = "".join(f"Section({url!r}), " for url in urls.split())
    text = SITE_FILE.format(name=name, sections=sections, profile=profile)
    (folder / "examples" / f"{name}.py").write_text(text, encoding="utf-8")
    return str(folder)


def rows(addresses: list[str]) -> str:
    """Rows of a list that lead there."""
    return "".join(
        f"<li><a href='{address}'>{title(number)}</a><span>2026-10-01</span></li>"
        for number, address in enumerate(addresses, 500)
    )


def serve(loopback: Loopback, site: Site, more: dict[str, Answer] | None = None) -> Host:
    """The site on the one address that is allowed."""
    return loopback.host({**site.faulty(), **(more or {})}, "127.0.0.1")


def states(crawl: Crawl) -> dict[str, str]:
    """What became of each address but those of list pages."""
    query = "SELECT u.url, f.state FROM frontier f JOIN url u ON u.id = f.url_id WHERE f.kind <> 'list'"
    with Archive(str(crawl.archive)) as archive:
        return {row["url"]: row["state"] for row in archive.query(query)}
