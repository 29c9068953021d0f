"""What a month's statements say, as records without a word of any language: entries, VAT, balances.

`register` is what they are drawn from; `reconciliation` holds every figure that leaves a month against the ledger.
Amounts and balances exclude VAT unless they say otherwise.
"""
