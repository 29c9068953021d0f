"""Workbooks in a shared Google Sheet, reached with gspread and google-auth.

`store` is the order of it all: two requests read (`reading`), one request writes (`writing`). `edits` turns a Changeset
into the requests of one atomic batch, one file an edit; `stamp` is what makes a batch apply at most once, and never to
another state than the one that was read. `credentials`, `session` and `client` are the way to Google, `refusals` what
it answers when it says no.

Members type while netsheets works, so nothing here writes a cell of theirs: input tabs are only dressed, their new
columns inserted (never written over what stands there) and their new rows appended below the last one by Google itself.
"""

from netsheets.stores.google.credentials import Access
from netsheets.stores.google.patience import Patience
from netsheets.stores.google.reference import SpreadsheetReference, reference_of
from netsheets.stores.google.store import GoogleStore

__all__ = ["Access", "GoogleStore", "Patience", "SpreadsheetReference", "reference_of"]
