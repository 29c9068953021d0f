"""A SEPA credit transfer order (pain.001): the network's bank pays whom a settlement owes (accounting.md, "SEPA").

sepaxml lays the order out. It draws its ids and its hour at random, which are replaced here: the same payments on the
same day give the same bytes, and a bank that gets them twice knows it. What sepaxml lets through is checked before
(account numbers, holders' names, amounts) or after (the official schema that it ships).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from lxml import etree

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, Terms
from netsheets.domain.findings import Finding, finding
from netsheets.domain.money import exact_sum
from netsheets.domain.month import Month
from netsheets.domain.settlement import Transfer
from netsheets.resources import resource

Version = Literal["09", "03"]
"""The version of pain.001.001: .09, or .03 for a bank that asks for it."""

CURRENCY = "EUR"
"""The only currency a SEPA transfer is made in."""
_LONGEST_NAME = 70
_LONGEST_ID = 35
_DIGEST = 8
_OUTSIDE = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")
"""All that lies outside the characters every SEPA bank takes."""
_EMOJI = re.compile(r":\w+:")
"""How an emoji is spelled in letters: by its name."""
_BETWEEN_DIGITS = frozenset(".-\u2010\u2011\u2013\u200b\ufeff")
"""What people, and the programs they copy from, put between the digits of an account number beside blanks."""


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One payment: to whom, on which account, how much, and what they read on their bank's statement."""

    payee_id: str
    holder: str
    iban: str
    amount: Decimal
    end_to_end_id: str
    reference: str


@dataclass(frozen=True, slots=True)
class TransferOrder:
    """What the network asks its bank to pay on a day. `made_on` is the day the order is written."""

    month: Month
    holder: str
    iban: str
    execute_on: dt.date
    made_on: dt.date
    transfers: tuple[CreditTransfer, ...]

    @property
    def total(self) -> Decimal:
        """Return what leaves the network's account."""
        return exact_sum(each.amount for each in self.transfers)


def faults_of_accounts(payee_ids: Iterable[str], book: Book, charter: Charter, on: dt.date) -> tuple[Finding, ...]:
    """Return all that keeps the network's bank from paying these members, each with the cell to fill or correct."""
    found = [
        finding(code, "charter", _row_of(charter, parameter, on), "value", parameter=parameter)
        for code, parameter in _network_faults(charter.on(on))
    ]
    for payee_id in payee_ids:
        member = book.member_by_id.get(payee_id)
        if member is None:
            rows = (each.row for each in book.rejected if (each.tab, each.record_id) == ("members", payee_id))
            found.append(finding("payee_unreadable", "members", next(rows, None), "member_id", member=payee_id))
        else:
            found.extend(
                finding(code, "members", member.row, column, member=payee_id)
                for code, column in _faults(member.iban, member.account_holder)
            )
    return tuple(found)


def transfer_order(
    transfers: Iterable[Transfer], month: Month, book: Book, terms: Terms, *, days: tuple[dt.date, dt.date]
) -> TransferOrder:
    """Return the order for the transfers from the network to members in euros; `days`: to execute on, made on."""
    found = []
    for each in transfers:
        member = book.member_by_id[each.payee_id]
        reference = f"{terms.network_name} {month} {each.payee_id}".strip()
        account, end_to_end_id = _compact(member.iban), _end_to_end_id(month, each.payee_id)
        found.append(
            CreditTransfer(each.payee_id, member.account_holder, account, each.amount, end_to_end_id, reference)
        )
    execute_on, made_on = days
    return TransferOrder(month, terms.network_name, _compact(terms.network_iban), execute_on, made_on, tuple(found))


def order_xml(order: TransferOrder, version: Version = "09") -> bytes:
    """Return the order as pain.001. Raise DocumentInvalid where the official schema refuses it: a fault of ours."""
    from sepaxml import SepaTransfer  # noqa: PLC0415 - slow to import, and only this needs it

    schema = f"pain.001.001.{version}"
    payer = {"name": plain(order.holder), "IBAN": order.iban, "batch": True, "currency": CURRENCY}
    sepa = SepaTransfer(payer, schema=schema, clean=False)
    for each in order.transfers:
        sepa.add_payment(
            {
                "name": plain(each.holder),
                "IBAN": each.iban,
                "amount": int(each.amount * 100),
                "execution_date": order.execute_on,
                "description": plain(each.reference, 140),
                "endtoend_id": each.end_to_end_id,
            }
        )
    document = etree.fromstring(sepa.export(validate=False))
    _write_ids(document, order)
    _schema(schema).assertValid(document)
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def plain(text: str, longest: int = _LONGEST_NAME) -> str:
    """Return a text in the characters every SEPA bank takes, accents and other scripts transliterated."""
    letters = "".join(_letters(*each) for each in zip(text, f"{text[1:]} ", strict=False))
    return " ".join(_OUTSIDE.sub(" ", letters).split())[:longest].strip()


