"""What a member's statement shows of the figures that were computed for it."""

from __future__ import annotations

from decimal import Decimal

from netsheets.exports.statements import statement_of
from netsheets.exports.statements.member_document import member_document
from netsheets.exports.template.document import Computed
from tests.support.statements import closed_register, paid, rows, won


def test_vat_is_that_of_each_document_and_a_statement_says_where_it_sums_them() -> None:
    found = rows(
        won("R1", "M1", "M2"),
        won("R2", "M1", "M3", client_id="C2"),
        paid("B1", "R1", "66.82", "2026-02-10"),
        paid("B2", "R2", "66.82", "2026-02-10"),
    )
    closing = closed_register(found, "2026-02")
    owed = [statement_of(each, "EUR", closing).owed.dues[0] for each in ("M2", "M3")]
    assert [(each.net, each.vat and each.vat.amount) for each in owed] == [
        (Decimal("10.02"), Decimal("2.00")),
        (Decimal("10.02"), Decimal("2.00")),
    ]
    documents = [member_document(statement_of(each, "EUR", closing)) for each in ("M1", "M2", "M3")]
    assert documents[0].values["earned_vat"] == Decimal("4.00")
    assert isinstance(documents[1].rows["owed_by"][0]["vat"], Computed)
    notes = [[each["text"] for each in document.rows["notes"]] for document in documents]
    said = "La TVA sur ce qui vous est dû est la somme des pièces"
    assert [any(str(text).startswith(said) for text in each) for each in notes] == [True, False, False]
