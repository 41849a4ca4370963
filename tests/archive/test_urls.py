"""Two spellings of one page have one key; two pages have two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from w3lib.url import safe_url_string

from archive.urls import url_host, url_key

PAGE = "www.example.cn/xwzx/t1.html"
ROOT = "www.example.cn/"

SPELLINGS = [
    ("http://www.example.cn/xwzx/t1.html", PAGE),
    ("https://www.example.cn/xwzx/t1.html", PAGE),
    ("HTTP://WWW.EXAMPLE.CN/xwzx/t1.html", PAGE),
    ("http://www.example.cn:80/xwzx/t1.html", PAGE),
    ("https://www.example.cn:443/xwzx/t1.html", PAGE),
    ("http://www.example.cn:/xwzx/t1.html", PAGE),
    ("http://www.example.cn:0080/xwzx/t1.html", PAGE),
    ("http://www.example.cn./xwzx/t1.html", PAGE),
    ("http://user:secret@www.example.cn/xwzx/t1.html", PAGE),
    ("http://www.ex%61mple.cn/xwzx/t1.html", PAGE),
    ("http://ｗｗｗ．ｅｘａｍｐｌｅ．ｃｎ/xwzx/t1.html", PAGE),
    ("http://www。example。cn/xwzx/t1.html", PAGE),
    ("  http://www.example.cn/xwzx/t1.html \r\n", PAGE),
    ("\u3000http://www.example.cn/xwzx/t1.html\xa0", PAGE),
    ("\x00http://www.example.cn/xwzx/t1.html\x00", PAGE),
    ("http://www.example.cn/xw\tzx/t1\n.html", PAGE),
    ("http:\\\\www.example.cn\\xwzx\\t1.html", PAGE),
    ("http://www.example.cn/xwzx\\t1.html", PAGE),
    ("http://www.example.cn/xwzx%5Ct1.html", PAGE),
    ("http://www.example.cn/xwzx/./t1.html", PAGE),
    ("http://www.example.cn/gsgg/../xwzx/t1.html", PAGE),
    ("http://www.example.cn/../../xwzx/t1.html", PAGE),
    ("http://www.example.cn/gsgg/%2e%2E/xwzx/t1.html", PAGE),
    ("http://www.example.cn/xwzx/%74%31.html", PAGE),
    ("http://www.example.cn/xwzx/t1.html?", PAGE),
    ("http://www.example.cn/xwzx/t1.html#", PAGE),
    ("http://www.example.cn/xwzx/t1.html#top", PAGE),
    ("http://www.example.cn/xwzx/t1.html?&&", PAGE),
    ("http://www.example.cn/xwzx/t1.html;jsessionid=0A1B.node2", PAGE),
    ("http://www.example.cn/xwzx/t1.html;JSESSIONID=0A1B?utm_source=wx", PAGE),
    ("http://www.example.cn/xwzx/t1.html%3Bjsessionid=0A1B", PAGE),
    ("http://www.example.cn/xwzx;sid=4/t1.html", PAGE),
    ("http://www.example.cn/xwzx/t1.html?jsessionid=0A1B", PAGE),
    ("http://www.example.cn/xwzx/t1.html?PHPSESSID=0A1B&spm=a.b.c", PAGE),
    ("http://www.example.cn/xwzx/t1.html?UTM_Medium=x&share_token=1&isappinstalled=0", PAGE),
    ("http://www.example.cn/xwzx/t1.html?utm%5Fsource=x", PAGE),
    ("http://www.example.cn", ROOT),
    ("http://www.example.cn/", ROOT),
    ("http://www.example.cn?", ROOT),
    ("http://www.example.cn/index.html", ROOT),
    ("http://www.example.cn/INDEX.HTM", ROOT),
    ("http://www.example.cn/index.shtml", ROOT),
    ("http://www.example.cn/default.html", ROOT),
    ("http://www.example.cn/index.html;jsessionid=1", ROOT),
    ("http://www.example.cn/;jsessionid=1", ROOT),
    ("http://www.example.cn/.", ROOT),
    ("http://www.example.cn/a/..", ROOT),
    ("http://www.example.cn/xwzx/index.html?id=3", "www.example.cn/xwzx/?id=3"),
    ("http://www.example.cn/xwzx/index_2.html", "www.example.cn/xwzx/index_2.html"),
    ("http://www.example.cn/xwzx/index.jsp", "www.example.cn/xwzx/index.jsp"),
    ("http://www.example.cn/xwzx", "www.example.cn/xwzx"),
    ("http://www.example.cn//xwzx/", "www.example.cn//xwzx/"),
    ("http://www.example.cn/xwzx/..", ROOT),
    ("http://www.example.cn/XWZX/T1.html", "www.example.cn/XWZX/T1.html"),
    ("http://www.example.cn:8080/", "www.example.cn:8080/"),
    ("http://www.example.cn:443/", "www.example.cn:443/"),
    ("https://www.example.cn:80/", "www.example.cn:80/"),
    ("http://www.example.cn/?b=2&a=1", "www.example.cn/?a=1&b=2"),
    ("http://www.example.cn/?a=1&spm=x&b=2", "www.example.cn/?a=1&b=2"),
    ("http://www.example.cn/?sid=7", "www.example.cn/?sid=7"),
    ("http://www.example.cn/?a", "www.example.cn/?a"),
    ("http://www.example.cn/?a=", "www.example.cn/?a="),
    ("http://www.example.cn/?a=1=2", "www.example.cn/?a=1%3D2"),
    ("http://www.example.cn/?a=1%3D2", "www.example.cn/?a=1%3D2"),
    ("http://www.example.cn/?a=b%26c=d", "www.example.cn/?a=b%26c%3Dd"),
    ("http://www.example.cn/?a=1+2", "www.example.cn/?a=1%202"),
    ("http://www.example.cn/?a=1%202", "www.example.cn/?a=1%202"),
    ("http://www.example.cn/?a=1%2B2", "www.example.cn/?a=1%2B2"),
    ("http://www.example.cn/?a=/x?y", "www.example.cn/?a=/x?y"),
    ("http://www.example.cn/a%2Fb", "www.example.cn/a%2Fb"),
    ("http://www.example.cn/a%2fb", "www.example.cn/a%2Fb"),
    ("http://www.example.cn/100%", "www.example.cn/100%25"),
    ("http://www.example.cn/100%25", "www.example.cn/100%25"),
    ("http://www.example.cn/a%2525", "www.example.cn/a%2525"),
    ("http://www.example.cn/园区 1.html", "www.example.cn/%E5%9B%AD%E5%8C%BA%201.html"),
    ("http://www.example.cn/%e5%9b%ad%E5%8C%BA%201.html", "www.example.cn/%E5%9B%AD%E5%8C%BA%201.html"),
    ("http://www.example.cn/?t=%B9%FA", "www.example.cn/?t=%B9%FA"),
    ("http://www.example.cn/#/news/12", "www.example.cn/#/news/12"),
    ("http://www.example.cn/#!news?id=1", "www.example.cn/#!news?id=1"),
    ("http://www.example.cn/#/园区", "www.example.cn/#/%E5%9B%AD%E5%8C%BA"),
    ("http://新闻.example.cn/", "xn--efvy88h.example.cn/"),
    ("http://XN--EFVY88H.example.cn/", "xn--efvy88h.example.cn/"),
    ("http://[::1]:8000/a", "[::1]:8000/a"),
    ("http://[0:0:0:0:0:0:0:1]/a", "[::1]/a"),
    ("https://[2001:DB8::A]:443/a", "[2001:db8::a]/a"),
    ("http://127.0.0.1:80/a", "127.0.0.1/a"),
]
NONSENSE = [
    "", " ", "mailto:xw@example.cn", "javascript:void(0)", "file:///etc/hosts", "ftp://www.example.cn/a", "data:,x",
    "about:blank", "//www.example.cn/a", "/xwzx/t1.html", "www.example.cn", "http://", "http:///a", "http:a",
    "http://:80/", "http://./", "http://www.example.cn:99999/", "http://www.example.cn:8o/", "http://[::1/",
    "http://[zz::1]/", "http://exa mple.cn/", "http://a<b.cn/", "http://a%2Fb.cn/", "http://www.example.cn/\ud800",
    "http://www.example.cn/#\ud800", "http://\ud800@www.example.cn/",
]  # fmt: skip


@pytest.mark.parametrize(("url", "key"), SPELLINGS)
def test_an_address_has_the_key_of_its_page(url: str, key: str) -> None:
    assert url_key(url) == key


@pytest.mark.parametrize("url", NONSENSE)
def test_what_is_no_web_address_has_no_key(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the whole promise is the type
        url_key(url)


def test_the_host_comes_without_user_and_port() -> None:
    assert url_host("https://a:b@WWW.新闻.example.cn:8443/x") == "www.xn--efvy88h.example.cn"


@given(st.text())
@example("http://[::ffff:1.2.3.4%25eth0]/")
@example("http://\u2488.cn/")
@example("http://xn--/")
def test_no_string_raises_anything_but_value_error(text: str) -> None:
    for url in (text, "http://" + text, "http://www.example.cn/" + text, "http://www.example.cn/?" + text):
        try:
            key = url_key(url)
        except ValueError:
            continue
        assert url_key("http://" + key) == key, "a key is its own key"
        assert key.isascii()
        assert key.isprintable()


_PLAIN = st.text(st.characters(exclude_categories=("C", "Z")) | st.sampled_from(" %+/\\.;=&"), max_size=20)


@given(_PLAIN, _PLAIN)
def test_the_crawlers_escaping_of_an_address_keeps_its_key(path: str, query: str) -> None:
    url = f"http://www.example.cn/{path}?{query}&end"
    assert url_key(safe_url_string(url)) == url_key(url)
