"""`--write` makes a site file and its saved pages, and never overwrites."""

import importlib.util
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from probes import ROOT, Ended, article_page, host, list_page, probe, rows

from zonenews.demo.client import ReplicaClient
from zonenews.exits import Exit, Refused
from zonenews.probing.accept import accept
from zonenews.probing.reading import read_article, read_listing
from zonenews.probing.saved import EXPECTED, article_facts, list_facts, load
from zonenews.probing.writing import Draft, check_draft
from zonenews.profile import Profile


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An empty checkout."""
    for folder in ("zonenews/spiders", "tests/sites"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def write(url: str, checkout: Path, name: str = "example_jkq", *more: str) -> Ended:
    return probe(url, "--write", name, "--into", str(checkout), *more, ZONENEWS_ARCHIVE=str(checkout / "a.db"))


def made(checkout: Path) -> list[str]:
    files = (path for folder in ("zonenews", "tests") for path in (checkout / folder).rglob("*") if path.is_file())
    return sorted(str(file.relative_to(checkout)) for file in files)


def test_a_site_file_and_its_saved_pages_are_made(replica: ReplicaClient, checkout: Path) -> None:
    url = f"{replica.url}/jkqzx/"
    ended = write(url, checkout, "example_jkq", "--zone", "示例经济技术开发区")
    assert ended.code == 0
    folder = checkout / "tests" / "sites" / "example_jkq"
    assert made(checkout) == [
        *(f"tests/sites/example_jkq/{name}" for name in ("article.html", "expected.json", "list.html")),
        "zonenews/spiders/example_jkq.py",
    ]
    spec = importlib.util.spec_from_file_location("example_jkq", checkout / "zonenews/spiders/example_jkq.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    profile = module.ExampleJkq.profile
    assert module.ExampleJkq.name == "example_jkq"
    assert (profile.zone, profile.sections[0].url, profile.sections[0].name) == (
        "示例经济技术开发区",
        url,
        "经开区资讯",
    )
    assert profile.checked == datetime.now(UTC).date()
    page, expected = load(folder, "list")
    assert list_facts(read_listing(page, profile)) == expected
    page, expected = load(folder, "article")
    assert article_facts(read_article(page, profile)) == expected
    assert expected["title"] == next(line["title"] for line in replica.truth() if line["url"] == page.url)


@pytest.mark.slow
def test_rows_of_another_answer_are_saved_with_what_their_reading_needs(gallery: ReplicaClient, checkout: Path) -> None:
    assert write(f"{gallery.url}/gkmlpt/index", checkout).code == 0
    page, expected = load(checkout / "tests" / "sites" / "example_jkq", "list")
    assert page.cursor
    assert expected["rows"] == 5
    assert list_facts(read_listing(page, Profile())) == expected


def test_what_is_made_passes_the_projects_own_checks(checkout: Path) -> None:
    """Also where a page's words are hostile and an address long."""
    path = "/" + "long-folder-name/" * 7 + "list/"
    page = list_page(rows(1)).replace("园区动态".encode(), 'A"""\\\'动态'.encode())
    with host({path: page, "/n/1.html": article_page(rows(1)[0][1], "2026-10-27")}) as served:
        assert write(f"{served.url}{path}", checkout).code == 0
    file = checkout / "zonenews/spiders/example_jkq.py"
    ruff = shutil.which("ruff") or str(Path(sys.executable).parent / "ruff")
    for check in (("check",), ("format", "--check")):
        subprocess.run([ruff, *check, "--config", str(ROOT / "pyproject.toml"), str(file)], check=True)
    compile(file.read_text(encoding="utf-8"), str(file), "exec")


def refused(draft: Draft) -> Refused:
    with pytest.raises(Refused) as error:
        check_draft(draft)
    return error.value


@pytest.mark.parametrize(
    "name", ["Suzhou", "suzhou-sip", "1st", "../x", "class", "zone", "suzhou_sip", "a__b", "", "a\n"]
)
def test_a_name_that_cannot_be_is_refused(name: str, checkout: Path) -> None:
    assert refused(Draft(name, into=checkout)).code is Exit.USAGE


@pytest.mark.parametrize("zone", ['某"区', "某\\区", "某\n区", ""])
def test_a_zones_name_must_fit_into_a_file(zone: str, checkout: Path) -> None:
    assert refused(Draft("example_jkq", zone, checkout)).code is Exit.USAGE


def test_a_folder_that_is_no_checkout(tmp_path: Path) -> None:
    error = refused(Draft("example_jkq", into=tmp_path))
    assert error.code is Exit.CONFIGURATION
    assert "--into" in str(error)


@pytest.mark.slow
@pytest.mark.parametrize("there", ["zonenews/spiders/example_jkq.py", "tests/sites/example_jkq/expected.json"])
def test_nothing_is_overwritten_and_nobody_asked(there: str, checkout: Path) -> None:
    file = checkout / there
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine")
    ended = write("http://127.0.0.1:9/list/", checkout)
    assert (ended.code, ended.out) == (2, "")
    assert "not overwritten" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert made(checkout) == [there]
    assert file.read_text() == "mine"


@pytest.mark.slow
def test_what_is_not_good_is_not_written(checkout: Path) -> None:
    with host({"/list/": list_page(rows(1))}) as served:
        ended = write(f"{served.url}/list/", checkout)
    assert ended.code == 4
    assert "nothing was written" in ended.err
    assert made(checkout) == []


@pytest.mark.slow
def test_a_made_site_is_noted_as_probed(replica: ReplicaClient, checkout: Path) -> None:
    write(f"{replica.url}/tzgg/", checkout)
    noted = orjson.loads((checkout / "a.db.probes.json").read_bytes())
    assert noted["example_jkq"]["url"] == f"{replica.url}/tzgg/"


@pytest.mark.slow
def test_a_better_reading_can_be_accepted(replica: ReplicaClient, checkout: Path) -> None:
    write(f"{replica.url}/jkqzx/", checkout)
    folder = checkout / "tests" / "sites" / "example_jkq"
    before = (folder / EXPECTED).read_bytes()
    (folder / EXPECTED).write_bytes(before.replace(b'"rows": 22', b'"rows": 21'))
    accept(folder)
    assert (folder / EXPECTED).read_bytes() == before
