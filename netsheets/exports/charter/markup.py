"""The text of a charter, read into the parts of a report.

What is understood of Markdown, line by line:

- `# Title` begins a page of that title. What stands before the first one is a page without a title.
- `## Heading`, with two or more `#`, stands above what follows it.
- `- ` begins an item of a list; lines below it that begin with two blanks go on with it.
- `| a | b |` is a row of a table, the first row its titles; a row of dashes (`|---|---|`) is for the eye only.
- `[table: NAME]` alone on a line is the table of that name.
- An empty line ends a paragraph, an item or a table; lines without one between them are one paragraph.

Anything else (stars, links, numbers, HTML) is plain text, shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from netsheets.exports.document import Bullets, Column, Page, Part, Table, Text

_MEANING = "#-|[]"
_PLAIN: Mapping[int, str] = {ord(sign): chr(place) for place, sign in enumerate(_MEANING, 1)}
_MEANT: Mapping[int, str] = {ord(plain): chr(sign) for sign, plain in _PLAIN.items()}
_ONE_LINE: Mapping[int, str] = dict.fromkeys(b"\t\n\r", " ")
_TABLE = re.compile(r"\[table: ([a-z_]+)\]")
_DASHES = re.compile(r"[ :|-]+")


def literal(text: str) -> str:
    """Return a text that `pages_of` takes for nothing else: on one line, and none of its signs has a meaning."""
    return text.translate(_ONE_LINE).translate(_PLAIN)


def pages_of(text: str, tables: Mapping[str, Table]) -> tuple[Page, ...]:
    """Return the pages of a text, with these tables in their places; a name that is no table's is plain text."""
    lines = [_line(each, tables) for each in text.split("\n")]
    starts = [place for place, (kind, _) in enumerate(lines) if kind == "page"]
    pages = [Page("", tuple(_parts(lines[: starts[0] if starts else None], tables)))]
    for start, end in pairwise((*starts, len(lines))):
        pages.append(Page(lines[start][1], tuple(_parts(lines[start + 1 : end], tables))))
    return tuple(each for each in pages if each.title or each.parts)


_Line = tuple[str, str]
"""What a line is, and what it says."""


def _line(raw: str, tables: Mapping[str, Table]) -> _Line:
    text = re.sub(r"[ \t]+", " ", raw.replace("\r", "")).strip(" ")
    hashes = len(text) - len(text.lstrip("#"))
    found = _TABLE.fullmatch(text)
    if not text:
        return "end", ""
    if hashes and text[hashes : hashes + 1] == " ":
        return "page" if hashes == 1 else "heading", _said(text[hashes:])
    if text.startswith("- "):
        return "item", _said(text[2:])
    if text.startswith("|"):
        return "row", text
    if found and found[1] in tables:
        return "table", found[1]
    return "more" if raw.startswith("  ") else "text", _said(text)


def _said(text: str) -> str:
    """Return what people read: every sign that was only text is itself again."""
    return text.strip(" ").translate(_MEANT)


def _parts(lines: Sequence[_Line], tables: Mapping[str, Table]) -> Iterator[Part]:
    """Yield the parts of a page; a heading goes to the part below it, or stands alone."""
    heading = ""
    for number, (kind, texts) in enumerate(_blocks(lines)):
        if kind == "heading":
            if heading:
                yield Text((), heading)
            heading = texts[0]
            continue
        yield _part(kind, texts, heading, tables, f"table_{number}")
        heading = ""
    if heading:
        yield Text((), heading)


def _blocks(lines: Sequence[_Line]) -> list[tuple[str, list[str]]]:
    """Return what stands together: paragraphs, the items of a list, the rows of a table; headings alone."""
    blocks: list[tuple[str, list[str]]] = []
    ended = True
    for kind, text in lines:
        before, texts = blocks[-1] if blocks else ("", [])
        own = "item" if kind == "more" and before == "item" and not ended else "text" if kind == "more" else kind
        if kind == "end":
            ended = True
            continue
        if own != before or own in ("heading", "table") or (own == "row" and ended):
            blocks.append((own, [text]))
        elif not ended and (kind == "more" or own == "text"):
            texts[-1] = f"{texts[-1]} {text}"
        else:
            texts.append(text)
        ended = False
    return blocks


def _part(kind: str, texts: Sequence[str], heading: str, tables: Mapping[str, Table], key: str) -> Part:
    if kind == "table":
        return replace(tables[texts[0]], heading=heading or tables[texts[0]].heading)
    if kind == "row":
        return _table(texts, heading, key)
    return Bullets(tuple(texts), heading) if kind == "item" else Text(tuple(texts), heading)


def _table(lines: Sequence[str], heading: str, key: str) -> Table:
    """Return a table of texts; a row that is shorter than another is blank at its end."""
    rows = [_cells(line) for line in lines if not _DASHES.fullmatch(line)]
    width = max(map(len, rows), default=0)
    titles, *filled = [row + [""] * (width - len(row)) for row in rows] or [[]]
    columns = tuple(
        Column(f"column_{place}", title, width=max(len(row[place - 1]) for row in (titles, *filled)))
        for place, title in enumerate(titles, 1)
    )
    records = tuple({column.key: text for column, text in zip(columns, row, strict=True)} for row in filled)
    return Table(key, columns, records, heading)


def _cells(line: str) -> list[str]:
    return [_said(cell) for cell in line.removeprefix("|").removesuffix("|").split("|")]
