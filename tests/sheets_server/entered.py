"""What Google makes of a text that is typed (USER_ENTERED): a number, money, a day, a time, TRUE, a formula, text.

Read per locale: in fr_FR `12,5` is a number and `1/2/2020` the first of February. Where typing implies a format
(a day, a percentage, money) the format comes back too; it is used where the cell has none.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from .locales import MONTHS, Locale
from .serials import day_serial

Json = dict[str, Any]
Entered = tuple[Json | None, Json | None]

_MONTH = "|".join(name[:3] for name in MONTHS)
_TIME = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?(?:\s*([ap])\.?m\.?)?$", re.IGNORECASE)
_DATE_NUMBERS = re.compile(r"^(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{1,4}))?$")
_DATE_DAY_NAME = re.compile(rf"^(\d{{1,2}})[ -]({_MONTH})[a-z]*\.?,?(?:[ -](\d{{4}}|\d{{2}}))?$", re.IGNORECASE)
_DATE_NAME_DAY = re.compile(rf"^({_MONTH})[a-z]*\.?[ -](\d{{1,2}})(?:,?[ -](\d{{4}}))?$", re.IGNORECASE)
_CURRENCIES = "$€£¥₹"


def entered(text: str, locale: Locale, today: datetime.date) -> Entered:
    """Return (ExtendedValue or None for nothing, number format that the typing implies or None)."""
    if text == "":
        return None, None
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if text.startswith("=") and len(text) > 1:
        return {"formulaValue": text}, None
    bare = text.strip()
    if bare.upper() in ("TRUE", "FALSE"):
        return {"boolValue": bare.upper() == "TRUE"}, None
    found = _number(bare, locale) or _day_and_time(bare, locale, today)
    if found is None:
        return {"stringValue": text}, None
    number, number_format = found
    return {"numberValue": _whole(number)}, number_format


def _whole(number: float) -> float:
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def _number(text: str, locale: Locale) -> tuple[float, Json | None] | None:
    sign = 1.0
    if text.startswith("(") and text.endswith(")") and len(text) > 2:
        sign, text = -1.0, text[1:-1].strip()
    elif text[:1] in "+-":
        sign, text = (-1.0 if text[0] == "-" else 1.0), text[1:].strip()
    symbol = next(
        (mark for mark in (locale.currency, *_CURRENCIES) if text.startswith(mark) or text.endswith(mark)), ""
    )
    if symbol:
        text = text.removeprefix(symbol).removesuffix(symbol).strip()
        if text[:1] == "-":
            sign, text = -sign, text[1:]
    percent = not symbol and text.endswith("%")
    plain = _plain(text.removesuffix("%").strip() if percent else text, locale)
    if plain is None:
        return None
    value, grouped, decimals, exponent = plain
    value *= sign
    if percent:
        # Divide in decimal, so that 7% is 0.07 and not 0.07000000000000001.
        return float(f"{value!r}e-2"), {"type": "PERCENT", "pattern": "0.00%" if decimals else "0%"}
    if symbol:
        return value, _money(symbol, locale, decimals=decimals)
    if exponent:
        return value, {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if grouped:
        return value, {"type": "NUMBER", "pattern": "#,##0.00" if decimals else "#,##0"}
    return value, None


def _money(symbol: str, locale: Locale, *, decimals: bool) -> Json:
    pattern = locale.currency_pattern if symbol == locale.currency else f"[${symbol}]#,##0.00"
    return {"type": "CURRENCY", "pattern": pattern if decimals else pattern.replace(".00", "")}


def _plain(text: str, locale: Locale) -> tuple[float, bool, bool, bool] | None:
    """Return (value, whether grouped, whether with decimals, whether with an exponent)."""
    groups = re.escape(locale.group) if locale.group in ".," else r"\u202f\u00a0 "
    point = re.escape(locale.decimal)
    match = re.match(rf"^(\d+|\d{{1,3}}(?:[{groups}]\d{{3}})+)?(?:{point}(\d*))?([eE][+-]?\d{{1,3}})?$", text, re.ASCII)
    if not match or (match.group(1) is None and not match.group(2)):
        return None
    whole = match.group(1) or "0"
    digits = re.sub(r"\D", "", whole)
    value = float(f"{digits}.{match.group(2) or 0}{match.group(3) or ''}")
    return value, digits != whole, bool(match.group(2)), bool(match.group(3))


def _day_and_time(text: str, locale: Locale, today: datetime.date) -> tuple[float, Json] | None:
    clock = _time(text)
    if clock is not None:
        return clock, {"type": "TIME", "pattern": _time_pattern(text)}
    day = _day(text, locale, today)
    if day is not None:
        return float(day[0]), {"type": "DATE", "pattern": day[1]}
    head, separator, tail = text.replace("T", " ").partition(" ")
    while separator:
        day, clock = _day(head, locale, today), _time(tail.strip())
        if day is not None and clock is not None:
            return day[0] + clock, {"type": "DATE_TIME", "pattern": f"{day[1]} {_time_pattern(tail)}"}
        more, separator, tail = tail.partition(" ")
        head = f"{head} {more}"
    return None


def _time_pattern(text: str) -> str:
    seconds = ":ss" if text.count(":") > 1 else ""
    return f"h:mm{seconds} am/pm" if "m" in text.lower() else f"H:mm{seconds}"


def _time(text: str) -> float | None:
    match = _TIME.match(text)
    if not match:
        return None
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    if match.group(5):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match.group(5).lower() == "p" else 0)
    if minute > 59 or second > 59 or hour > 99:
        return None
    return (hour * 3600 + minute * 60 + second + float(match.group(4) or 0)) / 86400


def _day(text: str, locale: Locale, today: datetime.date) -> tuple[int, str] | None:
    """Return (serial, pattern) of a typed day, or None."""
    numbers = _DATE_NUMBERS.match(text)
    try:
        if numbers:
            return _numeric_day(numbers, locale, today)
        named = _DATE_DAY_NAME.match(text)
        if named:
            day, month, year = named.groups()
            pattern = "d-mmm-yyyy" if year else "d-mmm"
        else:
            named = _DATE_NAME_DAY.match(text)
            if not named:
                return None
            month, day, year = named.groups()
            pattern = "mmm d, yyyy" if year else "mmm d"
        index = [name[:3].lower() for name in MONTHS].index(month[:3].lower()) + 1
        return day_serial(_full_year(year) if year else today.year, index, int(day)), pattern
    except ValueError:
        return None


def _numeric_day(match: re.Match[str], locale: Locale, today: datetime.date) -> tuple[int, str] | None:
    first, separator, second, third = match.groups()
    if len(first) == 4:
        if third is None or len(third) > 2:
            return None
        return day_serial(int(first), int(second), int(third)), f"yyyy{separator}mm{separator}dd"
    if len(first) > 2 or (separator == "." and locale.decimal == "." and third is None):
        return None
    if third is None:
        if separator == "." and "." not in locale.date:
            return None
        year, pattern = today.year, "M/d" if locale.order == "mdy" else "dd/MM"
    else:
        year, pattern = _full_year(third), locale.date
    day, month = (int(second), int(first)) if locale.order == "mdy" else (int(first), int(second))
    return day_serial(year, month, day), pattern


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        raise ValueError(text)
    return int(text) + (2000 if int(text) < 50 else 1900)
