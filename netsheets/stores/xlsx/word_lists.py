"""The words of drop-downs too long for their rule, one column each on a hidden tab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from netsheets.stores.addresses import column_letters
from netsheets.stores.port import Block, Choices, Content, ReplaceTab, ShownColumn
from netsheets.stores.xlsx.text import quoted
from netsheets.stores.xlsx.validations import is_inline

TITLE: Final = "netsheets lists"


class WordLists:
    """The lists a workbook has and those that come; a list that is there already is not added again."""

    def __init__(self, columns: Sequence[tuple[str, ...]]) -> None:
        self._lists = list(columns)
        self._had = len(self._lists)

    def place(self, check: Choices) -> str:
        """Return the range of these words, added where it is new; '' where they fit into the rule."""
        if is_inline(check):
            return ""
        if check.words not in self._lists:
            self._lists.append(check.words)
        name = column_letters(self._lists.index(check.words) + 1)
        return f"{quoted(TITLE)}!${name}$1:${name}${len(check.words)}"

    def edit(self) -> ReplaceTab | None:
        """Return what puts the lists on their tab, None where nothing came."""
        if len(self._lists) == self._had:
            return None
        deepest = max(len(words) for words in self._lists)
        rows = [tuple(words[row] if row < len(words) else "" for words in self._lists) for row in range(deepest)]
        columns = tuple(ShownColumn(f"list {number}", width=30) for number in range(1, len(self._lists) + 1))
        return ReplaceTab(TITLE, Content((Block(columns, rows, headless=True),)))


def lists_in(rows: Sequence[Sequence[object]]) -> list[tuple[str, ...]]:
    """Return the lists that stand on the tab."""
    width = max((len(row) for row in rows), default=0)
    columns = ([row[number] for row in rows if number < len(row)] for number in range(width))
    return [tuple(str(cell) for cell in column if cell not in (None, "")) for column in columns]
