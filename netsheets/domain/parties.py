"""The parties of a referral: who is paid, who pays, what each pair weighs (rules.md, 4); and who they are on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK, Referral

WHOLE = Fraction(1)
NOTHING = Fraction(0)


class Pair(NamedTuple):
    """Who is paid and who pays."""

    payee_id: str
    payer_id: str


def weights_of(referral: Referral, terms: Terms, book: Book) -> dict[Pair, Fraction]:
    """Return what each pair weighs; pairs of weight zero are left out, those who would owe themselves are not."""
    shares = book.shares_of.get(referral.referral_id, ())
    if not shares and not terms.network_share and not terms.team_share:
        return {Pair(referral.referrer_id, referral.recipient_id): WHOLE}
    referrers = {each.member_id: Fraction(each.weight) for each in shares if each.role == "referrer"}
    performers = {each.member_id: Fraction(each.weight) for each in shares if each.role == "performer"}
    payees = _payees(referrers or {referral.referrer_id: WHOLE}, terms, book)
    payers = performers or {referral.recipient_id: WHOLE}
    return {
        Pair(payee, payer): payee_part * payer_part
        for payee, payee_part in payees.items()
        for payer, payer_part in payers.items()
        if payee_part and payer_part
    }


def _payees(referrers: Mapping[str, Fraction], terms: Terms, book: Book) -> dict[str, Fraction]:
    """Return each payee's weight: the referrers', less what goes to the network and to their team leads."""
    payees: dict[str, Fraction] = {}
    for referrer, part in referrers.items():
        for payee, share in _split(referrer, terms, book):
            payees[payee] = payees.get(payee, NOTHING) + part * share
    return payees


def _split(referrer: str, terms: Terms, book: Book) -> tuple[tuple[str, Fraction], ...]:
    """Return who gets which share of a referrer's part; the network keeps its own whole."""
    if referrer == NETWORK:
        return ((NETWORK, WHOLE),)
    network, team = Fraction(terms.network_share), Fraction(terms.team_share)
    member = book.member_by_id.get(referrer)
    if not team or not member or not member.lead_id:
        return ((NETWORK, network), (referrer, WHOLE - network))
    return ((NETWORK, network), (member.lead_id, team), (referrer, WHOLE - network - team))


def referrers_of(referral: Referral, book: Book) -> tuple[str, ...]:
    """Return who brought a referral: those with a share in bringing it, else its own referrer."""
    return _sharing("referrer", referral, book) or (referral.referrer_id,)


def performers_of(referral: Referral, book: Book) -> tuple[str, ...]:
    """Return who does the work of a referral: those with a share in it, else its own recipient."""
    return _sharing("performer", referral, book) or (referral.recipient_id,)


def _sharing(role: str, referral: Referral, book: Book) -> tuple[str, ...]:
    shares = book.shares_of.get(referral.referral_id, ())
    return tuple(dict.fromkeys(each.member_id for each in shares if each.role == role))


@dataclass(frozen=True, slots=True)
class Party:
    """Who is meant, and what identifies them. `vat_status` is "" where nobody has said it."""

    member_id: str
    name: str
    company: str = ""
    address: tuple[str, ...] = ()
    siren: str = ""
    vat_number: str = ""
    vat_status: str = ""
    iban: str = ""


def party_of(member_id: str, network: Network, month: Month) -> Party:
    """Return the member of this id, or the network, at a month's end; one whose row is gone is known by the id alone.

    The charter has no VAT status of the network: one with a VAT number charges VAT.
    """
    terms = network.terms_at(month)
    if member_id == NETWORK:
        address = tuple(line.strip() for line in terms.network_address.splitlines() if line.strip())
        status = "standard" if terms.network_vat_number else ""
        return Party(
            NETWORK, terms.network_name, "", address, terms.network_siren, terms.network_vat_number, status,
            terms.network_iban,
        )  # fmt: skip
    member = network.book.member_by_id.get(member_id)
    if member is None:
        return Party(member_id, member_id)
    town = " ".join(filter(None, (member.postcode, member.city)))
    address = tuple(filter(None, (*member.address.splitlines(), town, member.country)))
    name = member.name or member_id
    return Party(
        member_id, name, member.company, address, member.siren, member.vat_number,
        network.member_fact(member_id, "vat_status", month.last_day),
    )  # fmt: skip
