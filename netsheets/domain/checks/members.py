"""Members: what their own row leaves open, e-mail addresses and official numbers that can't be right, skills, teams."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain

from netsheets.domain.book import active_days
from netsheets.domain.checks.spellings import plain_name, spellings_of
from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.records import Member

_NO_NETWORK = frozenset({"", "no", "none", "non", "aucun", "aucune", "neant", "n a"})
"""How people say that they were in no network before, beside leaving the cell empty or typing a dash."""

_EMAIL = re.compile(r"[^\s@,;:<>()\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_SIREN, _SIRET = 9, 14
Judge = Callable[[str], object]
"""A validation of python-stdnum: raises one of its own errors for a number that can't be right."""

_COLUMNS = ("skills", "client_types")
_GONE = frozenset({"left", "rejected"})


def departures_without_day(network: Network) -> Iterator[Finding]:
    """Yield every member who left without a `left_on`: nobody can tell which referrals were still theirs to give."""
    for member in network.book.members:
        if member.status == "left" and member.left_on is None:
            yield finding("left_without_day", "members", member.row, "left_on", member=member.member_id)


def unexplained_past_networks(network: Network) -> Iterator[Finding]:
    """Yield everyone who names past networks and not why they left them."""
    column = "past_networks_left_because"
    for member in network.book.members:
        if leaves_past_networks_unexplained(member):
            yield finding("past_networks_unexplained", "members", member.row, column, member=member.member_id)


def leaves_past_networks_unexplained(member: Member) -> bool:
    """Tell whether someone names past networks and not why they left them."""
    unexplained = bool(member.past_networks) and not member.past_networks_left_because
    return unexplained and plain_name(member.past_networks) not in _NO_NETWORK


def invalid_emails(network: Network) -> Iterator[Finding]:
    """Yield every e-mail address of a member or client that no mail can be sent to."""
    for tab, rows in (("members", network.book.members), ("clients", network.book.clients)):
        for row in rows:
            if row.email and not _is_email(row.email):
                mended = "".join(row.email.split()).replace(",", ".")
                nearest = mended if _is_email(mended) else ""
                yield finding("invalid_email", tab, row.row, "email", row.email, reason="format", nearest=nearest)


def invalid_sirens(network: Network) -> Iterator[Finding]:
    """Yield every SIREN of a member or client whose check digit or length is wrong; a valid SIRET will do."""
    for tab, rows in (("members", network.book.members), ("clients", network.book.clients)):
        for row in rows:
            if row.siren and (reason := _wrong_siren(row.siren)):
                yield finding("invalid_siren", tab, row.row, "siren", row.siren, reason=reason)


def invalid_ibans(network: Network) -> Iterator[Finding]:
    """Yield every IBAN that is none, masked: a list of findings is passed around more freely than a members tab."""
    rows = [each for each in network.book.members if each.iban]
    if not rows:
        return
    # Imported where it is used: most commands start without a number to check.
    from stdnum import iban  # noqa: PLC0415

    for row in rows:
        if reason := _reason(iban.validate, row.iban):
            yield finding("invalid_iban", "members", row.row, "iban", masked(row.iban), reason=reason)


def invalid_vat_numbers(network: Network) -> Iterator[Finding]:
    """Yield every VAT number that its country could not have given; one without its country's letters neither."""
    for row in network.book.members:
        if row.vat_number and (reason := _wrong_vat_number(row.vat_number)):
            yield finding("invalid_vat_number", "members", row.row, "vat_number", row.vat_number, reason=reason)


def masked(iban: str) -> str:
    """Return the first four and the last two characters of an IBAN, enough to recognise it by."""
    written = "".join(iban.split())
    return f"{written[:4]}…{written[-2:]}" if len(written) > 8 else "…"


def _is_email(text: str) -> bool:
    return ".." not in text and _EMAIL.fullmatch(text) is not None


