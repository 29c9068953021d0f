"""Rendering a value as FORMATTED_VALUE: general numbers, number patterns, dates and times.

Patterns follow Google's "Date and number formats" guide: sections by `;`, digits `0 # ?`, grouping, `%`, `E+`,
quoted and escaped literals, `[h]`, `am/pm`, and currency tags such as `[$€-407]`. Conditions and colours in
brackets are read and ignored.
"""

from __future__ import annotations

import decimal
import functools
import re
from typing import Any

from .dates import has_date_tokens, render_date
from .locales import Locale

Json = dict[str, Any]

_PART = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|_(.)|\*(.)|([#0?.,%]|[Ee][+-]0+)|(.)', re.DOTALL
)


def default_pattern(kind: str, locale: Locale) -> str:
    """Return the pattern of a number format type that names none."""
    return {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": locale.currency_pattern,
        "DATE": locale.date,
        "TIME": locale.time,
        "DATE_TIME": f"{locale.date} {locale.time}",
        "SCIENTIFIC": "0.00E+00",
        "TEXT": "@",
    }.get(kind, "General")


def is_date(number_format: Json) -> bool:
    """Return whether a number format shows numbers as days or times."""
    kind = number_format.get("type")
    return kind in ("DATE", "TIME", "DATE_TIME") or (
        kind in (None, "") and has_date_tokens(number_format.get("pattern", ""))
    )


def formatted(value: float | str | bool, number_format: Json, locale: Locale) -> str:
    """Return *value* as the grid shows it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    pattern = number_format.get("pattern") or default_pattern(number_format.get("type", ""), locale)
    if isinstance(value, str):
        return _text(value, pattern)
    if pattern in ("General", "@", "") or pattern.lower() == "general":
        return general(value, locale)
    section = _section(value, pattern)
    if has_date_tokens(section):
        return render_date(value, section, locale)
    negative = value < 0 and len(split_sections(pattern)) < 2
    return ("-" if negative else "") + _number(abs(value), section, locale)


def general(value: float, locale: Locale) -> str:
    """Return a number without a format: 10 significant digits, integers up to 15, then an exponent."""
    number = decimal.Decimal(repr(value))
    if number == number.to_integral_value():
        if abs(number) < decimal.Decimal(10) ** 15:
            return str(int(number))
        return _exponent(value, locale)
    if abs(value) < 1e-9:
        return _exponent(value, locale)
    digits = max(10, len(str(int(abs(number)))))
    context = decimal.Context(prec=digits, rounding=decimal.ROUND_HALF_UP)
    rounded = format(context.create_decimal(number), "f")
    if "." in rounded:
        rounded = rounded.rstrip("0").rstrip(".")
    return rounded.replace(".", locale.decimal)


def _exponent(value: float, locale: Locale) -> str:
    mantissa, exponent = f"{value:.9E}".split("E")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa.replace('.', locale.decimal)}E{exponent[0]}{exponent[1:].zfill(2)}"


@functools.cache
def split_sections(pattern: str) -> tuple[str, ...]:
    """Return the sections of *pattern*, split at `;` outside of quotes."""
    sections, start, i = [], 0, 0
    while i < len(pattern):
        if pattern[i] == '"':
            i = pattern.find('"', i + 1)
            if i < 0:
                break
        elif pattern[i] == "\\":
            i += 1
        elif pattern[i] == ";":
            sections.append(pattern[start:i])
            start = i + 1
        i += 1
    return (*sections, pattern[start:])


def _section(value: float, pattern: str) -> str:
    sections = split_sections(pattern)
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _text(value: str, pattern: str) -> str:
    sections = split_sections(pattern)
    section = sections[3] if len(sections) > 3 else sections[0] if "@" in sections[0] else "@"
    return "".join(
        value if token == "@" else "" if digits else literal
        for token, literal, digits in ((m.group(7), _literal(m), m.group(6)) for m in _PART.finditer(section))
    )


def _literal(match: re.Match[str]) -> str:
    quoted, escaped, currency, _padding, _fill, _digits, plain = match.groups()
    if match.group(4):
        return " "
    return quoted if quoted is not None else escaped or currency or plain or ""


def _number(value: float, section: str, locale: Locale) -> str:
    """Return a non-negative number in one section of a pattern."""
    parts = [(match.group(6), _literal(match)) for match in _PART.finditer(section)]
    marks = [mark for mark, _ in parts if mark]
    digits = "".join(mark for mark in marks if mark in "#0?.,")
    if not any(mark in "#0?" for mark in digits):
        return "".join("%" if mark == "%" else text for mark, text in parts)
    whole, _, fraction = digits.partition(".")
    value *= 100.0 ** marks.count("%")
    scale = len(whole) - len(whole.rstrip(","))
    value /= 1000.0**scale
    exponent = next((mark for mark in marks if mark[0] in "Ee"), None)
    power = 0
    if exponent and value:
        power = decimal.Decimal(repr(value)).adjusted()
        value /= 10.0**power
    body = _digits(value, whole.rstrip(","), fraction.replace(",", ""), locale)
    if exponent:
        sign = "-" if power < 0 else "+" if exponent[1] == "+" else ""
        body += "E" + sign + str(abs(power)).zfill(len(exponent) - 2)
    return _filled(parts, body)


def _digits(value: float, whole: str, fraction: str, locale: Locale) -> str:
    quantum = decimal.Decimal(1).scaleb(-len(fraction))
    number = decimal.Decimal(repr(value)).quantize(quantum, rounding=decimal.ROUND_HALF_UP)
    integer, _, decimals = format(number, "f").partition(".")
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.group, integer)
    kept = len(decimals)
    while kept and fraction[kept - 1] == "#" and decimals[kept - 1] == "0":
        kept -= 1
    point = locale.decimal if kept else ""
    return integer + point + decimals[:kept]


def _filled(parts: list[tuple[str | None, str]], body: str) -> str:
    """Return the literals with *body* in the place of the digit marks."""
    out, placed = [], False
    for mark, text in parts:
        if mark == "%":
            out.append("%")
        elif mark:
            if not placed:
                out.append(body)
                placed = True
        else:
            out.append(text)
    return "".join(out)
