"""The tabs `ownership` and `balances`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from netsheets.domain.ownership import OwnedClient
from netsheets.domain.settlement import Balance
from netsheets.sheets.layout.columns import shown_columns, tab_titled
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import tab
from netsheets.stores.port import Block, Content, ReplaceTab
from netsheets.texts import Language


def ownership_tab(owned: Iterable[OwnedClient], placements: Mapping[str, Placement], language: Language) -> ReplaceTab:
    """Return the `ownership` tab: one row a client."""
    schema = tab("ownership")
    status = schema.column_by_key["status"]
    rows = tuple(
        (
            each.client_id, each.client, each.owner_id, each.referral_id, each.starts_on, each.last_day,
            each.days_left, status.label(each.status, language),
        )
        for each in owned
    )  # fmt: skip
    block = Block(shown_columns(schema, language), rows)
    return ReplaceTab(tab_titled("ownership", placements, language), Content((block,)))


def balances_tab(balances: Iterable[Balance], placements: Mapping[str, Placement], language: Language) -> ReplaceTab:
    """Return the `balances` tab: one row a member and currency."""
    schema = tab("balances")
    rows = tuple(
        (
            each.member_id, each.currency, float(each.opening), float(each.earned), float(each.owed),
            float(each.paid_out), float(each.received), float(each.closing),
        )
        for each in balances
    )  # fmt: skip
    block = Block(shown_columns(schema, language), rows)
    return ReplaceTab(tab_titled("balances", placements, language), Content((block,)))
