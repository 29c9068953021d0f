"""A month of a shared sheet taken back and closed again, by one treasurer or two at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netsheets.commands.restoring import Decision, reopen, restore
from netsheets.domain.month import Month
from netsheets.errors import Changed, Conflict
from tests.support.google_network import archived, closed, lines, months, opened, settle, workbook
from tests.support.google_world import World, world

JANUARY = Month(2026, 1)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as found:
        yield settle(found)


def test_a_month_is_taken_back_and_closed_again(shared: World) -> None:
    closed(workbook(shared), "2026-01")
    before = lines(shared)
    reopen(opened(workbook(shared)), JANUARY, Decision("first", "too early"))
    assert (lines(shared), archived(shared.folder)) == ({}, ["2026-01.reopened-1"])
    closed(workbook(shared), "2026-01")
    assert lines(shared) == before
    assert [each[0].event for each in opened(workbook(shared)).ledger.chain] == ["closed", "reopened", "closed"]


def test_of_two_who_take_a_month_back_at_once_one_is_told(shared: World) -> None:
    closed(workbook(shared), "2026-01")
    first, second = opened(workbook(shared)), opened(workbook(shared))
    reopen(first, JANUARY, Decision("first", "too early"))
    with pytest.raises(Conflict):
        reopen(second, JANUARY, Decision("second", "too early"))
    assert [each[0].event for each in opened(workbook(shared)).ledger.chain] == ["closed", "reopened"]


def test_one_who_closes_while_the_other_takes_back_is_told(shared: World) -> None:
    closed(workbook(shared), "2026-01")
    late = opened(workbook(shared))
    closed(workbook(shared), "2026-02")
    with pytest.raises(Conflict):
        reopen(late, JANUARY, Decision("second", "too early"))
    assert months(shared) == ["2026-01", "2026-02"]


def test_restoring_twice_at_once_leaves_the_ledger_whole(shared: World) -> None:
    closed(workbook(shared), "2026-01")
    whole = opened(workbook(shared)).ledger
    first, second = opened(workbook(shared)), opened(workbook(shared))
    restore(first)
    with pytest.raises(Changed):
        restore(second)
    assert opened(workbook(shared)).ledger == whole