def _letters(character: str, following: str) -> str:
    """Return a character in Latin letters: as capitals among capitals (`ŒUVRE`), an emoji as nothing."""
    from anyascii import anyascii  # noqa: PLC0415 - only this needs it

    found = anyascii(character)
    if _EMOJI.fullmatch(found):
        return " "
    return found.upper() if character.isupper() and not following.islower() else found


def _end_to_end_id(month: Month, payee_id: str) -> str:
    """Return what the payee reads on their bank's statement; no two payees of a month have the same."""
    said = f"{month}-{payee_id}"
    written = plain(said, _LONGEST_ID).replace(" ", "-")
    if written == said:
        return said
    digest = hashlib.sha256(said.encode()).hexdigest()[:_DIGEST]
    return f"{written[: _LONGEST_ID - _DIGEST - 1]}-{digest}"


def _network_faults(terms: Terms) -> list[tuple[str, str]]:
    """Return the codes of what is missing or wrong with the network's own account, with the parameter that holds it."""
    return [_OF_NETWORK[code] for code, _ in _faults(terms.network_iban, terms.network_name)]


_OF_NETWORK: Mapping[str, tuple[str, str]] = {
    "payee_iban_missing": ("network_iban_missing", "network.iban"),
    "payee_iban_unusable": ("network_iban_unusable", "network.iban"),
    "payee_holder_missing": ("network_holder_missing", "network.name"),
}


def _row_of(charter: Charter, parameter: str, on: dt.date) -> int | None:
    change = charter.in_force(parameter, on)
    return change.row if change else None


def _faults(iban: str, holder: str) -> list[tuple[str, str]]:
    """Return the codes of what is missing or wrong with an account, with the column that holds it."""
    from stdnum import iban as standard  # noqa: PLC0415 - slow to import, and only this needs it

    faults = []
    number = _compact(iban)
    if not number:
        faults.append(("payee_iban_missing", "iban"))
    elif not (number.isascii() and number.isalnum() and standard.is_valid(number)) or number[:2] not in _countries():
        faults.append(("payee_iban_unusable", "iban"))
    if not plain(holder):
        faults.append(("payee_holder_missing", "account_holder"))
    return faults


def _compact(iban: str) -> str:
    """Return an account number as banks exchange it, without what people put between its digits."""
    written = unicodedata.normalize("NFKC", iban)
    return "".join(each for each in written if not each.isspace() and each not in _BETWEEN_DIGITS).upper()


def _write_ids(document: etree._Element, order: TransferOrder) -> None:
    """Replace what sepaxml drew at random; two orders of the same payments on the same day are one and the same."""
    said = repr((str(order.month), order.iban, order.execute_on, order.transfers))
    message_id = f"{order.month}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
    names = {"MsgId": message_id, "PmtInfId": f"{message_id}-1", "CreDtTm": f"{order.made_on}T00:00:00"}
    for element in document.iter():
        name = etree.QName(element).localname
        if name in names:
            element.text = names[name]
        elif name == "FinInstnId" and not len(element):
            # An account is known by its IBAN alone; the rulebook's word for the bank's code is then this.
            other = etree.SubElement(element, f"{{{etree.QName(element).namespace}}}Othr")
            etree.SubElement(other, f"{{{etree.QName(element).namespace}}}Id").text = "NOTPROVIDED"


@cache
def _schema(name: str) -> etree.XMLSchema:
    import sepaxml  # noqa: PLC0415 - see order_xml

    return etree.XMLSchema(etree.parse(Path(str(sepaxml.__file__)).parent / "schemas" / f"{name}.xsd"))


@cache
def _countries() -> frozenset[str]:
    found = json.loads(resource("templates", "sepa.json").read_text(encoding="utf-8"))
    return frozenset(found["countries"].split())
