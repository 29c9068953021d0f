"""The zip: its entries in order, read within bounds, rewritten with untouched entries as they are, or made anew.

Hand-written, for `zipfile` can neither copy an entry's compressed bytes nor hold back one that inflates without end.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from netsheets.errors import StoreRefused

MOST_BYTES: Final = 2 * 1024**3
MOST_ENTRIES: Final = 20_000
MOST_RATIO: Final = 200
"""No honest workbook inflates to more than 2 GB, nor above 100 MB to 200 times its compressed size."""

_RATIO_FROM: Final = 100 * 1024**2
_ENCRYPTED: Final = 0x1
_DESCRIPTOR: Final = 0x8
_UTF8: Final = 0x800
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_ZIP64_EXTRA: Final = 1
_EPOCH: Final = 0x21
"""1 January 1980, the first day a zip knows: the same edit gives the same bytes on any day."""
_VERSION: Final = 20
_UNIX: Final = 3 << 8
_PLAIN: Final = (_VERSION, 0, 0)
"""Which program of which system made an entry, and what that system notes about it: nothing."""
_STEP: Final = 1 << 16
"""How much is inflated at once."""

_FAST_FROM: Final = 4 * 1024**2
"""Above this size a part is compressed fast rather than small."""


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One entry of the zip as its central directory describes it, and where its compressed bytes lie."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    stamp: tuple[int, int]
    crc: int
    size: int
    compressed: memoryview
    extra: bytes = b""
    comment: bytes = b""
    attributes: tuple[int, int, int] = _PLAIN

    def chunks(self, *, checked: bool = True) -> Iterator[bytes]:
        """Yield the content in pieces, never more than the entry declares. Raise StoreRefused where it isn't so.

        `checked` says whether the sum of the bytes is looked at too; someone else may do so.
        """
        inflater = None if self.method == zipfile.ZIP_STORED else zlib.decompressobj(-15)
        crc, seen = 0, 0
        for start in range(0, len(self.compressed), _STEP):
            piece = self.compressed[start : start + _STEP]
            try:
                content = bytes(piece) if inflater is None else inflater.decompress(piece, self.size - seen + 1)
            except zlib.error as error:
                raise StoreRefused("workbook_damaged", part=self.name) from error
            seen += len(content)
            if seen > self.size:
                raise StoreRefused("workbook_damaged", part=self.name)
            crc = zlib.crc32(content, crc) if checked else self.crc
            yield content
        if seen != self.size or (seen and crc != self.crc):
            raise StoreRefused("workbook_damaged", part=self.name)

    def content(self) -> bytes:
        """Return the content. Raise StoreRefused where it isn't what the entry declares."""
        return b"".join(self.chunks())


