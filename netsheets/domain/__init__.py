"""The rules of the network, pure: records in, records out, to the cent.

Read it beside `rules.md`: `charter` (1), `commissions` (2 and 4), `ownership` (3), `ledger` and `closing` (5),
`settlement` (6); `checks` says what is wrong with rows. Nothing here reads a file, a clock or a network, and nothing
here knows spreadsheets; it may be changed only together with the rules page and its tests.
"""
