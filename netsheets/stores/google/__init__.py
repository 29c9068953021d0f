"""Workbooks in a shared Google Sheet, reached with gspread and google-auth.

`store` is the order of it all: two requests read (`spreadsheet`), one request writes (`writing`). `batch` turns a
Changeset into that request by way of a `draft`: `tab_content` for tabs that are written whole, `tab_edits` for all
others, `cells` for what both put in a cell. `protections` is what makes a batch apply at most once, and never to
another state than the one that was read. `access` and `client` are the way to Google.

Members type while netsheets works, so nothing here writes a cell of theirs: input tabs are only dressed, their new
columns inserted (never written over what stands there) and their new rows appended below the last one by Google itself.
"""

from netsheets.stores.google.access import Access, SpreadsheetReference, reference_of
from netsheets.stores.google.client import Patience
from netsheets.stores.google.store import GoogleStore

__all__ = ["Access", "GoogleStore", "Patience", "SpreadsheetReference", "reference_of"]
