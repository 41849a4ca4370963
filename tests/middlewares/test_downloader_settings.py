"""The settings say what is meant, and a crawl keeps to them."""

import datetime as dt
import ipaddress
import re
import ssl
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from downloading import Crawl
from loopback import Loopback, answer
from scrapy.settings import default_settings

from zonenews import __version__, environment, settings


def test_every_setting_outside_our_group_is_one_scrapy_knows() -> None:
    before, ours_and_after = Path(settings.__file__).read_text("utf-8").split("# --- ours ", 1)
    ours, after = ours_and_after.split("# --- ", 1)
    known = {name for name in dir(default_settings) if name.isupper()}
    assert set(re.findall(r"^[A-Z_]+", before + after, re.MULTILINE)) - known == set()
    assert set(re.findall(r"^[A-Z_]+", ours, re.MULTILINE)) & known == set()


def test_every_stock_middleware_turned_off_exists() -> None:
    off = {name for name, order in settings.DOWNLOADER_MIDDLEWARES.items() if order is None}
    assert off <= set(default_settings.DOWNLOADER_MIDDLEWARES_BASE)


@pytest.mark.parametrize(
    ("name", "read", "unset"),
    [
        ("ZONENEWS_ARCHIVE", environment.archive, "zonenews.db"),
        ("ZONENEWS_CONTACT", environment.contact, None),
    ],
)
def test_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, read: Callable[[], str | None], unset: str | None
) -> None:
    monkeypatch.setenv(name, "x")
    assert read() == "x"
    monkeypatch.setenv(name, "")
    assert read() == unset
    monkeypatch.delenv(name)
    assert read() == unset


def test_who_asks_and_how_often(loopback: Loopback, crawl: Crawl) -> None:
    host = loopback.host({f"/{number}": answer(Set_Cookie="a=1") for number in range(3)})
    crawled = crawl([host.url(path) for path in host.answers], DOWNLOAD_DELAY=0.4, AUTOTHROTTLE_ENABLED=True)
    assert {seen.headers["User-Agent"] for seen in host.seen} == {f"zonenews/{__version__}"}
    assert {seen.headers["Accept-Language"] for seen in host.seen} == {"zh-CN,zh;q=0.9"}
    assert not any("Cookie" in seen.headers for seen in host.seen)
    times = [seen.at for seen in host.seen]
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.19
    assert crawled.stats["listening"] == 0


def _certificate(folder: Path, ip: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ip)])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(ip))])
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def test_self_signed_certificate_is_refused(loopback: Loopback, crawl: Crawl, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path, "127.0.0.1"))
    host = loopback.host({"/": answer()}, "127.0.0.1", tls=context)
    outcome = crawl([host.url("/")])[host.url("/")]
    assert outcome["outcome"] == "TlsRefused"
    assert "certificate" in outcome["message"]
    assert host.seen == []
    assert crawl([host.url("/")], DOWNLOAD_VERIFY_CERTIFICATES=False)[host.url("/")]["outcome"] == "answer"
