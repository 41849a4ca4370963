"""Every word of the interface, in English and in Chinese; a test holds both complete."""

from archive.web.words_of_pages import PAGES
from archive.web.words_of_values import VALUES

_FRAME = {
    "zonenews": ("zonenews", "开发区新闻档案"),
    "skip": ("Skip to the content", "跳到正文"),
    "menu": ("Pages", "页面"),
    "home": ("Overview", "概览"),
    "search": ("Search", "搜索"),
    "charts": ("Charts", "图表"),
    "changes": ("Changes", "变动"),
    "runs": ("Runs", "抓取"),
    "sql": ("SQL", "SQL"),
    "other_language": ("中文", "English"),
    "theme": ("Colours", "配色"),
    "theme_auto": ("as the system", "跟随系统"),
    "theme_light": ("light", "浅色"),
    "theme_dark": ("dark", "深色"),
    "footer": ("Read-only. What is shown was printed by the zones' sites.", "只读。所示内容均来自各开发区网站。"),
    "documents": ("JSON API", "JSON 接口"),
    "error_400": ("This cannot be asked so", "请求有误"),
    "error_404": ("Not here", "没有找到"),
    "error_405": ("The desk only answers GET", "只支持 GET 请求"),
    "error_500": ("Something went wrong", "出错了"),
}

WORDS: dict[str, tuple[str, str]] = {**_FRAME, **PAGES, **VALUES}
