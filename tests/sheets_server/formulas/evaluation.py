"""Evaluating the formula of a cell."""

from __future__ import annotations

import datetime
from typing import Any

from tests.sheets_server.locales import Locale, locale
from tests.sheets_server.sheet import Sheet
from tests.sheets_server.spreadsheet import Spreadsheet

from .functions import FUNCTIONS
from .parsing import Node, Unparsable, parse
from .tokens import Reference
from .values import FormulaError, Table, compared, number, scalar, text

Json = dict[str, Any]
Cell = tuple[int, int]

_DATE = {"type": "DATE"}
_FORMATS: dict[str, Json] = {
    "TODAY": _DATE,
    "DATE": _DATE,
    "EDATE": _DATE,
    "EOMONTH": _DATE,
    "NOW": {"type": "DATE_TIME"},
}
_KEEPS_FORMAT = {"SUM", "MIN", "MAX", "AVERAGE", "IF", "IFERROR", "ROUND", "ABS", "SUMIF"}


def evaluate(spreadsheet: Spreadsheet, sheet: Sheet, cell: Cell, now: datetime.datetime) -> Json | None:
    """Return the ExtendedValue of a formula cell, with a number format if the formula implies one."""
    try:
        return Evaluator(spreadsheet, now).cell(sheet, *cell)
    except RecursionError:
        # A long chain of formulas: work it off from the top, so that each step finds the last one done.
        evaluator = Evaluator(spreadsheet, now)
        for row, columns in sorted(sheet.grid.rows.items()):
            for column in sorted(columns):
                if row <= cell[0]:
                    evaluator.cell(sheet, row, column)
        return evaluator.cell(sheet, *cell)


