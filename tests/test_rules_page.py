"""The page of rules names tests; they exist."""

from __future__ import annotations

import re
from pathlib import Path

from netsheets.domain.charter import PARAMETERS

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "rules.md"


def test_every_test_that_the_rules_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    defined = {
        name
        for path in TESTS.rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 100
    assert named - defined == set()


def test_every_parameter_of_the_charter_is_on_the_rules_page() -> None:
    text = PAGE.read_text(encoding="utf-8")

    missing = [name for name in PARAMETERS if f"`{name}`" not in text and f"`.{name.partition('.')[2]}`" not in text]
    assert missing == []
