"""The functions the evaluator knows, by name: each takes the evaluator and the unevaluated arguments."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Any

from tests.sheets_server.formats import formatted
from tests.sheets_server.locales import Locale
from tests.sheets_server.serials import day_serial, from_serial, to_serial

from .values import FormulaError, compared, flat, number, numbers, scalar, text, truth

if TYPE_CHECKING:
    from .evaluation import Evaluator
    from .parsing import Node

Function = Callable[["Evaluator", "list[Node]"], Any]
FUNCTIONS: dict[str, Function] = {}


def _define(name: str, compute: Callable[[list[Any], Locale], Any], least: int = 1, most: int = 255) -> None:
    """Register a function of evaluated arguments."""

    def call(evaluator: Evaluator, nodes: list[Node]) -> Any:
        if not least <= len(nodes) <= most:
            raise FormulaError("N_A", f"Wrong number of arguments to {name}.")
        return compute([evaluator.node(node) for node in nodes], evaluator.locale)

    FUNCTIONS[name] = call


def _average(values: list[Any], locale: Locale) -> float:
    found = numbers(values, locale)
    if not found:
        raise FormulaError("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return math.fsum(found) / len(found)


def _round(mode: str) -> Callable[[list[Any], Locale], Any]:
    def compute(values: list[Any], locale: Locale) -> float:
        places = int(number(values[1], locale)) if len(values) > 1 else 0
        value = Decimal(repr(float(number(values[0], locale))))
        rounded = float(value.quantize(Decimal(1).scaleb(-places), rounding=mode))
        return int(rounded) if places <= 0 else rounded

    return compute


def _criterion(wanted: Any, locale: Locale) -> Callable[[Any], bool]:
    """Return the test that a criterion such as 5, "x*" or ">=10" stands for."""
    if not isinstance(wanted, str):
        return lambda value: value is not None and compared(value, wanted) == 0
    match = re.match(r"^(<>|<=|>=|=|<|>)?(.*)$", wanted, re.DOTALL)
    operator, rest = (match.group(1) or "=", match.group(2)) if match else ("=", wanted)
    try:
        target: Any = number(rest, locale) if rest else None
    except FormulaError:
        target = rest
    if isinstance(target, str) and operator in ("=", "<>"):
        pattern = re.compile(re.escape(target).replace(r"\*", ".*").replace(r"\?", "."), re.IGNORECASE | re.DOTALL)
        return lambda value: (isinstance(value, str) and bool(pattern.fullmatch(value))) == (operator == "=")

    def test(value: Any) -> bool:
        if target is None:
            return (value in (None, "")) == (operator == "=")
        if isinstance(value, str) != isinstance(target, str) or value is None:
            return operator == "<>"
        order = compared(value, target)
        return {"=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[
            operator
        ]

    return test


def _sumif(values: list[Any], locale: Locale) -> float:
    test = _criterion(scalar(values[1]), locale)
    tested, summed = flat([values[0]]), flat([values[2] if len(values) > 2 else values[0]])
    pairs = zip(tested, summed, strict=False)
    return math.fsum(b for a, b in pairs if test(a) and isinstance(b, (int, float)) and not isinstance(b, bool))


def _sumifs(values: list[Any], locale: Locale) -> float:
    summed = flat([values[0]])
    kept = _all_criteria(values[1:], len(summed), locale)
    return math.fsum(v for v, keep in zip(summed, kept, strict=False) if keep and isinstance(v, (int, float)))


def _all_criteria(pairs: list[Any], count: int, locale: Locale) -> list[bool]:
    kept = [True] * count
    for tested, wanted in zip(pairs[::2], pairs[1::2], strict=True):
        test = _criterion(scalar(wanted), locale)
        cells = flat([tested]) + [None] * count
        kept = [keep and test(cell) for keep, cell in zip(kept, cells, strict=False)]
    return kept


def _match(values: list[Any], locale: Locale) -> int:
    wanted, cells = scalar(values[0]), flat([values[1]])
    kind = number(values[2], locale) if len(values) > 2 else 1
    if kind == 0:
        found = [i for i, cell in enumerate(cells) if cell is not None and compared(cell, wanted) == 0][:1]
    else:
        found = [i for i, cell in enumerate(cells) if cell is not None and compared(cell, wanted) * kind <= 0][-1:]
    if not found:
        raise FormulaError("N_A", f"Did not find value '{wanted}' in MATCH evaluation.")
    return found[0] + 1


def _vlookup(values: list[Any], locale: Locale) -> Any:
    wanted, table = scalar(values[0]), values[1]
    column = int(number(values[2], locale)) - 1
    if not isinstance(table, list) or not 0 <= column < len(table[0]):
        raise FormulaError("REF", "VLOOKUP evaluates to an out of bounds range.")
    is_sorted = truth(values[3]) if len(values) > 3 else True
    rows = [row for row in table if row[0] is not None]
    if is_sorted:
        found = [row for row in rows if compared(row[0], wanted) <= 0][-1:]
    else:
        found = [row for row in rows if compared(row[0], wanted) == 0][:1]
    if not found:
        raise FormulaError("N_A", f"Did not find value '{wanted}' in VLOOKUP evaluation.")
    return found[0][column]


def _index(values: list[Any], locale: Locale) -> Any:
    table = values[0] if isinstance(values[0], list) else [[values[0]]]
    row = int(number(values[1], locale)) if len(values) > 1 else 0
    column = int(number(values[2], locale)) if len(values) > 2 else 0
    if len(table) == 1 and len(values) == 2:
        row, column = 1, row
    try:
        return table[max(row, 1) - 1][max(column, 1) - 1]
    except IndexError:
        raise FormulaError("REF", "INDEX evaluates to an out of range row or column.") from None


def _date(values: list[Any], locale: Locale) -> int:
    year, month, day = (int(number(value, locale)) for value in values)
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    try:
        return day_serial(year, month, 1) + day - 1
    except ValueError:
        raise FormulaError("NUM", "Function DATE result is out of range.") from None


def _text_of(values: list[Any], locale: Locale) -> str:
    return formatted(scalar(values[0]) or 0, {"pattern": text(values[1], locale)}, locale)


def _mid(values: list[Any], locale: Locale) -> str:
    start, length = (int(number(value, locale)) for value in values[1:3])
    return text(values[0], locale)[max(start - 1, 0) : max(start - 1, 0) + length]


def _end(values: list[Any], locale: Locale, *, left: bool) -> str:
    length = int(number(values[1], locale)) if len(values) > 1 else 1
    whole = text(values[0], locale)
    return whole[:length] if left else whole[max(0, len(whole) - length) :]


def _mod(values: list[Any], locale: Locale) -> float:
    divisor = number(values[1], locale)
    if divisor == 0:
        raise FormulaError("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return number(values[0], locale) % divisor


_define("SUM", lambda v, loc: math.fsum(numbers(v, loc)))
_define("PRODUCT", lambda v, loc: math.prod(numbers(v, loc)))
_define("AVERAGE", _average)
_define("MIN", lambda v, loc: min(numbers(v, loc), default=0))
_define("MAX", lambda v, loc: max(numbers(v, loc), default=0))
_define("COUNT", lambda v, loc: sum(isinstance(x, (int, float)) and not isinstance(x, bool) for x in flat(v)))
_define("COUNTA", lambda v, loc: sum(x is not None for x in flat(v)))
_define("COUNTBLANK", lambda v, loc: sum(x in (None, "") for x in flat(v)))
_define("COUNTIF", lambda v, loc: sum(map(_criterion(scalar(v[1]), loc), flat([v[0]]))), 2, 2)
_define("COUNTIFS", lambda v, loc: sum(_all_criteria(v, len(flat([v[0]])), loc)), 2)
_define("SUMIF", _sumif, 2, 3)
_define("SUMIFS", _sumifs, 3)
_define("ROUND", _round(ROUND_HALF_UP), 1, 2)
_define("ROUNDUP", _round(ROUND_UP), 1, 2)
_define("ROUNDDOWN", _round(ROUND_DOWN), 1, 2)
_define("ABS", lambda v, loc: abs(number(v[0], loc)), 1, 1)
_define("INT", lambda v, loc: math.floor(number(v[0], loc)), 1, 1)
_define("MOD", _mod, 2, 2)
_define("PI", lambda v, loc: math.pi, 0, 0)
_define("AND", lambda v, loc: all(truth(x) for x in flat(v) if x is not None))
_define("OR", lambda v, loc: any(truth(x) for x in flat(v) if x is not None))
_define("NOT", lambda v, loc: not truth(v[0]), 1, 1)
_define("TRUE", lambda v, loc: True, 0, 0)
_define("FALSE", lambda v, loc: False, 0, 0)
_define("CONCATENATE", lambda v, loc: "".join(text(x, loc) for x in flat(v)))
_define("JOIN", lambda v, loc: text(v[0], loc).join(text(x, loc) for x in flat(v[1:])), 2)
_define("LEN", lambda v, loc: len(text(v[0], loc)), 1, 1)
_define("UPPER", lambda v, loc: text(v[0], loc).upper(), 1, 1)
_define("LOWER", lambda v, loc: text(v[0], loc).lower(), 1, 1)
_define("TRIM", lambda v, loc: " ".join(text(v[0], loc).split()), 1, 1)
_define("LEFT", lambda v, loc: _end(v, loc, left=True), 1, 2)
_define("RIGHT", lambda v, loc: _end(v, loc, left=False), 1, 2)
_define("MID", _mid, 3, 3)
_define("VALUE", lambda v, loc: number(v[0], loc), 1, 1)
_define("TEXT", _text_of, 2, 2)
_define("DATE", _date, 3, 3)
_define("YEAR", lambda v, loc: from_serial(number(v[0], loc)).year, 1, 1)
_define("MONTH", lambda v, loc: from_serial(number(v[0], loc)).month, 1, 1)
_define("DAY", lambda v, loc: from_serial(number(v[0], loc)).day, 1, 1)
_define("MATCH", _match, 2, 3)
_define("VLOOKUP", _vlookup, 3, 4)
_define("INDEX", _index, 1, 3)
_define("HYPERLINK", lambda v, loc: text(v[-1], loc), 1, 2)


def _if(evaluator: Evaluator, nodes: list[Node]) -> Any:
    if not 2 <= len(nodes) <= 3:
        raise FormulaError("N_A", "Wrong number of arguments to IF.")
    if truth(evaluator.node(nodes[0])):
        return evaluator.node(nodes[1])
    return evaluator.node(nodes[2]) if len(nodes) > 2 else False


def _iferror(evaluator: Evaluator, nodes: list[Node]) -> Any:
    try:
        return scalar(evaluator.node(nodes[0]))
    except FormulaError:
        return evaluator.node(nodes[1]) if len(nodes) > 1 else ""


def _is_error(evaluator: Evaluator, nodes: list[Node]) -> bool:
    try:
        scalar(evaluator.node(nodes[0]))
    except FormulaError:
        return True
    return False


def _now(evaluator: Evaluator, _nodes: list[Node]) -> float:
    evaluator.volatile = True
    return to_serial(evaluator.now)


def _place(evaluator: Evaluator, nodes: list[Node], *, row: bool) -> int:
    if not nodes:
        return (evaluator.at[1] if row else evaluator.at[2]) + 1
    first = nodes[0][1].first
    return ((first.row if row else first.column) or 0) + 1


FUNCTIONS |= {
    "IF": _if,
    "IFERROR": _iferror,
    "ISERROR": _is_error,
    "ISBLANK": lambda evaluator, nodes: scalar(evaluator.node(nodes[0])) is None,
    "NOW": _now,
    "TODAY": lambda evaluator, nodes: int(_now(evaluator, nodes)),
    "ROW": lambda evaluator, nodes: _place(evaluator, nodes, row=True),
    "COLUMN": lambda evaluator, nodes: _place(evaluator, nodes, row=False),
    "ARRAYFORMULA": lambda evaluator, nodes: evaluator.node(nodes[0]),
}
