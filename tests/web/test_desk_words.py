"""The interface is complete in English and in Chinese."""

import re
from pathlib import Path
from string import Formatter

import pytest

import archive.web
import zonenews.extraction
from archive.models import ARTICLE_STATES, INCIDENT_KINDS, OUTCOMES, RUN_STATES, STOP_REASONS
from archive.news import CHANGES, FAILING
from archive.search.tallies import FACETS
from archive.stories import COUNTS
from archive.web.languages import Words
from archive.web.sentences import in_chinese, told_in
from archive.web.words import WORDS
from archive.web.words_of_sentences import SENTENCES
from zonenews.drift.findings import KINDS
from zonenews.drift.pages import THINGS, Evidence
from zonenews.failures import _NETWORK
from zonenews.runs.verdict import _NO_ARTICLES, EARLY
from zonenews.walks.walk import _NO_LISTS, _UNREAD_PAGERS

EXTRACTION = Path(zonenews.extraction.__file__).parent
TEMPLATES = sorted((Path(archive.web.__file__).parent / "templates").glob("*.html"))
_USED = re.compile(r"""\bt\(["'](\w+)["'](?!\s*\+)""")
_ALIKE = {"sql", "search_hint"}


def _fields(text: str) -> set[str | None]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("name", WORDS)
def test_a_word_is_there_in_both_languages(name: str) -> None:
    english, chinese = WORDS[name]
    assert english
    assert chinese
    assert _fields(english) == _fields(chinese)
    if name not in _ALIKE:
        assert english != chinese
        assert name == "other_language" or not re.search("[\u4e00-\u9fff]{2}", english)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_word_of_a_template_is_known(path: Path) -> None:
    assert {name for name in _USED.findall(path.read_text()) if name not in WORDS} == set()


def test_every_value_of_the_archive_has_a_word() -> None:
    wanted = {f"state_{name}" for name in ARTICLE_STATES} | {f"run_{name}" for name in RUN_STATES}
    wanted |= {f"kind_{name}" for name in CHANGES} | {f"frontier_{name}" for name in FAILING} | set(FACETS)
    wanted |= {f"incident_{name}" for name in INCIDENT_KINDS}
    wanted |= {f"stop_{name}" for name in STOP_REASONS} | {f"outcome_{name}" for name in OUTCOMES}
    wanted |= {f"count_{name}" for name in COUNTS}
    assert wanted <= WORDS.keys()


def test_templates_hold_no_text_of_their_own() -> None:
    """What a reader reads stands in the table of words; in templates are marks, names of formats and code."""
    plain = {"zonenews", "Atom", "CSV", "SVG", "JSON", "JSON Lines", "SQL", "scrapy crawl zone -a url"}
    for path in TEMPLATES:
        text = re.sub(r"\{% block (here|main_class) %\}.*?\{% endblock %\}", "", path.read_text())
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "\n", text, flags=re.S)
        text = re.sub(r"<code>[^<]*</code>|<[^>]*>", "\n", text)
        words = {each for line in re.findall(r"[A-Za-z][A-Za-z ]+(?: -a url)?", text) if (each := line.strip())}
        assert {each for each in words if len(each) > 2 and each not in plain} == set(), path.name


def _without_code(chinese: str) -> str:
    return re.sub(r"\{\d\}|`[^`]*`|<\w+>|[\w/.?=]*[._=/][\w/.?=…]*|[A-Z]\w*|meta|http|robots|state|kind", "", chinese)


@pytest.mark.parametrize("english", SENTENCES)
def test_a_sentence_is_whole_in_chinese(english: str) -> None:
    chinese = SENTENCES[english]
    holes = len(re.findall("[#@]", english))
    assert _fields(chinese) == {str(number) for number in range(holes)}
    assert not re.search("[a-z]{3}", _without_code(chinese))


def test_what_crawls_and_readings_say_is_known_in_chinese() -> None:
    """The sentences of the code itself, so that a new one is not forgotten here."""
    told = {*KINDS.values(), *_NO_LISTS.values(), *_UNREAD_PAGERS.values(), *_NETWORK.values(), *EARLY.values()}
    told -= {KINDS[kind] for kind in ("stale", "nothing", "challenge", "robots", "network", "bug")}  # never in a reason
    told |= {words for _, words in THINGS.values()} | {f"3 {words}" for words in _NO_ARTICLES.values()}
    for path in EXTRACTION.rglob("*.py"):
        told |= set(re.findall(r"missing\(\"([^\"]+)\"\)", path.read_text()))
    assert {each for each in told if in_chinese(each) is None} == set()


def test_evidence_is_told_in_chinese() -> None:
    seen = Evidence(new=[False] * 5, known=[], kept=[True, False], past=[True] * 28 + [False] * 2)
    said = f"titles are missing: {seen.told('a title', '园区要闻')}; and 2 more; 1 new articles, 0 changed, 3 unchanged"
    told = "标题缺失：园区要闻：5 个新页面中 0 个有标题，2 个已收录页面中 1 个丢失，此前 30 个中有 28 个；另有 2 项；"
    assert in_chinese(said) == told + "新增 1 篇，修改 0 篇，未变 3 篇"
    assert in_chinese("stopped early: the 9 pages of a run are used up (PAGES_A_RUN); the next run goes on") == (
        "提前停止：已达单次抓取的 9 页上限（PAGES_A_RUN）；下次抓取继续"
    )


def test_a_list_with_commas_is_told_in_chinese() -> None:
    said = "no article could be read: of the addresses in its lists 3 are not there, 2 are no articles"
    assert in_chinese(said) == "未能读取任何文章：列表中的网址 3 个不存在，2 个不是文章"


def test_what_is_not_known_is_marked_as_english() -> None:
    assert told_in("zh", "a bug: <b>") == '<span lang="en">a bug: &lt;b&gt;</span>'
    assert told_in("en", "status 404") == "status 404"
    assert told_in("zh", "status 404") == "状态码 404"
    assert told_in("zh", None) == ""


def test_a_long_text_of_many_parts_is_left_as_it_is() -> None:
    assert in_chinese("soft404; " * 200) is None


def test_a_sentence_takes_values() -> None:
    assert Words("zh")("found", count="12") == "共 12 篇"
