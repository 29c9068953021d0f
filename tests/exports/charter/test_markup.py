"""What of Markdown a charter's text may use, and that nothing else of it means anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.exports.charter.markup import literal, pages_of
from netsheets.exports.document import Bullets, Column, Page, Part, Table, Text

RULES = Table("rules", (Column("rule", "Rule"),), ({"rule": "one"},), heading="All")


def parts(text: str) -> tuple[Part, ...]:
    (page,) = pages_of(text, {"rules": RULES})
    assert page.title == ""
    return page.parts


def rows(part: Part) -> tuple[list[str], list[list[object]]]:
    assert isinstance(part, Table)
    keys = [each.key for each in part.columns]
    return [each.title for each in part.columns], [[row[key] for key in keys] for row in part.rows]


def test_lines_are_a_paragraph_until_an_empty_one() -> None:
    assert parts("one\ntwo  three\n\nfour\n") == (Text(("one two three", "four")),)


def test_a_heading_stands_above_what_follows_it() -> None:
    assert parts("## What\n\nThis.\n\n### Why\n- that") == (Text(("This.",), "What"), Bullets(("that",), "Why"))


def test_a_heading_above_nothing_stands_alone() -> None:
    assert parts("## One\n## Two") == (Text((), "One"), Text((), "Two"))


def test_a_title_begins_a_page() -> None:
    assert pages_of("before\n# One\na\n# Two\nb", {}) == (
        Page("", (Text(("before",)),)),
        Page("One", (Text(("a",)),)),
        Page("Two", (Text(("b",)),)),
    )


def test_an_item_goes_on_with_the_lines_that_begin_with_two_blanks() -> None:
    assert parts("- one\n  and more\n- two\n\n- three\nnot of it") == (
        Bullets(("one and more", "two", "three")),
        Text(("not of it",)),
    )


def test_a_table_has_its_titles_first_and_may_have_a_row_of_dashes() -> None:
    (table,) = parts("| a | b |\n|---|:--|\n| 1 | 2 |\n| 3 |")
    assert rows(table) == (["a", "b"], [["1", "2"], ["3", ""]])


def test_two_tables_are_parted_by_an_empty_line() -> None:
    assert [rows(each) for each in parts("| a |\n| 1 |\n\n| b |\n| 2 |")] == [(["a"], [["1"]]), (["b"], [["2"]])]


def test_a_table_of_netsheets_stands_where_it_is_named_under_the_heading_above_it() -> None:
    assert parts("[table: rules]") == (RULES,)
    assert parts("## Mine\n[table: rules]") == (Table("rules", RULES.columns, RULES.rows, "Mine"),)


@pytest.mark.parametrize(
    "text", ["**bold**", "[a](http://x)", "1. one", "<b>", "#none", "-none", "--- ", "[table: other]", "a # b - c | d"]
)
def test_anything_else_is_plain_text(text: str) -> None:
    assert parts(text) == (Text((text.strip(),)),)


def test_a_text_without_anything_is_no_page() -> None:
    assert pages_of("\n \n", {}) == ()


@pytest.mark.parametrize("text", ["# Title", "## x", "- item", "| a | b |", "[table: rules]", "|---|"])
def test_what_a_member_typed_is_none_of_it(text: str) -> None:
    assert parts(literal(text)) == (Text((text,)),)
    assert parts(f"- {literal(text)}") == (Bullets((text,)),)


def test_what_a_member_typed_on_several_lines_is_on_one() -> None:
    assert parts(literal("a\n# b\r\n- c\td")) == (Text(("a # b - c d",)),)


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc"))))
def test_any_text_in_a_cell_of_a_table_is_that_text(text: str) -> None:
    (table,) = parts(f"| a |\n| x{literal(text)}x |")
    said = rows(table)[1][0][0]
    assert isinstance(said, str)
    assert said.replace(" ", "") == f"x{text}x".replace(" ", "")
