"""`report dashboard`: a month on one page."""

from __future__ import annotations

from pathlib import Path

from netsheets.commands.network import OpenNetwork
from netsheets.commands.writing import write_file
from netsheets.domain.closing import close_month
from netsheets.domain.month import Month
from netsheets.domain.owned_clients import owned_clients
from netsheets.domain.practice.dashboard import Dashboard, dashboard_of
from netsheets.domain.summary import summary_of
from netsheets.errors import Misuse

ENDINGS = (".html", ".htm")


def dashboard(network: OpenNetwork, month: Month, *, public: bool = False) -> Dashboard:
    """Return the figures of a month, closed or as it would close now; `public` leaves amounts out."""
    closing = close_month(network, month)
    owned = owned_clients(network, network.today)
    summary = summary_of(closing, network, network.terms_at(month).currency, owned=owned, transfers=())
    return dashboard_of(summary, network, owned, public=public)


def require_page(path: Path | None) -> Path:
    """Return the path of the page. Raise Misuse where there is none, or its name ends like something else."""
    if path is None:
        raise Misuse("dashboard_without_file")
    if path.suffix.lower() not in ENDINGS:
        raise Misuse("dashboard_form_unknown", path=path)
    return path


def write_dashboard(found: Dashboard, network: OpenNetwork, path: Path) -> None:
    """Write a dashboard as a page, in the language of messages.

    Raise Misuse as `require_other` does, StoreRefused where it can't be written.
    """
    from netsheets.exports.dashboard import View, dashboard_page  # noqa: PLC0415 - it draws, which takes a while to load

    network.workbook.require_other(path)
    name = network.terms_at(found.month).network_name
    view = View(found, network.language, name, network.book.names(name), network.findings)
    write_file(path, dashboard_page(view).encode())
