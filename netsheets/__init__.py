"""netsheets: who brought which deal, what it earns, who owes whom, from the sheet a network already fills.

Data flows one way: a store reads the workbook (`stores`), rows become records (`sheets`), the rules compute a month
(`domain`), and the result is laid out on tabs and in files (`sheets`, `exports`). `commands` joins the two ends,
`cli` is what a person types. Only `commands`, `stores` and `exports` touch files, the network or the clock.
"""

__version__ = "0.1.0"
