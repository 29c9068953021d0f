"""`charter show`, `charter render` and `charter diff` as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.command_line import done, netsheets, sample
from tests.support.typed_workbook import write_workbook

TABS = {"en": "Charter in words", "fr": "Charte expliquée"}
DAY = ("--today", "2026-11-22")


def tab_of(workbook: Path, title: str) -> list[str]:
    """Return every text of a tab."""
    sheet = load_workbook(workbook)[title]
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


@pytest.mark.parametrize(
    ("language", "sentence", "row"),
    [
        (
            "en",
            "A referral earns 15% of what the client pays, excluding VAT.",
            "Network's share  5%  01/01/2026  row 15",
        ),
        (
            "fr",
            "Un apport rapporte 15\u00a0% de ce que paie le client, hors TVA.",
            "Part du réseau  5\u00a0%  01/01/2026  ligne 15",
        ),
    ],
)
def test_show_says_the_rules_and_writes_them_to_their_tab(
    language: str, sentence: str, row: str, tmp_path: Path
) -> None:
    workbook = sample(tmp_path, language)
    ran = done("charter", "show", "-w", workbook, *DAY)
    assert sentence in ran.out
    assert row.split() in [line.split() for line in ran.out.splitlines()]
    assert TABS[language] in ran.err
    assert sentence in " ".join(tab_of(workbook, TABS[language]))


def test_shown_twice_the_tab_is_the_same(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    done("charter", "show", "-w", workbook, *DAY)
    first = tab_of(workbook, TABS["en"])
    done("charter", "show", "-w", workbook, *DAY)
    assert tab_of(workbook, TABS["en"]) == first


def test_a_dry_run_and_another_day_write_nothing(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    before = workbook.read_bytes()
    assert "Charter in words" in done("charter", "show", "--dry-run", "-w", workbook, *DAY).err
    past = done("charter", "show", "--on", "2025-12-31", "-w", workbook, *DAY)
    assert "A referral earns 18%" in past.out
    assert "as they stand on 31\u00a0December\u00a02025" in past.out
    assert past.err == ""
    assert workbook.read_bytes() == before


def test_json_and_csv_list_the_rules(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    options = ("-w", workbook, *DAY, "--dry-run")
    document = done("charter", "show", "--format", "json", *options).document
    assert [*document] == ["on", "rules", "coming", "left_out", "example"]
    assert document["rules"][0] == {"parameter": "commission.rate", "value": "0.15", "since": "2026-01-01", "row": 11}
    assert [each["commission"] for each in document["example"]["events"]] == ["185.18", "351.85", "-51.84", "0.00"]
    assert document["example"]["events"][0]["period"] == "2027-01"
    rows = done("charter", "show", "--format", "csv", *options).rows
    assert rows[0] == {"parameter": "commission.rate", "value": "0.15", "since": "2026-01-01", "row": "11"}
    assert rows[3] == {"parameter": "commission.tiers", "value": "", "since": "", "row": ""}


@pytest.mark.parametrize("ending", ["html", "md", "xlsx", "json"])
def test_render_writes_a_file_and_leaves_the_workbook(ending: str, tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    before = workbook.read_bytes()
    file = tmp_path / f"charter.{ending}"
    ran = done("charter", "render", "-o", file, "-w", workbook, *DAY)
    assert ran.out.strip() == str(file)
    content = file.read_bytes()
    assert content[:2] == b"PK" if ending == "xlsx" else b"485" in content
    assert workbook.read_bytes() == before
    done("charter", "render", "-o", file, "-w", workbook, *DAY)
    assert file.read_bytes() == content


def test_render_needs_a_file_with_an_ending_it_knows(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    assert netsheets("charter", "render", "-w", workbook, *DAY).code == 2
    refused = netsheets("charter", "render", "-o", tmp_path / "charter.docx", "-w", workbook, *DAY)
    assert (refused.code, ".html" in refused.err) == (2, True)


def test_diff_says_what_changes_from_which_day_by_which_row_and_for_whom(tmp_path: Path) -> None:
    ran = done("charter", "diff", "2025-12-31", "2026-01-01", "-w", sample(tmp_path), *DAY)
    assert "Between 31\u00a0December\u00a02025 and 1\u00a0January\u00a02026, 2 rules change." in ran.out
    line = next(each for each in ran.out.splitlines() if each.startswith("Commission rate"))
    assert line.split("  ")[0] == "Commission rate"
    assert " ".join(line.split()) == (
        "Commission rate 18% 15% 01/01/2026 11 general meeting of December 2025 "
        "Referrals given from 1 January 2026 on. Those given before keep the old rule."
    )


def test_diff_compares_with_today_and_speaks_french(tmp_path: Path) -> None:
    ran = done("charter", "diff", "2025-12-31", "-w", sample(tmp_path, "fr"), *DAY)
    assert "du 31\u00a0décembre\u00a02025 au 22\u00a0novembre\u00a02026" in ran.out
    assert "Les apports donnés à partir du 1er\u00a0janvier\u00a02026." in ran.out


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            ("2026-01-01",),
            "Nothing differs: on 22\u00a0November\u00a02026 the same rules are in force as on 1\u00a0January\u00a02026",
        ),
        (("2026-12-31", "2026-02-01"), "Nothing differs: on 31\u00a0December\u00a02026"),
    ],
)
def test_diff_says_when_nothing_differs(days: tuple[str, ...], said: str, tmp_path: Path) -> None:
    assert said in done("charter", "diff", *days, "-w", sample(tmp_path), *DAY).out


def test_diff_says_what_changed_and_changed_back(tmp_path: Path) -> None:
    workbook = tmp_path / "network.xlsx"
    rows = (
        {"parameter": "vat.rate", "value": "10%", "effective_from": "2026-03-01"},
        {"parameter": "vat.rate", "value": "20%", "effective_from": "2026-06-01"},
    )
    write_workbook(workbook, {"members": ({"member_id": "M1"},), "charter": rows}, "en")
    ran = done("charter", "diff", "2026-01-01", "2026-12-31", "-w", workbook, *DAY, "--lang", "en")
    assert "one rule changes." in ran.out
    assert (
        "On 31\u00a0December\u00a02026 these are again what they were on 1\u00a0January\u00a02026: VAT rate." in ran.out
    )
    assert "Months that end on 1\u00a0March\u00a02026 or later." in ran.out
    assert "governed for life" not in ran.out


def test_diff_as_csv_json_and_a_file(tmp_path: Path) -> None:
    options = ("charter", "diff", "2025-12-31", "-w", sample(tmp_path), *DAY)
    assert done(*options, "--format", "csv").rows[1] == {
        "parameter": "network.share", "before": "0.00", "after": "0.05", "on": "2026-01-01", "row": "15",
        "scope": "referral",
    }  # fmt: skip
    document = done(*options, "--format", "json").document
    assert (document["earlier"], document["later"]) == ("2025-12-31", "2026-11-22")
    assert document["lasting"] == ["commission.rate", "network.share"]
    done(*options, "-o", tmp_path / "diff.html")
    assert "general meeting of December 2025" in (tmp_path / "diff.html").read_text("utf-8")


def test_a_row_in_error_is_named_where_the_rules_stand(tmp_path: Path) -> None:
    workbook = tmp_path / "network.xlsx"
    rows = ({"parameter": "commission.rate", "value": "sixteen"}, {"parameter": "commission.cap", "value": "500"})
    write_workbook(workbook, {"members": ({"member_id": "M1"},), "charter": rows}, "en")
    ran = done("charter", "show", "-w", workbook, *DAY, "--lang", "en", "--dry-run")
    assert "Not in force, because they hold an error (the tab Issues says which): row 2 of the tab Charter." in ran.out
    assert "A referral earns 15%" in ran.out


@pytest.mark.parametrize(
    "command", [("show", "--on", "yesterday"), ("diff", "31/12/2025"), ("diff", "2026-01-01", "x")]
)
def test_what_is_no_day_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    ran = netsheets("charter", *command, "-w", sample(tmp_path), *DAY)
    assert (ran.code, "is not a day" in ran.err) == (2, True)


def test_a_text_of_ones_own_is_filled_in_and_its_mistakes_are_named(tmp_path: Path) -> None:
    workbook, own = sample(tmp_path), tmp_path / "ours.md"
    own.write_text("# Our word\n\nWe give {{ commission.rate|percent }}.\n", encoding="utf-8")
    assert "We give 15%." in done("charter", "show", "--template", own, "-w", workbook, *DAY).out
    assert "We give 15%." in tab_of(workbook, TABS["en"])
    before = workbook.read_bytes()
    own.write_text("# Our word\n\nWe give {{ commission.rat|percent }}.\n", encoding="utf-8")
    ran = netsheets("charter", "show", "--template", own, "-w", workbook, *DAY)
    assert ran.code == 2
    assert f"{own}, line 3: the charter's text cannot be filled in" in ran.err
    assert netsheets("charter", "show", "--template", tmp_path / "none.md", "-w", workbook, *DAY).code == 4
    assert workbook.read_bytes() == before


@pytest.mark.parametrize("command", ["show", "render", "diff"])
def test_every_help_ends_with_an_example(command: str) -> None:
    assert (
        done("charter", command, "--help")
        .out.rstrip()
        .splitlines()[-1]
        .strip()
        .startswith("Example: netsheets charter")
    )
