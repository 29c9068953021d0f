"""The signs of a FEC: ISO 8859-15 or UTF-8 without a mark before it, one line of fields a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final

from netsheets.exports.accounting.fec_check.findings import Tally

LONGEST_LINE: Final = 1_000_000
"""No line of a FEC is as long: what has one is no text, and is not read into memory."""

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_BOM: Final = b"\xef\xbb\xbf"
_CONTROLS: Final = bytes({*range(32), 127} - {ord("\t")})
_NEITHER: Final = bytes(range(0x80, 0xA0))
"""The bytes that are signs in Windows' code page and in no encoding of a FEC."""


class Lines:
    """The lines of a file, without their ends, and what their signs say about its encoding."""

    def __init__(self, file: BinaryIO, tally: Tally) -> None:
        self._file, self._tally = file, tally
        self._first: dict[str, int] = {}
        self.read = 0

    @property
    def encoding(self) -> str:
        """Return the encoding that the signs so far are in."""
        return next(iter(self._first), "ascii")

    def __iter__(self) -> Iterator[bytes]:
        """Yield each line; a file that is no text of any kind ends at once."""
        line = b""
        for line in iter(partial(self._file.readline, LONGEST_LINE), b""):
            self.read += 1
            if len(line) == LONGEST_LINE:
                self._tally.add("line_too_long", self.read)
                return
            text = line if self.read > 1 else self._opened(line)
            if text is None:
                return
            text = text.rstrip(b"\r\n")
            if not text.isascii():
                self._judge(text)
            if len(text.translate(None, _CONTROLS)) != len(text):
                self._tally.add("control_characters", self.read, value=text)
            yield text
        if line and not line.endswith(b"\n"):
            self._tally.add("last_line_open", self.read)

    def _opened(self, line: bytes) -> bytes | None:
        """Return the first line without a mark before it, None where it can't be read as text."""
        if line.startswith(_UTF16) or b"\0" in line[:4]:
            self._tally.add("utf16", 1)
            return None
        if b"\0" in line:
            self._tally.add("not_text", 1)
            return None
        if line.startswith(_BOM):
            self._tally.add("bom", 1)
            line = line.removeprefix(_BOM)
        if b"\r" in line.rstrip(b"\r\n"):
            self._tally.add("line_ends", 1)
            return None
        return line

    def _judge(self, line: bytes) -> None:
        """Take note of a line's encoding, and of signs that are of none."""
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            if len(line.translate(None, _NEITHER)) != len(line):
                self._tally.add("bytes", self.read, value=_around(line, error.start))
                return
            encoding = "iso8859-15"
        else:
            encoding = "utf-8"
        self._first.setdefault(encoding, self.read)
        if encoding != self.encoding:
            since = self._first[self.encoding]
            self._tally.add("encodings_mixed", self.read, found=encoding, first=self.encoding, since=since)


def _around(line: bytes, place: int) -> str:
    """Return a few signs around a place of a line, as Windows would show them."""
    return line[max(place - 15, 0) : place + 15].decode("cp1252", "replace").replace("\t", " ").strip()
