"""How a network books its commissions: `[accounting]` of `netsheets.toml`, read into an `Accounting`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from string import Formatter
from typing import Any, Final

from netsheets.domain.books import Accounting, Coded
from netsheets.errors import Misuse
from netsheets.sheets.labels import nearest

_ACCOUNT: Final = re.compile(r"[0-9]{3}[0-9A-Za-z]{0,10}")
_JOURNAL: Final = re.compile(r"[0-9A-Za-z]{1,6}")
_PREFIX: Final = re.compile(r"[0-9A-Za-z]{0,8}")
_AUXILIARY: Final = re.compile(r"[0-9A-Za-z]{1,17}")
_MONTH_AND_DAY: Final = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP_YEAR: Final = 2024
_NAME: Final = "_name"
"""What the keys end with that name an account or a journal."""

LABEL_FIELDS: Final = ("name", "month", "document")
"""What a label may name: who is paid or pays, the month as 10/2026, the number of the document."""


def accounting_of(section: object) -> Accounting:
    """Return the settings that `[accounting]` of `netsheets.toml` holds, the defaults for all it does not say.

    Raise Misuse for a key that is none, and for a value that can't be booked with.
    """
    if section is None:
        return Accounting()
    if not isinstance(section, Mapping):
        raise Misuse("accounting_no_section")
    plain = Accounting()
    found: dict[str, Any] = {}
    for key, value in section.items():
        if key not in KEYS:
            near = nearest(key, tuple(KEYS))
            code = "accounting_key_unknown_nearest" if near else "accounting_key_unknown"
            raise Misuse(code, key=key, nearest=near, keys=", ".join(KEYS))
        read = KEYS[key](key, value)
        coded = key.removesuffix(_NAME)
        before = found.get(coded, getattr(plain, coded))
        if isinstance(before, Coded):
            found[coded] = replace(before, **{"name" if key != coded else "code": read})
        else:
            found[key] = read
    return replace(plain, **found)


def _account(key: str, value: object) -> str:
    code = _code(value)
    if not _ACCOUNT.fullmatch(code):
        raise Misuse("accounting_account", key=key, value=value)
    return code


def _journal(key: str, value: object) -> str:
    code = _code(value)
    if not _JOURNAL.fullmatch(code):
        raise Misuse("accounting_journal", key=key, value=value)
    return code


def _prefix(key: str, value: object) -> str:
    code = _code(value)
    if not _PREFIX.fullmatch(code):
        raise Misuse("accounting_prefix", key=key, value=value)
    return code


def _name(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Misuse("accounting_name", key=key, value=value)
    return value.strip()


def _label(key: str, value: object) -> str:
    """Return a label, whose braces may hold nothing but the names of LABEL_FIELDS."""
    try:
        pieces = tuple(Formatter().parse(_name(key, value)))
    except ValueError as error:
        raise Misuse("accounting_label", key=key, value=value) from error
    if any(name not in (None, *LABEL_FIELDS) or form or conversion for _, name, form, conversion in pieces):
        raise Misuse("accounting_label", key=key, value=value)
    return _name(key, value)


def _month_and_day(key: str, value: object) -> tuple[int, int]:
    written = _MONTH_AND_DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        day = dt.date(_LEAP_YEAR, int(written[1]), int(written[2])) if written else None
    except ValueError:
        day = None
    if day is None:
        raise Misuse("accounting_fiscal_year", key=key, value=value)
    return day.month, day.day


def _days(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 366:
        raise Misuse("accounting_days", key=key, value=value)
    return value


def _auxiliaries(key: str, value: object) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise Misuse("accounting_auxiliaries", key=key, value=value)
    codes = {str(member_id): _code(each) for member_id, each in value.items()}
    for member_id, code in codes.items():
        if not _AUXILIARY.fullmatch(code):
            raise Misuse("accounting_auxiliaries", key=f"{key}.{member_id}", value=value[member_id])
    return codes


def _code(value: object) -> str:
    """Return a code as text: TOML has 6222 as a number, which people write as often as "6222"."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


_Reader = Callable[[str, object], Any]

_READERS: Final[Mapping[str, _Reader]] = {
    "purchases_journal": _journal,
    "sales_journal": _journal,
    "supplier_prefix": _prefix,
    "customer_prefix": _prefix,
    "label": _label,
    "credit_note_label": _label,
    "short_label": _label,
    "fiscal_year_ends": _month_and_day,
    "payment_days": _days,
    "auxiliaries": _auxiliaries,
}

_FIELDS: Final = tuple(each.name for each in fields(Accounting))
_NAMED: Final = tuple(each for each in _FIELDS if _READERS.get(each, _journal) is _journal)
"""The fields that have a code and a name."""

KEYS: Final[Mapping[str, _Reader]] = {
    **{each: _READERS.get(each, _account) for each in _FIELDS},
    **{each + _NAME: _name for each in _NAMED},
}
"""Every key of `[accounting]`, and what reads its value."""