def _wrong_siren(text: str) -> str:
    """Return why a text is no SIREN or SIRET, "" where it is one.

    The digits are summed here and not by python-stdnum, for a tab of 10,000 clients: a SIREN's check is Luhn's.
    """
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit()):
        return "format"
    if len(digits) == _SIRET:
        from stdnum.fr import siret  # noqa: PLC0415 - see invalid_ibans

        return _reason(siret.validate, digits)
    if len(digits) != _SIREN:
        return "length"
    doubled = chain.from_iterable(divmod(2 * int(digit), 10) for digit in digits[-2::-2])
    return "checksum" if (sum(map(int, digits[::-2])) + sum(doubled)) % 10 else ""


def _wrong_vat_number(text: str) -> str:
    """Return why a text is no VAT number, "" where it is one of a country python-stdnum knows."""
    from stdnum.eu import vat  # noqa: PLC0415 - see invalid_ibans
    from stdnum.util import get_cc_module  # noqa: PLC0415

    country = text.strip()[:2].lower()
    if country not in vat.MEMBER_STATES and country.isascii() and country.isalpha():
        national = get_cc_module(country, "vat")
        if national is not None and hasattr(national, "validate"):
            return _reason(national.validate, text)
    return _reason(vat.validate, text)


def _reason(judge: Judge, text: str) -> str:
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError  # noqa: PLC0415

    try:
        judge(text)
    except InvalidLength:
        return "length"
    except InvalidChecksum:
        return "checksum"
    except ValidationError:
        return "format"
    return ""


def skills_spelt_otherwise(network: Network) -> Iterator[Finding]:
    """Yield every skill and type of clients that more members, or members further up, spell otherwise.

    Members who left and candidates who were rejected neither count nor are told.
    """
    members = sorted((each for each in network.book.members if each.status not in _GONE), key=lambda each: each.row)
    for column in _COLUMNS:
        spellings = spellings_of(getattr(each, column) for each in members)
        for member in members:
            for skill in dict.fromkeys(getattr(member, column)):
                if proposed := spellings.proposed(skill):
                    yield finding("skill_spelt_otherwise", "members", member.row, column, skill, nearest=proposed)


def inactive_leads(network: Network) -> Iterator[Finding]:
    """Yield every member whose lead is no active member today. Whose own row says left or rejected needs no lead."""
    members, today = network.book.member_by_id, network.today
    for member in network.book.members:
        lead = members.get(member.lead_id)
        if lead is not None and member.status not in _GONE and not _active(lead, today):
            details = {"member": member.member_id, "other": lead.member_id}
            yield finding("lead_not_active", "members", member.row, "lead_id", lead.member_id, **details)


def lead_circles(network: Network) -> Iterator[Finding]:
    """Yield every member who is, over any number of leads, their own lead, with the circle seen from them."""
    members = network.book.member_by_id
    leads = {each.member_id: each.lead_id for each in members.values() if each.lead_id in members}
    settled: set[str] = set()
    for start in leads:
        path: list[str] = []
        at = start
        while at in leads and at not in settled:
            settled.add(at)
            path.append(at)
            at = leads[at]
        # A path that ends in itself closed a circle; one that ends in an earlier path, or in nobody's lead, did not.
        circle = path[path.index(at) :] if at in path else []
        for place, member_id in enumerate(circle):
            turned = [*circle[place:], *circle[: place + 1]]
            details = {"member": member_id, "lines": " → ".join(turned)}
            yield finding("lead_circle", "members", members[member_id].row, "lead_id", leads[member_id], **details)


def large_teams(network: Network) -> Iterator[Finding]:
    """Yield every lead with more active members than `team.size_max` allows today."""
    limit = network.charter.on(network.today).team_size_max
    members = network.book.members
    teams = Counter(each.lead_id for each in members if each.lead_id and each.status == "active")
    for lead in members:
        if (count := teams[lead.member_id]) > limit:
            details = {"member": lead.member_id, "count": count, "limit": limit}
            yield finding("team_too_large", "members", lead.row, "member_id", lead.member_id, **details)


def _active(member: Member, today: dt.date) -> bool:
    first, last = active_days(member)
    return first <= today <= last and not (member.status == "left" and member.left_on is None)
