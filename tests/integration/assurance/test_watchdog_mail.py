"""The alarm's mail under TLS: sent with the password to a server whose certificate is trusted, and to no other."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mail_server import mail_server
from remissvakt.assurance.watchdog.mail import MailSettings, send_alarm

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
SCHEMES = {"smtps": True, "smtp+starttls": False}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The file of a key and of a certificate for this machine that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "mail.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture(params=SCHEMES)
def secured(request, certificate):
    """A server that wants TLS, and how the watchdog is told of it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with mail_server(secured=context, at_once=SCHEMES[request.param]) as server:
        address = f"{request.param}://vakt:hemligt%40ord@127.0.0.1:{server.port}"
        yield server, MailSettings(address, "vakt@example.org", ("drift@example.org",))


def test_sent_with_the_password_and_nothing_in_the_open(secured, certificate, monkeypatch):
    server, settings = secured
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert send_alarm(lines=["Nytt larm: 1"], still=1, settings=settings, now=NOW) == ""
    (mail,) = server.mails
    assert "Nytt larm: 1" in mail.get_content() and mail["To"] == "drift@example.org"
    assert server.logins == [b"\0vakt\0hemligt@ord"]
    assert set(server.in_the_open) <= {b"EHLO", b"STARTTLS"}


def test_neither_password_nor_mail_goes_to_a_server_that_is_not_trusted(secured):
    server, settings = secured
    said = send_alarm(lines=["Nytt larm: 1"], still=1, settings=settings, now=NOW)
    assert said == "SSLCertVerificationError"
    assert server.mails == server.logins == []


def test_a_server_without_tls_gets_no_password(secured):
    with mail_server() as plain:
        address = secured[1].server.replace(str(secured[0].port), str(plain.port))
        settings = MailSettings(address, "vakt@example.org", ("drift@example.org",))
        said = send_alarm(lines=["Nytt larm: 1"], still=1, settings=settings, now=NOW)
    assert said in ("SMTPNotSupportedError", "SSLError")
    assert plain.mails == plain.logins == []
