"""The worked networks, through the rules: every closing posts exactly what the case says, to the cent."""

from __future__ import annotations

import pytest

from netsheets.domain.chain import altered
from netsheets.domain.closing import refusal
from tests.support.build import book_of
from tests.support.cases import Case, Close, edited, posted_lines, worked_cases
from tests.support.closings import EMPTY, closed, day_after, draft, month

CASES = worked_cases()


def test_there_are_twenty_four_worked_cases() -> None:
    assert len(CASES) == 24


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_worked_case_posts_exactly_its_lines(case: Case) -> None:
    network, ledger = case.network, EMPTY
    for step in case.steps:
        if not isinstance(step, Close):
            network = edited(network, step)
            continue
        book = book_of(network)
        closing = month(step.month)
        assert refusal(ledger, closing, day_after(step.month)) is None
        assert posted_lines(draft(book, closing, ledger).posted) == step.posted, (case.why, step.month)
        ledger = closed(book, closing, ledger)
        assert posted_lines(ledger.lines_of.get(closing, ())) == step.posted
        assert altered(ledger, {}) == ()
