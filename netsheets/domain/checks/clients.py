"""Clients that were probably entered twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.checks.names import company_words
from netsheets.domain.findings import Finding, finding
from netsheets.domain.records import Client

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


def duplicate_clients(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every client that has an earlier one's SIREN, company e-mail domain, or nearly its name.

    Two clients whose SIRENs differ are two companies, whatever else they share.
    """
    clients = circumstances.book.clients
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
