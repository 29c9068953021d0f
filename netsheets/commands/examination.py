"""One thing that `doctor` looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from netsheets.texts import Language, message

Verdict = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Examination:
    """The subject, the verdict, what was seen, and what to do where it is not in order."""

    subject: str
    verdict: Verdict
    seen: str
    advice: str = ""


def subject(name: str, language: Language) -> str:
    """Return how a subject of `doctor` is called."""
    return message(f"doctor_{name}", language)
