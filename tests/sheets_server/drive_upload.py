"""Uploading a CSV file over a spreadsheet."""

from __future__ import annotations

import csv
import io

from .calls import Call
from .files import File
from .sheet import Sheet
from .values import Typist


def replace_with_csv(file: File, call: Call) -> None:
    """Put the uploaded CSV in the first sheet and drop all the others, as a converting upload does."""
    rows = list(csv.reader(io.StringIO(call.body.decode("utf-8-sig"))))
    width = max((len(row) for row in rows), default=1)
    first = file.spreadsheet.sheets[0]
    sheet = Sheet({
        "sheetId": first.sheet_id, "title": first.title,
        "gridProperties": {"rowCount": max(len(rows), 1), "columnCount": max(width, 1)},
    })  # fmt: skip
    typist = Typist(file.spreadsheet, call.now)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            typist.enter(sheet, r, c, text, user_entered=True)
    file.spreadsheet.sheets = [sheet]
    file.spreadsheet.named_ranges = []
    file.spreadsheet.computed = {}
