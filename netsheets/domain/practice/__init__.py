"""The life of the network, from the members' rows: recruiting, knowing each other, meeting, working together.

Pure functions from the book, the charter and a day to records; good practice comes from the charter's parameters.
`exports/reports/` says these records in words. Amounts exclude VAT.
"""
