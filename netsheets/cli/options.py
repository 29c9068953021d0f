"""What commands share: the options, and the session that opens the workbook they name."""

from __future__ import annotations

import datetime as dt
import functools
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from netsheets.commands.network import Network
    from netsheets.commands.workbook import Workbook

Format = Literal["table", "json", "csv"]
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass
class Session:
    """One run of the command line: what was named on it, and the language its messages are in."""

    reference: str | None = None
    today_named: str | None = None
    language_named: str | None = None
    language: Literal["en", "fr"] = "en"

    def update(self, given: Mapping[str, str | None]) -> None:
        """Take over the options given here; one given closer to the command wins."""
        self.reference = given.get("workbook") or self.reference
        self.today_named = given.get("today") or self.today_named
        self.language_named = given.get("lang") or self.language_named
        self.language = _known(self.language_named or terminal_locale())

    @property
    def today(self) -> dt.date:
        """Return the day to act on. Raise Misuse for what is no day."""
        from netsheets.errors import Misuse  # noqa: PLC0415 - the help needs none of it

        if self.today_named is None:
            return dt.datetime.now().astimezone().date()
        try:
            return dt.date.fromisoformat(self.today_named)
        except ValueError as error:
            raise Misuse("day_unreadable", value=self.today_named) from error

    def workbook(self) -> Workbook:
        """Return the workbook that is named by option, environment or settings."""
        from netsheets.commands.workbook import opened, reference_named  # noqa: PLC0415 - the help needs none of it

        return opened(reference_named(self.reference, os.environ, Path.cwd()))

    def network(self) -> Network:
        """Return the network in the workbook, and speak its language from here on."""
        from netsheets.commands.network import network  # noqa: PLC0415 - the help needs none of it

        named = self.language if self.language_named else None
        with working():
            found = network(self.workbook(), today=self.today, language=named, fallback=self.language)
        self.language = found.language
        return found


def terminal_locale() -> str:
    """Return the terminal's locale, from the environment."""
    return os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""


def _known(name: str) -> Literal["en", "fr"]:
    return "fr" if name.lower().startswith("fr") else "en"


def session_options(function: _Function) -> _Function:
    """Add `-w`, `--today` and `--lang`."""
    for option in (
        click.option("--lang", type=click.Choice(["en", "fr"]), help="Language of messages [the workbook's]."),
        click.option("--today", metavar="DAY", help="Act as on that day (YYYY-MM-DD): rehearsals, tests."),
        click.option("-w", "--workbook", metavar="REF", help="The workbook: a path to an .xlsx."),
    ):
        function = option(function)
    return function


def in_session(function: _Function) -> _Function:
    """Add the session's options to a command, and pass it the Session first; its errors end the run in words."""

    @session_options
    @click.pass_obj
    @functools.wraps(function)
    def wrapped(session: Session, /, **given: Any) -> Any:
        session.update({name: given.pop(name) for name in ("workbook", "today", "lang")})
        return function(session, **given)

    return wrapped  # type: ignore[return-value]


dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, write nothing.")
format_option = click.option(
    "--format", "shape", type=click.Choice(["table", "json", "csv"]), default="table", help="How results are written."
)
month_argument = click.argument("month", required=False)


@contextmanager
def working() -> Iterator[None]:
    """Show on a terminal that something is going on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

    with Console(stderr=True).status("…"):
        yield
