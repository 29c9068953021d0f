"""What is wrong with a FEC, whoever made it: its name, its signs, its lines, its entries, each with the line's number.

The file is read once, line by line, and never held. `check` goes through it; `header` reads the file's name and the
first line, `text` the signs; `fields` looks at one line, `entries` holds what spans lines. `findings` has the codes,
and `templates/fec_findings.json` their sentences.
"""

from netsheets.exports.accounting.fec_check.check import FecReport, YearNamed, fec_report
from netsheets.exports.accounting.fec_check.findings import CODES, MOST_SHOWN, FecFinding, worded

__all__ = ["CODES", "MOST_SHOWN", "FecFinding", "FecReport", "YearNamed", "fec_report", "worded"]
