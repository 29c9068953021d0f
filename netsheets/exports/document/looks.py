"""The looks of a report's cells in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from netsheets.exports.document.report import Kind, Tone

_INK, _BAND, _MUTED, _LINE = "#1F3A4D", "#2F5D7C", "#566473", "#D5DCE3"
_TONES: Final[Mapping[Tone, tuple[str, str]]] = {
    "good": ("#E3F2E8", "#1C5C37"),
    "fair": ("#FCF0D6", "#6D4700"),
    "poor": ("#FCE6E4", "#8C1F25"),
}
_TEXT: Final = {"text_wrap": True, "valign": "top"}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 18, "font_color": _INK, **_TEXT},
    "page": {"bold": True, "font_size": 14, "font_color": _INK, **_TEXT},
    "heading": {"bold": True, "font_size": 12, "font_color": _INK, **_TEXT},
    "subtitle": {"font_color": _MUTED, **_TEXT},
    "note": {"font_color": _MUTED, "italic": True, **_TEXT},
    "text": {"num_format": "@", **_TEXT},
    "label": {"font_color": _MUTED, "indent": 1, "bottom": 1, "bottom_color": _LINE, "num_format": "@", **_TEXT},
    "question": {"num_format": "@", "text_wrap": True, "valign": "bottom"},
    "blank": {"bottom": 1, "bottom_color": _MUTED},
    "header": {"bold": True, "font_color": "#FFFFFF", "bg_color": _BAND, "text_wrap": True, "valign": "vcenter"},
}


class Looks:
    """The formats of one workbook, each made when it is first wanted."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, name: str) -> Any:
        """Return the format of a heading, a text or another thing that is no value."""
        return self._format(_LOOKS[name])

    def header(self, kind: Kind) -> Any:
        """Return the format of a column's header: over numbers it stands where they do."""
        return self._format({**_LOOKS["header"], **_placed(kind)})

    def value(self, kind: Kind, decimals: int = 2, tone: Tone | None = None) -> Any:
        """Return the format of a value in a table, or among facts."""
        look = {"bottom": 1, "bottom_color": _LINE, **_placed(kind), "num_format": _pattern(kind, decimals)}
        if tone:
            fill, ink = _TONES[tone]
            look |= {"bg_color": fill, "font_color": ink, "bold": True}
        return self._format({**look, **_TEXT})

    def total(self, kind: Kind, decimals: int = 2) -> Any:
        """Return the format of a sum below its column."""
        look = {
            "bold": True,
            "top": 2,
            "top_color": _INK,
            **_placed(kind),
            "num_format": _pattern(kind, decimals),
        }
        return self._format({**look, **_TEXT})

    def fact(self, kind: Kind, decimals: int = 2) -> Any:
        """Return the format of a value beside its label."""
        look = {"bottom": 1, "bottom_color": _LINE, "align": "left", "num_format": _pattern(kind, decimals)}
        return self._format({**look, **_TEXT})

    def _format(self, look: Mapping[str, Any]) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(look))
        return self._made[key]


def _placed(kind: Kind) -> Mapping[str, Any]:
    """Return where a value stands in its cell; texts keep away from the numbers of the column before."""
    return {"align": "left", "indent": 1} if kind in ("text", "day") else {"align": "right"}


def _pattern(kind: Kind, decimals: int) -> str:
    """Return the number format of Excel."""
    if kind == "text":
        return "@"
    if kind == "day":
        return "dd/mm/yyyy"
    places = f".{'0' * decimals}" if decimals else ""
    return f"0{places}%" if kind == "percent" else f"#,##0{places}"
