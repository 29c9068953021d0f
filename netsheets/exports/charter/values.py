"""What a template of the charter may name: every parameter by its name, and what the rules make of them.

- `commission.rate`, `ownership.months`, `currency`: the value in force, to ask about or to say with a filter.
- `day`: the day the charter is read as of.
- `cases`: each case but the standard one, with its `name`, `label` and `multiplier`.
- `rules`: every rule in words, with `parameter`, `label`, `value`, `since` and `place`.
- `coming`: what is decided for later, with `parameter`, `label`, `before` (unless it is a `new` case), `after`, `on`,
  `place`, `when` and what it `applies` to.
- `also`: the unusual values of rules about money that the template itself does not name, with `label` and `value`.
- `left_out`: the rows of the tab `charter` that hold an error.
- `example`: the worked example, as `example.py` tells it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from netsheets.domain.charter import CASE_PREFIX
from netsheets.domain.charter_changes import Revision, Rule
from netsheets.exports.charter.wording import Wording
from netsheets.exports.document import Column, Row, Table
from netsheets.sheets.wording import tab_title
from netsheets.texts import day_in_words


def values_of(rules: Iterable[Rule], coming: Iterable[Revision], day: dt.date, wording: Wording) -> dict[str, Any]:
    """Return the values a template sees, all but the example and the rows left out."""
    rules = tuple(rules)
    values: dict[str, Any] = {}
    for rule in rules:
        group, dot, name = rule.parameter.partition(".")
        if dot:
            values.setdefault(group, {})[name] = rule.value
        else:
            values[group] = rule.value
    return {
        **values,
        "day": day,
        "cases": tuple(
            {"name": name, "label": wording.case(name), "multiplier": rule.value}
            for rule in rules
            if (name := rule.parameter.removeprefix(CASE_PREFIX)) not in (rule.parameter, "standard")
        ),
        "rules": tuple(_rule(each, wording) for each in rules),
        "coming": tuple(revision_in_words(each, wording) for each in coming),
    }


def rules_table(rules: Iterable[Rule], wording: Wording) -> Table:
    """Return every rule in force as people read it."""
    words = wording.words
    columns = (
        Column("label", words("parameter"), width=36),
        Column("value", words("value"), width=28),
        Column("since", words("since"), width=12),
        Column("place", words("place", tab=tab_title("charter", words.language)), width=14),
    )
    return Table("rules", columns, tuple(_rule(each, wording) for each in rules))


def revision_in_words(revision: Revision, wording: Wording) -> Mapping[str, Any]:
    """Return a change of the charter as people read it."""
    return {
        "parameter": revision.parameter,
        "label": wording.label(revision.parameter),
        "before": wording.value(revision.parameter, revision.before),
        "after": wording.value(revision.parameter, revision.after),
        "new": revision.before is None and revision.parameter.startswith(CASE_PREFIX),
        "on": revision.on,
        "place": wording.place(revision.row),
        "when": wording.words(f"when_{revision.scope}", day=wording.day(revision.on)),
        "applies": wording.words(f"applies_{revision.scope}", day=wording.day(revision.on)),
    }


def _rule(rule: Rule, wording: Wording) -> Row:
    since = day_in_words(rule.since) if rule.since else wording.words("always") if rule.row is not None else ""
    return {
        "parameter": rule.parameter,
        "label": wording.label(rule.parameter),
        "value": wording.value(rule.parameter, rule.value),
        "since": since,
        "place": wording.place(rule.row),
    }
