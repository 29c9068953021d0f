"""The fault plan: what goes wrong, at which request.

A plan is a list of rules. A rule names requests by `method` and `path` (a regular expression, both optional) and
by count (`nth`, 1 for the first match; `times`, how many in a row, 0 for all), and says what happens:

    {"path": ":batchUpdate$", "nth": 2, "fault": "status", "status": 429, "retry_after": 3}
    {"fault": "html", "status": 502}
    {"fault": "reset", "when": "before"}          the connection breaks, nothing is done
    {"fault": "reset", "when": "after"}           it is done, but the reply is lost
    {"fault": "hang", "seconds": 5, "when": "after"}
    {"fault": "edit", "user": "b@example.com", "spreadsheet": ID, "requests": […]}     a second editor, just before
    {"fault": "edit", "user": "b@example.com", "spreadsheet": ID, "range": "Data!A1", "values": [[…]]}
    {"fault": "quota", "seconds": 60}             every request is refused for so long
    {"fault": "expire"}                           every access token ends just before the request

`status` may be 401, 403, 404, 429, 500, 503 or any other; with `"when": "after"` the request is done all the same.
"""

from __future__ import annotations

import json
import pathlib
import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

KINDS = ("status", "html", "reset", "hang", "edit", "quota", "expire")
_KEYS = {"method", "path", "nth", "times", "fault", "when", "status", "retry_after", "seconds", "user", "spreadsheet",
         "requests", "range", "values", "message"}  # fmt: skip


@dataclass(slots=True)
class Rule:
    """One rule of a plan, with how many requests it has matched."""

    method: re.Pattern[str]
    path: re.Pattern[str]
    nth: int
    times: int
    fault: str
    when: str
    detail: Json = field(default_factory=dict)
    matched: int = 0

    def strikes(self, method: str, path: str) -> bool:
        """Return whether this request is one of those the rule is for; count it if it matches."""
        if not (self.method.fullmatch(method) and self.path.search(path)):
            return False
        self.matched += 1
        return self.matched >= self.nth and (self.times == 0 or self.matched < self.nth + self.times)


class Faults:
    """The plan in force."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def plan(self, rules: list[Json] | Json) -> None:
        """Replace the plan; raise ValueError if a rule makes no sense."""
        self._rules = [_rule(rule) for rule in ([rules] if isinstance(rules, dict) else rules)]

    def add(self, **rule: Any) -> None:
        """Add one rule to the plan."""
        self._rules.append(_rule(rule))

    def clear(self) -> None:
        """Forget the plan."""
        self._rules = []

    def striking(self, method: str, path: str) -> list[Rule]:
        """Return the rules that strike this request."""
        return [rule for rule in self._rules if rule.strikes(method, path)]

    def shown(self) -> list[Json]:
        """Return the plan with the counts so far."""
        return [
            {"method": rule.method.pattern, "path": rule.path.pattern, "nth": rule.nth, "times": rule.times,
             "fault": rule.fault, "when": rule.when, "matched": rule.matched} | rule.detail
            for rule in self._rules
        ]  # fmt: skip


def _rule(given: Json) -> Rule:
    unknown = set(given) - _KEYS
    if unknown:
        raise ValueError(f"fault rule: unknown key {', '.join(sorted(unknown))}")
    if given.get("fault") not in KINDS:
        raise ValueError(f"fault rule: fault must be one of {', '.join(KINDS)}, not {given.get('fault')!r}")
    if given.get("when", "before") not in ("before", "after"):
        raise ValueError(f"fault rule: when must be before or after, not {given['when']!r}")
    own = {"method", "path", "nth", "times", "fault", "when"}
    return Rule(
        re.compile(given.get("method", ".*"), re.IGNORECASE),
        re.compile(given.get("path", "")),
        int(given.get("nth", 1)),
        int(given.get("times", 1)),
        given["fault"],
        given.get("when", "before"),
        {key: value for key, value in given.items() if key not in own},
    )


def read_plan(text: str) -> list[Json]:
    """Return the rules of a plan given inline as JSON, or as the name of a JSON file."""
    source = text if text.lstrip()[:1] in ("[", "{") else pathlib.Path(text).read_text("utf-8")
    rules = json.loads(source)
    return [rules] if isinstance(rules, dict) else list(rules)
