"""The parties of a referral: who is paid, who pays, what each pair weighs (rules.md, 4); and who they are on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.events import Event
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.rates import recipient_on
from netsheets.domain.records import NETWORK, Referral, Share

WHOLE = Fraction(1)
NOTHING = Fraction(0)


class Pair(NamedTuple):
    """Who is paid and who pays."""

    payee_id: str
    payer_id: str


def weights_of(referral: Referral, terms: Terms, network: Network, event: Event) -> dict[Pair, Fraction]:
    """Return what part of an event's commission each pair has, all together one.

    Pairs without a part are left out, those who would owe themselves are not.
    """
    book, day = network.book, event.terms_on
    shares = book.shares_of.get(referral.referral_id, ())
    payer_id = event.performer_id or recipient_on(referral, day, book)
    if not shares and not terms.network_share and not terms.team_share:
        return {Pair(referral.referrer_id, payer_id): WHOLE}
    performers = {} if event.performer_id else _parts("performer", shares)
    payees = _payees(referrer_parts(referral, book), terms, network, day)
    return {
        Pair(payee, payer): payee_part * payer_part
        for payee, payee_part in payees.items()
        for payer, payer_part in (performers or {payer_id: WHOLE}).items()
        if payee_part and payer_part
    }


def referrer_parts(referral: Referral, book: Book) -> dict[str, Fraction]:
    """Return what part of a referral each of its referrers brought."""
    return _parts("referrer", book.shares_of.get(referral.referral_id, ())) or {referral.referrer_id: WHOLE}


def leads_on(referral: Referral, terms: Terms, network: Network, day: dt.date) -> tuple[str, ...]:
    """Return the team lead of each referrer on a day, "" for who has none that earns."""
    return tuple(lead_on(each, terms, network, day) for each in referrer_parts(referral, network.book))


def lead_on(referrer_id: str, terms: Terms, network: Network, day: dt.date) -> str:
    """Return who has the team's share of a referrer's part on a day, "" where nobody has: who left before has not."""
    if not terms.team_share or referrer_id == NETWORK:
        return ""
    lead_id: str = network.member_fact(referrer_id, "lead_id", day)
    lead = network.book.member_by_id.get(lead_id)
    return "" if lead and lead.left_on and lead.left_on < day else lead_id


def _parts(role: str, shares: Iterable[Share]) -> dict[str, Fraction]:
    weights = {each.member_id: Fraction(each.weight) for each in shares if each.role == role}
    whole = sum(weights.values(), NOTHING)
    return {member_id: weight / whole for member_id, weight in weights.items()}


def _payees(referrers: Mapping[str, Fraction], terms: Terms, network: Network, day: dt.date) -> dict[str, Fraction]:
    """Return each payee's part: the referrers', less what goes to the network and to their team leads."""
    payees: dict[str, Fraction] = {}
    for referrer, part in referrers.items():
        for payee, share in _split(referrer, terms, lead_on(referrer, terms, network, day)):
            payees[payee] = payees.get(payee, NOTHING) + part * share
    return payees


def _split(referrer: str, terms: Terms, lead_id: str) -> tuple[tuple[str, Fraction], ...]:
    """Return who gets which share of a referrer's part; the network keeps its own whole."""
    if referrer == NETWORK:
        return ((NETWORK, WHOLE),)
    network, team = Fraction(terms.network_share), Fraction(terms.team_share)
    if not lead_id:
        return ((NETWORK, network), (referrer, WHOLE - network))
    return ((NETWORK, network), (lead_id, team), (referrer, WHOLE - network - team))


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
