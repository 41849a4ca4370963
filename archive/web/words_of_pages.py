"""The words of single pages."""

_HOME = {
    "articles": ("articles", "篇文章"),
    "sites_count": ("sites", "个站点"),
    "new_since": ("new in 24 hours", "24 小时内新增"),
    "site": ("Site", "站点"),
    "zone": ("Zone", "开发区"),
    "last_run": ("Last run", "最近抓取"),
    "newest_day": ("Newest", "最新发布"),
    "weeks": ("52 weeks", "近 52 周"),
    "weeks_told": ("{total} articles in 52 weeks, at most {most} in one", "52 周共 {total} 篇，单周最多 {most} 篇"),
    "count": ("Articles", "文章"),
    "new": ("New", "新增"),
    "newly_met": ("Newest in the archive", "最近入档"),
    "edited_lately": ("Edited lately", "最近修改"),
    "vanished_lately": ("Vanished lately", "最近撤下"),
    "none_yet": ("None so far.", "暂无。"),
    "all_of_them": ("All", "全部"),
    "as_of": ("As of {when}; at most a minute old.", "数据截至 {when}，至多延迟一分钟。"),
    "hours_ago": ("{hours} h ago", "{hours} 小时前"),
    "days_ago": ("{days} d ago", "{days} 天前"),
    "no_title": ("(no title)", "（无标题）"),
    "no_source": ("no source", "无来源"),
    "no_date": ("no date", "无日期"),
    "empty_archive": ("Nothing is archived yet. Start with", "档案还是空的，先运行"),
}

_SEARCH = {
    "search_hint": ('光伏 招商   "绿色 低碳"   光伏 OR 风电   -招聘', '光伏 招商   "绿色 低碳"   光伏 OR 风电   -招聘'),
}

PAGES = {**_SEARCH, **_HOME}
