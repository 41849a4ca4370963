"""A profile that cannot be meant as it is written is refused, by the name of the field; its page documents each."""

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from zonenews.extraction.charset import decode
from zonenews.profile import Api, Profile, ProfileError, Section
from zonenews.profile_checks import CHARSETS

PAGE = Path(__file__).parents[2] / "docs" / "profile.md"
URL = "http://www.example.cn/list/"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("zone", "", "empty"),
        ("zone", "某\n区", "line break"),
        ("zone", 5, "no text"),
        ("sections", Section(URL), "ends with a comma"),
        ("sections", [Section(URL)], "no tuple"),
        ("sections", (URL,), "no Section"),
        ("sections", (Section("www.example.cn/list/"),), "no http or https address"),
        ("sections", (Section("ftp://www.example.cn/list/"),), "no http or https address"),
        ("sections", (Section("http:///list/"),), "no http or https address"),
        ("sections", (Section("http://www.example.cn:port/"),), "no http or https address"),
        ("sections", (Section("http://www.example.cn/a b/"),), "no http or https address"),
        ("sections", (Section("http://www.example.cn:99999/"),), "no http or https address"),
        ("sections", (Section("http://[::1/"),), "no http or https address"),
        ("sections", (Section("http://..../"),), "no http or https address"),
        ("sections", (Section(f"http://{'a.' * 127}cn/"),), "no http or https address"),
        (
            "sections",
            (Section("http://u:secret@www.example.cn/"),),
            "a user name or password",
        ),
        ("sections", (Section(URL, ""),), "empty"),
        ("sections", (Section(URL), Section(URL, "新闻")), "two sections"),
        ("hosts", "www.example.cn", "ends with a comma"),
        ("hosts", ("https://news.example.cn",), "no host name"),
        ("hosts", ("news.example.cn/",), "no host name"),
        ("hosts", ("news.example.cn:8080",), "no host name"),
        ("hosts", ("News.example.cn",), "lower case"),
        ("hosts", ("news.example.cn", "www.news.example.cn"), "twice"),
        ("charset", "gbk2312", "no charset"),
        ("charset", "latin-1", "no charset"),
        ("charset", "utf-16", "no charset"),
        ("charset", "base64", "no charset"),
        *((name, "div[", "no CSS selector") for name in ("title", "source", "published", "body", "rows", "next")),
        ("title", "h1::text", "no CSS selector"),
        ("title", "//h1", "no CSS selector"),
        ("body", " ", "empty"),
        ("headers", ("X-Zone", "1"), "no mapping"),
        ("headers", {"X-Zone": "1\r\nX-Other: 2"}, "line break"),
        ("headers", {"X Zone": "1"}, "no header's name"),
        ("headers", {"X-Zone": ""}, "empty"),
        ("headers", {"X-Zone": "区"}, "cannot carry"),
        ("headers", {"X-Zone": "1", "x-zone": "2"}, "twice"),
        ("headers", {"User-Agent": "Mozilla/5.0"}, "the crawler's own"),
        ("headers", {"cookie": "a=b"}, "no cookies"),
        ("tls", "SSLv3", "TLSv1.0"),
        ("tls", "TLSv1.2", "TLSv1.0"),
        ("certificates", "00" * 32, "ends with a comma"),
        ("certificates", ("00" * 31,), "no SHA-256 fingerprint"),
        ("certificates", ("unverified",), "no SHA-256 fingerprint"),
        ("api", "/api", "no Api"),
        ("files", "images", "ends with a comma"),
        ("files", ("videos",), "images and attachments"),
        ("files_mb", 0, "from 1 to 200"),
        ("files_mb", 201, "from 1 to 200"),
        ("files_mb", True, "no number"),
        ("files_mb", "20", "no number"),
        ("checked", "2026-11-23", "datetime.date"),
        ("checked", datetime(2026, 11, 23, tzinfo=UTC), "datetime.date"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(field: str, value: Any, said: str) -> None:
    with pytest.raises(ProfileError, match=rf"^Profile\.{field}: ") as error:
        Profile(**{field: value})
    assert said in str(error.value)


@pytest.mark.parametrize("field", ["rows", "next"])
def test_what_has_no_effect_beside_an_api_is_refused(field: str) -> None:
    with pytest.raises(ProfileError, match=rf"^Profile\.api: .*'{field}'"):
        Profile(api=Api("/api"), **{field: "li"})  # type: ignore[arg-type]


def test_a_sections_parameters_need_an_api() -> None:
    section = Section(URL, params={"channel": "5"})
    with pytest.raises(ProfileError, match=r"^Profile\.api: "):
        Profile(sections=(section,))
    assert Profile(sections=(section,), api=Api("/api")).sections == (section,)


def test_an_api_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ProfileError, match=r"^Api\.body: .* needs method POST"):
        Api("/api", body={})


def test_every_field_may_be_set() -> None:
    profile = Profile(
        zone="示例经济技术开发区",
        sections=(Section(URL, "新闻中心"), Section("https://www.example.cn:8443/t?c=5")),
        hosts=("news.example.cn", "127.0.0.1"),
        charset="GB2312",
        title="h2.title",
        source="#info > span:nth-child(2)",
        published="#info time",
        body="div.text",
        rows="ul.news > li",
        next="a.next, a[rel=next]",
        headers={"Referer": URL, "X-Requested-With": "XMLHttpRequest"},
        tls="TLSv1.0",
        certificates=("0A:" * 31 + "ff", "0a" * 32),
        files=("images", "attachments"),
        files_mb=5,
        hours=("22:00", "06:00"),
        drawn=("lists", "articles"),
        checked=date(2026, 11, 23),
    )
    unset = [field.name for field in fields(Profile) if not getattr(profile, field.name)]
    assert unset == ["api"]


@pytest.mark.parametrize("name", CHARSETS)
def test_every_charset_a_profile_may_name_is_obeyed(name: str) -> None:
    decoded = decode("<p>文字</p>".encode(name), "utf-8", name)
    assert decoded.text == "<p>文字</p>"
    assert decoded.reason == "profile"


@pytest.mark.parametrize("kind", [Profile, Section, Api])
def test_the_page_documents_every_field_and_no_other(kind: type) -> None:
    part = re.search(rf"^## {kind.__name__}\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert part is not None
    assert re.findall(r"^\| `(\w+)` \|", part[1], re.M) == [field.name for field in fields(kind)]
