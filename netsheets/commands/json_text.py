"""JSON as this program writes it: one row a line, so that a person can read it and a diff shows what changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from netsheets.domain.month import Month


def json_text(document: Any) -> str:
    """Return a document as JSON. Money and days become strings, exact to the digit: `"150.00"`, `"2026-10-31"`.

    Each entry of a list of the document, or of a list one level below it, stands on a line of its own; a list too
    long to be read stands on one line.
    """
    if isinstance(document, Mapping):
        entries = [f"  {_text(key)}: {_value(each, '  ')}" for key, each in document.items()]
        return "{\n" + ",\n".join(entries) + "\n}"
    return _value(document, "")


_MOST_LINES = 10_000
"""Laying out a longer list would take longer than closing its month."""


def _value(value: Any, indent: str) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str) or not 0 < len(value) <= _MOST_LINES:
        return _text(value)
    entries = [f"{indent}  {_text(each)}" for each in value]
    return "[\n" + ",\n".join(entries) + f"\n{indent}]"


def _text(value: Any) -> str:
    return _ENCODER.encode(value)


def _plain(value: object) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case dt.date() | Month():
            return str(value)
        case _:
            raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain)
