"""A report's JSON: the domain's records as they are, by their fields' names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from netsheets.domain.month import Month


def document_of(value: Any) -> Any:
    """Return a record as JSON has it: objects of its fields, lists, months as `2026-10`; amounts and days stay.

    A field `row`, a sheet's row number, is left out: it changes with every sort.
    """
    if isinstance(value, Month):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: document_of(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: document_of(each) for name, each in value._asdict().items() if name != "row"}
    if isinstance(value, Mapping):
        return {str(key): document_of(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [document_of(each) for each in value]
    return value
