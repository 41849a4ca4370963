"""An archive with something of everything."""

from samples import Crawl, at, fetch, page, reading, row, url_of

ZONE = "云麓经济技术开发区"
MEETING = ("园区召开项目推进会，部署招商工作。", "会议要求加快光伏产业园二期建设，年底前投产。", "会议听取了环保汇报。")
LATER = (MEETING[0], MEETING[1].replace("年底前", "明年一季度"), "会议强调安全生产。", MEETING[2])
SAME = tuple(
    f"对接会第{number}项议程围绕新材料产业链展开，{number}家企业与科研院所签署合作协议。" for number in range(8)
)


def fill(url: str) -> None:
    """Articles that were edited, reprinted, taken down; addresses that fail; two sites; a run that went wrong."""
    crawl = Crawl(url)
    crawl.writer.add_site(crawl.site, [], at(), zone=ZONE)
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
    walked = {"pages": 2, "rows": 1_040, "new": 3, "stop_reason": "repeated", "detail": "no row was new"}
    crawl.writer.end_section(crawl.run, crawl.section, **walked, walked=None)  # type: ignore[arg-type]
    opened = {"source": {"parts": [{"section": None, "said": "来源: 0 of 30, before 28 of 30"}]}, "network": {}}
    crawl.writer.record_incidents(crawl.run, crawl.site, opened=opened, closed={}, measures={})
    crawl.writer.end_run(crawl.run, at(90), state="partial", exit_code=3, reason="1 address failed", stats={})
    other = Crawl(url, "other_gxq")
    other.writer.compare_reprints()
    other.writer.close()
    crawl.writer.close()
