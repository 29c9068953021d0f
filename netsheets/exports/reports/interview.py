"""The interview sheet: a page to print, with the questions that avoid prepared answers, and room for what is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from netsheets.domain.practice.recruitment import CRITERIA
from netsheets.domain.records import Member
from netsheets.exports.document import Column, Facts, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import column_title, tab_title

GROUPS: tuple[str, ...] = ("passions", "generosity", "network_spirit", "ethics")
"""The questions' groups, each a column of the tab Interviews: what people love first, what is delicate last."""

RING = "\N{EN SPACE}".join("12345")
TICK = "\N{EN SPACE}".join("\N{BALLOT BOX}" * 3)
VERDICTS = ("unfavourable", "reserved", "favourable")
"""In the order of the boxes to tick: like the marks, from the least to the most."""


def interview_report(setting: Setting) -> Report:
    """Return the sheet for two members' interviews of a candidate, or of whoever it will be where none is named."""
    words = setting.words("interview")
    candidate = _candidate(setting)
    title = words("title")
    page = Page(title, tuple(_parts(candidate, words)))
    document = _document(candidate, words)
    return Report("interview", title, setting.subtitle, setting.language, (page,), document)


def _candidate(setting: Setting) -> Member | None:
    """Return the candidate named; one whose row holds an error is met all the same."""
    book = setting.network.book
    known = {each.member_id: each for each in (*book.half_read_of(Member), *book.members)}
    return known.get(setting.asked.member_id) if setting.asked.member_id else None


def _parts(candidate: Member | None, words: Words) -> Iterator[Part]:
    yield Text((words("intro"),))
    yield _head(candidate, words)
    yield _asking(words)
    yield _marks(candidate, words)


def _head(candidate: Member | None, words: Words) -> Facts:
    """Return who it is about, as far as it is known, and who asks."""
    known = (candidate.name, candidate.company, candidate.trade) if candidate else ()
    person = ", ".join(filter(None, known)) or None
    return Facts(((words("candidate"), person), (words("first"), None), (words("second"), None)))


def _asking(words: Words) -> Table:
    """Return the questions, with room for what two members remember of each answer."""
    rows = (
        _row(None if number else column_title("interviews", group, words.language), question)
        for group in GROUPS
        for number, question in enumerate(_questions(group, words))
    )
    titles = (words("about"), words("question"), words("first_heard"), words("second_heard"))
    return Table("questions", _columns(titles), tuple(rows))


def _columns(titles: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns that both tables of the sheet share, so that they stand in line."""
    shapes = (("about", 15), ("question", 48), ("first", 17), ("second", 17))
    return tuple(Column(key, title, width=width) for (key, width), title in zip(shapes, titles, strict=True))


def _row(about: str | None, question: str, blank: str | None = None) -> Row:
    return {"about": about, "question": question, "first": blank, "second": blank}


def _questions(group: str, words: Words) -> tuple[str, ...]:
    """Return a group's questions in the order of their numbers."""
    numbered = {int(number): text for number, text in words.of(group).items() if number.isdecimal()}
    return tuple(numbered[number] for number in sorted(numbered))


def _marks(candidate: Member | None, words: Words) -> Table:
    """Return what a 1, a 3 and a 5 mean, and for two members the marks to ring and the verdicts to tick.

    Below it stands where in the workbook it all belongs.
    """
    scales = (_row(column_title("interviews", each, words.language), words(f"scale_{each}"), RING) for each in CRITERIA)
    verdict = tab("interviews").column_by_key["verdict"]
    boxes = " · ".join(verdict.label(each, words.language) for each in VERDICTS)
    titles = (words("marks"), words("scale"), words("first_mark"), words("second_mark"))
    rows = (*scales, _row(verdict.titles[words.language], boxes, TICK))
    return Table("questions", _columns(titles), rows, note=_afterwards(candidate, words))


def _afterwards(candidate: Member | None, words: Words) -> str:
    """Return where in the workbook what was heard belongs, in the words of its headers."""
    titles = {each.key: each.titles[words.language] for each in tab("interviews").columns}
    return words(
        "then",
        tab=tab_title("interviews", words.language),
        number=candidate.member_id if candidate else words("member_number"),
        interview=tab("interviews").column_by_key["kind"].label("interview", words.language),
        **titles,
    )


def _document(candidate: Member | None, words: Words) -> dict[str, Any]:
    known = ("member_id", "name", "company", "trade")
    return {
        "candidate": {key: getattr(candidate, key) for key in known} if candidate else None,
        "questions": {group: list(_questions(group, words)) for group in GROUPS},
        "scales": {each: words(f"scale_{each}") for each in CRITERIA},
    }
