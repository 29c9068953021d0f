"""`explain` as JSON: the story of one referral, for programs."""

from __future__ import annotations

from typing import Any

from netsheets.domain.chapters import Chapter
from netsheets.domain.money import percentage
from netsheets.domain.story import Story
from netsheets.sheets.schema import tab


def as_document(story: Story) -> dict[str, Any]:
    """Return a story as JSON: money and days as strings, shares as fractions (`2/3`)."""
    referral, window = story.referral, story.window
    return {
        "referral_id": referral.referral_id,
        "client_id": referral.client_id,
        "referrer_id": referral.referrer_id,
        "recipient_id": referral.recipient_id,
        "given_on": referral.given_on,
        "status": referral.status,
        "on": story.on,
        "currency": story.currency,
        "charter": [
            {"parameter": each.name, "value": _plain(each.value), "since": each.since} for each in story.governing
        ],
        "window": window
        and {
            "starts_on": window.starts_on,
            "last_day": window.last_day,
            "moves": [
                {"kind": each.kind, "on": each.on, "last_day": each.last_day, "cause": each.cause or None}
                for each in window.moves
            ],
        },
        "blocked_by": story.blocked_by or None,
        "missing": story.missing or None,
        "shares": [
            {"payee_id": pair.payee_id, "payer_id": pair.payer_id, "share": str(share)} for pair, share in story.shares
        ],
        "events": [_event(each) for each in story.chapters],
        "unpaid": [each.billing_id for each in story.unpaid],
        "disputes": [
            {key: getattr(each, key) or None for key in ("dispute_id", "opened_on", "resolved_on", "outcome", "reason")}
            for each in story.disputes
        ],
        "held_by": story.held_by or None,
        "posted": [_line(each) for each in story.posted],
        "to_post": [_line(each) for each in story.to_post],
    }


def _event(chapter: Chapter) -> dict[str, Any]:
    event, calculation = chapter.event, chapter.calculation
    return {
        "event_id": event.event_id,
        "occurred_on": event.occurred_on,
        "commissionable_on": event.commissionable_on,
        "period": str(chapter.period),
        "base": event.base,
        "reason": chapter.reason,
        "cumulated_base": calculation and calculation.cumulated_base,
        "cumulated_commission": calculation and calculation.commission,
        "commission": chapter.commission,
        "parts": [
            {
                "payee_id": each.pair.payee_id,
                "payer_id": each.pair.payer_id,
                "share": str(each.share),
                "allocated": each.allocated,
                "extra_cent": each.extra_cent,
                "amount": each.amount,
            }
            for each in chapter.parts
        ],
    }


def _line(line: Any) -> dict[str, Any]:
    values = {column.key: getattr(line, column.key) for column in tab("ledger").columns}
    return {**values, "line_id": line.line_id or None, "month": str(line.month), "period": str(line.period)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return ";".join(f"{each.above:f}:{percentage(each.rate)}" for each in value) or None
    return value
