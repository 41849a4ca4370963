"""The interface is complete in English and in Chinese."""

import re
from pathlib import Path
from string import Formatter

import pytest

import archive.web
from archive.models import ARTICLE_STATES, INCIDENT_KINDS, OUTCOMES, RUN_STATES, STOP_REASONS
from archive.news import CHANGES, FAILING
from archive.search.tallies import FACETS
from archive.stories import COUNTS
from archive.web.languages import Words
from archive.web.words import WORDS

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


def test_a_sentence_takes_values() -> None:
    assert Words("zh")("found", count="12") == "共 12 篇"
