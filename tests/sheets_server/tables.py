"""Finding the "table" that values.append appends to: the last block of adjoining cells that the range touches."""

from __future__ import annotations

from .references import Box
from .sheet import Sheet

Block = tuple[int, int, int, int]


def last_table(box: Box) -> Block | None:
    """Return (top, left, bottom, right) of the last block with values that *box* touches, or None.

    "Last" is the lowest, then the rightmost: Google's guide takes B4:D6 where a sheet holds A1:C2 and B4:D6.
    """
    touched = [block for block in blocks(box.sheet) if _touches(block, box)]
    return max(touched, key=lambda block: (block[2], block[3]), default=None)


def blocks(sheet: Sheet) -> list[Block]:
    """Return the rectangles of cells with values that an empty row or column separates from all others."""
    found: list[Block] = []
    for row in sorted(sheet.grid.rows):
        columns = sorted(c for c, cell in sheet.grid.rows[row].items() if "userEnteredValue" in cell)
        for left, right in _runs(columns):
            found = _joined(found, (row, left, row + 1, right))
    return found


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs


def _joined(found: list[Block], block: Block) -> list[Block]:
    """Return *found* with *block*, united with all the blocks that it now adjoins."""
    while True:
        near = [other for other in found if _adjoins(other, block)]
        if not near:
            return [*found, block]
        found = [other for other in found if not _adjoins(other, block)]
        together = [*near, block]
        block = (
            min(b[0] for b in together), min(b[1] for b in together),
            max(b[2] for b in together), max(b[3] for b in together),
        )  # fmt: skip


def _adjoins(one: Block, other: Block) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _touches(block: Block, box: Box) -> bool:
    return block[0] < box.bottom and box.top < block[2] and block[1] < box.right and box.left < block[3]
