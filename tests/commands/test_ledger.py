"""The archive of every closing, and the ledger put back from it (rules.md, 5, "Tamper-evidence")."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from netsheets.commands.closing import CloseOptions, close
from netsheets.commands.inquiries import balances
from netsheets.commands.restoring import restore
from netsheets.domain.findings import Finding
from netsheets.errors import Conflict, StoreRefused
from netsheets.stores.memory import MemoryStore
from tests.support.closings import month
from tests.support.rehearsal import TWO_MONTHS, Maker, Rehearsal, in_file, in_memory_only

# The archive


def test_a_close_cut_off_before_its_archive_is_completed_by_the_next_run(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    rehearsal.close("2026-02")
    whole = rehearsal.archive("2026-02").read_bytes()
    rehearsal.archive("2026-02").unlink()
    again = rehearsal.close("2026-02")
    assert (again.already, again.archives) == (True, (rehearsal.archive("2026-02"),))
    assert rehearsal.archive("2026-02").read_bytes() == whole
    rehearsal.archive("2026-02").unlink()
    assert rehearsal.close("2026-03").archives == (rehearsal.archive("2026-02"), rehearsal.archive("2026-03"))


def test_what_another_workbook_archived_in_the_folder_stays_as_it_is(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    theirs = rehearsal.folder / "2026-02.json"
    theirs.parent.mkdir()
    theirs.write_text('{"closings": [{"sha256": "other"}]}', encoding="utf-8")
    rehearsal.close("2026-02")
    assert "other" in theirs.read_text(encoding="utf-8")
    assert rehearsal.archive("2026-02").parent.parent == rehearsal.folder
    assert rehearsal.close("2026-02").archives == ()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"closings": []}', "\x00"])
def test_a_damaged_archive_is_written_again(rehearsed: Maker, content: str) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    rehearsal.close("2026-02")
    whole = rehearsal.archive("2026-02").read_bytes()
    rehearsal.archive("2026-02").write_text(content, encoding="utf-8")
    rehearsal.close("2026-03")
    assert rehearsal.archive("2026-02").read_bytes() == whole


# An altered ledger


def closed_twice(folder: Path) -> tuple[Rehearsal, MemoryStore]:
    rehearsal, store = in_memory_only(TWO_MONTHS, folder)
    rehearsal.close("2026-02")
    rehearsal.close("2026-03")
    return rehearsal, store


def raised_amount(store: MemoryStore) -> None:
    store.tab("Commissions")[1][11] = 1500.0


def garbled_amount(store: MemoryStore) -> None:
    store.tab("Commissions")[1][11] = "a lot"


def deleted_line(store: MemoryStore) -> None:
    del store.tab("Commissions")[1]


def added_line(store: MemoryStore) -> None:
    store.tab("Commissions").append(["2026-02-0002", *store.tab("Commissions")[1][1:]])


def other_total(store: MemoryStore) -> None:
    store.tab("Closings")[1][4] = 1.0


def deleted_seal(store: MemoryStore) -> None:
    del store.tab("Closings")[1]


def deleted_month(store: MemoryStore) -> None:
    deleted_line(store)
    deleted_seal(store)


ALTERATIONS = {
    raised_amount: "2026-02-0001",
    garbled_amount: "2026-02-0001",
    deleted_line: "2026-02-0001",
    added_line: "2026-02-0002",
    other_total: "2026-02-0001",
    deleted_seal: "2026-02-0001",
}


@pytest.mark.parametrize("alter", [*ALTERATIONS, deleted_month])
def test_an_altered_ledger_is_refused_until_it_is_restored(
    tmp_path: Path, alter: Callable[[MemoryStore], None]
) -> None:
    rehearsal, store = closed_twice(tmp_path)
    whole = rehearsal.network().ledger
    alter(store)
    with pytest.raises(Conflict) as refused:
        rehearsal.close("2026-03")
    assert refused.value.code == "ledger_altered"
    assert "2026-02" in str(refused.value.details["months"]) or alter is deleted_month
    with pytest.raises(Conflict):
        close(rehearsal.network("2026-05-02"), month("2026-04"), CloseOptions(skip_invalid=True))
    with pytest.raises(Conflict):
        balances(rehearsal.network(), month("2026-03"))
    result = restore(rehearsal.network(), month("2026-02"))
    assert (result.lines, result.remaining) == (1, ())
    assert rehearsal.network().ledger == whole
    assert rehearsal.close("2026-03").already


def test_a_last_month_taken_away_whole_is_found_by_its_archive(tmp_path: Path) -> None:
    rehearsal, store = closed_twice(tmp_path)
    del store.tab("Commissions")[2:]
    del store.tab("Closings")[2:]
    with pytest.raises(Conflict) as refused:
        rehearsal.close("2026-03")
    assert refused.value.code == "ledger_apart"
    assert "2026-03 was closed, and this workbook does not know it" in str(refused.value)
    assert restore(rehearsal.network(), month("2026-03")).remaining == ()
    assert rehearsal.close("2026-03").already


def test_another_networks_archive_takes_nothing_away(tmp_path: Path) -> None:
    rehearsal, _ = in_memory_only(TWO_MONTHS, tmp_path)
    rehearsal.close("2026-02")
    rehearsal.archive("2026-03").write_bytes(rehearsal.archive("2026-02").read_bytes())
    assert not rehearsal.close("2026-03").already


@pytest.mark.parametrize(("alter", "lines"), ALTERATIONS.items())
def test_an_alteration_is_named_by_its_very_lines(
    tmp_path: Path, alter: Callable[[MemoryStore], None], lines: str
) -> None:
    rehearsal, store = closed_twice(tmp_path)
    alter(store)
    broken = [dict(each.details) for each in rehearsal.network().findings if each.code == "chain_broken"]
    assert {"month": "2026-02", "lines": lines} in broken


def test_a_missing_line_in_a_file_is_found_too(tmp_path: Path) -> None:
    workbook, path = in_file(tmp_path, TWO_MONTHS)
    rehearsal = Rehearsal(workbook)
    rehearsal.close("2026-02")
    book = load_workbook(path)
    book["Commissions"]["L2"] = 151.0
    book.save(path)
    [found] = [each for each in rehearsal.network().findings if each.severity == "error"]
    assert dict(found.details) == {"month": "2026-02", "lines": "2026-02-0001"}
    restore(rehearsal.network(), month("2026-02"))
    assert rehearsal.tab("Commissions")[1][11] == 150


def test_what_restoring_one_month_does_not_mend_is_named(tmp_path: Path) -> None:
    rehearsal, store = closed_twice(tmp_path)
    raised_amount(store)
    store.tab("Commissions")[2][11] = 3.0
    remaining: tuple[Finding, ...] = restore(rehearsal.network(), month("2026-02")).remaining
    assert [dict(each.details) for each in remaining] == [{"month": "2026-03", "lines": "2026-03-0001"}]


def test_restore_on_trial_writes_nothing(tmp_path: Path) -> None:
    rehearsal, store = closed_twice(tmp_path)
    raised_amount(store)
    restore(rehearsal.network(), month("2026-02"), dry_run=True)
    assert store.tab("Commissions")[1][11] == 1500.0


@pytest.mark.parametrize(
    ("content", "error", "code"),
    [
        (None, Conflict, "archive_missing"),
        ("{", StoreRefused, "archive_unreadable"),
        ('{"lines": [], "closings": []}', Conflict, "archive_mismatch"),
        ("raised", Conflict, "archive_mismatch"),
    ],
)
def test_only_the_archive_of_the_closing_restores(
    tmp_path: Path, content: str | None, error: type[Exception], code: str
) -> None:
    rehearsal, store = closed_twice(tmp_path)
    raised_amount(store)
    path = rehearsal.archive("2026-02")
    whole = path.read_text(encoding="utf-8")
    if content is None:
        path.unlink()
    else:
        path.write_text(whole.replace("150.00", "1500.00") if content == "raised" else content, encoding="utf-8")
    with pytest.raises(error) as refused:
        restore(rehearsal.network(), month("2026-02"))
    assert getattr(refused.value, "code", "") == code
    assert store.tab("Commissions")[1][11] == 1500.0
