"""`python -m netsheets`, and the entry point: every error a user can cause ends in words and an exit code."""

from __future__ import annotations

import os
import sys

import click

from netsheets.cli.app import app
from netsheets.cli.options import Session

INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code (see `netsheets.errors`)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:]))


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
        click.echo(error.message(session.language), err=True)
        return error.exit_code
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    main()
