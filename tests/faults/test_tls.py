"""HTTPS that goes below the usual: refused by name, and taken only where the site's profile names it (F22, S25)."""

import socket
import ssl
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import certificates
import measuring
import pytest
from crawling import Crawl
from invariants import assert_whole
from loopback import Host, Loopback
from small_sites import Site, write_site_file

from archive.sqlite import library

ARTICLES = 3


@dataclass(frozen=True)
class Case:
    """A host, what a crawl says of it, and what its fetches are marked with when its profile lets it pass."""

    host: Host
    site: Site
    said: str
    flags: str = "[]"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> tuple[certificates.Signed, Path]:
    """An authority that the crawler is told to trust, and the file that says so."""
    made = certificates.authority("Example Root")
    file = tmp_path_factory.mktemp("root") / "root.pem"
    file.write_bytes(made.pem)
    return made, file


@pytest.fixture(scope="module")
def cases(
    root: tuple[certificates.Signed, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Case]]:
    """Hosts with something wrong about each, and a good one."""
    loopback, folder = Loopback(), tmp_path_factory.mktemp("certificates")
    between = certificates.authority("Example Intermediate", root[0])
    ips = iter(f"127.0.3.{number}" for number in range(1, 99))
    made: dict[str, Case] = {}

    def host(name: str, said: str, *chain: certificates.Signed, version: ssl.TLSVersion | None = None) -> None:
        site = Site(ARTICLES)
        tls = certificates.context(folder, *chain, version=version)
        served = loopback.host(site.answers(), next_ip, tls=tls)
        good = not said or version is not None
        flags = f'["certificate:{chain[0].fingerprint.replace(":", "").lower()}"]' if not good else "[]"
        made[name] = Case(served, site, said, '["TLSv1.0"]' if version else flags)

    next_ip = next(ips)
    host("good", "", certificates.server(next_ip, between), between)
    next_ip = next(ips)
    host("self-signed", "it is signed by itself", certificates.server(next_ip))
    next_ip = next(ips)
    host("expired", "it has expired", certificates.server(next_ip, root[0], expired=True))
    next_ip = next(ips)
    host("another host", "it was made for another host", certificates.server("127.0.3.99", root[0]))
    next_ip = next(ips)
    host("no intermediate", "the server leaves out an intermediate one", certificates.server(next_ip, between))
    next_ip = next(ips)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # so old that Python warns of it
        old = ssl.TLSVersion.TLSv1
        host("TLS 1.0", "if it is too old for TLSv1.2", certificates.server(next_ip, root[0]), version=old)
    yield made
    loopback.close()


def lists(cases: dict[str, Case]) -> str:
    """The list pages of all hosts."""
    return " ".join(case.host.url("/list/") for case in cases.values())


def truth(case: Case) -> list[str]:
    """The articles of one host."""
    return [case.host.url(path) for path in case.site.articles]


@pytest.fixture
def trusting(root: tuple[certificates.Signed, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Has OpenSSL trust the example's root."""
    monkeypatch.setenv("SSL_CERT_FILE", str(root[1]))


@pytest.mark.usefixtures("trusting")
@pytest.mark.slow
def test_a_weak_host_is_refused_by_name_and_taken_when_its_profile_names_it(
    crawl: Crawl, cases: dict[str, Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weak = {name: case for name, case in cases.items() if case.said}
    measuring.trials(len(weak))
    for case in weak.values():
        case.host.seen.clear()
    ended = crawl("zone", lists(weak))
    assert ended.code == 11
    story = " ".join(section["detail"] for section in crawl.last_run()["sections"])
    for case in weak.values():
        assert case.said in story
        assert case.host.seen == [], "not even robots.txt is asked for"
    assert_whole(str(crawl.archive), truth=[])
    pins = [flag.split(":")[1].rstrip('"]') for case in weak.values() if ":" in (flag := case.flags)]
    assert all(pin in story for pin in pins), "the refusal says what the profile may name"
    profile = f"tls='TLSv1.0', certificates={tuple(pins)!r}"
    monkeypatch.setenv("PYTHONPATH", write_site_file(tmp_path, "weak_gxq", lists(weak), profile))
    assert crawl("weak_gxq", SPIDER_MODULES="zonenews.spiders,examples").code == 0
    assert_whole(str(crawl.archive), truth=[url for case in weak.values() for url in truth(case)])
    for name, case in weak.items():
        assert marks(crawl, case) == {(int(name == "TLS 1.0"), case.flags)}, name


@pytest.mark.usefixtures("trusting")
@pytest.mark.slow
def test_an_exception_is_no_carte_blanche(
    crawl: Crawl, cases: dict[str, Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another certificate than the one named is refused; a good one passes without being named, and unmarked."""
    profile = f"certificates=({certificates.server('127.0.3.2').fingerprint!r},)"
    both = {name: cases[name] for name in ("good", "self-signed", "TLS 1.0")}
    monkeypatch.setenv("PYTHONPATH", write_site_file(tmp_path, "renewed_gxq", lists(both), profile))
    ended = crawl("renewed_gxq", SPIDER_MODULES="zonenews.spiders,examples")
    assert ended.code == 3
    assert "it is signed by itself" in ended.reason
    assert "if it is too old for TLSv1.2" in ended.reason
    assert_whole(str(crawl.archive), truth=truth(both["good"]))
    assert marks(crawl, both["good"]) == {(1, "[]")}


@pytest.mark.slow
def test_a_crawl_that_verifies_nothing_says_so_of_every_page(crawl: Crawl, cases: dict[str, Case]) -> None:
    case = cases["self-signed"]
    assert crawl("zone", case.host.url("/list/"), DOWNLOAD_VERIFY_CERTIFICATES="False").code == 0
    assert marks(crawl, case) == {(0, case.flags)}


def test_a_host_that_says_it_is_too_old(crawl: Crawl, tmp_path: Path) -> None:
    """Here the host answers with an alert, where the one above just hangs up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old = certificates.context(tmp_path, certificates.server("127.0.0.1"), version=ssl.TLSVersion.TLSv1_1)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=shake_hands, args=(listening, old), daemon=True).start()
        ended = crawl("zone", f"https://127.0.0.1:{listening.getsockname()[1]}/list/")
        listening.shutdown(socket.SHUT_RDWR)
    assert (ended.code, "speaks no TLS from TLSv1.2 on; Profile.tls may" in ended.reason) == (11, True)


def shake_hands(listening: socket.socket, context: ssl.SSLContext) -> None:
    """Accepts until the socket is shut down; nobody gets further than the handshake."""
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with suppress(OSError), context.wrap_socket(connection, server_side=True):
                pass


def marks(crawl: Crawl, case: Case) -> set[tuple[int | None, str]]:
    """What the host's fetches are marked with, but for those that were refused."""
    connection = library().connect(str(crawl.archive))
    query = "SELECT DISTINCT tls_verified, flags FROM fetch WHERE outcome = 'ok' AND final_url LIKE ?"
    found = connection.execute(query, (case.host.url("/%"),)).fetchall()
    connection.close()
    return set(found)
