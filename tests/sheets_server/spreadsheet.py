"""One spreadsheet: its sheets, named ranges and developer metadata, and how a reply shows it."""

from __future__ import annotations

import random
import string

from .grid import Json
from .messages import walk
from .sheet import Sheet
from .spans import Shift, on_sheet, shift_dimension, shift_range

ID_LETTERS = string.ascii_letters + string.digits + "-_"


class Identifiers:
    """A source of ids that repeats for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def spreadsheet_id(self) -> str:
        """Return an id of the form Google gives to files: 44 characters, the first a 1."""
        return "1" + "".join(self._random.choices(ID_LETTERS, k=43))

    def number(self) -> int:
        """Return an id of the form Google gives to sheets and ranges."""
        return self._random.randint(10**8, 2**31 - 1)

    def token(self) -> str:
        """Return an access token."""
        return "ya29." + "".join(self._random.choices(ID_LETTERS, k=64))


def _rgb(*channels: float) -> Json:
    return {"rgbColor": {name: share for name, share in zip(("red", "green", "blue"), channels, strict=True) if share}}


_WHITE = {"red": 1, "green": 1, "blue": 1}

# What a spreadsheet that Drive creates looks like; read off Google's replies.
DEFAULT_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [
        {"colorType": "TEXT", "color": _rgb(0, 0, 0)},
        {"colorType": "BACKGROUND", "color": _rgb(1, 1, 1)},
        {"colorType": "ACCENT1", "color": _rgb(0.25882354, 0.52156866, 0.95686275)},
        {"colorType": "ACCENT2", "color": _rgb(0.91764706, 0.2627451, 0.20784314)},
        {"colorType": "ACCENT3", "color": _rgb(0.9843137, 0.7372549, 0.015686275)},
        {"colorType": "ACCENT4", "color": _rgb(0.20392157, 0.65882355, 0.3254902)},
        {"colorType": "ACCENT5", "color": _rgb(1, 0.42745098, 0.003921569)},
        {"colorType": "ACCENT6", "color": _rgb(0.27450982, 0.7411765, 0.7764706)},
        {"colorType": "LINK", "color": _rgb(0.06666667, 0.33333334, 0.8)},
    ],
}


class Spreadsheet:
    """The content of one spreadsheet file."""

    def __init__(self, spreadsheet_id: str, title: str, *, owner: str) -> None:
        self.spreadsheet_id = spreadsheet_id
        self.owner = owner
        self.properties: Json = {
            "title": title, "locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT",
            "defaultFormat": DEFAULT_FORMAT, "spreadsheetTheme": THEME,
        }  # fmt: skip
        self.sheets: list[Sheet] = [Sheet({"sheetId": 0, "title": "Sheet1"})]
        self.named_ranges: list[Json] = []
        self.metadata: list[Json] = []
        self.computed: dict[tuple[int, int, int], Json | None] = {}

    def copy(self) -> Spreadsheet:
        """Return an independent spreadsheet with the same content."""
        twin = Spreadsheet.__new__(Spreadsheet)
        twin.spreadsheet_id, twin.owner = self.spreadsheet_id, self.owner
        twin.properties = self.properties
        twin.sheets = [sheet.copy() for sheet in self.sheets]
        twin.named_ranges, twin.metadata = list(self.named_ranges), list(self.metadata)
        twin.computed = {}
        return twin

    @property
    def title(self) -> str:
        """The title, which is also the file's name."""
        return str(self.properties["title"])

    def sheet(self, sheet_id: int) -> Sheet | None:
        """Return the sheet with that id, or None."""
        return next((sheet for sheet in self.sheets if sheet.sheet_id == sheet_id), None)

    def sheet_titled(self, title: str) -> Sheet | None:
        """Return the sheet with that title (case does not matter), or None."""
        exact = next((sheet for sheet in self.sheets if sheet.title == title), None)
        return exact or next((sheet for sheet in self.sheets if sheet.title.lower() == title.lower()), None)

    def named_range(self, name: str) -> Json | None:
        """Return the named range with that name (case does not matter), or None."""
        return next((item for item in self.named_ranges if item["name"].lower() == name.lower()), None)

    def cell_count(self) -> int:
        """Return the size of all grids together."""
        return sum(sheet.grid.row_count * sheet.grid.column_count for sheet in self.sheets)

    def shift(self, sheet: Sheet, dimension: str, shift: Shift) -> None:
        """Move what lies on the rows or columns of *sheet*: cells, formats, ranges, metadata."""
        sheet.grid.rearrange(dimension, shift.place)
        for each in self.sheets:
            each.shift(sheet.sheet_id, dimension, shift)
        change = on_sheet(sheet.sheet_id, lambda area: shift_range(area, dimension, shift))
        named = [walk("GridRange", "NamedRange", item, change) for item in self.named_ranges]
        self.named_ranges = [item for item in named if "range" in item]
        self.metadata = [
            item
            for item in (self._shifted(item, sheet, dimension, shift) for item in self.metadata)
            if item is not None
        ]

    @staticmethod
    def _shifted(item: Json, sheet: Sheet, dimension: str, shift: Shift) -> Json | None:
        area = item["location"].get("dimensionRange")
        if area is None or area.get("sheetId", 0) != sheet.sheet_id or area.get("dimension") != dimension:
            return item
        moved = shift_dimension(area, shift)
        return None if moved is None else item | {"location": item["location"] | {"dimensionRange": moved}}

    def metadata_at(self, *, sheet_id: int | None, dimension: str = "", index: int = 0) -> list[Json]:
        """Return the developer metadata of the spreadsheet, of a sheet, or of one row or column."""
        found = []
        for item in self.metadata:
            location = item["location"]
            area = location.get("dimensionRange")
            if dimension:
                matches = bool(area) and (area.get("sheetId", 0), area["dimension"], area.get("startIndex", 0)) == (
                    sheet_id, dimension, index,
                )  # fmt: skip
            elif sheet_id is not None:
                matches = location.get("sheetId") == sheet_id
            else:
                matches = bool(location.get("spreadsheet"))
            if matches:
                found.append(item)
        return found
