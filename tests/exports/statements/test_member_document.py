"""What a member's statement shows of the figures that were computed for it."""

from __future__ import annotations

from decimal import Decimal

from netsheets.exports.statements import statement_of
from netsheets.exports.statements.member_document import member_document
from netsheets.exports.template.document import Computed
from tests.support.statements import closed_register, paid, rows, won


def test_a_statement_shows_an_allocated_cent_as_a_number_and_says_why() -> None:
    found = rows(
        won("R1", "M1", "M2"),
        won("R2", "M1", "M3", client_id="C2"),
        paid("B1", "R1", "66.82", "2026-02-10"),
        paid("B2", "R2", "66.82", "2026-02-10"),
    )
    closing = closed_register(found, "2026-02")
    owed = [statement_of(each, "EUR", closing).owed.dues[0] for each in ("M2", "M3")]
    assert [(each.net, each.vat and each.vat.amount) for each in owed] == [
        (Decimal("10.02"), Decimal("2.01")),
        (Decimal("10.02"), Decimal("2.00")),
    ]
    documents = [member_document(statement_of(each, "EUR", closing)) for each in ("M2", "M3")]
    assert documents[0].rows["owed_by"][0]["vat"] == Decimal("2.01")
    assert isinstance(documents[1].rows["owed_by"][0]["vat"], Computed)
    notes = [[each["text"] for each in document.rows["notes"]] for document in documents]
    said = "Ana : la TVA est calculée une fois, sur tout ce qui lui est dû pour le mois"
    assert [any(str(text).startswith(said) for text in each) for each in notes] == [True, False]
