"""What a person is given of what is held on them, and what erasing them does, as reports.

The words of both are in `templates/reports/privacy.json`.
"""

from netsheets.exports.privacy.copy import copy_report
from netsheets.exports.privacy.erasure import Again, LookAt, Remains, erasure_report

__all__ = ["Again", "LookAt", "Remains", "copy_report", "erasure_report"]
