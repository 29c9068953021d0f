"""Reports as Markdown: what members typed stays text."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from netsheets.exports.document import Bullets, Column, Facts, Page, Report, Table, Text
from netsheets.exports.document.markdown import BLANK, escaped, markdown
from netsheets.exports.document.wording import readable
from tests.support import papers

MARKUP = st.text(alphabet=st.sampled_from(list("ab1 \n\t\\`*_{}[]()<>#+-.!|~&;:/=$\"'é👍\x00\x1b")), max_size=40)
TYPED = MARKUP | st.text(max_size=40)
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text: str) -> list[Token]:
    """Return what Markdown makes of a text, flat."""
    found: list[Token] = []
    for token in PARSER.parse(text):
        found.append(token)
        found.extend(token.children or ())
    return found


def kinds(text: str) -> set[str]:
    return {each.type for each in tokens(text)}


def texts(text: str, *, within: str = "inline") -> list[str]:
    """Return what a reader reads in each heading, paragraph, item or cell."""
    found = []
    for token in PARSER.parse(text):
        if token.type == within:
            read = {"softbreak": "\n", "hardbreak": "\n"}
            found.append("".join(read.get(each.type, each.content) for each in token.children or ()))
    return found


def as_read(text: str) -> str:
    """Return a text with blanks as a page shows them."""
    return re.sub(r"[ \t\n]+", " ", readable(text)).strip()


def lines_read(text: str) -> str:
    lines = (re.sub(r"[ \t]+", " ", each).strip() for each in readable(text).split("\n"))
    return "\n".join(each for each in lines if each)


PLAIN = {"heading_open", "heading_close", "inline", "text", "text_special", "paragraph_open", "paragraph_close"}
BREAKS = {"hardbreak"}
IN_TABLE = {
    f"{each}_{end}" for each in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")
}  # fmt: skip
IN_LIST = {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}


@given(TYPED)
@example("# a #")
@example("a #")
@example("2) b")
@example("===")
@example("a\n---\nb")
@example("![a](b)")
@example("\\")
@example("a\\")
def test_typed_text_stays_text_in_a_title_and_a_paragraph(typed: str) -> None:
    written = markdown(papers.report(Text((f"x\n{typed}",)), title=f"T {typed}"))
    assert kinds(written) <= PLAIN | BREAKS
    title, _, paragraph = texts(written)
    assert title == as_read(f"T {typed}")
    assert paragraph == lines_read(f"x\n{typed}")


@given(TYPED)
def test_typed_text_stays_text_at_the_very_start(typed: str) -> None:
    written = markdown(papers.report(Text((typed,))))
    assert kinds(written) <= PLAIN | BREAKS
    assert texts(written)[2:] == [each for each in [lines_read(typed)] if each]


@given(TYPED, TYPED)
@example("|", "\\|")
def test_typed_text_stays_text_in_a_table(first: str, second: str) -> None:
    table = papers.table(
        {"a": f"x{first}", "b": second}, columns=(Column("a", first or "A"), Column("b", "B")), heading="H"
    )
    written = markdown(papers.report(table))
    assert kinds(written) <= PLAIN | IN_TABLE
    assert texts(written)[3:] == [as_read(first or "A"), "B", as_read(f"x{first}"), as_read(second)]


@given(TYPED, TYPED)
def test_typed_text_stays_text_in_a_list(first: str, second: str) -> None:
    written = markdown(papers.report(Bullets((f"x{first}", second, "y"))))
    assert kinds(written) <= PLAIN | BREAKS | IN_LIST
    assert [each for each in texts(written)[2:] if each] == [
        each for each in (lines_read(f"x{first}"), lines_read(second), "y") if each
    ]


@given(TYPED, TYPED)
def test_typed_text_stays_text_beside_a_label(label: str, value: str) -> None:
    written = markdown(papers.report(Facts(((f"a{label}a", f"x{value}"),))))
    assert kinds(written) <= PLAIN | BREAKS | IN_LIST | {"strong_open", "strong_close"}
    assert texts(written)[2] == f"{as_read(f'a{label}a')}: {lines_read(f'x{value}')}"


def test_a_report_reads_from_top_to_bottom() -> None:
    table = papers.table(
        papers.row(), papers.row("Ben", sum=Decimal("-0.5"), light="p", since=None), note="A note.", totals=("sum",)
    )
    found = markdown(papers.report(Text(("Hello.", "", "You.")), table))
    assert found.splitlines() == [
        "# Paper",
        "",
        "Azur · 22/11/2026",
        "",
        "Hello.",
        "",
        "You.",
        "",
        "| Name | Since | Light | Sum | Count | Mark | Part | Skills |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | --- |",
        "| Ana | 09/03/2026 | fine | 1,234.50 | 1,200 | 3.5 | 15.5% | plumbing, joinery |",
        "| Ben |  | low | -0.50 | 1,200 | 3.5 | 15.5% | plumbing, joinery |",
        "| **Total** |  |  | **1,234.00** |  |  |  |  |",
        "",
        "A note.",
    ]


def test_pages_have_headings_of_their_own() -> None:
    found = markdown(
        papers.paged(Page("One", (Text(("a",), "Inside"),)), Page("Two", (Bullets((), "None", "Nobody."),)))
    )
    assert [line for line in found.splitlines() if line] == [
        "# Paper",
        "Azur · 22/11/2026",
        "## One",
        "### Inside",
        "a",
        "## Two",
        "### None",
        "Nobody.",
    ]


def test_boxes_are_a_task_list() -> None:
    assert "- [ ] call \\*Ana\\*" in markdown(papers.report(Bullets(("call *Ana*",), boxes=True)))


def test_facts_are_labels_in_bold_and_blanks_are_lines_to_fill() -> None:
    facts = Facts((("Born", dt.date(1980, 5, 4)), ("Who?", "Ana\nBélier"), ("Why", None)))
    assert markdown(papers.report(facts)).splitlines()[4:] == [
        "- **Born**: 04/05/1980",
        "- **Who?** Ana\\",
        "  Bélier",
        f"- **Why**: {BLANK}",
    ]


def test_french_figures_are_french() -> None:
    found = markdown(papers.report(papers.table(papers.row()), Facts((("Né le", None),)), language="fr"))
    assert "| 1\u202f234,50 | 1\u202f200 | 3,5 | 15,5\u00a0% |" in found
    assert f"- **Né le**\u00a0: {BLANK}" in found


def test_an_empty_table_says_so() -> None:
    assert markdown(papers.report(papers.table(empty="Nobody."))).endswith("\n\nNobody.\n")
    assert markdown(papers.report(papers.table())).endswith("\n\nNothing to say here.\n")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Ana & fils", "Ana & fils"),
        ("3 rue du Port, 06300 Nice", "3 rue du Port, 06300 Nice"),
        ("10:30 (salle B) – à l'heure !", "10:30 (salle B) – à l'heure !"),
        ("mise_en_page", "mise\\_en\\_page"),
        (":smile:", "\\:smile:"),
        ("$x$", "\\$x\\$"),
        ("www.example.org", "www\\.example.org"),
        ("https://example.org", "https\\://example.org"),
    ],
)
def test_only_what_could_be_markup_is_escaped(typed: str, written: str) -> None:
    assert escaped(typed) == written


def test_a_report_of_everything_is_markdown() -> None:
    found: Report = papers.everything()
    kinds_found = kinds(markdown(found))
    assert kinds_found <= PLAIN | BREAKS | IN_TABLE | IN_LIST | {"strong_open", "strong_close"}
    assert isinstance(found.pages[0].parts[1], Table)
