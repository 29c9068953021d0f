"""How wide a text is in the default font, for autoResizeDimensions."""

from __future__ import annotations

import string

UNITS = 2048
FONT_PIXELS = 13
# Padding of the cell left and right, and the grid line.
MARGIN = 3 + 3 + 1

# Advance widths of the sans-serif face the server measures with, in 1/2048 of the font size. They give the one width
# known from a reply exactly (1024 letters A: 8691 pixels); every other character counts as a digit.
_CAPITALS = (1336, 1275, 1333, 1343, 1164, 1132, 1395, 1460, 557, 1130, 1284, 1102, 1788,
             1460, 1408, 1292, 1408, 1261, 1215, 1222, 1328, 1303, 1817, 1284, 1230, 1226)  # fmt: skip
_SMALL = (1114, 1149, 1072, 1155, 1085, 711, 1149, 1128, 497, 489, 1038, 497, 1795,
          1130, 1168, 1149, 1164, 693, 1056, 669, 1129, 992, 1538, 1015, 969, 1015)  # fmt: skip
_ADVANCES = dict(zip(string.ascii_uppercase + string.ascii_lowercase + " ", (*_CAPITALS, *_SMALL, 507), strict=True))
_DIGIT = 1150


def column_width(text: str) -> int:
    """Return the pixels a column needs to show the longest line of *text*."""
    longest = max(sum(_ADVANCES.get(letter, _DIGIT) for letter in line) for line in text.split("\n"))
    return round(longest * FONT_PIXELS / UNITS) + MARGIN
