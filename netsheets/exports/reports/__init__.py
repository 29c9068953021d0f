"""The reports on the life of the network: records of `domain/practice/` in words, one report a file.

Each takes a `Setting` and returns a `Report`, which `exports/document/` writes in any form. The words are in
`templates/reports/`, one file a report. To add a report: a file here, its words there, a line in REPORTS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netsheets.exports.document import Report
from netsheets.exports.reports.activity import activity_report
from netsheets.exports.reports.agenda import agenda_report
from netsheets.exports.reports.charter import charter_report
from netsheets.exports.reports.directory import directory_report
from netsheets.exports.reports.interview import interview_report
from netsheets.exports.reports.projects import projects_report
from netsheets.exports.reports.recruitment import recruitment_report
from netsheets.exports.reports.setting import Asked, Setting
from netsheets.exports.reports.synergies import synergies_report
from netsheets.exports.reports.teams import teams_report

REPORTS: Mapping[str, Callable[[Setting], Report]] = {
    "recruitment": recruitment_report,
    "interview": interview_report,
    "activity": activity_report,
    "directory": directory_report,
    "synergies": synergies_report,
    "teams": teams_report,
    "projects": projects_report,
    "charter": charter_report,
    "agenda": agenda_report,
}
"""Every report by the name a person types."""

__all__ = ["REPORTS", "Asked", "Setting"]
