"""Protected ranges: who may edit what."""

from __future__ import annotations

from typing import Any

from .errors import InvalidArgument
from .sheet import Sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]

REFUSAL = (
    "You are trying to edit a protected cell or object. "
    "Please contact the spreadsheet owner to remove protection if you need to edit."
)


def overlap(one: Json, other: Json) -> bool:
    """Return whether two GridRanges of one sheet share a cell; an absent bound is unbounded."""
    return all(
        one.get(f"start{side}Index", 0) < other.get(f"end{side}Index", 1 << 40)
        and other.get(f"start{side}Index", 0) < one.get(f"end{side}Index", 1 << 40)
        for side in ("Row", "Column")
    )


def contains(outer: Json, inner: Json) -> bool:
    """Return whether *inner* lies wholly within *outer*, on one sheet."""
    return all(
        outer.get(f"start{side}Index", 0) <= inner.get(f"start{side}Index", 0)
        and inner.get(f"end{side}Index", 1 << 40) <= outer.get(f"end{side}Index", 1 << 40)
        for side in ("Row", "Column")
    )


def protected_area(spreadsheet: Spreadsheet, protected: Json) -> Json:
    """Return the GridRange that a protection covers, its own or its named range's."""
    if "range" in protected:
        area: Json = protected["range"]
        return area
    named = next((n for n in spreadsheet.named_ranges if n["namedRangeId"] == protected.get("namedRangeId")), None)
    return named["range"] if named else {}


def may_edit(spreadsheet: Spreadsheet, protected: Json, user: str) -> bool:
    """Return whether *user* may edit the protected range: the owner and the editors may, all if it only warns."""
    editors = protected.get("editors", {})
    return (
        bool(protected.get("warningOnly"))
        or user == spreadsheet.owner
        or user in editors.get("users", [])
        or bool(editors.get("domainUsersCanEdit"))
    )


def refuse_protected(spreadsheet: Spreadsheet, sheet: Sheet, area: Json, user: str) -> None:
    """Raise if *area* of *sheet* touches a range that *user* may not edit."""
    for protected in sheet.parts["protectedRanges"]:
        if may_edit(spreadsheet, protected, user):
            continue
        if any(contains(free, area) for free in protected.get("unprotectedRanges", [])):
            continue
        if overlap(protected_area(spreadsheet, protected), area):
            raise InvalidArgument(REFUSAL)
