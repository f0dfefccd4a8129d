"""Certificates are looked at as a platform sees them: believed, of this host, and for how long."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.doctor.certificates import certificates

NOW = datetime.now(UTC)
"""TLS looks at the real clock."""
SETTING = "wechatpay_public_key_file"


def made(folder, days: int, host: str = "localhost"):
    """A certificate that signs itself, with its key beside it in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(NOW + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / f"{days}.pem"
    file.write_bytes(certificate.public_bytes(pem) + private)
    return file


@pytest.fixture
async def served():
    """`await served(file)` serves TLS with that certificate and gives the port."""
    running = []

    async def serve(file) -> int:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
        running.append(server)
        return server.sockets[0].getsockname()[1]

    yield serve
    for server in running:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(("days", "level"), [(80, "ok"), (10, "warn"), (1, "fail")])
async def test_the_proxys_certificate_has_days_left(shop, served, tmp_path, days, level):
    file = made(tmp_path, days)
    given = shop(public_url=f"https://localhost:{await served(file)}")
    trusted = ssl.create_default_context(cafile=str(file))
    trusted.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    (finding,) = await certificates(given, NOW, trusted)
    assert (finding.level, f"{days} days left" in finding.said) == (level, True), finding


async def test_a_certificate_that_nobody_believes_fails(shop, served, tmp_path):
    given = shop(public_url=f"https://localhost:{await served(made(tmp_path, 80))}")
    (finding,) = await certificates(given, NOW)
    assert finding.level == "fail"
    assert "self-signed" in finding.said


async def test_a_proxy_that_is_not_there_fails(shop):
    (finding,) = await certificates(shop(public_url="https://localhost:1"), NOW)
    assert finding.level == "fail"


@pytest.mark.parametrize(("days", "level"), [(80, "ok"), (-5, "fail")])
async def test_wechat_pays_certificate_has_days_left(shop, tmp_path, days, level):
    (finding,) = await certificates(shop(**{SETTING: made(tmp_path, days)}), NOW)
    assert finding.level == level


async def test_a_public_key_never_ends(shop, tmp_path):
    (tmp_path / "key.pem").write_text("-----BEGIN PUBLIC KEY-----\n")
    assert await certificates(shop(**{SETTING: tmp_path / "key.pem"}), NOW) == []
