"""A report as people read it, whatever it is about: pages of text, facts and tables, and the forms they can take.

`report` holds the records a report is made of; `markdown`, `html`, `excel` (a `sheet` a page, in its `looks`) and `tab`
write them, with values in the same words (`wording`). What a report says is made elsewhere (`exports/reports/`), from
records of the domain; here nothing knows members or months. What members typed stays text in every form: never markup,
never a formula.
"""

from netsheets.exports.document.report import (
    Bullets,
    Column,
    Facts,
    Kind,
    Page,
    Part,
    Report,
    Row,
    Table,
    Text,
    Tone,
    Value,
    shaped,
    table_of,
)

__all__ = [
    "Bullets", "Column", "Facts", "Kind", "Page", "Part", "Report", "Row", "Table", "Text", "Tone", "Value",
    "shaped", "table_of",
]  # fmt: skip
