"""Who owns each client on a day, and for how long (rules.md, 3). Days are inclusive."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from netsheets.domain.network import Network
from netsheets.domain.ownership import Window
from netsheets.domain.records import NETWORK


@dataclass(frozen=True, slots=True)
class OwnedClient:
    """A row of the `ownership` tab: who owns a client on a day; `days_left` counts from that day to the last."""

    client_id: str
    client: str
    owner_id: str
    referral_id: str
    starts_on: dt.date | None
    last_day: dt.date | None
    days_left: int | None
    status: str


def owned_clients(network: Network, day: dt.date) -> tuple[OwnedClient, ...]:
    """Return one row a client, in order of client id: `owned`, `expiring`, `expired` (the latest window) or `none`."""
    by_client: dict[str, list[Window]] = {}
    for window in network.ownership.windows.values():
        if window.starts_on <= day:
            by_client.setdefault(window.client_id, []).append(window)
    signed = {
        project.client_id
        for project in network.book.projects
        if project.signatory == "network" and (project.started_on is None or project.started_on <= day)
    }
    rows = []
    for client in sorted(network.book.clients, key=lambda each: each.client_id):
        owning = _owning(by_client.get(client.client_id, []), day)
        if owning is None:
            rows.append(OwnedClient(client.client_id, client.name, "", "", None, None, None, "none"))
            continue
        window = owning
        owner = NETWORK if client.client_id in signed else window.referrer_id
        notice = network.charter.on(network.book.referral_by_id[window.referral_id].given_on).notice_days
        left = (window.last_day - day).days
        status = "expired" if left < 0 else "expiring" if left <= notice else "owned"
        rows.append(
            OwnedClient(
                client.client_id, client.name, owner, window.referral_id,
                window.starts_on, window.last_day, max(left, 0), status,
            )
        )  # fmt: skip
    return tuple(rows)


def _owning(started: list[Window], day: dt.date) -> Window | None:
    """Return the window that owns on a day (the earliest started, then the smallest id), else the last to expire."""
    covering = [window for window in started if window.covers(day)]
    if covering:
        return min(covering, key=lambda each: (each.starts_on, each.referral_id))
    return max(started, key=lambda each: (each.last_day, each.referral_id), default=None)
