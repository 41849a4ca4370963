"""An archive with something of everything, and the desk over it."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))
from samples import Crawl, at, fetch, page, reading, row, url_of

from archive.web.serving import desk

NOW = at(120)
MEETING = ("园区召开项目推进会，部署招商工作。", "会议要求加快光伏产业园二期建设，年底前投产。", "会议听取了环保汇报。")
LATER = (MEETING[0], MEETING[1].replace("年底前", "明年一季度"), "会议强调安全生产。", MEETING[2])
SAME = tuple(
    f"对接会第{number}项议程围绕新材料产业链展开，{number}家企业与科研院所签署合作协议。" for number in range(8)
)
Get = Callable[..., Any]


def fill(url: str) -> None:
    """Articles that were edited, reprinted, taken down; addresses that fail; two sites; a run that went wrong."""
    crawl = Crawl(url)
    crawl.listed(*[row(number) for number in range(1, 8)])
    first = reading(MEETING, title="园区召开光伏项目推进会", source="云麓日报")
    crawl.article(fetch(url_of(1), body=page(MEETING)), first)
    again = {"title": "园区召开光伏项目推进会", "source": "云麓发布", "published": "2023-10-26"}
    crawl.article(fetch(url_of(2), 1), reading(MEETING, published_precision="day", **again))
    notice = {"title": "关于开展检查的通知", "document_number": "云经开〔2023〕12号"}
    crawl.article(fetch(url_of(3), 2), reading(("现将有关事项通知如下。",), **notice))
    for number in range(10, 40):
        said = reading((f"第{number}次招商活动在园区举行。",), title=f"招商活动{number}", source="云麓发布")
        crawl.article(fetch(url_of(number), 3, body=page(noise=number)), said)
    for number, source in ((50, "云麓日报"), (51, "云麓发布")):
        said = reading(SAME, title="园区举办新材料产业对接会", source=source)
        crawl.article(fetch(url_of(number), 4, body=page(SAME, number)), said)
    crawl.next_run()
    edited = reading(LATER, title="园区召开光伏产业园推进会", source="云麓日报")
    crawl.article(fetch(url_of(1), 70, body=page(LATER)), edited, reread=lambda pages: first)
    crawl.miss(url_of(3), "missing", 80)
    crawl.miss(url_of(5), "failed", 81, status=500, outcome="network", error="timed out")
    opened = {"source": {"parts": [{"section": None, "said": "来源: 0 of 30, before 28 of 30"}]}, "network": {}}
    crawl.writer.record_incidents(crawl.run, crawl.site, opened=opened, closed={}, measures={})
    crawl.writer.end_run(crawl.run, at(90), state="partial", exit_code=3, reason="1 address failed", stats={})
    other = Crawl(url, "other_gxq")
    other.writer.compare_reprints()
    other.writer.close()
    crawl.writer.close()


@pytest.fixture(scope="session")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The archive's path."""
    path = str(tmp_path_factory.mktemp("desk") / "archive.db")
    fill(path)
    return path


@pytest.fixture(scope="module")
def get(desk_file: str) -> Iterator[Get]:
    """Asks the desk for a path, in this process; gives the response."""
    served = desk(desk_file, now=lambda: NOW + timedelta(0))
    with asyncio.Runner() as runner:

        def ask(path: str, method: str = "GET", **asked: Any) -> Any:
            return runner.run(served.client.request(method, path, **asked))

        yield ask
        served.get_database("archive").close()
        served.zonenews_desk.close()
        served.executor.shutdown()
