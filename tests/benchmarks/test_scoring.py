"""Scores follow the rules of the script beside the saved pages."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring import Truth, f1, fold, score, stamp

_SCRIPT = Path(__file__).parents[3] / "shared" / "pages" / "score.py"
TEXTS = st.text(st.sampled_from("经开区召开推进会 \u3000\u200b２2aＡ年月日:：-T+0123456789"), max_size=40)


@pytest.fixture(scope="module")
def script() -> ModuleType:
    if not _SCRIPT.exists():
        pytest.skip("../shared/pages is not at hand")
    spec = importlib.util.spec_from_file_location("official_score", _SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("logging.disable", lambda level: None)
        patch.setattr("warnings.filterwarnings", lambda action: None)
        spec.loader.exec_module(module)
    return module


@given(text=TEXTS, other=TEXTS)
def test_the_rules_are_those_of_the_script(script: ModuleType, text: str, other: str) -> None:
    assert fold(text) == script.fold(text)
    assert stamp(text) == script.stamp(text)
    assert f1(text, other) == pytest.approx(script.f1(text, other))


@pytest.mark.parametrize("time", ["2023-10-25T16:27+08:00", "2023年10月25日 16:27", "2023-10-25", "10:20", None])
def test_times_are_read_as_by_the_script(script: ModuleType, time: str | None) -> None:
    assert stamp(time) == script.stamp(time)


def test_a_page_counts_only_for_what_is_labelled() -> None:
    truth = Truth("示例标题", "", "2023-10-25", None)
    result = score([(truth, {"title": "示例 标题", "source": None, "published": "2023-10-25T16:27", "text": ""})])
    assert result.cells() == ["100.0 %", "100.0 %", "100.0 %", "–"]


def test_a_failed_reading_has_nothing_right() -> None:
    truth = Truth("示例标题", "", "2023-10-25 16:27", "示例正文")
    assert score([(truth, None)]).cells() == ["0.0 %", "0.0 %", "0.0 %", "0.000"]


def test_a_day_is_not_enough_where_the_page_tells_the_minute() -> None:
    truth = Truth(None, None, "2023-10-25 16:27", None)
    assert score([(truth, {"published": "2023-10-25"})]).cells() == ["–", "–", "0.0 %", "–"]
