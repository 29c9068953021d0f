"""The one rule a tab that colours wrong cells: found again by its mark, after all rules people made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from netsheets.stores.addresses import column_number
from netsheets.stores.google.draft import Draft, DraftTab
from netsheets.stores.google.looks import HIGHLIGHT
from netsheets.stores.port import Highlight

Json = dict[str, Any]

_MARK: Final = '=IF("netsheets"<>"";'
"""A condition that always holds: the only place for a name in a conditional format."""

_TEXT_OR_PLACE: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|((?:'(?:[^']|'')*'|[^\W\d]\w*)!\$?[A-Z]+\$?\d*(?::\$?[A-Z]+\$?\d*)?)"
    r"|(,)"
)


def set_highlight(draft: Draft, edit: Highlight) -> None:
    """Make this the tab's highlight. Raise Conflict where the tab is missing."""
    tab = draft.tab(edit.title)
    rule = _rule(tab, edit)
    rules = tab.was.conditional_formats if tab.was is not None else ()
    ours = [number for number, each in enumerate(rules) if _formula(each).startswith(_MARK)]
    if ours and _is_same(rules[ours[0]], rule):
        return
    if ours:
        draft.add("updateConditionalFormatRule", index=ours[0], rule=rule)
    else:
        draft.add("addConditionalFormatRule", index=len(rules), rule=rule)


def in_google(formula: str) -> str:
    """Return a formula as a conditional format of Google's takes it, in any language of the spreadsheet.

    Another tab is reached through INDIRECT only, and a semicolon separates arguments everywhere.
    """

    def changed(found: re.Match[str]) -> str:
        place, comma = found[1], found[2]
        if place:
            text = place.replace('"', '""')
            return f'INDIRECT("{text}")'
        return ";" if comma else found[0]

    return _TEXT_OR_PLACE.sub(changed, formula.removeprefix("="))


def _rule(tab: DraftTab, edit: Highlight) -> Json:
    row, column = int(re.sub(r"\D", "", edit.anchor)), re.sub(r"\d", "", edit.anchor)
    last = min(column_number(edit.last_column), tab.column_count)
    area = tab.area(rows=(row - 1, tab.row_count), columns=(column_number(column) - 1, last))
    formula = f"{_MARK}{in_google(edit.formula)})"
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    return {"ranges": [area], "booleanRule": {"condition": condition, "format": HIGHLIGHT}}


def _is_same(held: Mapping[str, Any], rule: Json) -> bool:
    """Tell whether a rule that was read is this one; replies leave zeroes out."""
    [area] = rule["ranges"]
    ranges = [{name: bound for name, bound in each.items() if bound} for each in held["ranges"]]
    return ranges == [{name: bound for name, bound in area.items() if bound}] and _formula(held) == _formula(rule)


def _formula(rule: Mapping[str, Any]) -> str:
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", ())
    return str(values[0].get("userEnteredValue", "")) if values else ""
