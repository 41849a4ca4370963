"""Article pages beside those of the past: what must be told, and what must not, however few pages there are."""

from dataclasses import replace

import pytest
from seen import judged, known, mixed, page, some, unread, wrong

from archive.measures import ARTICLE
from zonenews.drift import pages
from zonenews.drift.chance import chance_of_so_few, fewest


def test_the_chance_is_that_of_the_beta_binomial_distribution() -> None:
    assert chance_of_so_few(0, 1, (0, 0)) == pytest.approx(0.5)
    assert chance_of_so_few(0, 2, (200, 0)) == pytest.approx(0.5 * 1.5 / (201 * 202))
    assert chance_of_so_few(5, 5, (3, 4)) == pytest.approx(1)
    assert chance_of_so_few(1, 3, (1, 1)) == pytest.approx(0.5)


def test_the_fewest_of_neighbours() -> None:
    past = [True, False, False, True, True, False]
    assert [fewest(past, of) for of in (1, 2, 3, 5, 6, 7)] == [0, 0, 1, 2, 6, 7]


def test_a_source_on_all_of_200_articles_and_on_none_of_two_now_is_told() -> None:
    assert wrong(some(2, "source"), some(200, start=100)) == {"source"}


def test_a_single_article_without_one_is_no_proof_but_a_reason_to_ask_known_pages() -> None:
    now, past = some(1, "source"), some(200, start=100)
    assert wrong(now, past) == set()
    assert [thing for thing, seen in pages.evidence(now, past).items() if seen.is_suspicious] == ["source"]


def test_single_articles_without_one_run_after_run_add_up() -> None:
    past = [*some(1, "source"), *some(199, start=100)]
    assert wrong(some(1, "source", start=50), past) == {"source"}


@pytest.mark.parametrize("every", [1, 2])
def test_a_site_that_never_or_half_the_time_prints_a_source_is_left_alone(every: int) -> None:
    past = mixed(200, every, "source")
    for count in (1, 2, 3, 5):
        assert wrong(some(count, "source"), past) == set()


def test_known_pages_that_lost_their_source_prove_it_where_few_have_one() -> None:
    past = mixed(17, 2, "source")
    assert wrong([*some(3, "source"), *(known(number, "source") for number in range(90, 94))], past) == {"source"}


def test_one_known_page_that_lost_it_is_an_edit() -> None:
    past = some(200, start=100)
    assert wrong([known(1, "source"), known(2), known(3), *some(2, start=50)], past) == set()


def test_a_site_that_has_long_given_it_up_is_not_told_of_old_pages() -> None:
    past = [*some(30, "source"), *some(170, start=100)]
    assert wrong([*some(2, "source", start=50), *(known(n, "source") for n in range(90, 94))], past) == set()


def test_notices_in_a_row_as_there_were_before_are_no_news() -> None:
    past = [*some(60, start=100), *some(9, "source", start=200), *some(131, start=300)]
    assert wrong(some(8, "source"), past) == set()
    assert wrong(some(12, "source"), past) == {"source"}


def test_old_news_that_a_backfill_reads_says_nothing_of_today() -> None:
    old = [replace(one, published="2018-05-04") for one in some(40, "source")]
    assert wrong(old, some(200, start=100)) == set()
    assert wrong([*old, *some(2, "source", start=50)], some(200, start=100)) == {"source"}


def test_half_of_many_pages_without_it_is_told() -> None:
    assert wrong([*some(10), *some(10, "source", start=50)], some(200, start=100)) == {"source"}


def test_without_a_past_nothing_is_said() -> None:
    assert wrong(some(5, "source"), some(pages.LEAST_PAST - 1, start=100)) == set()


@pytest.mark.parametrize("field", ["title", "published", "body"])
def test_every_field_that_is_watched(field: str) -> None:
    assert wrong(some(3, field), some(200, start=100)) == {field}


def test_texts_that_are_cut_short_are_told() -> None:
    past = some(200, start=100)
    assert wrong([page(n, length=60) for n in range(3)], past) == {"body"}
    assert wrong([known(n, length=100) for n in range(3)], past) == {"body"}
    assert wrong([known(n, length=600) for n in range(3)], past) == set()


def test_one_and_the_same_text_on_every_page_is_told() -> None:
    past = some(200, start=100)
    assert wrong([page(n, head="版权所有 未经许可不得转载") for n in range(3)], past) == {"body"}


def test_pages_that_can_no_longer_be_read_are_told() -> None:
    past = some(200, start=100)
    assert wrong([unread(), unread()], past) == {"unread"}
    assert wrong([unread(), *some(4)], past) == set()


def test_what_is_wrong_is_told_in_words() -> None:
    found = judged([*some(3, "source"), known(91, "source"), known(92)], some(200, start=100))
    (said,) = [part.said for part in found if part.state == "wrong"]
    assert said == (
        "园区要闻: 0 of 3 new pages have a source 来源, 1 of 2 known pages lost it, where 200 of 200 had it before"
    )


def test_pages_that_have_it_again_are_well() -> None:
    past = some(200, start=100)
    back = [known(number, had={"title", "published", "body", ARTICLE}) for number in range(3)]
    back = [replace(one, has=one.has | {"source"}) for one in back]
    assert {part.state for part in judged(back, past)} == {"well"}
    assert {part.state for part in judged(some(2), past)} == {"well"}
    assert {part.state for part in judged(some(1, "source"), past) if part.kind == "source"} == {"unknown"}
