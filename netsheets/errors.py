"""What a failed operation raises. Wrong data is a finding; a bug keeps its traceback.

NetsheetsError
├── InvalidRows     1  rows hold errors, and the command was asked to be strict
├── Misuse          2  the command was asked something it can't mean
├── Conflict        3  the workbook, the month or the ledger is not in the state the command needs
│   └── Changed     3  the workbook was changed between the read and the write; nothing was written
└── StoreRefused    4  the workbook can't be reached, read or written

The number is the exit code. Every error says what, where and what to do, in English or French: its sentences are in
`schemas/messages.json` under its code.
"""

from __future__ import annotations

from netsheets.texts import Language, message


class NetsheetsError(Exception):
    """A failed operation: a code of `schemas/messages.json` and what its sentence names."""

    exit_code = 1

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def message(self, language: Language = "en") -> str:
        """Return what happened, where and what to do."""
        return message(self.code, language, **self.details)

    def __str__(self) -> str:
        return self.message()


class InvalidRows(NetsheetsError):
    """Rows hold errors that the command will not pass over."""


class Misuse(NetsheetsError):
    """The command was asked something it can't mean."""

    exit_code = 2


class Conflict(NetsheetsError):
    """The workbook, the month or the ledger is not in the state the command needs."""

    exit_code = 3


class Changed(Conflict):
    """The workbook was changed between the read and the write; nothing was written."""


class StoreRefused(NetsheetsError):
    """The workbook can't be reached, read or written."""

    exit_code = 4
