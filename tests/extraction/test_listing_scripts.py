"""Rows that stand in scripts or in JSON instead of in the page."""

import json

import pytest
from listpages import SECTION, day, expected, page, read, title, titles


def objects(count: int, template: str) -> str:
    return ",".join(template.format(n=n, title=title(n), day=day(n)) for n in range(count))


def test_rows_written_one_by_one() -> None:
    script = "".join(
        f'<script>document.write(\'<li><a href="./t20231025_{n}.html">{title(n)}</a>'
        f"<span>{day(n)}<\\/span><\\/li>');</script>"
        for n in range(6)
    )
    listing = read(page(f"<ul>{script}</ul>"))
    assert titles(listing) == expected(6)
    assert listing.links[3].date == day(3)


def test_rows_written_with_variables() -> None:
    script = "".join(
        f"<li><script>var url = './t20231025_{n}.html'; var bt = \"{title(n)}\";"
        "document.write('<a href=\"' + url + '\" title=\"' + bt + '\">' + bt + '</a>');</script>"
        f"<span>{day(n)}</span></li>"
        for n in range(4)
    )
    assert titles(read(page(f"<ul>{script}</ul>"))) == expected(4)


@pytest.mark.parametrize(
    "template",
    [
        '{{"title":"{title}","url":"./t20231025_{n}.html","date":"{day}"}}',
        "{{title:'{title}',link:'./t20231025_{n}.html',pubDate:'{day}'}}",
        '{{"docTitle": "{title}", "docPubUrl": "http:\\/\\/www.example.cn\\/a\\/{n}.html", "docRelTime": "{day}"}}',
        '{{"id":{n},"articleTitle":"{title}","articleUrl":"/art/{n}.html","publishTime":"{day} 16:27:00"}}',
    ],
)
def test_rows_in_an_array_of_a_script(template: str) -> None:
    script = f"<script>var list = [{objects(6, template)}]; draw(list);</script>"
    listing = read(page(f"<div id='list'></div>{script}"))
    assert titles(listing) == expected(6)
    assert [link.date for link in listing.links] == [day(n) for n in range(6)]


def test_a_share_button_is_no_row() -> None:
    script = "<script>share({title: '示范经开区园区要闻欢迎您的关注', url: 'http://www.example.cn/'});</script>"
    assert read(page(script, side="")).links == ()


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        (1698192000, "2023-10-25"),
        (1698192000000, "2023-10-25"),
        ("2023-10-25 16:27", "2023-10-25"),
        (0, None),
        ("", None),
    ],
)
def test_dates_in_json_may_be_numbers(date: object, printed: str | None) -> None:
    rows = [{"title": title(n), "url": f"/detail/{n}", "publishTime": date} for n in range(3)]
    assert read(json.dumps({"rows": rows})).links[0].date == printed


def test_a_fragment_inside_json_is_read_as_a_page() -> None:
    html = "<ul>" + "".join(f'<li><a href="/a/{n}.html">{title(n)}</a>{day(n)}</li>' for n in range(3)) + "</ul>"
    assert titles(read(json.dumps({"data": {"html": html}}))) == expected(3)


def test_short_titles_of_json_rows_are_kept() -> None:
    assert titles(read('{"data":[{"title":"公示","url":"/a/1"}]}')) == ["公示"]


def test_marked_hits_lose_their_tags() -> None:
    assert titles(read('{"data":[{"title":"示范<em>园区</em>要闻","url":"/a/1"}]}')) == ["示范园区要闻"]


def test_json_that_is_no_list_has_no_rows() -> None:
    for text in (
        '{"code": 500}',
        "[]",
        "{}",
        '{"data": null}',
        '[{"title": "无址"}]',
        "null",
        '"x"',
        "{broken",
        "[" * 9999,
    ):
        assert read(text, SECTION).links == ()
