"""The seed text, wrapped in its site's template at test time, reads exactly as it stands."""

# ruff: noqa: E501 (a Chinese character counts as two columns)

from html import escape
from pathlib import Path

import pytest

from zonenews.extraction import Article, extract_article

SEED = Path(__file__).parents[3] / "shared" / "seed"
TEMPLATE = """<html><head><title>{title}_经开区</title></head><body>
<div class="place">您当前的位置 : <a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/zjjkq/">走进经开区</a>&nbsp;&gt;&nbsp;<a href="/jkqzx/">经开区资讯</a></div>
<div class="share">分享到:</div>
<h1>{title}</h1>
<ul><li>来源:</li><li>{published}</li><li>字体【&nbsp;<a></a>&nbsp;<a></a>&nbsp;<a></a>&nbsp;】</li></ul>
<div>{body}</div></body></html>"""


def seed_lines() -> list[str]:
    files = sorted(SEED.glob("*.txt"))
    if not files:
        pytest.skip("../shared/seed is not there")
    return files[0].read_text(encoding="utf-8").splitlines()


def wrap(lines: list[str]) -> bytes:
    """The page: `&ensp;` before each paragraph, `&nbsp;` where the text has a blank line."""
    body = "".join(
        f"<p>&ensp;&ensp;&ensp;&ensp;{escape(line.strip())}</p>" if line.strip() else "<p>&nbsp;</p>"
        for line in lines[6:]
    )
    return TEMPLATE.format(title=escape(lines[2]), published=lines[4].strip(" •"), body=body).encode()


@pytest.fixture(scope="module")
def seed() -> tuple[list[str], Article]:
    lines = seed_lines()
    return lines, extract_article(wrap(lines), "http://jkq.example.cn/jkqzx/1.html")


def test_title(seed: tuple[list[str], Article]) -> None:
    lines, article = seed
    assert article.title == lines[2].strip()


def test_source_is_missing_with_its_reason(seed: tuple[list[str], Article]) -> None:
    assert seed[1].source is None
    assert seed[1].reasons["source"] == "来源 is printed with nothing behind it"


def test_published(seed: tuple[list[str], Article]) -> None:
    assert (seed[1].published, seed[1].published_precision) == ("2023-10-25T16:27+08:00", "minute")


def test_breadcrumb(seed: tuple[list[str], Article]) -> None:
    assert seed[1].breadcrumb == ("首页", "走进经开区", "经开区资讯")


def test_paragraphs_equal_the_text(seed: tuple[list[str], Article]) -> None:
    lines, article = seed
    assert list(article.paragraphs) == [line.strip() for line in lines[6:] if line.strip()]
    assert len(article.paragraphs) == 8
