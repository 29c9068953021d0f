"""Sending mail through SMTP, and the record that keeps anybody from getting a mail twice.

Before a mail is handed to the server, its start is written down and flushed to the disk; after the server took it, its
end. A run that breaks goes on where it stopped: what has an end is done, and what has a start without an end may or may
not have arrived. That one is never sent again by itself; the treasurer looks, and decides with `--again`.
"""

from __future__ import annotations

import contextlib
import json
import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

from netsheets.commands.writing import make_folder, refused
from netsheets.errors import Conflict, Misuse, NetsheetsError, StoreRefused
from netsheets.exports.mail import Sender, is_address
from netsheets.ooxml.files import take_lock
from netsheets.sheets.labels import nearest

Security = Literal["starttls", "tls", "none"]
USER, PASSWORD = "NETSHEETS_SMTP_USER", "NETSHEETS_SMTP_PASSWORD"
_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}
_SECONDS = 30
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The section `[mail]` of `netsheets.toml`, and the environment's credentials. Without a host, none is sent."""

    sender: Sender
    host: str = ""
    port: int = 0
    security: Security = "starttls"
    ca_file: str = ""
    user: str = ""
    password: str = field(default="", repr=False)


def mail_settings(section: object, environment: Mapping[str, str]) -> MailSettings:
    """Return the settings of a section `[mail]`. Raise Misuse for a key or a value that is none of ours."""
    given = dict(section) if isinstance(section, Mapping) else {}
    known = ("from", "reply_to", "host", "port", "security", "ca_file")
    for key in given:
        if key not in known:
            raise Misuse("mail_key_unknown", key=key, nearest=nearest(key, known) or ", ".join(known))
    texts = {key: str(given.get(key, "")) for key in known}
    security = texts["security"] or "starttls"
    if security not in _PORTS:
        raise Misuse("mail_security_unknown", value=security)
    if security == "none" and texts["host"] not in _LOCAL:
        raise Misuse("mail_unprotected", host=texts["host"])
    if texts["host"] and not texts["from"]:
        raise Misuse("mail_from_missing")
    for key in ("from", "reply_to"):
        if texts[key] and not is_address(texts[key]):
            raise Misuse("mail_address_wrong", key=key)
    port = given.get("port", _PORTS[security])
    if not isinstance(port, int) or not 0 < port < 65536:
        raise Misuse("mail_port_wrong", value=port)
    return MailSettings(
        Sender(texts["from"], texts["reply_to"]),
        texts["host"],
        port,
        security,  # type: ignore[arg-type]
        texts["ca_file"],
        environment.get(USER, ""),
        environment.get(PASSWORD, ""),
    )


@contextlib.contextmanager
def connection(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """Yield a connection that is encrypted and signed in. Raise StoreRefused where the server can't be had."""
    host, place = settings.host, f"{settings.host}:{settings.port}"
    try:
        context = ssl.create_default_context(cafile=settings.ca_file or None)
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, settings.port, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, settings.port, timeout=_SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        raise StoreRefused("mail_unreachable", server=place, reason=_said(error)) from error
    with contextlib.closing(server):
        try:
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.user:
                server.login(settings.user, settings.password)
        except smtplib.SMTPAuthenticationError as error:
            raise StoreRefused("mail_login_refused", server=place, user=USER, password=PASSWORD) from error
        except (OSError, smtplib.SMTPException) as error:
            raise StoreRefused("mail_unreachable", server=place, reason=_said(error)) from error
        yield server
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()


def hand_over(server: smtplib.SMTP, message: EmailMessage, place: str) -> bool:
    """Give one mail to the server; return False where it refuses this one and would take others.

    Raise StoreRefused where the connection broke: whether the mail arrived is then unknown.
    """
    try:
        server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError):
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.rset()
        return False
    except (OSError, smtplib.SMTPException) as error:
        raise StoreRefused("mail_broken", server=place, reason=_said(error)) from error
    return True


State = Literal["sending", "sent", "refused"]


class SentRecord:
    """The record of a month's mails in a file: a line when one is begun, a line when it ended. No address is in it."""

    def __init__(self, path: Path) -> None:
        """Open the record, which one run at a time holds. Raise Conflict, or StoreRefused for a damaged one."""
        self._path = path
        try:
            make_folder(path.parent)
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            self._file = os.fdopen(descriptor, "a+", encoding="utf-8", errors="replace", newline="")
        except OSError as error:
            raise refused(path, error) from error
        try:
            if not take_lock(self._file):
                raise Conflict("mail_running", path=path)
            self.states = self._read()
        except NetsheetsError:
            self._file.close()
            raise

    def write(self, member_id: str, state: State) -> None:
        """Write down what became of a member's mail, on the disk before this returns."""
        try:
            self._file.write(json.dumps({"member_id": member_id, "state": state}) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise refused(self._path, error) from error
        self.states[member_id] = state

    def close(self) -> None:
        """Let another run have the record."""
        self._file.close()

    def _read(self) -> dict[str, State]:
        """Return what the record says, and take away a last line that is cut off: it would stand between sound ones."""
        self._file.seek(0)
        text = self._file.read()
        states, sound = _states(text, self._path)
        if sound < len(text):
            self._file.truncate(len(text[:sound].encode()))
        elif text and not text.endswith("\n"):
            self._file.write("\n")
        return states


def sent_so_far(path: Path) -> Mapping[str, State]:
    """Return what a record says of each member's mail, and make none. Raise StoreRefused for a damaged one."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreRefused("cannot_read", path=path, reason=error.strerror) from error
    return _states(text, path)[0]


def _states(text: str, path: Path) -> tuple[dict[str, State], int]:
    """Return what a record says of each member's mail, and how many of its characters say it.

    The last line may be cut off in the middle of a word: a start that never got to the disk sent nothing.
    """
    states: dict[str, State] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            states[str(found["member_id"])] = found["state"]
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines):
                return states, len(text) - len(line)
            raise StoreRefused("mail_record_damaged", path=path, line=number) from error
    return states, len(text)


def _said(error: Exception) -> str:
    """Return what went wrong without what a server may repeat of a mail or of a name."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"SMTP {error.smtp_code}"
    return getattr(error, "strerror", None) or type(error).__name__
