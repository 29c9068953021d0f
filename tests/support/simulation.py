"""Random histories of a shared sheet: members type, two treasurers close months, the network breaks, runs are killed.

Each history has a seed, and the same seed gives the same history. Everything runs against the core of the local Google
in this process. The cells that members typed are held against a twin: a second spreadsheet on which they do exactly the
same, and which netsheets never touches. What the ledger holds is held against `oracle.py`, which says the rules a
second time.

    python -m tests.support.simulation --histories 10000 --from 0
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import requests

from netsheets.commands.closing import CloseOptions, close, commissions
from netsheets.commands.network import OpenNetwork, network
from netsheets.commands.validate import validate
from netsheets.commands.workbook import Workbook
from netsheets.domain.month import Month
from netsheets.errors import NetsheetsError
from netsheets.stores.google import GoogleStore, Patience
from tests.sheets_server import Google
from tests.sheets_server.calls import html_reply
from tests.support import oracle
from tests.support.google_network import furnish
from tests.support.google_world import MEMBER, OTHER_ROBOT, OWNER, ROBOT, Direct, in_process, response
from tests.support.simulation_members import Members

TODAY = dt.date(2026, 12, 3)
FIRST = Month(2026, 1)
TREASURERS = {"first": ROBOT, "second": OTHER_ROBOT}
FAULTS = ("429", "500", "503", "html", "lost", "reset", "late", "killed")
ALLOWED = {
    "done", "killed",
    "workbook_changed", "month_closed_meanwhile", "google_down", "google_quota", "google_not_json",
    "google_unreachable", "google_timeout", "google_unsure", "month_out_of_order",
}  # fmt: skip


class Killed(BaseException):
    """The run is gone, as if its process had been killed."""


class Wire(Direct):
    """What lies between netsheets and Google, where a history lets things happen."""

    def __init__(self, history: History) -> None:
        super().__init__(history.google)
        self._history = history

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        self._history.meanwhile(writing=":batchUpdate" in (request.url or ""))
        fault = self._history.fault()
        if fault == "killed":
            if self._history.chance(0.5):
                self.answered(request)
            raise Killed
        if fault == "late":
            self._history.late.append(lambda: self.answered(request))
            raise requests.ReadTimeout("late")
        if fault == "reset":
            raise requests.ConnectionError("reset")
        if fault in ("429", "500", "503"):
            return self._refused(request, int(fault))
        answer = self.answered(request)
        if fault == "lost":
            raise requests.ConnectionError("reset")
        return response(html_reply(200, "Sign in", "Please"), request) if fault == "html" else answer

    def _refused(self, request: requests.PreparedRequest, status: int) -> requests.Response:
        if status != 429 and self._history.chance(0.5):
            self.answered(request)
        self.google.faults.plan([{"fault": "status", "status": status}])
        answer = self.answered(request)
        self.google.faults.clear()
        return answer


class History:
    """One history, told by its seed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.google = Google(seed=seed, clock=lambda: self.now, sleep=self._sleep)
        self.now = dt.datetime(2026, 12, 3, 9)  # noqa: DTZ001 - the core tells the time without a zone
        self.late: list[Callable[[], object]] = []
        self.told: list[str] = []
        self._folder = folder
        self._names = (f"{seed:06x}{number:06x}" for number in itertools.count())
        self._faults = 0.0
        self._deep = self._nested = False
        self._checked: list[list[list[Any]]] = []
        books = [self.google.create("OpenNetwork", OWNER) for _ in range(2)]
        for book in books:
            for user in (ROBOT, OTHER_ROBOT, MEMBER):
                self.google.share(book, user)
            furnish(self.google, book)
        for token, robot in TREASURERS.items():
            self.google.accounts.add_token(token, robot)
        self.book, twin = books
        self.members = Members(self.google, self.random, (self.book, twin))

    def run(self) -> None:
        """Live through it; raise AssertionError where something is wrong at any moment."""
        self._faults = self.random.choice((0.0, 0.05, 0.2, 0.5))
        for _ in range(self.random.randint(2, 4)):
            for _ in range(self.random.randint(0, 3)):
                self.told.append(self.members.edit())
            self._treasurer_runs()
            self._arrive_late(1.0 if self.chance(0.5) else 0.0)
            self.check()
        self._arrive_late(1.0)
        self._faults, self._deep = 0.0, True
        self.check()
        self._end()

    def chance(self, share: float) -> bool:
        """Return whether something that happens so often happens now."""
        return self.random.random() < share

    def fault(self) -> str:
        """Return what goes wrong with the next request, "" where nothing does."""
        return self.random.choice(FAULTS) if self.chance(self._faults) else ""

    def meanwhile(self, *, writing: bool) -> None:
        """Let others act between two requests of a run, most of all just before it writes."""
        self._arrive_late(0.3)
        if self.chance(0.25):
            self.told.append(f"  meanwhile {self.members.edit()}")
        if not self._deep and self.chance(0.3 if writing else 0.05):
            self._deep = True
            self._treasurer_runs()
            self._deep, self._nested = False, True

    def check(self) -> None:
        """Raise AssertionError unless members have all their cells, and the ledger is a sound chain of months."""
        self.members.check()
        assert not self.google.failures, self.google.failures[0]
        written = [self.google.read(self.book, OWNER, title) for title in ("Commissions", "Closings")]
        if written == self._checked:
            return
        self._checked = written
        ledger = self._read(self._store("first", calm=True)).ledger
        line_ids = Counter(line.line_id for line in ledger.lines)
        assert max(line_ids.values(), default=1) == 1, line_ids.most_common(1)
        seals = Counter((seal.month, seal.currency) for seal in ledger.seals)
        assert max(seals.values(), default=1) == 1, seals.most_common(1)

    def _treasurer_runs(self) -> None:
        """One run of a command by a treasurer, which may end in any way it is allowed to."""
        name = self.random.choice(sorted(TREASURERS))
        command = self.random.choice(("close", "close", "close", "commissions", "validate"))
        before, unchanged = self._months(), True
        self._nested = False
        try:
            self._command(command, self._store(name))
            outcome = "done"
        except NetsheetsError as error:
            outcome = error.code
            quiet = not (self.late or self._nested)
            unchanged = "nothing was written" not in error.message() or not quiet or self._months() == before
        except Killed:
            outcome = "killed"
        assert outcome in ALLOWED, outcome
        assert unchanged, f"{outcome}, but the month is posted"
        self.told.append(f"{name} {command}: {outcome} {self._months()}")

    def _command(self, command: str, store: GoogleStore) -> None:
        read = self._read(store)
        read.require_unaltered_ledger()
        month = read.ledger.last_month.next if read.ledger.last_month else FIRST
        if command == "close":
            result = close(read, month, CloseOptions(skip_invalid=True, restate=True))
            assert result.already or str(month) in self._months()
        elif command == "commissions":
            commissions(read, month)
        else:
            validate(read)

    def _end(self) -> None:
        """Close one more month in peace: the ledger then is what the rules say, to the cent."""
        read = self._read(self._store("first", calm=True))
        month = read.ledger.last_month.next if read.ledger.last_month else FIRST
        close(read, month, CloseOptions(skip_invalid=True, restate=True))
        after = self._read(self._store("second", calm=True))
        after.require_unaltered_ledger()
        assert sorted(after.ledger.seals_of) == sorted(_months_through(FIRST, month))
        posted: Counter[oracle.Key] = Counter()
        for line in after.ledger.lines:
            key = oracle.Key(line.event_id, line.payer_id, line.payee_id, line.currency)
            posted[key] += int(line.amount * 100)
        owed = {key: each.cents for key, each in oracle.expected(after.book, str(month)).items() if each.cents}
        assert {key: cents for key, cents in posted.items() if cents} == owed
        self.members.check()

    def _read(self, store: GoogleStore) -> OpenNetwork:
        found = network(Workbook(store, self._folder / "closings"), today=TODAY, language="en")
        found.require_unaltered_ledger()
        return found

    def _store(self, treasurer: str, *, calm: bool = False) -> GoogleStore:
        patience = Patience(sleep=self._sleep, jitter=lambda: 0.5)
        adapter = Direct(self.google) if calm else Wire(self)
        names = self._names
        return in_process(
            self.google, self.book, token=treasurer, adapter=adapter, patience=patience, write_name=names.__next__
        )

    def _sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)

    def _months(self) -> list[str]:
        return [row[0] for row in self.google.read(self.book, OWNER, "Closings")[1:] if row]

    def _arrive_late(self, share: float) -> None:
        """Let requests that timed out reach Google after all."""
        waiting, self.late = self.late, []
        for each in waiting:
            if self.chance(share):
                each()
            else:
                self.late.append(each)


def _months_through(first: Month, last: Month) -> Iterable[Month]:
    while first <= last:
        yield first
        first = first.next


def failing(seed: int) -> str:
    """Return what went wrong in a history, with what happened in it; "" where nothing did."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(seed, Path(folder))
        try:
            history.run()
        except Exception as error:  # noqa: BLE001 - whatever it is, the seed must be told
            return "\n  ".join((f"seed {seed}: {type(error).__name__}: {error}", *history.told))
    return ""


def failures(first: int, number: int, *, processes: int = 2) -> list[str]:
    """Return what went wrong in so many histories, from the first seed on."""
    with ProcessPoolExecutor(processes) as pool:
        return [each for each in pool.map(failing, range(first, first + number), chunksize=10) if each]


def main() -> int:
    """Run histories until one fails, and tell its seed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    found = failures(given.first, given.histories)
    for each in found[:5]:
        print(each)
    print(f"{given.histories} histories from seed {given.first}: {len(found)} failed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
