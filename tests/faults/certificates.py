"""Certificates of every sort, made on the spot."""

import datetime as dt
import hashlib
import ipaddress
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)
KEY = rsa.generate_private_key(65537, 2048)  # one for all: making them takes longest


@dataclass(frozen=True)
class Signed:
    """A certificate and who signed it."""

    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """As files hold it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """SHA-256, as OpenSSL's command prints it."""
        digest = hashlib.sha256(self.certificate.public_bytes(serialization.Encoding.DER)).hexdigest().upper()
        return ":".join(digest[place : place + 2] for place in range(0, 64, 2))


def authority(name: str, by: "Signed | None" = None) -> Signed:
    """An authority: a root, or an intermediate one that another signed."""
    return _signed(name, by, authority=True)


def server(ip: str, by: "Signed | None" = None, *, expired: bool = False) -> Signed:
    """A host's certificate; signed by itself where nobody else does."""
    return _signed(ip, by, ip=ip, until=-DAY if expired else DAY)


def context(folder: Path, *chain: Signed, version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """What a host needs to serve this chain, its own certificate first; perhaps in one TLS version only."""
    private = KEY.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{chain[0].certificate.serial_number}.pem"
    file.write_bytes(private + b"".join(signed.pem for signed in chain))
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file)
    if version is not None:
        made.set_ciphers("DEFAULT:@SECLEVEL=0")
        made.minimum_version = made.maximum_version = version
    return made


def _signed(
    name: str, by: Signed | None, *, authority: bool = False, ip: str | None = None, until: dt.timedelta = DAY
) -> Signed:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 9 * DAY)
        .not_valid_after(now + until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if ip is not None:
        names = [x509.IPAddress(ipaddress.ip_address(ip))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Signed(builder.sign(KEY, hashes.SHA256()))
