"""What members do to the shared sheet, at random: the same on the real spreadsheet and on its twin."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from tests.sheets_server import Google
from tests.support.google_world import MEMBER

Json = dict[str, Any]
Cells = dict[tuple[int, int], Any]

TABS = ("Members", "Interviews", "Clients", "Referrals", "Billing", "Charter")
ODD_TEXTS = (
    "'=1+1",
    "'+33 6 12",
    "'-",
    "'@home",
    "1.234,56",
    "  ",
    "é\tè",
    "line\nline",
    "x" * 500,
    "#REF",
    "07/08/26",
)


class Members:
    """The members; what they have typed so far is on both spreadsheets."""

    def __init__(self, google: Google, chance: random.Random, books: tuple[str, str]) -> None:
        self._google = google
        self._random = chance
        self._books = books
        self._number = 3

    def edit(self) -> str:
        """Do one thing, and return what it was."""
        kinds = (
            self._bill, self._bill, self._correct, self._correct, self._insert_rows, self._delete_row, self._sort,
            self._scribble, self._add_column, self._refer,
        )  # fmt: skip
        return self._random.choice(kinds)()

    def check(self) -> None:
        """Raise AssertionError unless every cell of the members' tabs is as they left it."""
        for title in TABS:
            real, twin = (self._cells(book, title) for book in self._books)
            assert real == twin, f"{title}: {sorted(real.items() ^ twin.items())[:4]}"

    def _bill(self) -> str:
        self._number += 1
        month, day = self._random.randint(1, 7), self._random.randint(1, 25)
        referral = self._random.choice(("R1", "R1", "R2", "R3", "R9"))
        row = {
            "Billing no.": f"B{self._number}",
            "Referral no.": referral,
            "Issued on": f"2026-{month:02}-{day:02}",
            "Amount excl. VAT": round(self._random.uniform(1, 3000), 2),
            "Paid on": f"2026-{month:02}-{day + 2:02}" if self._random.random() < 0.8 else "",
        }
        return self._type_row("Billing", row)

    def _refer(self) -> str:
        number = self._random.choice(("R2", "R3"))
        row = {
            "Referral no.": number, "Given on": "2026-01-05", "Referrer": "M2", "Recipient": "M1", "Client no.": "C1",
            "Kind": "recommendation", "Status": self._random.choice(("won", "given", "typo")),
            "Won on": "2026-01-15", "Case": self._random.choice(("", "double", "reduced")),
        }  # fmt: skip
        held = {row[0] for row in self._rows("Referrals") if row}
        return f"{number} is there" if number in held else self._type_row("Referrals", row)

    def _correct(self) -> str:
        rows = self._rows("Billing")
        places = [number for number, row in enumerate(rows) if number and row and row[0]]
        if not places:
            return "nothing to correct"
        place = self._random.choice(places)
        name = self._random.choice(("Amount excl. VAT", "Paid on", "Issued on"))
        value: Any = round(self._random.uniform(1, 3000), 2)
        if name != "Amount excl. VAT":
            value = f"2026-{self._random.randint(1, 7):02}-{self._random.randint(1, 28):02}"
        if name not in rows[0]:
            return f"no {name}"
        self._write("Billing", (place, rows[0].index(name)), [[value]])
        return f"{name} of {rows[place][0]} = {value}"

    def _insert_rows(self) -> str:
        title = self._random.choice(TABS)
        first = self._random.randint(1, 4)
        area = {"dimension": "ROWS", "startIndex": first, "endIndex": first + self._random.randint(1, 2)}
        self._each(title, lambda sheet: {"insertDimension": {"range": {"sheetId": sheet, **area}}})
        return f"rows inserted in {title} at {first}"

    def _delete_row(self) -> str:
        rows = len(self._rows("Billing"))
        if rows < 4:
            return "nothing to delete"
        first = self._random.randint(1, rows - 1)
        area = {"dimension": "ROWS", "startIndex": first, "endIndex": first + 1}
        self._each("Billing", lambda sheet: {"deleteDimension": {"range": {"sheetId": sheet, **area}}})
        return f"billing row {first} deleted"

    def _sort(self) -> str:
        title = self._random.choice(("Billing", "Members"))
        order = self._random.choice(("ASCENDING", "DESCENDING"))
        specs = [{"dimensionIndex": 0, "sortOrder": order}]

        def request(sheet: int) -> Json:
            return {"sortRange": {"range": {"sheetId": sheet, "startRowIndex": 1}, "sortSpecs": specs}}

        self._each(title, request)
        return f"{title} sorted {order}"

    def _scribble(self) -> str:
        title = self._random.choice(TABS)
        rows = self._rows(title)
        if not rows or "Notes" not in rows[0]:
            return "nowhere to scribble"
        text = self._random.choice(ODD_TEXTS)
        self._write(title, (self._random.randint(1, max(1, len(rows) - 1)), rows[0].index("Notes")), [[text]])
        return f"{title}: {text[:10]!r}"

    def _add_column(self) -> str:
        """Insert a column of the members' own somewhere."""
        title = self._random.choice(TABS)
        rows = self._rows(title)
        at = self._random.randint(0, len(rows[0]) if rows else 0)
        if len(rows[0]) > 40 or at == 0:
            return "no column"
        area = {"dimension": "COLUMNS", "startIndex": at - 1, "endIndex": at}
        self._each(title, lambda sheet: {"insertDimension": {"range": {"sheetId": sheet, **area}}})
        self._number += 1
        self._write(title, (0, at - 1), [[f"own {self._number}"], ["mine"]])
        return f"{title}: a column of their own at {at}"

    def _type_row(self, title: str, row: Json) -> str:
        rows = self._rows(title)
        header = rows[0]
        self._write(title, (len(rows), 0), [[row.get(name) for name in header]])
        return f"{title}: {row}"

    def _rows(self, title: str) -> list[list[Any]]:
        return self._google.read(self._books[1], MEMBER, f"'{title}'", "UNFORMATTED_VALUE")

    def _write(self, title: str, place: tuple[int, int], rows: Sequence[Sequence[Any]]) -> None:
        row, column = place
        letters = "" if column < 26 else chr(64 + column // 26)
        area = f"'{title}'!{letters}{chr(65 + column % 26)}{row + 1}"
        for book in self._books:
            self._grow(book, title, row + len(rows))
            self._google.write(book, MEMBER, area, [list(each) for each in rows])

    def _grow(self, book: str, title: str, rows: int) -> None:
        """Add rows at the end of a full tab, as one does before typing there."""
        sheet = self._sheet(book, title)
        if sheet.grid.row_count < rows + 1:
            request = {"appendDimension": {"sheetId": sheet.sheet_id, "dimension": "ROWS", "length": 20}}
            self._google.edit(book, MEMBER, request)

    def _each(self, title: str, request: Any) -> None:
        for book in self._books:
            self._google.edit(book, MEMBER, request(self._sheet(book, title).sheet_id))

    def _cells(self, book: str, title: str) -> Cells:
        grid = self._sheet(book, title).grid
        return {
            (row, column): str(cell["userEnteredValue"])
            for row, cells in grid.rows.items()
            for column, cell in cells.items()
            if "userEnteredValue" in cell
        }

    def _sheet(self, book: str, title: str) -> Any:
        held = self._google.files.get(book)
        assert held is not None
        return held.spreadsheet.sheet_titled(title)
