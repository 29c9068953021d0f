"""Rendering serials through date and time patterns: `yyyy-mm-dd`, `h:mm am/pm`, `[h]:mm`."""

from __future__ import annotations

import datetime
import functools
import re

from .locales import MONTHS, WEEKDAYS, Locale
from .serials import from_serial

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|\[(h+|m+|s+)\]|\[[^\]]*\]|(y+|Y+|M+|m+|d+|D+|h+|H+|s+|S+|am/pm|AM/PM|a/p|A/P|\.?0+)|(.)',
    re.DOTALL,
)


@functools.cache
def has_date_tokens(pattern: str) -> bool:
    """Return whether *pattern* shows days or times."""
    bare = re.sub(r'"[^"]*"|\\.|\[\$[^\]]*\]|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", pattern)
    return bool(re.search(r"[yYdDhHsS]|[mM]", bare)) and bare.lower() != "general"


@functools.cache
def _tokens(pattern: str) -> tuple[tuple[str, str], ...]:
    """Return (kind, text) pairs; kinds are literal, elapsed, and field. `m` next to hours or seconds is minutes."""
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(pattern):
        quoted, escaped, elapsed, field, plain = match.groups()
        if field:
            tokens.append(("field", field))
        elif elapsed:
            tokens.append(("elapsed", elapsed))
        else:
            tokens.append(("literal", quoted if quoted is not None else escaped or plain or ""))
    return tuple(_with_minutes(tokens))


def _with_minutes(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    fields = [i for i, (kind, _) in enumerate(tokens) if kind != "literal"]
    result = list(tokens)
    for order, i in enumerate(fields):
        if tokens[i][1].lower() in ("m", "mm") and tokens[i][0] == "field":
            before = tokens[fields[order - 1]][1] if order else ""
            after = tokens[fields[order + 1]][1] if order + 1 < len(fields) else ""
            if before[:1].lower() == "h" or after[:1].lower() == "s":
                result[i] = ("minute", tokens[i][1])
    return result


def render_date(serial: float, pattern: str, locale: Locale) -> str:
    """Return *serial* through a date or time *pattern*."""
    tokens = _tokens(pattern)
    moment = from_serial(serial)
    if not any(kind == "field" and text.strip(".0") == "" for kind, text in tokens):
        moment = (moment + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
    half = any(text.lower() in ("am/pm", "a/p") for _, text in tokens)
    return "".join(_token(kind, text, moment, serial, half=half) for kind, text in tokens)


def _token(kind: str, text: str, moment: datetime.datetime, serial: float, *, half: bool) -> str:
    if kind == "literal":
        return text
    if kind == "elapsed":
        unit = {"h": 24, "m": 1440, "s": 86400}[text[0].lower()]
        return str(int(round(serial * unit, 6))).zfill(len(text))
    if kind == "minute":
        return str(moment.minute).zfill(len(text))
    return _field(text, moment, half=half)


def _field(text: str, moment: datetime.datetime, *, half: bool) -> str:
    letter, size = text[0].lower(), len(text)
    if letter == "y":
        return f"{moment.year % 100:02d}" if size <= 2 else f"{moment.year:04d}"
    if letter == "m":
        month = MONTHS[moment.month - 1]
        return {3: month[:3], 4: month, 5: month[0]}.get(size) or str(moment.month).zfill(min(size, 2))
    if letter == "d":
        weekday = WEEKDAYS[moment.weekday()]
        return {3: weekday[:3]}.get(size) or (weekday if size > 3 else str(moment.day).zfill(size))
    if letter == "h":
        return str((moment.hour + 11) % 12 + 1 if half else moment.hour).zfill(min(size, 2))
    if letter == "s":
        return str(moment.second).zfill(min(size, 2))
    if letter == "a":
        return ("AM" if moment.hour < 12 else "PM")[: 1 if size == 3 else 2]
    point = "." if text.startswith(".") else ""
    digits = text.lstrip(".")
    return point + f"{moment.microsecond // 1000:03d}"[: len(digits)].ljust(len(digits), "0")
