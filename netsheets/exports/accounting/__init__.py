"""What an accountant imports: a month's commissions in double entry, in the layouts of accounting programs.

`accounts` holds what a network sets in `netsheets.toml`, `entries` the entries, `layouts` the files, one function each,
and `fec_check/` reads any FEC file and says what is wrong with it. Entries have no word of any language but the
accounts' names; a closed month always gives the same bytes.
"""
