"""What commands share: the options, and the session that opens the workbook they name."""

from __future__ import annotations

import datetime as dt
import functools
import locale
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

import netsheets

if TYPE_CHECKING:
    from netsheets.commands.network import OpenNetwork
    from netsheets.commands.workbook import Workbook
    from netsheets.commands.writing import Progress

ANY_PATH = click.Path(readable=False)
"""A path that need not be there and that we may not be able to read: the command says so, in words."""

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
    def names_a_workbook(self) -> bool:
        """Tell whether option, environment or settings name a workbook."""
        from netsheets.commands.workbook import reference_named  # noqa: PLC0415 - the help needs none of it
        from netsheets.errors import NetsheetsError  # noqa: PLC0415 - likewise

        try:
            return bool(reference_named(self.reference, os.environ, Path.cwd()))
        except NetsheetsError:
            return False

    @property
    def chosen(self) -> Literal["en", "fr"] | None:
        """Return the language that was named, None where the workbook's is meant."""
        return self.language if self.language_named else None

    @property
    def today(self) -> dt.date:
        """Return the day to act on. Raise Misuse for what is no day."""
        from netsheets.commands.workbook import current_day  # noqa: PLC0415 - the help needs none of it

        return day_named(self.today_named) or current_day()

    def workbook(self) -> Workbook:
        """Return the workbook that is named by option, environment or settings."""
        from netsheets.commands.workbook import workbook_of  # noqa: PLC0415 - the help needs none of it

        return _apart_from_result(workbook_of(self.reference))

    def network(self) -> OpenNetwork:
        """Return the network in the workbook, and speak its language from here on."""
        with working():
            found = netsheets.open(self.reference, today=self.today, language=self.chosen, fallback=self.language)
        self.language = found.language
        _apart_from_result(found.workbook)
        return found


def _apart_from_result(workbook: Workbook) -> Workbook:
    """Return a workbook that the result of `-o` leaves alone. Raise Misuse for another, before anything is done."""
    context = click.get_current_context(silent=True)
    if context and FILE in context.meta:
        workbook.require_other(context.meta[FILE])
    return workbook


def day_named(text: str | None) -> dt.date | None:
    """Return the day a person named (YYYY-MM-DD), None for none. Raise Misuse for what is no day."""
    from netsheets.errors import Misuse  # noqa: PLC0415 - the help needs none of it

    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Misuse("day_unreadable", value=text) from error


def terminal_locale() -> str:
    """Return the terminal's locale, from the environment, else (Windows) from the system."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return os.environ[variable]
    return locale.getlocale()[0] or ""


def _known(name: str) -> Literal["en", "fr"]:
    return "fr" if name.lower().startswith("fr") else "en"


def session_options(function: _Function) -> _Function:
    """Add `-w`, `--today` and `--lang`."""
    for option in (
        click.option("--lang", type=click.Choice(["en", "fr"]), help="Language of messages [the workbook's]."),
        click.option("--today", metavar="DAY", help="Act as on that day (YYYY-MM-DD): rehearsals, tests."),
        click.option(
            "-w",
            "--workbook",
            metavar="REF",
            type=ANY_PATH,
            help="The workbook: a path to an .xlsx, or a Google Sheet's address.",
        ),
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


def _named_file(ctx: click.Context, _option: click.Parameter, file: Path | None) -> None:
    """Keep the file a result goes to, for `present.emit`. Raise Misuse where its name does not say in what form."""
    if file is not None:
        from netsheets.commands.reports import form_of  # noqa: PLC0415 - only a file needs it

        form_of(file)
        ctx.meta[FILE] = file


def _shape(ctx: click.Context, _option: click.Parameter, shape: str) -> str:
    """Return the shape asked for, or that of the file: JSON and CSV hold raw values, any other what people read."""
    file = ctx.meta.get(FILE)
    return shape if file is None else {".json": "json", ".csv": "csv"}.get(file.suffix.lower(), "table")


FILE = "netsheets.file"
"""Where a context keeps the file that a result goes to."""

format_option = click.option(
    "--format", "shape", type=click.Choice(["table", "json", "csv"]), default="table", callback=_shape,
    help="How results are written.",
)  # fmt: skip


def result_options(function: _Function) -> _Function:
    """Add `--format`, and `-o` that writes what would be shown to a file."""
    to_file = click.option(
        "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), is_eager=True, expose_value=False,
        callback=_named_file, help="Write it to this file instead: .xlsx, .html, .md, .json or .csv.",
    )  # fmt: skip
    return format_option(to_file(function))


file_option = click.option(
    "-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path),
    help="Write it to this file instead: .xlsx, .html, .md, .json or .csv.",
)  # fmt: skip
month_argument = click.argument("month", required=False)


def report_options(function: _Function) -> _Function:
    """Add the options of every report, and the session."""
    for option in (in_session, dry_run_option, format_option, file_option):
        function = option(function)
    return function


@contextmanager
def counting() -> Iterator[Progress]:
    """Show a bar on a terminal; what is yielded is told how many of how many are done."""
    if not sys.stderr.isatty():
        yield lambda _done, _whole: None
        return
    with click.progressbar(length=1, file=sys.stderr, show_eta=False, show_pos=True) as bar:

        def shown(done: int, whole: int) -> None:
            bar.length = whole
            bar.update(done - bar.pos)

        yield shown


@contextmanager
def working() -> Iterator[None]:
    """Show on a terminal that something is going on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

    with Console(stderr=True).status("…"):
        yield
