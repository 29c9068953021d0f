"""Introductions in words: two members who should talk, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netsheets.domain.practice.agenda import Introduction
from netsheets.domain.practice.synergies import Reason
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting


def introductions(setting: Setting, words: Words, found: Iterable[Introduction]) -> Iterator[str]:
    """Yield a sentence for each pair, with every reason."""
    for pair in found:
        reasons = words("separator").join(_reason(each, setting, words) for each in pair.reasons)
        said = {"one": setting.name(pair.member_a), "other": setting.name(pair.member_b)}
        yield words("introduction", reasons=reasons, **said)


def _reason(reason: Reason, setting: Setting, words: Words) -> str:
    member = setting.name(reason.member_id)
    if reason.kind == "one_way":
        return words.counted("reason_one_way", reason.number, member=member)
    return words(f"reason_{reason.kind}", member=member, types=", ".join(reason.client_types))
