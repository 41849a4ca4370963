"""No request leaves the site, not even by way of a redirect or a retry."""

import pytest
from downloading import Crawl, Crawled
from loopback import Host, Loopback, answer, redirect

REFRESH = b'<html><head><meta http-equiv="refresh" content="0; url=%s"></head></html>'


@pytest.fixture(scope="module")
def stranger(loopback: Loopback) -> Host:
    return loopback.host({path: answer(b"secret") for path in ("/", "/again")})


@pytest.fixture(scope="module")
def host(loopback: Loopback, stranger: Host) -> Host:
    away = stranger.url("/")
    return loopback.host(
        {
            "/redirect": redirect(away),
            "/scheme-relative": redirect(away.removeprefix("http:")),
            "/two-steps": redirect("/redirect"),
            "/busy-then-redirect": [answer(b"", "503 x"), redirect(away)],
            "/error-then-redirect": [answer(b"", "500 x"), redirect(away)],
            "/refresh": answer(REFRESH % away.encode()),
            "/busy-then-refresh": [answer(b"", "503 x"), answer(REFRESH % away.encode())],
            "/here": redirect("/there"),
            "/there": answer(b"there"),
            "/file": redirect("file:///etc/hostname"),
            "/loop": redirect("/loop?x"),
            "/loop?x": redirect("/loop?x"),
        }
    )


@pytest.fixture(scope="module")
def crawled(host: Host, stranger: Host, crawl: Crawl) -> Crawled:
    urls = [host.url(path) for path in host.answers]
    others = [stranger.url("/"), f"http://{host.ip}@{stranger.ip}:{stranger.port}/", "http://sub.127.0.0.1/", *SCHEMES]
    return crawl([*urls, *others], hosts=[host.ip], REDIRECT_MAX_TIMES=3)


SCHEMES = ["file:///etc/hostname", "data:text/html,<b>x", "ftp://127.0.0.1/x", "s3://bucket/x"]


def test_the_stranger_is_never_asked(crawled: Crawled, stranger: Host) -> None:
    assert stranger.seen == []


@pytest.mark.parametrize(
    "path", ["/redirect", "/scheme-relative", "/two-steps", "/busy-then-redirect", "/error-then-redirect"]
)
def test_redirect_off_the_site_is_named(crawled: Crawled, host: Host, stranger: Host, path: str) -> None:
    outcome = crawled[host.url(path)]
    assert (outcome["outcome"], outcome["url"], outcome["host"]) == ("Offsite", stranger.url("/"), stranger.ip)


@pytest.mark.parametrize("path", ["/refresh", "/busy-then-refresh"])
def test_a_page_does_not_steer_the_crawler(crawled: Crawled, host: Host, path: str) -> None:
    assert (crawled[host.url(path)]["outcome"], crawled[host.url(path)]["url"]) == ("answer", host.url(path))


def test_redirect_on_the_site_is_followed(crawled: Crawled, host: Host) -> None:
    assert (crawled[host.url("/here")]["outcome"], crawled[host.url("/here")]["url"]) == ("answer", host.url("/there"))


def test_redirect_loop_is_named(crawled: Crawled, host: Host) -> None:
    outcome = crawled[host.url("/loop")]
    assert (outcome["outcome"], outcome["status"]) == ("RedirectLoop", 302)
    assert "4 redirects" in outcome["message"]


def test_other_hosts_are_refused_past_every_filter(crawled: Crawled, stranger: Host, host: Host) -> None:
    for url in (stranger.url("/"), f"http://{host.ip}@{stranger.ip}:{stranger.port}/", "http://sub.127.0.0.1/"):
        assert crawled[url]["outcome"] == "Offsite"


@pytest.mark.parametrize("url", SCHEMES)
def test_only_http_is_asked(crawled: Crawled, url: str) -> None:
    assert crawled[url]["outcome"] == "Offsite"


def test_redirect_to_a_file_is_not_followed(crawled: Crawled, host: Host) -> None:
    assert (crawled[host.url("/file")]["outcome"], crawled[host.url("/file")]["status"]) == ("HttpError", 302)
