"""Recognises pages of next to no text whose script does the rest: challenges, redirects, applications."""

import re

from zonenews.extraction.page import Page
from zonenews.extraction.results import NotAnArticle

# What the scripts and texts of challenge and block pages hold.
_CHALLENGES = (
    *("__jsl_clearance", "__jsluid", "$_ts", "wzwschallenge", "wzwsconfirm", "yunsuo_session_verify"),
    *("security_session_mid_verify", "acw_sc__v2", "C3VK", "HMF_CI", "CT6T", "challenge-platform", "_$jsvmprt"),
    *("HWWAFSES", "EO_Bot", "__tst_status", "aliyun_waf", "slidecaptcha", "TCaptcha"),
    *("云防护", "创宇盾", "知道创宇", "安全狗", "访问验证", "安全验证", "滑动验证", "人机验证", "访问过于频繁"),
    *("请求被拦截", "拦截提示", "web应用防火墙", "网站防火墙", "Request blocked", "Access Denied"),
    *("访问被阻断", "访问被拒绝", "造成安全威胁", "疑似黑客攻击", "不合法参数", "非法请求", "已被限制访问"),
    *("请输入验证码", "拖动滑块", "按住滑块", "Checking your browser", "请开启JavaScript", "请启用JavaScript"),
)
_COOKIE = re.compile(r"document\.cookie\s{0,5}=")
_RELOAD = re.compile(r"location\.(?:reload|replace|assign)\s{0,5}\(|location(?:\.href)?\s{0,5}=")
_REFRESH = re.compile(r"url\s{0,5}=\s{0,5}['\"]?\s{0,5}([^'\"\s>]{1,500})", re.I)
_LOCATION = re.compile(
    r"(?:location(?:\.href)?\s{0,5}=|location\.(?:replace|assign)\s{0,5}\()\s{0,5}['\"]([^'\"\\]{1,400})['\"]", re.I
)
_MOUNT = re.compile(r"<div[^<>]{0,80}\bid\s{0,5}=\s{0,5}[\"']?(?:app|root|__nuxt|__next|main-app|q-app)[\"'\s>]", re.I)
_WORDLESS = 40
_LONGEST = 200_000


def check_challenge(page: Page, words: int) -> None:
    """Raises for the challenge or block page of a firewall; `words` is how many characters a reader sees."""
    text = page.text[:_LONGEST]
    for token in _CHALLENGES:
        if token in text:
            raise NotAnArticle("challenge", token)
    if words <= _WORDLESS and _COOKIE.search(text) and _RELOAD.search(text):
        raise NotAnArticle("challenge", "a script sets a cookie and loads the page again")


def check_shell(page: Page) -> None:
    """Raises where a page without text only sends its reader on, or is a place for an app to draw in."""
    if target := _target(page):
        raise NotAnArticle("redirect", target)
    if _MOUNT.search(page.text[:_LONGEST]) and "<script" in page.text.lower():
        raise NotAnArticle("script", "the page is drawn by JavaScript: configure the API")


def _target(page: Page) -> str | None:
    """Where a page without text sends its reader."""
    for meta in page.root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh" and (
            found := _REFRESH.search(meta.get("content") or "")
        ):
            return page.resolve(found[1])
    found = _LOCATION.search(page.text[:20_000])
    return page.resolve(found[1]) if found else None
