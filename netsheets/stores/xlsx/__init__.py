"""Workbooks in an .xlsx file: read by calamine, written by changing only the package's parts that an edit touches.

An .xlsx is a zip of parts. `package` holds the zip, `draft` the parts being changed, `store` the order of it all.
Every part that no edit touches stays as it is, byte for byte: images, charts, pivots, macros, whatever Excel put there.
"""

from netsheets.stores.xlsx.store import XlsxStore

__all__ = ["XlsxStore"]
