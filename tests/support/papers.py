"""Reports for tests of the forms they take: one with every kind of part in it, and texts nobody is safe from."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from netsheets.exports.document import Bullets, Column, Facts, Page, Part, Report, Row, Table, Text
from netsheets.texts import Language

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raw %}",
    "=1+1",
    "+33 6 12 34",
    "-2",
    "@SUM(A1)",
    "a|b",
    "x" * 300,
    "Zoé 👩‍🔧🎉",
    "bell\x07 nul\x00 escape\x1b[31m",
    "*bold* _it_ `code` [link](http://example.org) <b> & &amp; www.example.org",
    "# not a heading",
    "1. not a list",
    "two\nlines",
    "'quoted",
    "_x0041_",
    "</style></title>--><!--",
)

COLUMNS = (
    Column("name", "Name", width=24),
    Column("since", "Since", "day"),
    Column(
        "light", "Light", labels={"g": "fine", "f": "so so", "p": "low"}, tones={"g": "good", "f": "fair", "p": "poor"}
    ),
    Column("sum", "Sum", "money"),
    Column("count", "Count", "integer"),
    Column("mark", "Mark", "decimal"),
    Column("part", "Part", "percent"),
    Column("skills", "Skills", width=30),
)


def row(name: str = "Ana", **given: object) -> Row:
    """Return a row under COLUMNS."""
    usual = {
        "since": dt.date(2026, 3, 9),
        "light": "g",
        "sum": Decimal("1234.50"),
        "count": 1200,
        "mark": Decimal("3.5"),
        "part": Decimal("0.155"),
        "skills": ("plumbing", "joinery"),
    }
    return {"name": name, **usual, **given}  # type: ignore[dict-item]


def table(*rows: Row, columns: tuple[Column, ...] = COLUMNS, **given: object) -> Table:
    """Return a table of these rows."""
    return Table("members", columns, rows, **given)  # type: ignore[arg-type]


def report(*parts: Part, language: Language = "en", title: str = "Paper", **given: object) -> Report:
    """Return a report of one page with these parts."""
    return paged(Page(title, parts), language=language, title=title, **given)


def paged(*pages: Page, language: Language = "en", title: str = "Paper", **given: object) -> Report:
    """Return a report of these pages."""
    return Report("paper", title, "Azur · 22/11/2026", language, pages, {"day": dt.date(2026, 11, 22)}, **given)  # type: ignore[arg-type]


def everything(language: Language = "en") -> Report:
    """Return a report with every kind of part, empty and full, and every hostile text in each."""
    lights = "gfp"
    rows = [row(text, light=lights[number % 3]) for number, text in enumerate(HOSTILE)]
    blank = {each.key: None for each in COLUMNS}
    return paged(
        Page(
            HOSTILE[0],
            (
                Text(("A first paragraph.", *HOSTILE), HOSTILE[0]),
                table(*rows, blank, heading=HOSTILE[7], note=HOSTILE[10], totals=("sum", "count")),
                table(heading="Nobody", empty="Nobody this month."),
                table(),
            ),
        ),
        Page(
            "Ana [1]",
            (
                Bullets(HOSTILE, "To say"),
                Bullets(HOSTILE[:2], "To do", boxes=True),
                Bullets((), "To know", "Nothing to know."),
                Facts(
                    ((HOSTILE[0], HOSTILE[13]), ("Born", dt.date(1980, 5, 4)), ("Sum", Decimal("-1234.50"))), "Record"
                ),
                Facts((("Name", None), ("What makes you get up in the morning, but for work?", "")), "To fill in"),
            ),
        ),
        Page("Empty", ()),
        language=language,
    )
