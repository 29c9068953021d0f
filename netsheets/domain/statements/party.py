"""A party to a statement: a member, or the network, as documents name them."""

from __future__ import annotations

from dataclasses import dataclass

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.records import NETWORK


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


def party_of(member_id: str, book: Book, terms: Terms) -> Party:
    """Return the member of this id, or the network; a member whose row is gone is known by the id alone.

    The charter has no VAT status of the network: one with a VAT number charges VAT.
    """
    if member_id == NETWORK:
        address = tuple(line.strip() for line in terms.network_address.splitlines() if line.strip())
        status = "standard" if terms.network_vat_number else ""
        return Party(
            NETWORK, terms.network_name, "", address, terms.network_siren, terms.network_vat_number, status,
            terms.network_iban,
        )  # fmt: skip
    member = book.member_by_id.get(member_id)
    if member is None:
        return Party(member_id, member_id)
    town = " ".join(filter(None, (member.postcode, member.city)))
    address = tuple(filter(None, (*member.address.splitlines(), town, member.country)))
    return Party(
        member_id, member.name, member.company, address, member.siren, member.vat_number, member.vat_status
    )  # fmt: skip
