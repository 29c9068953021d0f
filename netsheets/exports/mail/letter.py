"""A letter to a member, and the mail message it makes: the same letter always makes the same bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

from netsheets.domain.month import Month
from netsheets.domain.statements.statement import Statement
from netsheets.exports.statements.letterhead import party_name
from netsheets.exports.statements.words import month_in_words
from netsheets.resources import resource
from netsheets.texts import Language, amount_in_words

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+")
_KINDS = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pdf": ("application", "pdf"),
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to attach: its name and what it holds."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the mails are from, and where answers go ("": to the same address).

    A mail without a sender is one that the treasurer's own mail program sends.
    """

    address: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one member: to whom, what about, what it says, and their own statements."""

    member_id: str
    month: Month
    name: str
    address: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...]


def letter_of(
    statements: Iterable[Statement], address: str, attachments: Iterable[Attachment], language: Language
) -> Letter:
    """Return the letter that brings a member their statements of a month, one a currency."""
    found = tuple(statements)
    first = found[0]
    network, month = party_name(first.network, language), month_in_words(first.month, language)
    lines = (
        _said("greeting", language, name=first.member.name),
        " ".join((_said("attached", language, month=month), *(_balance(each, language) for each in found))),
        _said("doubt", language),
        _said("closing", language, network=network),
    )
    subject = _one_line(_said("subject", language, network=network, month=month))
    text = "\n\n".join(lines) + "\n"
    return Letter(first.member.member_id, first.month, first.member.name, address, subject, text, tuple(attachments))


def message_of(letter: Letter, sender: Sender) -> EmailMessage:
    """Return the letter as a mail without a date, which whoever sends it adds.

    Raise ValueError where an address is none that mail can go to.
    """
    message = EmailMessage(policy=SMTP)
    if sender.address:
        message["From"] = _mailbox("", sender.address)
    message["To"] = _mailbox(_one_line(letter.name), letter.address)
    if sender.reply_to:
        message["Reply-To"] = _mailbox("", sender.reply_to)
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{_identity(letter)}@{sender.address.rpartition('@')[2] or 'netsheets.invalid'}>"
    message.set_content(letter.text, cte="quoted-printable")
    for each in letter.attachments:
        kind, subkind = _KINDS[each.name[each.name.rindex(".") :]]
        message.add_attachment(each.content, maintype=kind, subtype=subkind, filename=each.name)
    if letter.attachments:
        message.set_boundary(f"=_{_identity(letter)}")
    return message


def is_address(text: str) -> bool:
    """Tell whether a text is one mail address and nothing besides: two in one cell would reach nobody."""
    return bool(_ADDRESS.fullmatch(text.strip()))


def _identity(letter: Letter) -> str:
    """Return what names this very letter: the same member, month and statements give the same."""
    digest = hashlib.sha256(f"{letter.member_id} {letter.address} {letter.text}".encode())
    for each in letter.attachments:
        digest.update(each.content)
    return f"netsheets.{letter.month}.{digest.hexdigest()[:24]}"


def _mailbox(name: str, address: str) -> Address:
    """Return an address as a header holds it. Raise ValueError for what is none: no line break gets into a header."""
    if not is_address(address):
        raise ValueError("not an address")
    user, _, domain = address.strip().rpartition("@")
    return Address(display_name=name, username=user, domain=domain)


def _balance(statement: Statement, language: Language) -> str:
    code = "owed" if statement.closing > 0 else "owes" if statement.closing < 0 else "even"
    amount = amount_in_words(abs(statement.closing), language)
    return _said(code, language, amount=amount, currency=statement.currency)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _said(key: str, language: Language, **details: object) -> str:
    return _words()[key][language].format(**details)


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(resource("templates", "mail.json").read_text(encoding="utf-8"))
    return found