class Evaluator:
    """Evaluates cells of one spreadsheet, remembering what is done in `spreadsheet.computed`."""

    def __init__(self, spreadsheet: Spreadsheet, now: datetime.datetime) -> None:
        self.spreadsheet = spreadsheet
        self.locale: Locale = locale(spreadsheet.properties["locale"])
        self.now = now
        self.at: tuple[Sheet, int, int] = (spreadsheet.sheets[0], 0, 0)
        self.volatile = False
        self._open: set[tuple[int, int, int]] = set()

    def cell(self, sheet: Sheet, row: int, column: int) -> Json | None:
        """Return the ExtendedValue of any cell."""
        entered: Json | None = sheet.grid.cell(row, column).get("userEnteredValue")
        if entered is None or "formulaValue" not in entered:
            return entered
        key = (sheet.sheet_id, row, column)
        computed = self.spreadsheet.computed
        if key in computed:
            return computed[key]
        if key in self._open:
            return {"errorValue": {"type": "REF", "message": "Circular dependency detected."}}
        self._open.add(key)
        held, self.at = self.at, (sheet, row, column)
        try:
            value = self._formula(entered["formulaValue"])
        finally:
            self._open.discard(key)
            self.at = held
        if not self.volatile:
            computed[key] = value
        return value

    def _formula(self, formula: str) -> Json:
        try:
            node = parse(formula, self.locale.decimal)
            value = scalar(self.node(node))
        except Unparsable:
            return {"errorValue": {"type": "ERROR", "message": "Formula parse error."}}
        except FormulaError as error:
            return {"errorValue": {"type": error.kind, "message": error.message}}
        if isinstance(value, bool):
            return {"boolValue": value}
        if isinstance(value, str):
            return {"stringValue": value}
        value = value or 0
        whole = isinstance(value, int) or (value == int(value) and abs(value) < 1e15)
        implied = self._format(node)
        return {"numberValue": int(value) if whole else value} | ({"format": implied} if implied else {})

    def node(self, node: Node) -> Any:
        """Return the value of a tree: a scalar, or a table for a range."""
        kind = node[0]
        if kind == "value":
            return node[1]
        if kind == "reference":
            return self.reference(node[1])
        if kind == "binary":
            return self._binary(node[1], self.node(node[2]), self.node(node[3]))
        if kind == "unary":
            value = number(self.node(node[2]), self.locale)
            return -value if node[1] == "-" else value
        if kind == "percent":
            return number(self.node(node[1]), self.locale) / 100
        if kind == "array":
            return [[scalar(self.node(item)) for item in row] for row in node[1]]
        if kind == "name":
            return self._named(node[1])
        function = FUNCTIONS.get(node[1])
        if function is None:
            raise FormulaError("NAME", f"Unknown function: '{node[1]}'.")
        return function(self, node[2])

    def reference(self, ref: Reference) -> Table:
        """Return the cells a reference points to."""
        sheet = self.at[0] if ref.title is None else self.spreadsheet.sheet_titled(ref.title)
        if sheet is None:
            raise FormulaError("REF", f"Unresolved sheet name '{ref.title}'.")
        last = ref.last or ref.first
        top, bottom = ref.first.row or 0, last.row if last.row is not None else sheet.grid.row_count - 1
        left, right = ref.first.column or 0, last.column if last.column is not None else sheet.grid.column_count - 1
        top, bottom, left, right = min(top, bottom), max(top, bottom), min(left, right), max(left, right)
        if top >= sheet.grid.row_count or left >= sheet.grid.column_count:
            raise FormulaError("REF", "Reference does not exist.")
        bottom = min(bottom, max([row for row in sheet.grid.rows if row <= bottom], default=top))
        return [[self.value(sheet, row, column) for column in range(left, right + 1)]
                for row in range(top, max(bottom, top) + 1)]  # fmt: skip

    def value(self, sheet: Sheet, row: int, column: int) -> Any:
        """Return the scalar of one cell; None if it is blank."""
        found = self.cell(sheet, row, column)
        if found is None:
            return None
        if "errorValue" in found:
            return FormulaError(found["errorValue"]["type"], found["errorValue"].get("message", ""))
        return next((found[key] for key in ("numberValue", "stringValue", "boolValue") if key in found), None)

    def _named(self, name: str) -> Table:
        named = self.spreadsheet.named_range(name)
        sheet = self.spreadsheet.sheet(named["range"].get("sheetId", 0)) if named else None
        if named is None or sheet is None:
            raise FormulaError("NAME", f"Unknown range name: '{name.upper()}'.")
        area = named["range"]
        rows = range(area.get("startRowIndex", 0), area.get("endRowIndex", sheet.grid.row_count))
        columns = range(area.get("startColumnIndex", 0), area.get("endColumnIndex", sheet.grid.column_count))
        return [[self.value(sheet, row, column) for column in columns] for row in rows]

    def _binary(self, operator: str, left: Any, right: Any) -> Any:
        if operator == "&":
            return text(left, self.locale) + text(right, self.locale)
        if operator in ("=", "<>", "<", ">", "<=", ">="):
            order = compared(left, right)
            return {
                "=": order == 0,
                "<>": order != 0,
                "<": order < 0,
                ">": order > 0,
                "<=": order <= 0,
                ">=": order >= 0,
            }[operator]
        one, other = number(left, self.locale), number(right, self.locale)
        if operator == "/":
            if other == 0:
                raise FormulaError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
            return one / other
        if operator == "^":
            return _power(one, other)
        return {"+": one + other, "-": one - other, "*": one * other}[operator]

    def _format(self, node: Node) -> Json:
        """Return the number format a result takes over from what it is computed from."""
        kind = node[0]
        if kind == "reference":
            sheet = self.at[0] if node[1].title is None else self.spreadsheet.sheet_titled(node[1].title)
            if sheet is None:
                return {}
            cell = sheet.grid.cell(node[1].first.row or 0, node[1].first.column or 0)
            found: Json = cell.get("userEnteredFormat", {}).get("numberFormat", {})
            return found
        if kind == "binary" and node[1] in "+-":
            return self._format(node[2]) or self._format(node[3])
        if kind == "unary":
            return self._format(node[2])
        if kind == "call":
            if node[1] in _KEEPS_FORMAT:
                return next((found for found in map(self._format, node[2]) if found), {})
            return _FORMATS.get(node[1], {})
        return {}


def _power(base: float, exponent: float) -> float:
    try:
        result = base**exponent
    except (OverflowError, ZeroDivisionError):
        raise FormulaError("NUM", "Result is not a number.") from None
    if isinstance(result, complex):
        raise FormulaError("NUM", "Result is not a number.")
    return float(result) if isinstance(result, float) else result
