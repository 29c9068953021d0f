"""`python -m netsheets`, and the entry point: every error a user can cause ends in words and an exit code."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

INTERRUPTED = 130

try:
    import click

    from netsheets.cli.app import app
    from netsheets.cli.options import Session
except KeyboardInterrupt:
    # Ctrl-C in the very first moment: there is nothing to say yet.
    sys.exit(INTERRUPTED)


def main() -> None:
    """Run the command line and leave with its exit code (see `netsheets.errors`).

    A run is short and keeps what it reads until it ends: the garbage collector would walk a large workbook's rows
    again and again and find nothing, so it rests; and once everything is said, the process leaves without taking a
    million objects apart first.
    """
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Files and pipes get UTF-8; a terminal knows best what it shows, and gets ? for the rest.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    status = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, AttributeError):
            stream.flush()
    os._exit(status)


def run(arguments: list[str]) -> int:
    """Run the command line with these arguments and return its exit code."""
    session = Session()
    try:
        status = app.main(arguments, prog_name="netsheets", standalone_mode=False, obj=session)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        from netsheets.texts import message  # noqa: PLC0415 - the help needs none of it

        click.echo(message("interrupted", session.language), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from netsheets.errors import NetsheetsError  # noqa: PLC0415 - the help needs none of it

        if not isinstance(error, NetsheetsError):
            raise
        from netsheets.cli.present import folded  # noqa: PLC0415 - likewise

        click.echo(folded(error.message(session.language)), err=True)
        return error.exit_code
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    main()