@dataclass(frozen=True)
class Package:
    """The entries of an .xlsx, in the order they are stored in."""

    entries: tuple[ZipEntry, ...]
    comment: bytes = b""
    _by_name: Mapping[str, ZipEntry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the entries by part name, which holds whatever the case of its letters (OPC, part names)."""
        object.__setattr__(self, "_by_name", {part_key(each.name): each for each in self.entries})

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return part_key(name) in self._by_name

    def entry(self, name: str) -> ZipEntry:
        """Return the entry of a part. Raise StoreRefused where the package lacks it."""
        found = self._by_name.get(part_key(name))
        if found is None:
            raise StoreRefused("workbook_damaged", part=name)
        return found

    def rewritten(self, parts: Mapping[str, bytes | None]) -> bytes:
        """Return the zip with these parts changed, added at the end, or (None) left out; all others as they are."""
        wanted = {part_key(name): content for name, content in parts.items()}
        entries = []
        for each in self.entries:
            content = wanted.pop(part_key(each.name), each)
            if content is each:
                entries.append(each)
            elif isinstance(content, bytes):
                entries.append(compressed(each.name, content, each.attributes))
        names = {part_key(name): name for name in parts}
        like = self.entries[0].attributes if self.entries else _PLAIN
        entries += [compressed(names[key], content, like) for key, content in wanted.items() if content is not None]
        return joined(entries, self.comment)


def opened(content: bytes) -> Package:
    """Return the package in these bytes. Raise StoreRefused where it is damaged, encrypted or beyond bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = tuple(_entry(info, memoryview(content)) for info in archive.infolist())
            comment = archive.comment
    except (zipfile.BadZipFile, NotImplementedError, struct.error, UnicodeError, ValueError) as error:
        raise StoreRefused("workbook_damaged", part="zip") from error
    _check(entries)
    return Package(entries, comment)


def part_key(name: str) -> str:
    """Return what two names of one part have in common."""
    return name.lstrip("/").lower()


def zipped(contents: Mapping[str, bytes], *, mode: int = 0) -> bytes:
    """Return a zip of these files in their order, the same bytes on any day.

    `mode` says who may read them once unpacked, for an archive that people unpack.
    """
    attributes = (_UNIX | _VERSION, 0, mode << 16) if mode else _PLAIN
    return joined([compressed(name, content, attributes) for name, content in contents.items()])


def compressed(name: str, content: bytes, attributes: tuple[int, int, int] = _PLAIN) -> ZipEntry:
    """Return a new entry with this content."""
    deflater = zlib.compressobj(3 if len(content) > _FAST_FROM else 6, zlib.DEFLATED, -15)
    packed = deflater.compress(content) + deflater.flush()
    flags = 0 if name.isascii() else _UTF8
    checksum = zlib.crc32(content)
    return ZipEntry(
        name=name,
        raw_name=name.encode(),
        flags=flags,
        method=zipfile.ZIP_DEFLATED,
        stamp=(0, _EPOCH),
        crc=checksum,
        size=len(content),
        compressed=memoryview(packed),
        attributes=attributes,
    )


def joined(entries: list[ZipEntry], comment: bytes = b"") -> bytes:
    """Return the zip of these entries, each with a plain header and its compressed bytes as they are."""
    pieces: list[bytes | memoryview] = []
    directory: list[bytes] = []
    position = 0
    for each in entries:
        sizes = (each.crc, len(each.compressed), each.size)
        made_by, internal, external = each.attributes
        local = _LOCAL.pack(b"PK\3\4", _VERSION, each.flags, each.method, *each.stamp, *sizes, len(each.raw_name), 0)
        lengths = (len(each.raw_name), len(each.extra), len(each.comment))
        head = (b"PK\1\2", made_by, _VERSION, each.flags, each.method, *each.stamp, *sizes)
        central = _CENTRAL.pack(*head, *lengths, 0, internal, external, position)
        directory.append(central + each.raw_name + each.extra + each.comment)
        pieces += [local, each.raw_name, each.compressed]
        position += len(local) + len(each.raw_name) + len(each.compressed)
    index = b"".join(directory)
    count = len(entries)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(index), position, len(comment))
    return b"".join([*pieces, index, end, comment])


def _entry(info: zipfile.ZipInfo, content: memoryview) -> ZipEntry:
    """Return the entry as the central directory has it; sizes known, so its local header needs no descriptor."""
    header = content[info.header_offset : info.header_offset + _LOCAL.size]
    signature, *_, name_length, extra_length = _LOCAL.unpack(header)
    start = info.header_offset + _LOCAL.size + name_length + extra_length
    packed = content[start : start + info.compress_size]
    if signature != b"PK\3\4" or len(packed) != info.compress_size:
        raise StoreRefused("workbook_damaged", part=info.filename)
    year, month, day, hour, minute, second = info.date_time
    return ZipEntry(
        name=info.filename,
        raw_name=info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437"),
        flags=info.flag_bits & ~_DESCRIPTOR,
        method=info.compress_type,
        stamp=(hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day),
        crc=info.CRC,
        size=info.file_size,
        compressed=packed,
        extra=_without_zip64(info.extra),
        comment=info.comment,
        attributes=(info.create_system << 8 | info.create_version, info.internal_attr, info.external_attr),
    )


def _without_zip64(extra: bytes) -> bytes:
    """Return the extra fields without the sizes of zip64: within our bounds the plain ones hold them."""
    kept, position = b"", 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind != _ZIP64_EXTRA:
            kept += extra[position : position + 4 + length]
        position += 4 + length
    return kept


def _check(entries: tuple[ZipEntry, ...]) -> None:
    """Raise StoreRefused for what would exhaust memory, and for what one can't rewrite without guessing."""
    total = sum(each.size for each in entries)
    packed = sum(len(each.compressed) for each in entries)
    if total > MOST_BYTES or len(entries) > MOST_ENTRIES or (total > _RATIO_FROM and total > MOST_RATIO * packed):
        raise StoreRefused("workbook_too_large", size=f"{total / 1024**2:,.0f}")
    seen: set[str] = set()
    for each in entries:
        if part_key(each.name) in seen or each.flags & _ENCRYPTED:
            raise StoreRefused("workbook_damaged", part=each.name)
        if each.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise StoreRefused("workbook_damaged", part=each.name)
        seen.add(part_key(each.name))
