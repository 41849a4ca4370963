"""The words of a report, in English and Chinese."""

from archive.charts import Language

_WORDS: dict[str, tuple[str, str]] = {
    "report": ("News of the development zones", "开发区新闻月报"),
    "lead": (
        "Articles published in {month}: {published}, at {zones} {sites}; {change}.",
        "{month}：{zones} 个{sites}共发布 {published} 篇文章，{change}。",
    ),
    "one_site": ("site", "站点"),
    "many_sites": ("sites", "站点"),
    "as_before": ("as many as the month before", "与上月持平"),
    "more": ("{count} more than the month before", "比上月增加 {count} 篇"),
    "fewer": ("{count} fewer than the month before", "比上月减少 {count} 篇"),
    "zones": ("Zones", "各开发区"),
    "zone": ("zone", "开发区"),
    "published": ("published", "发布"),
    "before": ("month before", "上月"),
    "new": ("newly archived", "新入库"),
    "edited": ("edited", "修改"),
    "vanished": ("vanished", "消失"),
    "back": ("back", "恢复"),
    "sourced": ("name a source", "标明来源"),
    "runs": ("runs complete", "运行成功"),
    "all": ("all", "合计"),
    "numbers": ("The numbers", "数据"),
    "reprinted": ("Most reprinted", "转载最多"),
    "copies": ("copies", "篇数"),
    "sites": ("sites", "站点数"),
    "title": ("title", "标题"),
    "source": ("source", "来源"),
    "day": ("published", "发布时间"),
    "edited_articles": ("Edited articles", "被修改的文章"),
    "vanished_articles": ("Vanished articles", "消失的文章"),
    "gone": ("gone for good", "确认消失"),
    "missing": ("missing", "暂时无法访问"),
    "when": ("when", "时间"),
    "what": ("what", "状态"),
    "troubled": ("Runs that were not complete", "未完整结束的运行"),
    "run": ("run", "运行"),
    "state": ("how it ended", "结果"),
    "reason": ("why", "原因"),
    "no_trouble": ("All {count} runs of the month were complete.", "本月 {count} 次运行全部完整结束。"),
    "under_way": ("None of those that have ended; {count} not ended yet.", "已结束的均完整结束；{count} 次尚未结束。"),
    "last_ones": ("The last {count}; there may be more.", "仅列出最近 {count} 条，可能还有更多。"),
    "no_runs": ("Nothing was crawled in this month.", "本月没有运行。"),
    "no_title": ("without a title", "无标题"),
    "partial": ("partial", "部分完成"),
    "failed": ("failed", "失败"),
    "interrupted": ("interrupted", "被中断"),
    "crashed": ("crashed", "异常终止"),
    "counted": (
        "Published: by the day that the page prints. Newly archived, edited, vanished, back, runs: by when it happened,"
        " in Beijing's month.",
        "“发布”按页面标注的日期统计；“新入库”“修改”“消失”“恢复”“运行”按北京时间实际发生的月份统计。",
    ),
    "made": ("Made by zonenews on {at} from the archive {archive}.", "由 zonenews 于 {at} 根据档案库 {archive} 生成。"),
}  # fmt: skip


def say(lang: Language, word: str, **values: object) -> str:
    """A word or sentence in one of the languages."""
    return _WORDS[word][lang == "zh"].format(**values)
