"""One batch sent until it is known whether it was done: what each course of answers ends in, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from netsheets.errors import Changed, Conflict, NetsheetsError, StoreRefused
from netsheets.stores.google.batch import Batch
from netsheets.stores.google.protections import Proof
from netsheets.stores.google.writing import Writer
from tests.support.google_script import Script, answer, refusal

Given = requests.Response | Exception

PLAIN = Batch([{"findReplace": {}}], None)
STAMPED = Batch([{"updateCells": {}}], Proof("ab12", 7))
GUARDED = Batch([{"appendCells": {}}], Proof("ab12", 7, 70))
WRITE, READ_BACK = ("POST", "book:batchUpdate"), ("GET", "book")
DONE, BUSY, DOWN = answer(), refusal(429), answer(503)
FORBIDDEN, INVALID = refusal(403), refusal(400, "Invalid requests[0]")


def holding(*protections: tuple[int, str]) -> requests.Response:
    """Return the answer that tells these protected ranges, by id and what they say."""
    ranges = [{"protectedRangeId": number, "description": said} for number, said in protections]
    return answer(200, {"sheets": [{"protectedRanges": ranges}, {}]})


OPEN = holding((7, "netsheets: last changes 00aa"))
OURS = holding((8, "netsheets: last changes ab12 00aa"))
OVERTAKEN = holding((9, "netsheets: last changes cd34 00aa"))
POSTED_BY_OTHERS = holding((9, "netsheets: last changes cd34"), (70, "netsheets: closing-2026-01 cd34"))


def sent(batch: Batch, *answers: Given, once: str | None = None, tries: int = 3) -> Script:
    """Send a batch to a Google that answers so, and see to it that it was asked no less."""
    script = Script(*answers)
    writer(script, tries).send(batch, once)
    assert script.is_over
    return script


def writer(script: Script, tries: int) -> Writer:
    return Writer(script.client(tries=tries), "book", name="Book", account="a@b")


def failed(batch: Batch, *answers: Given, once: str | None = None, tries: int = 3) -> tuple[NetsheetsError, Script]:
    script = Script(*answers)
    with pytest.raises(NetsheetsError) as refused:
        writer(script, tries).send(batch, once)
    assert script.is_over
    return refused.value, script


def told(error: NetsheetsError) -> dict[str, Any]:
    return {error.code: dict(error.details)}


def test_an_answer_is_the_end_of_it() -> None:
    script = sent(GUARDED, DONE)
    assert (script.asked, script.slept) == ([WRITE], [])
    assert script.bodies == [{"requests": [{"appendCells": {}}]}]


def test_an_empty_quota_is_waited_for_and_nothing_is_read_back() -> None:
    script = sent(GUARDED, BUSY, BUSY, DONE)
    assert (script.asked, script.slept) == ([WRITE] * 3, [10, 20])


def test_a_quota_that_stays_empty_is_told_after_the_last_attempt_without_another_pause() -> None:
    error, script = failed(PLAIN, BUSY, BUSY, BUSY)
    assert told(error) == {"google_quota": {"workbook": "Book"}}
    assert script.slept == [10, 20]


def test_after_a_lost_reply_it_is_read_back_and_not_sent_again_where_it_was_done() -> None:
    script = sent(STAMPED, DOWN, OURS)
    assert (script.asked, script.slept) == ([WRITE, READ_BACK], [])
    assert script.queries[1]["fields"] == ["sheets(protectedRanges(protectedRangeId,description,range))"]


@pytest.mark.parametrize("seen", [OPEN, DOWN, FORBIDDEN])
def test_after_a_lost_reply_it_is_sent_again_where_it_is_not_known_to_be_done(seen: Given) -> None:
    script = sent(STAMPED, requests.ReadTimeout("late"), seen, DONE)
    assert (script.asked, script.slept) == ([WRITE, READ_BACK, WRITE], [1])


def test_what_may_be_done_twice_is_sent_again_without_reading_back() -> None:
    script = sent(PLAIN, DOWN, DONE)
    assert script.asked == [WRITE, WRITE]


def test_what_may_be_done_twice_ends_unsure_where_every_reply_was_lost() -> None:
    error, script = failed(PLAIN, DOWN, DOWN, DOWN)
    assert told(error) == {"google_unsure": {"workbook": "Book", "reason": "HTTP 503"}}
    assert (script.asked, script.slept) == ([WRITE] * 3, [1, 2])


def test_what_may_be_done_twice_ends_unsure_where_a_refusal_follows_a_lost_reply() -> None:
    error, script = failed(PLAIN, DOWN, INVALID)
    assert told(error) == {"google_unsure": {"workbook": "Book", "reason": "Invalid requests[0]"}}
    assert script.asked == [WRITE, WRITE]


def test_a_refusal_of_what_may_be_done_twice_is_told_as_it_is() -> None:
    error, script = failed(PLAIN, INVALID)
    assert told(error) == {"google_refused": {"workbook": "Book", "reason": "Invalid requests[0]"}}
    assert script.asked == [WRITE]


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "google_credentials_refused"), (403, "google_read_only"), (404, "google_unknown_id")],
)
def test_who_is_not_let_in_is_told_at_once(status: int, code: str) -> None:
    error, script = failed(GUARDED, refusal(status))
    assert (error.code, script.asked) == (code, [WRITE])


def test_who_is_not_let_in_any_more_after_a_lost_reply_is_told_nothing_where_it_was_done() -> None:
    script = sent(STAMPED, DOWN, OPEN, FORBIDDEN, OURS)
    assert script.asked == [WRITE, READ_BACK, WRITE, READ_BACK]


def test_who_is_not_let_in_any_more_after_a_lost_reply_is_told_so_where_it_was_not_done() -> None:
    error, _ = failed(STAMPED, DOWN, OPEN, FORBIDDEN, OPEN)
    assert told(error) == {"google_read_only": {"workbook": "Book", "account": "a@b"}}


def test_a_refusal_may_be_that_of_a_second_try_and_the_first_was_done() -> None:
    script = sent(STAMPED, INVALID, OURS)
    assert script.asked == [WRITE, READ_BACK]


def test_a_refusal_of_what_others_posted_names_the_month() -> None:
    error, _ = failed(GUARDED, INVALID, POSTED_BY_OTHERS, once="closing-2026-01")
    assert isinstance(error, Conflict)
    assert told(error) == {"month_closed_meanwhile": {"month": "2026-01"}}


def test_a_refusal_where_others_have_written_since_says_that_the_workbook_changed() -> None:
    error, _ = failed(STAMPED, INVALID, OVERTAKEN)
    assert isinstance(error, Changed)
    assert told(error) == {"workbook_changed": {"workbook": "Book"}}


def test_a_refusal_where_nothing_was_done_is_told_as_it_is() -> None:
    error, _ = failed(STAMPED, INVALID, OPEN)
    assert told(error) == {"google_refused": {"workbook": "Book", "reason": "Invalid requests[0]"}}


def test_reading_back_after_a_refusal_asks_again_after_what_passes() -> None:
    error, script = failed(STAMPED, INVALID, DOWN, OVERTAKEN)
    assert error.code == "workbook_changed"
    assert (script.asked, script.slept) == ([WRITE, READ_BACK, READ_BACK], [1])


def test_a_refusal_that_cannot_be_read_back_is_told_as_it_is() -> None:
    error, _ = failed(STAMPED, INVALID, DOWN, DOWN, DOWN)
    assert told(error) == {"google_refused": {"workbook": "Book", "reason": "Invalid requests[0]"}}


def test_a_lost_reply_that_cannot_be_read_back_is_told_to_be_open() -> None:
    error, script = failed(STAMPED, DOWN, FORBIDDEN, DOWN, FORBIDDEN, FORBIDDEN, tries=2)
    assert isinstance(error, StoreRefused)
    assert told(error) == {"google_unsure": {"workbook": "Book", "reason": "HTTP 503"}}
    assert script.slept == [1]


def test_a_reply_lost_every_time_is_told_by_its_cause_where_nothing_was_done() -> None:
    error, script = failed(STAMPED, DOWN, OPEN, DOWN, OPEN, OPEN, tries=2)
    assert told(error) == {"google_down": {"workbook": "Book", "reason": "HTTP 503"}}
    assert script.asked == [WRITE, READ_BACK, WRITE, READ_BACK, READ_BACK]
