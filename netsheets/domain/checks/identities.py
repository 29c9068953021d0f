"""E-mail addresses and official numbers that can't be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding

_EMAIL = re.compile(r"[^\s@,;:<>()\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_SIREN, _SIRET = 9, 14

Judge = Callable[[str], object]
"""A validation of python-stdnum: raises one of its own errors for a number that can't be right."""


def invalid_emails(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every e-mail address of a member or client that no mail can be sent to."""
    for tab, rows in (("members", circumstances.book.members), ("clients", circumstances.book.clients)):
        for row in rows:
            if row.email and not _is_email(row.email):
                mended = "".join(row.email.split()).replace(",", ".")
                nearest = mended if _is_email(mended) else ""
                yield finding("invalid_email", tab, row.row, "email", row.email, reason="format", nearest=nearest)


def invalid_sirens(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every SIREN of a member or client whose check digit or length is wrong; a valid SIRET will do."""
    for tab, rows in (("members", circumstances.book.members), ("clients", circumstances.book.clients)):
        for row in rows:
            if row.siren and (reason := _wrong_siren(row.siren)):
                yield finding("invalid_siren", tab, row.row, "siren", row.siren, reason=reason)


def invalid_ibans(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every IBAN that is none, masked: a list of findings is passed around more freely than a members tab."""
    rows = [each for each in circumstances.book.members if each.iban]
    if not rows:
        return
    # Imported where it is used: most commands start without a number to check.
    from stdnum import iban  # noqa: PLC0415

    for row in rows:
        if reason := _reason(iban.validate, row.iban):
            yield finding("invalid_iban", "members", row.row, "iban", masked(row.iban), reason=reason)


def invalid_vat_numbers(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every VAT number that its country could not have given; one without its country's letters neither."""
    for row in circumstances.book.members:
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
