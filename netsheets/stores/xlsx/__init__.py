"""Workbooks in an .xlsx file: read by calamine, written by changing only the package's parts that an edit touches.

`store` is the order of it all, `file` the file itself, `reading` what is in it, `owned_tab` and `member_tab` the edits.
The package, its parts and their relations are those of `netsheets.ooxml`.
Every part that no edit touches stays as it is, byte for byte: images, charts, pivots, macros, whatever Excel put there.
"""

from netsheets.stores.xlsx.store import XlsxStore

__all__ = ["XlsxStore"]
