"""The store of a workbook in a shared Google Sheet: two requests read it, one writes it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Final

from netsheets.errors import Changed, Conflict
from netsheets.stores.google.access import Access, Kind, SpreadsheetReference, authorized_session, identity
from netsheets.stores.google.batch import Batch, batch_of, staged
from netsheets.stores.google.client import GoogleClient, GoogleRefusal, NoAnswer, Patience, worded
from netsheets.stores.google.protections import is_protected
from netsheets.stores.google.spreadsheet import Spreadsheet, create_spreadsheet, read_spreadsheet
from netsheets.stores.google.writing import Writer
from netsheets.stores.port import NEW, Changeset, Grid, Snapshot

_NEW_TITLE: Final = "netsheets"
"""What a spreadsheet is called that `init` makes; its owner renames it at will."""


def _write_name() -> str:
    return secrets.token_hex(6)


class GoogleStore:
    """A workbook in a Google Sheet. Errors are those of `netsheets.errors`.

    Nothing is asked of Google, and no credentials are read, before the first read or write.
    """

    def __init__(
        self,
        reference: SpreadsheetReference,
        access: Access,
        patience: Patience | None = None,
        *,
        client: GoogleClient | None = None,
        write_name: Callable[[], str] = _write_name,
    ) -> None:
        """Take a `client` in the place of one that the access opens, and another way to name writes, for tests."""
        self._reference = reference
        self._access = access
        self._patience = patience or Patience()
        self._write_name = write_name
        self._client = client
        self._kind: Kind = "token"
        self._account = ""
        self._read: Spreadsheet | None = None

    def __getstate__(self) -> Mapping[str, object]:
        """Return what another process needs to open the same sheet: all but the connection, which it makes anew."""
        return {**self.__dict__, "_client": None}

    @property
    def name(self) -> str:
        """Return the spreadsheet's address."""
        return self._reference.url

    @property
    def spreadsheet_id(self) -> str:
        """Return the spreadsheet's id, "" where it is still to be made."""
        return self._reference.spreadsheet_id

    def read(self) -> Snapshot:
        """Return the spreadsheet as it is now; all days come as serial numbers."""
        spreadsheet = self._spreadsheet()
        self._read = spreadsheet
        grids = () if spreadsheet.is_blank else spreadsheet.tabs
        return Snapshot(
            spreadsheet.title or self.name,
            tuple(Grid(each.title, each.rows, index=each.index) for each in grids),
            spreadsheet.revision,
            serial_days=True,
            identity=self.spreadsheet_id,
        )

    def apply(self, changeset: Changeset) -> None:
        """Apply every edit or none, in one request; none at all where the edits change nothing.

        With the revision `NEW`, an empty spreadsheet is made ready, or a new one made. Raise `Changed` where netsheets
        has written since the read, and Conflict where `once` was done already. What members change meanwhile stays.
        """
        if changeset.revision == NEW:
            self._prepare(changeset)
            return
        spreadsheet = self._read
        if spreadsheet is None or spreadsheet.revision != changeset.revision:
            raise Changed("workbook_changed", workbook=self.name)
        name = self._write_name()
        batch = batch_of(spreadsheet, changeset, name)
        if batch.requests:
            self._read = None
            self._send_all(spreadsheet, batch, name, changeset.once)

    def make(self) -> None:
        """Make the spreadsheet that is still to be made, empty."""
        if not self.spreadsheet_id:
            self._created()

    def signed_in(self) -> tuple[Kind, str]:
        """Return what kind of credentials are used, and the address to share the spreadsheet with, if it is known."""
        self._connected()
        return self._kind, self._account

    def unprotected(self, titles: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of these tool-owned tabs that have lost their protection, as last read."""
        tabs = self._read.tabs if self._read is not None else ()
        return tuple(each.title for each in tabs if each.title in titles and not is_protected(each))

    def check_writable(self) -> None:
        """Raise StoreRefused where netsheets may only look: asks for a replacement that finds nothing to replace."""
        spreadsheet = self._read or self._spreadsheet()
        area = {"sheetId": spreadsheet.tabs[0].sheet_id, "endRowIndex": 1, "endColumnIndex": 1}
        search = {"find": secrets.token_hex(16), "replacement": "", "matchCase": True, "range": area}
        self._send(Batch([{"findReplace": search}], None), None)

    def _prepare(self, changeset: Changeset) -> None:
        """Make a spreadsheet of these edits. Raise Conflict where the one that is named holds anything already."""
        spreadsheet = self._spreadsheet() if self.spreadsheet_id else self._created()
        if not spreadsheet.is_blank:
            raise Conflict("google_not_empty", workbook=self.name)
        name = self._write_name()
        self._send_all(spreadsheet, batch_of(spreadsheet, changeset, name, fresh=True), name, None)

    def _created(self) -> Spreadsheet:
        client = self._connected()
        try:
            spreadsheet = create_spreadsheet(client, _NEW_TITLE)
        except (NoAnswer, GoogleRefusal) as failure:
            raise worded(failure, "", self._account) from failure
        self._reference = SpreadsheetReference(spreadsheet.spreadsheet_id)
        return spreadsheet

    def _spreadsheet(self) -> Spreadsheet:
        client = self._connected()
        try:
            return read_spreadsheet(client, self.spreadsheet_id)
        except (NoAnswer, GoogleRefusal) as failure:
            raise worded(failure, self.name, self._account) from failure

    def _send_all(self, spreadsheet: Spreadsheet, batch: Batch, name: str, once: str | None) -> None:
        """Send a batch, the rows of a very large one beforehand."""
        parts = staged(spreadsheet, batch.requests, name, self._patience.most_bytes)
        for each in parts.before:
            self._send(Batch(each, None), None)
        self._send(Batch(parts.last, batch.proof), once)

    def _send(self, batch: Batch, once: str | None) -> None:
        writer = Writer(self._connected(), self.spreadsheet_id, name=self.name, account=self._account)
        writer.send(batch, once)

    def _connected(self) -> GoogleClient:
        if self._client is None:
            who = identity(self._access)
            self._kind, self._account = who.kind, who.account
            self._client = GoogleClient(authorized_session(who, self._access.endpoint), self._patience)
        return self._client
