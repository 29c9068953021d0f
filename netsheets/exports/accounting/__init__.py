"""What an accountant imports: a month's commissions in double entry, in the layouts of accounting programs.

`accounts` reads what a network sets in `netsheets.toml`, `layouts` writes the entries of `domain/books.py`, a function
a program, and `fec_check/` reads any FEC file and says what is wrong with it. Entries have no word of any language but
the accounts' names; a closed month always gives the same bytes.
"""
