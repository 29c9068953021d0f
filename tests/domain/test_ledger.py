"""The ledger and the chain that shows every alteration (rules.md, 5)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from netsheets.domain.chain import Archive, altered, fingerprint, last_fingerprint
from netsheets.domain.ledger import Ledger, Line, Seal
from netsheets.domain.month import Month
from tests.support.build import billing, book, referral
from tests.support.closings import closed_through, month

BOOK = book(
    referral("R1"),
    referral("R2", currency="CHF"),
    billing("B1", referral_id="R1", paid_on="2026-02-10"),
    billing("B2", referral_id="R2", paid_on="2026-02-11"),
    billing("B3", referral_id="R1", paid_on="2026-04-10"),
)
LEDGER = closed_through(BOOK, ("2026-02", "2026-03", "2026-04"))
FIRST, SECOND, THIRD = LEDGER.lines


def broken(ledger: Ledger, archived: Mapping[Month, tuple[Line, ...]] | None = None) -> list[tuple[str, str]]:
    """Return the months that no longer match, each with the lines named."""
    archives = {of: Archive("", "", Ledger(lines)) for of, lines in (archived or {}).items()}
    found = altered(ledger, archives)
    return [(dict(each.details)["month"], dict(each.details)["lines"]) for each in found]


def with_lines(*lines: Line) -> Ledger:
    return replace(LEDGER, lines=lines)


def with_seal(place: int, seal: Seal) -> Ledger:
    return replace(LEDGER, closings=(*LEDGER.seals[:place], seal, *LEDGER.seals[place + 1 :]))


def test_a_month_has_a_seal_a_currency_and_an_empty_month_one_in_the_networks() -> None:
    assert [(str(each.month), each.currency, each.lines, str(each.total)) for each in LEDGER.seals] == [
        ("2026-02", "CHF", 1, "150.00"),
        ("2026-02", "EUR", 1, "150.00"),
        ("2026-03", "EUR", 0, "0.00"),
        ("2026-04", "EUR", 1, "150.00"),
    ]


def test_every_seal_names_the_one_before_it_and_the_first_names_none() -> None:
    february, _, march, april = LEDGER.seals
    assert (february.previous_sha256, march.previous_sha256) == ("", february.sha256)
    assert (april.previous_sha256, last_fingerprint(LEDGER)) == (march.sha256, april.sha256)
    assert last_fingerprint(Ledger()) == ""


def test_a_months_seals_share_one_fingerprint() -> None:
    assert LEDGER.seals[0].sha256 == LEDGER.seals[1].sha256


def test_the_canonical_form_is_what_the_documentation_says() -> None:
    line = Line(
        "2026-02-0001", month("2026-02"), month("2026-01"), "adjustment", "R1", "B1", "C1", "M2", "É1", "EUR",
        Decimal(1000), Decimal("-150.5"),
    )  # fmt: skip
    seal = Seal(month("2026-02"), dt.date(2026, 3, 2), 1, "EUR", Decimal("-150.5"), "", "abc")
    canonical = (
        '[[["2026-02","2026-03-02","1","EUR","-150.50","abc"]],'
        '[["2026-02-0001","2026-02","2026-01","adjustment","R1","B1","C1","M2","É1","EUR","1000.00","-150.50"]]]'
    )
    assert fingerprint(Ledger((line,), (seal,))) == hashlib.sha256(canonical.encode()).hexdigest()


def test_an_unaltered_ledger_has_no_finding() -> None:
    assert broken(LEDGER) == []
    assert broken(Ledger()) == []


def test_the_order_of_rows_in_the_sheet_does_not_matter() -> None:
    assert (
        broken(
            replace(
                LEDGER,
                lines=LEDGER.lines[::-1],
                closings=LEDGER.closings[::-1],
                rows=LEDGER.rows[::-1],
                documents=LEDGER.documents[::-1],
            )
        )
        == []
    )


def test_amounts_written_otherwise_are_the_same_amounts() -> None:
    assert broken(with_lines(FIRST._replace(amount=Decimal("150.0")), SECOND, THIRD)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"line_id": "2026-02-0009"},
        {"period": month("2026-01")},
        {"kind": "adjustment"},
        {"referral_id": "R2"},
        {"event_id": "B9"},
        {"client_id": "C9"},
        {"payer_id": "M9"},
        {"payee_id": "M9"},
        {"currency": "USD"},
        {"base": Decimal("1000.01")},
        {"amount": Decimal("150.01")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_line_altered_in_any_field_is_found(change: Mapping[str, object]) -> None:
    found = broken(with_lines(FIRST._replace(**change), SECOND, THIRD))  # type: ignore[arg-type]
    assert [name for name, _ in found] == ["2026-02"]


def test_a_line_moved_to_another_month_breaks_both() -> None:
    found = broken(with_lines(FIRST._replace(month=month("2026-04")), SECOND, THIRD))
    assert [name for name, _ in found] == ["2026-02", "2026-04"]


def test_a_line_taken_away_or_added_is_found() -> None:
    assert broken(with_lines(SECOND, THIRD)) == [("2026-02", "2026-02-0002")]
    assert broken(with_lines(FIRST, FIRST, SECOND, THIRD)) == [("2026-02", "2026-02-0001, 2026-02-0002")]


@pytest.mark.parametrize(
    "change",
    [
        lambda seal: replace(seal, closed_on=seal.closed_on + dt.timedelta(days=1)),
        lambda seal: replace(seal, lines=seal.lines + 1),
        lambda seal: replace(seal, currency="USD"),
        lambda seal: replace(seal, total=seal.total + 1),
        lambda seal: replace(seal, sha256="0" * 64),
        lambda seal: replace(seal, previous_sha256="0" * 64),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_seal_altered_in_any_field_is_found(place: int, change: Callable[[Seal], Seal]) -> None:
    seal = LEDGER.seals[place]
    assert str(seal.month) in [name for name, _ in broken(with_seal(place, change(seal)))]


def test_a_month_taken_away_with_its_seal_is_found() -> None:
    seals = tuple(each for each in LEDGER.seals if each.month != month("2026-03"))
    assert [name for name, _ in broken(replace(LEDGER, closings=seals))] == ["2026-03", "2026-04"]


def test_lines_without_a_seal_are_found() -> None:
    assert broken(Ledger(LEDGER.lines)) == [
        ("2026-02", "2026-02-0001, 2026-02-0002"), ("2026-03", ""), ("2026-04", "2026-04-0001")
    ]  # fmt: skip


def test_a_forged_month_breaks_the_next_ones_chain() -> None:
    cheap = closed_through(book(referral("R1"), billing("B1", amount="10.00")), ("2026-02",))
    forged = cheap.joined(replace(LEDGER.without(month("2026-02")), closings=LEDGER.seals[2:]))
    assert [name for name, _ in broken(forged)] == ["2026-03"]


def test_with_the_archive_the_very_lines_are_named() -> None:
    changed = with_lines(FIRST._replace(amount=Decimal("999.00")), SECOND, THIRD)
    assert broken(changed, LEDGER.lines_of) == [("2026-02", "2026-02-0001")]
    assert broken(with_lines(SECOND, THIRD), LEDGER.lines_of) == [("2026-02", "2026-02-0001")]
    assert broken(with_lines(FIRST, SECOND, SECOND, THIRD), LEDGER.lines_of) == [("2026-02", "2026-02-0002")]


def test_many_lines_are_named_by_the_first_ten() -> None:
    lines = tuple(FIRST._replace(line_id=f"2026-02-{number:04d}") for number in range(1, 13))
    ((_, named),) = broken(Ledger(lines, LEDGER.seals[:2]))
    assert named == ", ".join(f"2026-02-{number:04d}" for number in range(1, 11)) + " … (12)"


def test_rows_that_are_no_line_are_named() -> None:
    (found,) = altered(Ledger(unreadable=("ledger row 7: amount",)), {})
    assert (found.code, found.severity, dict(found.details)) == (
        "ledger_unreadable", "error", {"reason": "ledger row 7: amount"}
    )  # fmt: skip
