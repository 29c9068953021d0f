"""Clients: entered twice, owned by another that day; extensions and disputes that leave something open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter

from netsheets.domain.book import grouped
from netsheets.domain.checks.spellings import company_words
from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.ownership import Window
from netsheets.domain.records import Client, Referral

LIKENESS = 0.92
"""From where on two names are nearly the same: the letters they have in common, as a part of those they have."""
SHORTEST = 6
"""The length from which on one letter more is still nearly the same name."""
# fmt: off
PUBLIC_MAIL = frozenset({
    "aliceadsl.fr", "aol.com", "aol.fr", "bbox.fr", "bluewin.ch", "cegetel.net", "club-internet.fr", "fastmail.com",
    "free.fr", "gmail.com", "googlemail.com", "hey.com", "icloud.com", "laposte.net", "mac.com", "mail.com",
    "mail.ru", "me.com", "msn.com", "neuf.fr", "numericable.fr", "orange.fr", "pm.me", "proton.me", "protonmail.ch",
    "protonmail.com", "rocketmail.com", "sfr.fr", "skynet.be", "t-online.de", "telenet.be", "tuta.com",
    "tutanota.com", "voila.fr", "wanadoo.fr", "web.de", "yandex.com", "yandex.ru", "ymail.com", "zoho.com",
})
# fmt: on
PUBLIC_MAIL_IN_EVERY_COUNTRY = frozenset({"gmx", "hotmail", "live", "outlook", "yahoo"})
"""Where anyone may have an address: sharing one of these tells nothing."""

_OVER = frozenset({"lost", "cancelled"})
_EARLIEST = attrgetter("starts_on", "referral_id")
_GIVEN_ON = attrgetter("given_on")


def duplicate_clients(network: Network) -> Iterator[Finding]:
    """Yield every client that has an earlier one's SIREN, company e-mail domain, or nearly its name.

    Two clients whose SIRENs differ are two companies, whatever else they share.
    """
    clients = network.book.clients
    first_with: dict[tuple[str, str], Client] = {}
    near_names = _near_names(clients)
    for client in clients:
        shared = ((mark[0], first_with.setdefault(mark, client)) for mark in tuple(_marks(client)))
        named = near_names.get(client.row)
        for reason, other in (*shared, *([("name", named)] if named else ())):
            if other is not client and _may_be_one(client, other):
                details = {"client": client.name, "other": other.client_id, "other_row": other.row, "reason": reason}
                yield finding("duplicate_client", "clients", client.row, reason, getattr(client, reason), **details)
                break


def _marks(client: Client) -> Iterator[tuple[str, str]]:
    """Yield what two rows of one client have in common, under the column it stands in."""
    if client.siren:
        yield "siren", _siren(client)
    domain = client.email.rpartition("@")[2].strip().casefold()
    if "." in domain and domain not in PUBLIC_MAIL and domain.split(".")[0] not in PUBLIC_MAIL_IN_EVERY_COUNTRY:
        yield "email", domain


def _siren(client: Client) -> str:
    """Return the SIREN in a client's cell; a SIRET begins with it."""
    return "".join(client.siren.split())[:9]


def _may_be_one(client: Client, other: Client) -> bool:
    return not client.siren or not other.siren or _siren(client) == _siren(other)


def _near_names(clients: Iterable[Client]) -> dict[int, Client]:
    """Return, by its row, each client with nearly the name of an earlier one, and that one, without comparing pairs.

    Two names one letter apart become one when that letter is left out of either or both. Digits are never left out:
    `Résidence 12` is not `Résidence 13`. Such names have a half in common, so that who shares none is not shortened.
    """
    named = [(client, words) for client in clients if (words := company_words(client.name))]
    halves = [_halves("".join(words)) for _, words in named]
    shared = Counter(chain.from_iterable(halves))
    known: dict[str, tuple[Client, int]] = {}
    near: dict[int, Client] = {}
    for (client, words), halves_of_name in zip(named, halves, strict=True):
        name = "".join(words)
        own = (client, len(name))
        keys = [name, "".join(sorted(words))]
        if len(name) >= SHORTEST and any(shared[half] > 1 for half in halves_of_name):
            keys += [name[:place] + name[place + 1 :] for place in range(len(name)) if name[place].isalpha()]
        for key in keys:
            other, length = known.setdefault(key, own)
            if other is not client and _alike(len(name), length, len(key)):
                near.setdefault(client.row, other)
    return near


def _halves(name: str) -> tuple[tuple[int, str, str], ...]:
    """Return both halves of a name beside its digits, cut as for its length and for one letter less.

    One edit leaves one half and all digits as they are; the shorter name is the measure for both.
    """
    digits = "".join(filter(str.isdigit, name))
    length, shorter = len(name), len(name) - 1
    return (
        (length, digits, name[: length // 2]),
        (-length, digits, name[length // 2 - length :]),
        (shorter, digits, name[: shorter // 2]),
        (-shorter, digits, name[shorter // 2 - shorter :]),
    )


def _alike(length: int, other_length: int, shared: int) -> bool:
    """Tell whether two names that have so many letters in common, in order, are nearly the same."""
    return 2 * shared >= LIKENESS * (length + other_length)


def clients_of_others(network: Network) -> Iterator[Finding]:
    """Yield every referral, but lost and cancelled ones, to a client owned by another referrer on the day it was given.

    The owner is the one of rules.md, 3: of the windows that cover the day, the earliest started, then the smallest
    id. It is a warning whatever `ownership.conflict` says: two members should talk.
    """
    windows, referrals = network.ownership.windows, network.book.referrals
    first: dict[str, str] = {}
    # Most clients have one referrer ever, and need no further look.
    several = {
        row.client_id for row in referrals if first.setdefault(row.client_id, row.referrer_id) != row.referrer_id
    }
    for rows in grouped((row for row in referrals if row.client_id in several), attrgetter("client_id")).values():
        opened = [window for row in rows if (window := windows.get(row.referral_id))]
        yield from _owned_by_other(rows, opened)


def _owned_by_other(referrals: Iterable[Referral], opened: Iterable[Window]) -> Iterator[Finding]:
    """Yield the referrals to one client whose owner is another, walking days and windows side by side, once."""
    in_order = iter(sorted(opened, key=_EARLIEST))
    owning = next(in_order, None)
    for row in sorted(referrals, key=_GIVEN_ON):
        day = row.given_on
        while owning is not None and owning.last_day < day:
            owning = next(in_order, None)
        if owning is None:
            return
        if row.status in _OVER:
            continue
        if owning.starts_on <= day and owning.referrer_id != row.referrer_id:
            details = {"client": row.client_id, "owner": owning.referrer_id, "last_day": owning.last_day, "day": day}
            yield finding("client_owned_by_other", "referrals", row.row, "client_id", row.client_id, **details)


def extensions_without_until(network: Network) -> Iterator[Finding]:
    """Yield every extension that does not say until when."""
    for row in network.book.relationships:
        if row.event == "extension" and row.until is None:
            yield finding("extension_without_until", "relationships", row.row, "until")


def half_resolved_disputes(network: Network) -> Iterator[Finding]:
    """Yield every dispute with a day of resolution and no outcome, or an outcome and no day."""
    for row in network.book.disputes:
        if row.resolved_on is not None and not row.outcome:
            yield finding("dispute_without_outcome", "disputes", row.row, "outcome")
        elif row.outcome and row.resolved_on is None:
            yield finding("dispute_without_day", "disputes", row.row, "resolved_on")
