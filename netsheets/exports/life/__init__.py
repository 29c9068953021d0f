"""The reports on the life of the network: records of `domain/life/` in words, one report a file.

Each takes a `Setting` and returns a `Report`, which `exports/report/` writes in any form. The words are in
`templates/reports/`, one file a report. To add a report: a file here, its words there, a line in REPORTS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netsheets.exports.life.activity import activity_report
from netsheets.exports.life.agenda import agenda_report
from netsheets.exports.life.charter import charter_report
from netsheets.exports.life.directory import directory_report
from netsheets.exports.life.interview import interview_report
from netsheets.exports.life.projects import projects_report
from netsheets.exports.life.recruitment import recruitment_report
from netsheets.exports.life.setting import Setting
from netsheets.exports.life.synergies import synergies_report
from netsheets.exports.life.teams import teams_report
from netsheets.exports.report import Report

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

__all__ = ["REPORTS", "Setting"]
