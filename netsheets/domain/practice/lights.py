"""Traffic lights: how a member's six months compare with the charter's thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.charter import Threshold
from netsheets.domain.practice.involvement import Involvement

Light = Literal["good", "fair", "poor"]


@dataclass(frozen=True, slots=True)
class Lights:
    """A light for each of the charter's criteria; None where nothing can be said."""

    attendance: Light | None = None
    referrals: Light | None = None
    one_to_ones: Light | None = None
    thanks: Light | None = None


def lights_of(thresholds: Mapping[str, Threshold], done: Involvement, *, newcomer: bool) -> Lights:
    """Return the lights for what a member did: good and fair begin at their threshold, below fair is poor.

    Nothing can be said of attendance where no meeting was held, nor of thanks where no referral received was won. A
    newcomer, a member for less than the months looked at, has had less time than the thresholds mean: a count of
    theirs is never poor.
    """
    counted: Light | None = None if newcomer else "poor"
    return Lights(
        _part(done.attended, done.meetings, thresholds["attendance"]),
        _light(done.given, 1, thresholds["referrals"]) or counted,
        _light(done.one_to_ones, 1, thresholds["one_to_ones"]) or counted,
        _part(done.thanked, done.won, thresholds["thanks"]),
    )


def _part(reached: int, whole: int, threshold: Threshold) -> Light | None:
    return (_light(reached, whole, threshold) or "poor") if whole else None


def _light(reached: int, whole: int, threshold: Threshold) -> Light | None:
    """Return whether what was reached of a whole is good or fair, None where it is neither: exact, nothing rounded."""
    if reached >= threshold.good * whole:
        return "good"
    return "fair" if reached >= threshold.fair * whole else None
