"""The words in charts, in English and Chinese."""

from typing import Literal

Language = Literal["en", "zh"]

_WORDS: dict[str, tuple[str, str]] = {
    "articles": ("articles", "篇数"),
    "articles_over_time": ("Articles over time", "文章数量变化"),
    "articles_described": (
        "Articles by {step} of publication, {first} to {last}: {total} in all, {peak} at most.",
        "按发布{step}统计的文章数，{first} 至 {last}：共 {total} 篇，最多一期 {peak} 篇。",
    ),
    "month": ("month", "月份"),
    "year": ("year", "年份"),
    "day": ("day", "日期"),
    "others": ("others", "其他"),
    "all": ("all", "合计"),
    "undated": (
        "{count} articles print no day of publication and are not in the chart.",
        "另有 {count} 篇未标明发布日期，未计入图中。",
    ),
    "source_shares": ("Sources", "来源分布"),
    "sources_described": (
        "Whom {total} articles credit; {first} the most, with {share}.",
        "{total} 篇文章标注的来源；最多的是{first}，占 {share}。",
    ),
    "source": ("source", "来源"),
    "share": ("share", "占比"),
    "share_of_articles": ("share of the articles", "占全部文章"),
    "unnamed": ("no source named", "未标来源"),
    "field_coverage": ("Fields found over time", "各字段识别率"),
    "coverage_described": (
        "Share of the articles of each {step} in which a field was found; the darker the more. {first} to {last}.",
        "每{step}文章中识别出各字段的比例，颜色越深比例越高。{first} 至 {last}。",
    ),
    "coverage_note": (
        "Not every page prints every field; a column that turns pale is what to look at: the site may have changed.",
        "并非每页都标有全部字段；某一期颜色突然变浅，多半是网站改版，值得查看。",
    ),
    "publication_calendar": ("Calendar of publication", "发布日历"),
    "calendar_described": (
        "Articles published on each day, {first} to {last}; {peak} on the busiest day, {busiest}.",
        "{first} 至 {last} 每日发布的文章数；最多的一天是 {busiest}，{peak} 篇。",
    ),
    "calendar_note": ("The last {years} years with articles.", "仅显示最近 {years} 个有文章的年份。"),
    "terms_over_time": ("Terms over time", "词语热度变化"),
    "terms_described": (
        "Share of the articles of each {step} that hold {terms}, {first} to {last}.",
        "{first} 至 {last}，每{step}文章中含有{terms}的比例。",
    ),
    "articles_by_day": ("Articles by day", "每日发布"),
    "days_described": (
        "{total} articles were published in {month}; {peak} on the busiest day, {busiest}. Weekends are paler.",
        "{month} 共发布 {total} 篇；最多的一天是 {busiest}，{peak} 篇。周末颜色较浅。",
    ),
    "hits": ("{term}: articles", "{term}：篇数"),
    "hit_share": ("{term}: share", "{term}：占比"),
    "terms_note": (
        "{term} is in so many articles that only those since {month} were counted.",
        "含“{term}”的文章过多，仅统计 {month} 以来的部分。",
    ),
    "title": ("title", "标题"),
    "published": ("published", "发布时间"),
    "author": ("author", "作者"),
    "editor": ("editor", "编辑"),
    "document_number": ("document number", "文号"),
    "text": ("text", "正文"),
    "images": ("pictures", "图片"),
    "attachments": ("attachments", "附件"),
    "mon": ("Mon", "一"), "tue": ("Tue", "二"), "wed": ("Wed", "三"), "thu": ("Thu", "四"),
    "fri": ("Fri", "五"), "sat": ("Sat", "六"), "sun": ("Sun", "日"),
}  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def say(lang: Language, word: str, **values: object) -> str:
    """A word or sentence in one of the languages."""
    return _WORDS[word][lang == "zh"].format(**values)


def percent(part: int, whole: int) -> str:
    """A share, as `6.0 %`; nothing of nothing is a dash."""
    return f"{100 * part / whole:.1f} %" if whole else "–"
