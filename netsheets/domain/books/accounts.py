"""The accounts, journals and labels that commissions are booked with.

Names are French unless the network says otherwise: French law wants accounts kept in French.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of the books and what it stands for: an account, an auxiliary account, a journal."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Accounting:
    """How a network's commissions are booked. A key of `[accounting]` has the name of its field here.

    The name of an account or a journal has a key of its own: `suppliers_name`. `auxiliaries` are the auxiliary
    accounts of members that do not follow the prefix. `fiscal_year_ends` is a month and a day.
    """

    commissions_paid: Coded = Coded("6222", "Commissions et courtages sur ventes")
    input_vat: Coded = Coded("44566", "TVA sur autres biens et services")
    suppliers: Coded = Coded("401", "Fournisseurs")
    commissions_received: Coded = Coded("7082", "Commissions et courtages")
    output_vat: Coded = Coded("44571", "TVA collectée")
    customers: Coded = Coded("411", "Clients")
    purchases_journal: Coded = Coded("AC", "Achats")
    sales_journal: Coded = Coded("VE", "Ventes")
    supplier_prefix: str = "F"
    customer_prefix: str = "C"
    label: str = "Commissions {month} {name}"
    credit_note_label: str = "Avoir commissions {month} {name}"
    short_label: str = "{name} {month}"
    fiscal_year_ends: tuple[int, int] = (12, 31)
    payment_days: int = 30
    auxiliaries: Mapping[str, str] = field(default_factory=dict)

    def closing_day(self, day: dt.date) -> dt.date:
        """Return the last day of the fiscal year that a day lies in."""
        closing = self._closing_day_in(day.year)
        return closing if day <= closing else self._closing_day_in(day.year + 1)

    def _closing_day_in(self, year: int) -> dt.date:
        month, day = self.fiscal_year_ends
        return dt.date(year, month, min(day, monthrange(year, month)[1]))
