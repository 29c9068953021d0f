"""The store of a workbook in an .xlsx file: one read, one write, each whole."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netsheets.errors import Changed
from netsheets.stores.port import Changeset, Snapshot
from netsheets.stores.xlsx.blank import blank_workbook
from netsheets.stores.xlsx.edits import edited
from netsheets.stores.xlsx.locks import locked
from netsheets.stores.xlsx.owner_files import refuse_open_elsewhere
from netsheets.stores.xlsx.package import MOST_BYTES, opened
from netsheets.stores.xlsx.reading import read_workbook, revision_of
from netsheets.stores.xlsx.recognition import refuse_other_formats, refuse_other_packages
from netsheets.stores.xlsx.replacing import create_file, read_whole, replace_file

NEW: Final = ""
"""The revision of a workbook that does not exist yet."""


class XlsxStore:
    """A workbook in an .xlsx (or .xlsm) file. Errors are those of `netsheets.errors`."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    @classmethod
    def create(cls, path: str | Path) -> XlsxStore:
        """Write a workbook without tabs and return its store. Raise Conflict where there is a file already."""
        create_file(Path(path), blank_workbook())
        return cls(path)

    @property
    def name(self) -> str:
        """Return the workbook's path."""
        return str(self._path)

    def read(self) -> Snapshot:
        """Return the workbook as it is now: the file's bytes are read once, and named by their SHA-256."""
        return read_workbook(self._bytes(), self.name)

    def apply(self, changeset: Changeset) -> None:
        """Apply every edit or none. Raise `Changed` where the file is no longer what was read.

        With the revision `NEW` the file is made, and must not be there yet. Where the edits change nothing, nothing is
        written. `once` needs no keeping here: who applies a Changeset twice comes with an old revision.
        """
        if changeset.revision == NEW:
            create_file(self._path, edited(blank_workbook(), changeset.edits))
            return
        refuse_open_elsewhere(self._path)
        before = self._bytes()
        with locked(self._path.resolve()):
            before = self._bytes()
            if revision_of(before) != changeset.revision:
                raise Changed("workbook_changed", workbook=self.name)
            after = edited(before, changeset.edits)
            refuse_open_elsewhere(self._path)
            if after != before:
                replace_file(self._path.resolve(), after, before)

    def _bytes(self) -> bytes:
        """Return the file's bytes, known to be a workbook's."""
        content = read_whole(self._path, MOST_BYTES)
        refuse_other_formats(content, self.name)
        refuse_other_packages(opened(content), self.name)
        return content
