"""A closed month stays closed: the accidents of a real life, and what a person reads (rules.md, 4 to 6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from netsheets.commands.booked_months import Period
from netsheets.commands.closing import CloseOptions, close
from netsheets.commands.inquiries import balances
from netsheets.commands.journal import JournalOptions, journal_files
from netsheets.commands.payouts import Way, propose_payouts
from netsheets.commands.restoring import Decision, accept, reopen, restore
from netsheets.commands.statements import StatementOptions, statement_outputs
from netsheets.domain.books import Accounting
from netsheets.domain.month import Month
from netsheets.errors import Conflict, Misuse
from netsheets.stores.memory import MemoryStore
from netsheets.stores.port import Cell
from tests.support.closings import month
from tests.support.rehearsal import Rehearsal, in_memory_only, tabs_of

Rows = list[list[Cell]]


def network_tabs() -> dict[str, Rows]:
    day = dt.date
    billing: Rows = [["Billing no.", "Referral no.", "Issued on", "Amount excl. VAT", "Kind", "Paid on"]]
    billing += [
        [f"B{n}", "R1" if n % 2 else "R2", day(2026, 2 + n // 4, 3), 100.0 * n, None, day(2026, 2 + n // 4, 10)]
        for n in range(1, 8)
    ]
    return {
        "Members": [
            ["Member no.", "Name", "Status", "Joined on", "Team lead", "VAT status", "Address"],
            ["M1", "Ana", "active", day(2020, 1, 6), "M3", "franchise", "1 quai"],
            ["M2", "Ben", "active", day(2020, 1, 6), None, "standard", "2 quai"],
            ["M3", "Cleo", "active", day(2020, 1, 6), None, "standard", "3 quai"],
        ],
        "Clients": [["Client no.", "Name"], ["C1", "Hotel"], ["C2", "Bakery"]],
        "Referrals": [
            ["Referral no.", "Given on", "Referrer", "Recipient", "Client no.", "Kind", "Status", "Won on"],
            ["R1", day(2026, 1, 5), "M1", "M2", "C1", "recommendation", "won", day(2026, 1, 20)],
            ["R2", day(2026, 1, 6), "M3", "M1", "C2", "recommendation", "won", day(2026, 1, 21)],
        ],
        "Billing": billing,
        "Charter": [
            ["Rule", "Value", "In force from"],
            ["team.share", "20%", None],
            ["network.name", "Azur", None],
            ["commission.rate", "15%", None],
        ],
        "Payouts": [
            ["Payout no.", "Paid on", "Payer", "Payee", "Amount"],
            ["V1", day(2026, 2, 25), "M2", "M1", 30.0],
        ],
    }


@pytest.fixture
def life(tmp_path: Path) -> tuple[Rehearsal, MemoryStore]:
    """Return a network whose February is closed, before anybody has an accident."""
    rehearsal, store = in_memory_only(network_tabs(), tmp_path)
    assert not rehearsal.close("2026-02").refused
    return rehearsal, store


def statements(rehearsal: Rehearsal, of: str = "2026-02") -> dict[str, bytes]:
    found = statement_outputs(rehearsal.network(), month(of), StatementOptions())
    return {each.name: each.content for each in found}


def next_close(rehearsal: Rehearsal, *, restate: bool = False) -> list[str]:
    """Close March as a person does, and return the causes that stop it."""
    result = close(rehearsal.network(), Month(2026, 3), CloseOptions(restate=restate))
    return [each.cause for each in result.restatements] if result.refused else []


def codes(rehearsal: Rehearsal) -> set[str]:
    return {each.code for each in rehearsal.network().findings if each.severity == "error"}


def put(store: MemoryStore, tab: str, row: int, column: int, value: Cell) -> None:
    rows = store.tab(tab)
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = value
    store._state += 1


def emptied(store: MemoryStore) -> None:
    for row in range(1, 8):
        put(store, "Billing", row, 5, None)


EDITS: dict[str, Callable[[MemoryStore], None]] = {
    "the VAT status": lambda store: put(store, "Members", 1, 5, "standard"),
    "the lead": lambda store: put(store, "Members", 1, 4, "M2"),
    "a name": lambda store: put(store, "Members", 1, 1, "Anna"),
    "an address": lambda store: put(store, "Members", 1, 6, "9 rue"),
    "a client": lambda store: put(store, "Clients", 1, 1, "Grand Hotel"),
    "an amount": lambda store: put(store, "Billing", 1, 3, 999.0),
    "a payout's amount": lambda store: put(store, "Payouts", 1, 4, 300.0),
    "a payout is gone": lambda store: store.tab("Payouts").__delitem__(-1),
    "the rate": lambda store: put(store, "Charter", 3, 1, "20%"),
    "the network's name": lambda store: put(store, "Charter", 2, 1, "Other"),
    "old rows": lambda store: store.tab("Billing").__delitem__(slice(1, 4)),
}


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_after_any_edit_a_closed_months_statements_are_byte_for_byte_the_same(
    life: tuple[Rehearsal, MemoryStore], edit: str
) -> None:
    rehearsal, store = life
    before = statements(rehearsal)
    EDITS[edit](store)
    assert statements(rehearsal) == before


def test_a_lead_changed_in_the_members_tab_counts_from_the_first_open_month(
    life: tuple[Rehearsal, MemoryStore],
) -> None:
    rehearsal, store = life
    EDITS["the lead"](store)
    found = rehearsal.close("2026-03").closing.posted
    assert [each for each in found if each.kind == "adjustment"] == []
    assert "M3" not in {each.payee_id for each in found if each.referral_id == "R1"}


def test_a_payout_typed_late_is_a_line_of_the_first_open_month(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    store.tab("Payouts").append(["V2", dt.date(2026, 2, 27), "M2", "M1", 10.0])
    late = [each for each in rehearsal.close("2026-03").closing.posted if each.event_id == "V2"]
    assert [(each.kind, str(each.period), str(each.amount)) for each in late] == [
        ("payment_adjustment", "2026-02", "10.00")
    ]


def test_a_payout_that_is_gone_is_not_paid_again(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    before = propose_payouts(rehearsal.network(), Month(2026, 2), dt.date(2026, 4, 2), Way())
    EDITS["a payout is gone"](store)
    after = propose_payouts(rehearsal.network(), Month(2026, 2), dt.date(2026, 4, 2), Way())
    assert [each.amount for each in after.payouts] == [each.amount for each in before.payouts]


@pytest.mark.parametrize(
    ("edit", "cause"),
    [("old rows", "rows_gone"), ("a payout is gone", "rows_gone"), ("the rate", "charter_changed")],
)
def test_what_smells_of_an_accident_stops_the_close_until_it_is_meant(
    life: tuple[Rehearsal, MemoryStore], edit: str, cause: str
) -> None:
    rehearsal, store = life
    EDITS[edit](store)
    assert cause in next_close(rehearsal)
    assert rehearsal.network().ledger.last_month == Month(2026, 2)
    assert next_close(rehearsal, restate=True) == []
    assert rehearsal.network().ledger.last_month == Month(2026, 3)


def test_a_currency_row_without_a_day_is_a_charter_changed_in_place(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    store.tab("Charter").append(["currency", "CHF", None])
    assert next_close(rehearsal) == ["charter_changed"]


def test_a_rate_with_a_day_of_its_own_restates_nothing(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    store.tab("Charter").append(["commission.rate", "20%", dt.date(2026, 3, 1)])
    assert next_close(rehearsal) == []


def test_a_first_close_with_older_events_asks_where_the_ledger_opens(tmp_path: Path) -> None:
    rehearsal, store = in_memory_only(network_tabs(), tmp_path)
    assert next_close(rehearsal) == ["events_before_first"]
    store.tab("Charter").append(["ledger.opens_on", "2026-03-01", None])
    assert next_close(rehearsal) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda store: put(store, "Billing", 0, 5, "Paid"), "column_lost"),
        (emptied, "column_emptied"),
        (lambda store: store._tabs.pop("Payouts"), "tab_lost"),
    ],
)
def test_a_heading_or_a_tab_that_held_values_is_missed(
    life: tuple[Rehearsal, MemoryStore], change: Callable[[MemoryStore], object], code: str
) -> None:
    rehearsal, store = life
    assert codes(rehearsal) == set()
    change(store)
    assert codes(rehearsal) == {code}
    assert close(rehearsal.network(), Month(2026, 3)).refused


def test_the_heading_beside_the_one_that_is_gone_is_named(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    put(store, "Billing", 0, 5, "Paid onn")
    [found] = [each for each in rehearsal.network().findings if each.code == "column_lost"]
    assert dict(found.details)["nearest"] == "Paid onn"


# The ledger, its archives and its copies


def refused(rehearsal: Rehearsal) -> str:
    with pytest.raises(Conflict) as error:
        close(rehearsal.network(), Month(2026, 3))
    return str(error.value)


def test_ledger_tabs_that_were_deleted_are_put_back_from_the_archives(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    whole = rehearsal.network().ledger
    for title in ("Commissions", "Closings", "Standing", "Documents", "Sealed rows"):
        store._tabs.pop(title)
    assert "The closings are gone from the workbook" in refused(rehearsal)
    assert restore(rehearsal.network()).remaining == ()
    assert rehearsal.network().ledger == whole


def test_a_ledger_rewritten_with_its_fingerprints_is_noticed(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    put(store, "Commissions", 1, 11, 1.0)
    accept(rehearsal.network(), Decision("me", "a forger does this by hand"), dry_run=False)
    archive = rehearsal.archive("2026-02")
    aside = next(archive.parent.glob("2026-02.set-aside-*.json"))
    aside.replace(archive)
    assert "the lines and their fingerprints were both changed" in refused(rehearsal)


def test_a_backup_put_back_is_told_from_a_copy_closed_on_its_own(tmp_path: Path) -> None:
    rehearsal, store = in_memory_only(network_tabs(), tmp_path)
    rehearsal.close("2026-02")
    backup = tabs_of(store)
    identity = store.read().identity
    rehearsal.close("2026-03")
    for name, told in (("memory", "an older state of it was put back"), ("copy.xlsx", "was closed in a copy")):
        old = MemoryStore(backup, name)
        old._identity = identity
        again = Rehearsal(type(rehearsal.workbook)(old, rehearsal.workbook.archives))
        assert told in refused(again)


def test_two_networks_in_one_folder_keep_apart(tmp_path: Path) -> None:
    first, _ = in_memory_only(network_tabs(), tmp_path)
    second, _ = in_memory_only(network_tabs(), tmp_path)
    first.close("2026-02")
    second.close("2026-02")
    assert first.archive("2026-02") != second.archive("2026-02")
    assert first.close("2026-03").closing.status == second.close("2026-03").closing.status == "closed"


def test_going_on_from_the_workbook_is_written_into_the_chain(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    put(store, "Commissions", 1, 11, 1.0)
    with pytest.raises(Misuse):
        accept(rehearsal.network(), Decision("me", " "))
    accept(rehearsal.network(), Decision("me", "typed by hand, as agreed"))
    last = rehearsal.network().ledger.chain[-1][0]
    assert (last.event, last.by, last.reason) == ("accepted", "me", "typed by hand, as agreed")
    assert list(rehearsal.archive("2026-02").parent.glob("2026-02.set-aside-1.json"))
    assert not rehearsal.close("2026-03").refused


# Reopening


def test_a_month_taken_back_is_closed_again_and_the_chain_tells_of_it(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, store = life
    before = rehearsal.network().ledger
    reopen(rehearsal.network(), Month(2026, 2), Decision("me", "a payment was missing"))
    open_again = rehearsal.network().ledger
    assert (open_again.lines, open_again.standing, open_again.documents, open_again.rows) == ((), (), (), ())
    assert [each[0].event for each in open_again.chain] == ["closed", "reopened"]
    put(store, "Billing", 1, 3, 150.0)
    rehearsal.close("2026-02")
    after = rehearsal.network().ledger
    assert [each[0].event for each in after.chain] == ["closed", "reopened", "closed"]
    assert after.documents[0].number == before.documents[0].number
    assert rehearsal.network("2026-05-02").findings == rehearsal.network("2026-05-02").findings
    rehearsal.close("2026-03")
    for title in ("Commissions", "Closings"):
        store._tabs.pop(title)
    store._state += 1
    assert restore(rehearsal.network()).remaining == ()
    assert [each[0].event for each in rehearsal.network().ledger.chain] == ["closed", "reopened", "closed", "closed"]


def test_only_the_last_month_is_taken_back_and_only_with_a_reason(life: tuple[Rehearsal, MemoryStore]) -> None:
    rehearsal, _ = life
    with pytest.raises(Misuse):
        reopen(rehearsal.network(), Month(2026, 2), Decision("me", ""))
    rehearsal.close("2026-03")
    with pytest.raises(Conflict) as error:
        reopen(rehearsal.network(), Month(2026, 2), Decision("me", "why"))
    assert error.value.code == "reopen_not_last"


@pytest.mark.parametrize("told", ["paid", "mailed", "ordered"])
def test_what_left_the_workbook_keeps_a_month_closed_unless_even_so(
    life: tuple[Rehearsal, MemoryStore], told: str
) -> None:
    rehearsal, store = life
    network = rehearsal.network()
    if told == "paid":
        store.tab("Payouts").append(["V2", dt.date(2026, 3, 5), "M2", "M1", 10.0])
    elif told == "mailed":
        network.sent_record(Month(2026, 2)).write_text('{"member_id": "M1", "state": "sent"}\n', encoding="utf-8")
    else:
        network.order_record(Month(2026, 2)).write_text("{}", encoding="utf-8")
    with pytest.raises(Conflict) as error:
        reopen(rehearsal.network(), Month(2026, 2), Decision("me", "why"))
    assert error.value.code == f"reopen_{told}"
    reopen(rehearsal.network(), Month(2026, 2), Decision("me", "why"), even_so=True)
    assert rehearsal.network().ledger.last_month is None


def test_a_reopening_cut_off_before_its_archive_was_set_aside_is_completed_by_the_next_close(
    life: tuple[Rehearsal, MemoryStore],
) -> None:
    rehearsal, _ = life
    archive = rehearsal.archive("2026-02")
    whole = archive.read_bytes()
    reopen(rehearsal.network(), Month(2026, 2), Decision("me", "why"))
    for each in archive.parent.glob("2026-02.reopened-*.json"):
        each.unlink()
    archive.write_bytes(whole)
    assert not rehearsal.close("2026-02").refused
    assert archive.read_bytes() != whole
    assert rehearsal.close("2026-02").already


# Any edit of any input cell

INPUT = ("Members", "Clients", "Referrals", "Billing", "Charter", "Payouts")
VALUES: tuple[Cell, ...] = (
    None, "", "M1", "M2", "M3", "R1", "won", "lost", "standard", "exempt", "#REF!", "12%", 0.15, 7.0, 1234.5, -3.0,
    dt.date(2026, 2, 1), dt.date(2026, 2, 11), dt.date(2027, 5, 1), "network.name", "vat.rate", "locale", "en_GB",
)  # fmt: skip


def papers(rehearsal: Rehearsal, of: str) -> dict[str, bytes]:
    """Return what leaves a closed month: statements, the journal, the balances."""
    network = rehearsal.network("2026-05-02")
    found = dict(statements(rehearsal, of))
    period = Period(month(of), month(of))
    for each in journal_files(network, period, "books/", Accounting(), JournalOptions()).files:
        found[each.path.name] = each.content
    found["balances"] = repr(balances(network, month(of))).encode()
    return found


def edited_at_random(store: MemoryStore, random: Random) -> str:
    """Type, delete, insert or move something in an input tab, as people do, and say what."""
    title = random.choice(INPUT)
    rows = store.tab(title)
    row = random.randrange(1, max(len(rows), 2))
    match random.choice(("type", "type", "type", "delete", "add", "swap")):
        case "delete" if row < len(rows):
            del rows[row]
        case "add":
            rows.append([random.choice(VALUES) for _ in rows[0]])
        case "swap" if row < len(rows):
            rows[row], rows[-1] = rows[-1], rows[row]
        case _:
            while len(rows) <= row:
                rows.append([])
            put(store, title, row, random.randrange(len(rows[0])), random.choice(VALUES))
    store._state += 1
    return f"{title} {row}"


@pytest.mark.parametrize(
    "seed", [*range(12), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(12, 1000))]
)
def test_every_export_of_a_closed_month_is_the_same_after_any_edits(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    rehearsal, store = in_memory_only(network_tabs(), tmp_path)
    rehearsal.close("2026-02")
    if random.random() < 0.5:
        rehearsal.close("2026-03")
    closed = [str(each) for each in rehearsal.network().ledger.seals_of]
    before = {of: papers(rehearsal, of) for of in closed}
    told = [edited_at_random(store, random) for _ in range(4)]
    assert {of: papers(rehearsal, of) for of in closed} == before, told
