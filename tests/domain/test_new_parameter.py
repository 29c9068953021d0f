"""A parameter is one record: whoever adds one line sees every place know it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from netsheets.domain.charter import FIELDS, PARAMETERS, Terms
from tests.support import ROOT

LINE = '    finders_fee: Annotated[Decimal, _percent("commission.finders_fee", "0.15", governs=True, rate=True)]\n'
SEEN = """
import datetime as dt, json
from netsheets.domain.checks.charter import charter_findings
from netsheets.domain.parameters import read_value
from netsheets.domain.story import story_of
from netsheets.domain.charter import parameter_named
from netsheets.domain.charter_changes import difference
from netsheets.sheets.wording import worded
from tests.support import build
from tests.support.charters import charter_text, sentences
from tools.pages import parameters

row = build.parameter("commission.finders_fee", "16%")
people = (*build.members("M1", "M2"), build.client("C1"))
deal = build.referral("R1", referrer_id="M1", recipient_id="M2")
seen = build.network(*people, deal, row)
wrong = build.network(*people, deal, build.parameter("commission.finders_fee", "16"))
far = build.network(*people, deal, build.parameter("commission.finders_fee", "60%"))
later = build.network(build.parameter("commission.finders_fee", "16%", effective_from="2026-03-01"))
print(json.dumps({
    "read": str(read_value(parameter_named("commission.finders_fee"), "16%").value),
    "term": str(seen.terms.finders_fee),
    "wrong": [each.code for each in charter_findings(wrong.book.charter, wrong.charter)],
    "far": [each.code for each in charter_findings(far.book.charter, far.charter)],
    "explained": [each.name for each in story_of("R1", seen, on=dt.date(2026, 6, 1)).governing],
    "changed": [each.scope for each in difference(later.charter, dt.date(2026, 2, 1), dt.date(2026, 4, 1)).revisions],
    "en": sentences(charter_text(row), without="rules"),
    "fr": sentences(charter_text(row, language="fr"), without="rules"),
    "listed": [said for said in sentences(charter_text(row)) if "Finder" in said and "16%" in said],
    "page": "`commission.finders_fee` | Finder's fee | Prime" in parameters(),
}))
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str] | str | bool]:
    """Return what every place says of a parameter that was added to a copy of the project."""
    copy = tmp_path_factory.mktemp("copy")
    for folder in ("netsheets", "schemas", "templates", "tools", "tests/support"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "tests" / "__init__.py").touch()
    terms = copy / "netsheets" / "domain" / "charter.py"
    text = terms.read_text("utf-8")
    before = "    cap: Annotated["
    terms.write_text(text.replace(before, LINE + before), encoding="utf-8")
    schema = copy / "schemas" / "charter.json"
    titles = json.loads(schema.read_text("utf-8"))
    labels = titles["properties"]["parameter"]["x-labels"]
    labels["en"]["commission.finders_fee"], labels["fr"]["commission.finders_fee"] = "Finder's fee", "Prime"
    schema.write_text(json.dumps(titles), encoding="utf-8")
    run = subprocess.run([sys.executable, "-c", SEEN], cwd=copy, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found: dict[str, list[str] | str | bool] = json.loads(run.stdout)
    return found


def test_a_new_parameter_is_read_and_is_a_term(known: dict[str, str]) -> None:
    assert (known["read"], known["term"]) == ("0.16", "0.16")


def test_a_new_parameter_is_checked(known: dict[str, list[str]]) -> None:
    assert known["wrong"] == ["bare_percent"]
    assert known["far"] == ["charter_rate_out_of_bounds"]


def test_explain_names_a_new_parameter_that_governs_cents(known: dict[str, list[str]]) -> None:
    assert "commission.finders_fee" in known["explained"]


def test_the_charter_tells_a_new_parameter_in_words(known: dict[str, list[str]]) -> None:
    assert "Finder's fee: 16%" in known["en"]
    assert [each for each in known["fr"] if each.startswith("Prime") and each.endswith("16\N{NO-BREAK SPACE}%")]
    assert known["listed"]


def test_a_new_parameter_has_its_scope_and_its_line_on_the_page(known: dict[str, object]) -> None:
    assert (known["changed"], known["page"]) == (["referral"], True)


def test_every_field_of_the_terms_is_a_parameter_and_only_the_cases_are_several() -> None:
    assert set(FIELDS) == set(Terms.__annotations__)
    assert [name for name, found in FIELDS.items() if len(found) > 1] == ["cases"]
    assert len(PARAMETERS) == len(FIELDS) + 3
