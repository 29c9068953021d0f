"""A real CRM's sales as a network: what is wrong with it, and every month of 2017 to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benchmarks.crm import PAGE, Figures, figures, page, recomputed
from tests.support import SHARED

SOURCE = SHARED / "real" / "crm"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SOURCE.is_dir(), reason="the data set is not beside the checkout (../shared/real/crm)"),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return figures(SOURCE, tmp_path_factory.mktemp("crm"))


def test_every_row_is_imported(found: Figures) -> None:
    assert found.rows == {"Members": 41, "Clients": 85, "Referrals": 8800, "Billing": 4238}


def test_validate_names_what_the_data_does_not_say(found: Figures) -> None:
    assert found.findings == {
        ("error", "required_missing", "referrals", "client_id"): 1425,
        ("error", "required_missing", "referrals", "given_on"): 500,
        ("warning", "client_owned_by_other", "referrals", "client_id"): 3512,
        ("info", "consent_missing", "referrals", "client_consent_on"): 4739,
    }
    assert found.rows_in_error == 1588


def test_every_month_posts_a_line_for_each_deal_won_in_it(found: Figures) -> None:
    assert list(found.lines.values()) == [0, 0, 531, 285, 438, 531, 308, 446, 503, 279, 406, 511]
    assert sum(found.lines.values()) == 4238


def test_every_total_is_what_the_csv_files_say_to_the_cent(found: Figures) -> None:
    assert found.sums == recomputed(SOURCE)
    assert found.total == Decimal("1500830.10")


def test_the_page_of_the_documentation_is_current(found: Figures) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(found)
