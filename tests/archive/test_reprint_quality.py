"""What the archive groups of a labelled set are reprints, and nearly all of them; `make bench` measures more."""

from pathlib import Path

import pytest

from archive.reprints.comparing import Said, likeness
from archive.reprints.texts import SHORTEST, hashes, letters
from archive.search.folding import fold
from benchmarks.reprints.labelled import Half, labelled
from benchmarks.reprints.quality import grouped, pairs

ORIGINAL = (
    "云麓经开区二十三个重点项目昨日集中开工，总投资一百八十六亿元，涵盖新型显示、高端装备和生物医药三个领域。\n"
    "管委会负责人说，要把服务做在前面，让企业少跑路、早投产，年底前具备条件。"
)
MORE = (
    "今年以来，当地先后出台十一条措施，从用地、用工、融资到物流逐项列出清单，由专人跟进到底，办结一件销号一件。\n"
    "一家做精密零件的公司负责人算过账：光是把三次验收并成一次，就比计划提前四十天拿到了许可，两条生产线因此赶上了年前的订单。\n"
    "附近村子里不少青年已经报名参加岗前培训，课程由职业学院的教师讲授，学费全免，结业后可以直接进厂实习。\n"
    "接下来还要修通两条连接高速公路的支线，改造老旧管网，添置充电设施，并把闲置的仓库改成给初创团队使用的小型厂房。\n"
    "专家提醒，产业集聚不能只看数量，更要看上下游是否真正配套，避免重复建设，同时守住生态红线和安全底线。"
)
NOWHERE = Path("nowhere")


@pytest.mark.parametrize("half", ["chosen", "unseen"])
def test_precision_and_recall(half: Half) -> None:
    articles = labelled(half, 120, NOWHERE)
    found = pairs([article.story for article in articles], grouped(articles))
    assert found.true > 300
    assert found.precision >= 0.98
    assert found.recall >= 0.95


_CREDITS = (
    *(
        "来源：云麓日报\n{}",
        "{}\n（来源：云麓日报）",
        "{}\n责任编辑：王小明",
        "{}\n一审：甲 二审：乙 三审：丙",
        "{}\n记者 王小明",
    ),
    *(
        "本报讯（记者 王小明）{}",
        "云麓日报讯 {}",
        "云麓日报记者王小明报道：{}",
        "作者:王小明 摄影:李大明\n{}",
        "{}\n【编辑：王小明】",
    ),
)


@pytest.mark.parametrize("credit", _CREDITS)
def test_lines_that_credit_somebody_are_not_compared(credit: str) -> None:
    assert letters(fold(credit.format(ORIGINAL))) == letters(fold(ORIGINAL))


def test_lines_that_only_begin_so_are_compared() -> None:
    said = "记者从管委会获悉，项目已开工。\n来源地为云麓的产品占三成。\n编辑部的同志们辛苦了。\n图为开工现场。"
    assert letters(said) == "".join(each for each in said if each.isalpha())


def test_width_punctuation_and_traditional_characters_do_not_matter() -> None:
    other = ORIGINAL.replace("，", ",").replace("个", "個").replace("开", "開").replace("\n", "。\n\u3000\u3000")
    assert letters(fold(other)) == letters(fold(ORIGINAL))


def test_short_texts_have_no_hashes_and_long_ones_no_more_than_twelve() -> None:
    assert hashes("经" * (SHORTEST - 1)) == set()
    assert 1 <= len(hashes(letters(ORIGINAL * 3))) <= 12
    assert len(hashes("".join(map(chr, range(0x4E00, 0x9000))))) == 12


_EDITS = (
    ("少跑路", "不多跑"),
    ("昨日", "10月25日"),
    ("具备条件", "具备通水条件"),
    ("云麓经开区", "我区"),
    ("昨日", ""),
)


@pytest.mark.parametrize(("old", "new"), _EDITS)
def test_small_edits_are_those_of_a_reprint(old: str, new: str) -> None:
    text = f"{ORIGINAL}\n{MORE}"
    assert likeness(Said(letters(text)), letters(text.replace(old, new))).is_reprint


def test_a_short_text_with_another_name_in_it_is_another_one() -> None:
    for old, new in (("云麓经开区", "青岚高新区"), ("二十三个", "一百零七个")):
        assert not likeness(Said(letters(ORIGINAL * 2)), letters(ORIGINAL * 2).replace(old, new)).is_reprint


def test_another_day_or_other_figures_are_those_of_another_notice() -> None:
    notice = f"10月25日起，{ORIGINAL}联系电话12345678。" + ORIGINAL[::-1]
    assert not likeness(Said(letters(notice)), letters(notice.replace("10月25日", "11月2日"))).is_reprint
    assert not likeness(Said(letters(notice)), letters(notice.replace("12345678", "87654321"))).is_reprint
    assert likeness(Said(letters(notice)), letters(notice.replace("10月25日", "2024年10月25日"))).is_reprint


def test_nothing_is_like_nothing() -> None:
    assert not likeness(Said(""), "").is_reprint
    assert not likeness(Said("经开区"), "经开区").is_reprint
