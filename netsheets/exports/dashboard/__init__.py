"""The dashboard as a page: a month on one sheet, for a meeting, a mail or the wall.

`view` words its figures; `figures`, `panels`, `timeline`, `matrix` and `issues` are its parts, each in words, numbers
and pictures; `charts` draws; `page` puts them together by `templates/dashboard.html`, whose style is beside it. The
words are in `templates/reports/dashboard.json`.
"""

from netsheets.exports.dashboard.page import dashboard_page
from netsheets.exports.dashboard.view import View

__all__ = ["View", "dashboard_page"]
