"""The dashboard where it was asked for: a page in a file, or its figures as JSON."""

from __future__ import annotations

from netsheets.cli.options import Session, working
from netsheets.cli.paper import Where
from netsheets.cli.present import emit, note, say
from netsheets.commands.closing import month_named
from netsheets.commands.dashboard import dashboard, require_page, write_dashboard
from netsheets.exports.document.document import document_of


def show_page(session: Session, where: Where, month: str | None, *, public: bool) -> int:
    """Write the dashboard's page, or show its figures; return the exit code."""
    network = session.network()
    figures_only = where.file is None and where.shape == "json"
    path = None if figures_only else require_page(where.file)
    chosen = month_named(month, network)
    with working():
        found = dashboard(network, chosen, public=public)
        if path is not None and not where.dry_run:
            write_dashboard(found, network, path)
    if path is None:
        emit(document_of(found), (), "json", session.language)
        return 0
    state = "dashboard_written" if found.closed else "dashboard_draft"
    note("dry_run" if where.dry_run else state, session.language, month=chosen)
    say(str(path))
    return 0
