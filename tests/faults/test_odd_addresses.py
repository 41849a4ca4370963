"""Addresses that programs read in different ways: what is compared with the site's hosts is what is asked (S33)."""

import measuring
import pytest
from scrapy import Request, Spider
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.test import get_crawler
from twisted.web.client import URI

from zonenews.middlewares.errors import Offsite
from zonenews.middlewares.offsite import StrictOffsite

ODD = (
    *("http://a.example.cn/", "http://A.EXAMPLE.CN:80/", "http://新闻.example.cn/", "http://ａ.example.cn/"),
    *("http://a。example。cn/", "http://xn--efvy88h.example.cn/", "http://a.example.cn./", "http://[::1]:8000/x"),
    *("http://a.example.cn@b.example.cn/", "http://a.example.cn:80@b.example.cn/", "http://a:b@c:d@b.example.cn/"),
    *("http://a.example.cn\\@b.example.cn/", "http://a.example.cn\\b.example.cn/", "http:\\\\a.example.cn/x"),
    *("http://a.example.cn#@b.example.cn/", "http://a.example.cn?@b.example.cn/", "http://a.example.cn/@b.example.cn"),
    *("http://a.example.cn%2Fb.example.cn/", "http://a.example.cn%00.b.example.cn/", "http://a.example.cn%20.b.cn/"),
    *("http://a.exa\tmple.cn/", "http://a.exa\nmple.cn/", "http://a.example.cn\r\nX: y/", " http://a.example.cn/ "),
    *("http:/a.example.cn/", "http:a.example.cn/", "http:///a.example.cn/", "//a.example.cn/x", "https://a.example.cn"),
    *(
        "http://аррӏе.example.cn/",
        "http://straße.example.cn/",
        "http://faß.de/",
        "http://ı.example.cn/",
        "http://K.cn/",
    ),
    *("http://a.example.cn:099/", "http://a.example.cn:/", "http://a.example.cn:80:81/", "http://[::1]@b.example.cn/"),
    *("http://[::ffff:127.0.0.1]/", "http://[::1%25eth0]/", "http://1.2.3.4.5/", "http://0x7f.1/", "http://①.cn/"),
    *(
        "http://a_b.example.cn/",
        "http://-a.example.cn/",
        "http://a..example.cn/",
        "http://xn--a.example.cn/",
        "http://℀.cn/",
    ),
    *("http://a.example.cn;b.example.cn/", "http://a.example.cn,b.example.cn/", "http://a.example.cn&@b.example.cn/"),
)


@pytest.mark.parametrize("address", ODD)
def test_the_host_that_is_compared_is_the_one_that_is_asked(address: str) -> None:
    measuring.trials(1)
    spider = Spider("own")
    offsite = StrictOffsite(get_crawler())
    offsite._crawler.spider = spider
    try:
        request = Request(address)
        asked = URI.fromBytes(request.url.encode("ascii")).host.decode("ascii").strip("[]").lower()
    except ValueError:
        return  # no request is made of it
    parts = urlparse_cached(request)
    spider.hosts = frozenset([parts.hostname])  # type: ignore[attr-defined]
    if "@" in parts.netloc or not parts.hostname:
        with pytest.raises(Offsite):
            offsite.process_request(request)
    else:
        offsite.process_request(request)
        assert (parts.hostname or "").lower() == asked
