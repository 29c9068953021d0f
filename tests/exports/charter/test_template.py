"""The charter's template: what it may say, and that a mistake in it is named with its file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netsheets.errors import Misuse, StoreRefused
from netsheets.exports.charter.markup import pages_of
from netsheets.exports.charter.template import CharterTemplate, filled, template_of
from netsheets.exports.document import Bullets, Text
from netsheets.texts import LANGUAGES, Language
from tests.support.build import parameter
from tests.support.charters import charter_text, prose

HOSTILE = "# {{ 7*7 }} | <b>\n- x [table: rules]"


def said(text: str, **values: Any) -> str:
    return filled(CharterTemplate("own.md", text), {"name": HOSTILE, "cap": None, "rows": ({"a": 1},), **values}, {})


def wrong(text: str) -> tuple[object, str]:
    with pytest.raises(Misuse) as caught:
        said(text)
    details = caught.value.details
    assert details["path"] == "own.md"
    assert f"own.md, line {details['line']}: " in caught.value.message("en")
    assert f"own.md, ligne {details['line']} : " in caught.value.message("fr")
    return details["line"], str(details["reason"])


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("one\n{{ colour }}", 2, "'colour' is undefined"),
        ("one\n\n{{ name.colour }}", 3, "has no attribute 'colour'"),
        ("{% for each in rows %}\n{{ each.b }}\n{% endfor %}", 2, "has no attribute 'b'"),
        ("one\n{% if %}", 2, "Expected an expression"),
        ("{% if name %}\nnever ended", 2, "Unexpected end of template"),
        ("one\n{{ name|colour }}", 2, "No filter named 'colour'"),
        ("one\n\n\n{{ 1 / 0 }}", 4, "division by zero"),
        ("{{ cap }}", 1, "there is no value here"),
        ("{{ cap + 1 }}", 1, "unsupported operand"),
        ("{{ name.__class__ }}", 1, "unsafe"),
        ("{{ rows.append(1) }}", 1, "has no attribute"),
        ("{% include '/etc/passwd' %}", 1, "no loader"),
        ("{% for each in range(10 ** 9) %}{% endfor %}", 1, "Range too big"),
        ("{% macro m() %}\n{{ m() }}{% endmacro %}\n{{ m() }}", 2, "recursion"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    place, why = wrong(text)
    assert (place, reason in why) == (line, True), why


@pytest.mark.parametrize(
    "text",
    [
        "{{ name }}",
        "{{ name ~ '' }}",
        "{% macro m() %}{{ name }}{% endmacro %}{{ m() }}",
        "{% set n %}{{ name }}{% endset %}{{ n }}",
        "{{ [name]|join }}",
        "{{ name|trim }}",
    ],
)
def test_what_a_member_typed_is_text_by_whatever_way_it_comes(text: str) -> None:
    (page,) = pages_of(said(text), {})
    assert page.parts == (Text(("# {{ 7*7 }} | <b> - x [table: rules]",)),)


def test_what_a_member_typed_begins_no_item_and_no_column() -> None:
    (page,) = pages_of(said("- {{ name }}"), {})
    assert page.parts == (Bullets(("# {{ 7*7 }} | <b> - x [table: rules]",)),)


def test_a_networks_own_text_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "ours.md"
    own.write_text("# Our word\n\nWe share {{ commission.rate|percent }}.\n", encoding="utf-8-sig")
    report = charter_text(parameter("commission.rate", "18%"), template=own)
    assert [each.title for each in report.pages] == ["Our word", "All the rules in force"]
    assert prose(report).split("\n") == ["", "We share 18%.", ""]


def test_the_table_of_all_rules_is_added_to_a_text_that_leaves_it_out_and_stands_once(tmp_path: Path) -> None:
    own = tmp_path / "ours.md"
    for text in ("nothing", "## Rules\n\n[table: rules]"):
        own.write_text(text)
        found = [each for each in charter_text(template=own).parts if getattr(each, "key", "") == "rules"]
        assert len(found) == 1


def test_a_text_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    for content in (None, b"\xff\xfe\x00"):
        path = tmp_path / "ours.md"
        if content:
            path.write_bytes(content)
        with pytest.raises(StoreRefused) as caught:
            template_of("en", path)
        assert str(path) in str(caught.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_in_a_networks_text_names_its_own_file(language: Language, tmp_path: Path) -> None:
    own = tmp_path / "ours.md"
    own.write_text("# One\n\n{{ commission.colour }}\n")
    with pytest.raises(Misuse, match=r"ours\.md, line 3"):
        charter_text(template=own, language=language)
