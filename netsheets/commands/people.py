"""Finding the member a person named."""

from __future__ import annotations

from netsheets.commands.network import OpenNetwork
from netsheets.domain.records import NETWORK, Member
from netsheets.errors import InvalidRows, Misuse
from netsheets.sheets.labels import nearest, normalised


def member_named(network: OpenNetwork, named: str) -> Member:
    """Return the member with this number, as far as their row can be read.

    Raise Misuse for an unknown one, with the number that was probably meant: of whoever bears what was typed as a
    name, else the one nearest to it.
    """
    book = network.book
    known = {each.member_id: each for each in (*book.half_read_of(Member), *book.members) if each.member_id}
    if named in known:
        return known[named]
    by_name = {normalised(each.name): each.member_id for each in reversed(known.values()) if each.name}
    near = by_name.get(normalised(named)) or nearest(named, tuple(known))
    raise Misuse("unknown_member_nearest" if near else "unknown_member", member=named, nearest=near)


def require_party(network: OpenNetwork, named: str) -> None:
    """Raise where a number is that of no member and not NETWORK, or of one whose row holds an error.

    Misuse or InvalidRows, as `member_named` would say it.
    """
    if named == NETWORK or named in network.book.member_by_id:
        return
    raise InvalidRows("member_invalid", member=member_named(network, named).member_id)
