"""The network is one value: what nothing changes, and any process may be sent."""

from __future__ import annotations

import datetime as dt
import pickle

from netsheets.domain.closing import close_month
from netsheets.domain.network import Network, owned_clients
from netsheets.domain.records import Record
from tests.support import build
from tests.support.closings import closed_through, month

ROWS: tuple[Record, ...] = (
    *build.members("M1", "M2"),
    build.client("C1"),
    build.referral("R1", referrer_id="M1", recipient_id="M2", won_on="2026-01-20"),
    build.billing("B1", referral_id="R1", issued_on="2026-02-03", paid_on="2026-02-03", amount="100.00"),
    build.billing("B2", referral_id="R1", issued_on="2026-03-03", paid_on="2026-03-03", amount="200.00"),
)


def test_a_network_sent_to_another_process_closes_the_same_month() -> None:
    ledger = closed_through(build.book(*ROWS), ["2026-02"])
    network = Network.of(build.book(*ROWS), dt.date(2026, 4, 2), ledger=ledger)
    close_month(network, month("2026-03"))  # what was looked up before travels too
    sent = pickle.loads(pickle.dumps(network))
    assert sent == network
    assert close_month(sent, month("2026-03")) == close_month(network, month("2026-03"))
    assert owned_clients(sent, sent.today) == owned_clients(network, network.today)


def test_charter_and_ownership_follow_from_the_rows() -> None:
    network = build.network(*ROWS, build.parameter("commission.rate", "20%"), today="2026-04-02")
    assert str(network.terms.rate) == "0.20"
    assert {each: str(window.last_day) for each, window in network.ownership.windows.items()} == {"R1": "2027-01-20"}


def test_the_networks_own_parameters_are_read_at_the_months_end() -> None:
    renamed = build.parameter("network.name", "Azur", effective_from="2026-03-31")
    network = build.network(*ROWS, renamed, today="2026-01-01")
    assert [network.terms_at(month(each)).network_name for each in ("2026-02", "2026-03")] == ["", "Azur"]
