"""How each format of the port, and each kind of header, looks in an .xlsx."""

from __future__ import annotations

from typing import Final

from netsheets.ooxml.styles import Look
from netsheets.stores.port import Format, ShownColumn

_INK, _BAND, _REQUIRED_BAND, _LINE, _LINK, _MUTED, _WHITE = (
    "FF1F3A4D", "FF2F5D7C", "FF1F3A4D", "FFB8C4CE", "FF1F5FA8", "FF6B7780", "FFFFFFFF"
)  # fmt: skip
SOFT_RED: Final = "FFFDE3E1"
"""The fill that marks a wrong cell."""

_RIGHT: Final = {"horizontal": "right", "indent": "1", "vertical": "top"}
_IN_HEADER: Final = {"vertical": "center", "wrapText": "1"}
_BOLD: Final = {"b": ""}
_ON_BAND: Final = {**_BOLD, "color": _WHITE}
_PLAIN: Final = Look()
_LOOKS: Final[dict[Format, Look]] = {
    "text": Look(number_format=49, alignment={"vertical": "top"}),
    "wrapped": Look(alignment={"vertical": "top", "wrapText": "1"}),
    "day": Look(number_format="dd/mm/yyyy", alignment=_RIGHT),
    "money": Look(number_format=4, alignment=_RIGHT),
    "number": Look(alignment=_RIGHT),
    "integer": Look(number_format=1, alignment=_RIGHT),
    "percent": Look(number_format=10, alignment=_RIGHT),
    "heading": Look(font={**_BOLD, "sz": "14", "color": _INK}),
    "note": Look(font={"i": "", "color": _MUTED}),
    "link": Look(font={"u": "", "color": _LINK}),
    "total": Look(font=_BOLD, top_line=_LINE),
    "total_money": Look(number_format=4, font=_BOLD, top_line=_LINE, alignment=_RIGHT),
}


def look_of(format: Format) -> Look:
    """Return the look of a cell of this format."""
    return _LOOKS.get(format, _PLAIN)


def header_look(column: ShownColumn) -> Look:
    """Return the look of a column's header: over numbers it stands where they do, required ones are darker."""
    over_numbers = look_of(column.format).alignment == _RIGHT
    return Look(
        font=_ON_BAND,
        fill=_REQUIRED_BAND if column.required else _BAND,
        alignment={**_RIGHT, **_IN_HEADER} if over_numbers else _IN_HEADER,
    )
