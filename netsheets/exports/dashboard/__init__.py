"""The dashboard as a page: a month on one sheet, for a meeting, a mail or the wall.

`view` words its figures; `figures`, `panels`, `timeline`, `matrix` and `issues` are its parts, each in words, numbers
and pictures; `charts` draws. Here `templates/dashboard.html`, whose style is beside it, puts them together in one file
that holds all it needs, runs no script, and asks no network for anything. The words are in
`templates/reports/dashboard.json`.
"""

from __future__ import annotations

from netsheets.exports.dashboard.figures import figures
from netsheets.exports.dashboard.issues import issues
from netsheets.exports.dashboard.matrix import matrix
from netsheets.exports.dashboard.panels import months_panel, pipeline_panel, referrers_panel
from netsheets.exports.dashboard.timeline import timeline
from netsheets.exports.dashboard.view import View
from netsheets.exports.document.html import page_of
from netsheets.exports.document.wording import readable


def dashboard_page(view: View) -> str:
    """Return the page (HTML). What members typed is text in it; the same dashboard gives the same page."""
    return page_of(
        "dashboard.html",
        view.language,
        board=view.dashboard,
        month=view.month(view.dashboard.month),
        network=readable(view.network_name),
        words=view.words,
        figures=figures(view),
        months=months_panel(view),
        pipeline=pipeline_panel(view),
        referrers=referrers_panel(view),
        timeline=timeline(view),
        matrix=matrix(view),
        issues=issues(view),
    )


__all__ = ["View", "dashboard_page"]
