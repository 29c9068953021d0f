"""VAT on a statement: computed once on a total, by the payee's status, with the mention that status asks for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from netsheets.domain.money import ZERO, apportioned, exact_sum, product, rounded
from netsheets.resources import resource
from netsheets.texts import Language


@dataclass(frozen=True, slots=True)
class Vat:
    """The VAT on a total. `rate` None: no VAT applies (`amount` 0.00), or nobody has said whether (`amount` None)."""

    status: str
    rate: Decimal | None
    amount: Decimal | None


def vat_on(net: Decimal, status: str, rate: Decimal) -> Vat:
    """Return the VAT on a total excluding VAT, rounded half up once.

    `standard` bears the charter's rate, `franchise` and `exempt` none. Any other status is never guessed: no amount,
    and the statement says what is missing.
    """
    if status == "standard":
        return Vat(status, rate, rounded(product(net, rate)))
    if status in ("franchise", "exempt"):
        return Vat(status, None, ZERO)
    return Vat("", None, None)


def vat_by_payer(nets: Mapping[str, Decimal], status: str, rate: Decimal) -> dict[str, Vat]:
    """Return what each payer bears of the VAT on a payee's total, which the parts sum up to.

    `nets` is what each payer owes the payee, excluding VAT. A part may be a cent off the VAT on its own amount.
    """
    whole = vat_on(exact_sum(nets.values()), status, rate)
    if whole.rate is None:
        return dict.fromkeys(nets, whole)
    parts = apportioned({payer_id: product(net, whole.rate) for payer_id, net in nets.items()})
    return {payer_id: Vat(status, whole.rate, part) for payer_id, part in parts.items()}


def vat_mention(status: str, on: dt.date, language: Language) -> str:
    """Return the sentence a status asks for on a day, "" where there is none.

    The sentences and the days they hold, both inclusive, are in `templates/vat_mentions.json`.
    """
    for each in _mentions():
        held = (each["from"] or "0001-01-01") <= on.isoformat() <= (each["until"] or "9999-12-31")
        if each["vat_status"] == status and held:
            return str(each["text"][language])
    return ""


@cache
def _mentions() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(resource("templates", "vat_mentions.json").read_text(encoding="utf-8"))["mentions"])
