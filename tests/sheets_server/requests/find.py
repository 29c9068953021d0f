"""findReplace: search and replace in the texts and, if asked, the formulas of a range, a sheet or all sheets."""

from __future__ import annotations

import re

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.references import Box
from tests.sheets_server.render import Renderer
from tests.sheets_server.values import Typist

from .edit import Edit, Handler, Json


def find_replace(edit: Edit, request: Json) -> Json:
    """Replace what is found; return how many values, formulas, rows, sheets and occurrences changed."""
    pattern = _pattern(request)
    replacement = request.get("replacement", "")
    if not request.get("searchByRegex"):
        replacement = replacement.replace("\\", "\\\\")
    else:
        replacement = re.sub(r"\$(\d)", r"\\\1", replacement)
    counts = dict.fromkeys(
        ("valuesChanged", "formulasChanged", "rowsChanged", "sheetsChanged", "occurrencesChanged"), 0
    )
    renderer, typist = Renderer(edit.spreadsheet, edit.now), Typist(edit.spreadsheet, edit.now)
    for box in _boxes(edit, request):
        rows = set()
        for row, column, cell in list(box.sheet.grid.cells(box.top, box.left, box.bottom, box.right)):
            formula = cell.get("userEnteredValue", {}).get("formulaValue")
            if formula is not None and not request.get("includeFormulas"):
                continue
            old = formula if formula is not None else renderer.shown(box.sheet, row, column)
            new, times = pattern.subn(replacement, old)
            if times:
                edit.refuse_protected(box.sheet, box.sheet.range(row, column, row + 1, column + 1))
                typist.enter(box.sheet, row, column, new, user_entered=True)
                counts["formulasChanged" if formula is not None else "valuesChanged"] += 1
                counts["occurrencesChanged"] += times
                rows.add(row)
        counts["rowsChanged"] += len(rows)
        counts["sheetsChanged"] += bool(rows)
    return {"findReplace": {name: count for name, count in counts.items() if count}}


def _pattern(request: Json) -> re.Pattern[str]:
    if not request.get("find"):
        raise InvalidArgument("The string to find must not be empty.")
    text = request["find"] if request.get("searchByRegex") else re.escape(request["find"])
    if request.get("matchEntireCell"):
        text = rf"\A(?:{text})\Z"
    try:
        return re.compile(text, 0 if request.get("matchCase") else re.IGNORECASE)
    except re.error:
        raise InvalidArgument("The regular expression is invalid.") from None


def _boxes(edit: Edit, request: Json) -> list[Box]:
    if "range" in request:
        return [edit.box(request["range"])]
    if "sheetId" in request:
        return [edit.box({"sheetId": request["sheetId"]})]
    if request.get("allSheets"):
        return [edit.box({"sheetId": sheet.sheet_id}) for sheet in edit.spreadsheet.sheets]
    raise InvalidArgument("Must specify a range, a sheet or all sheets.")


HANDLERS: dict[str, Handler] = {"findReplace": find_replace}
