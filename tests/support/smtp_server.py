"""A real SMTP server on loopback: what it took is kept, and it can be told to refuse or to hang up."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Mailroom:
    """What the server was given, by address, and how it behaves.

    `refuses` are addresses it takes no mail for; `hangs_up_after` so many mails, the connection is dropped while the
    next one is being handed over (`before` or `after` it was taken). `breaks` is what else happens at that moment.
    """

    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuses: frozenset[str] = frozenset()
    hangs_up_after: int | None = None
    took_the_last: bool = False
    breaks: Callable[[], object] = lambda: None
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        broken = self.hangs_up_after is not None and len(self.mails) >= self.hangs_up_after
        if not broken or self.took_the_last:
            assert isinstance(envelope.content, bytes)
            content = message_from_bytes(envelope.content, policy=default)
            self.mails.append((envelope.rcpt_tos[0], content))
        if broken:
            self.breaks()
            assert server.transport is not None
            server.transport.close()
        return "250 taken"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.mails]


@dataclass(frozen=True)
class Server:
    """Where the server is, and the file with the certificate it shows."""

    room: Mailroom
    port: int
    ca_file: Path


@contextlib.contextmanager
def smtp_server(folder: Path, room: Mailroom, **options: Any) -> Iterator[Server]:
    """Run a server that insists on STARTTLS unless `plain`, and takes the login `treasurer` / `secret`."""
    key_file, ca_file = _certificate(folder)
    if not options.pop("plain", False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(ca_file, key_file)
        options |= {"tls_context": context, "require_starttls": True, "authenticator": _authenticator(room)}
    port = _free_port()
    controller = Controller(room, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield Server(room, port, ca_file)
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _authenticator(room: Mailroom) -> Any:
    def checked(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        login = (data.login.decode(), data.password.decode())
        room.logins.append(login)
        return AuthResult(success=login == ("treasurer", "secret"), handled=False)

    return checked


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_file, ca_file = folder / "server.key", folder / "server.crt"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key_file, ca_file
