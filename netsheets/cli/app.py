"""The command `netsheets`: a group whose commands are imported only when they are called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from netsheets import __version__
from netsheets.cli.options import Session, session_options

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("prepare", "Make a new workbook ready to fill."),
    "upgrade": ("prepare", "Bring a workbook's tabs up to date, without touching a member's cell."),
    "import": ("prepare", "Load CSV files into the members' tabs."),
    "validate": ("findings", "Say what is wrong with the rows, and write the issues tab."),
    "commissions": ("month", "Show a month as it would close now."),
    "close": ("month", "Close a month: post it to the ledger, for good."),
    "reopen": ("restoring", "Take the last closed month back."),
    "restore": ("restoring", "Put the ledger back from the archives of its closings."),
    "status": ("status", "Say where the network stands, and the one next step."),
    "ownership": ("inquiry", "Say who owns which client until when."),
    "explain": ("inquiry", "Tell the whole story of one referral."),
    "balances": ("inquiry", "Show running balances, and who pays whom."),
    "statements": ("statement", "Write one Excel statement a member, and one for the network."),
    "export": ("export", "Write what the accountant and the bank get: journal, declaration, payment order."),
    "check-fec": ("fec", "Check a FEC, the file of entries the tax office asks for."),
    "payouts": ("payouts", "Record what was paid: the rows that settle a closed month."),
    "report": ("report", "Show a report on the life of the network: activity, teams, synergies …"),
    "charter": ("charter", "Put the charter in words: rules, example, what changed."),
    "admit": ("admission", "Say whether a candidate may join, and what to change."),
    "agenda": ("report", "Write the agenda of the next meeting: news, turns, decisions, what to celebrate."),
    "privacy": ("privacy", "Give a person what is held on them, or erase it."),
    "doctor": ("doctor", "Check that everything is in order, and say what to do."),
    "demo": ("demo", "Take a sample network through three months, command by command."),
}
"""Every command: the module of `netsheets.cli` it lives in, and its line in the help."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and help, and imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"netsheets.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: netsheets validate -w network.xlsx",
)
@click.version_option(__version__, prog_name="netsheets")
@session_options
@click.pass_context
def app(ctx: click.Context, /, **given: str | None) -> None:
    """Commissions, client ownership and statements for a network whose members bring each other business.

    Everything is in one workbook that members fill. A month takes four commands: validate, commissions, close,
    statements. `netsheets demo FOLDER` shows them all on a sample network.

    For completion with the Tab key, add to ~/.bashrc: eval "$(_NETSHEETS_COMPLETE=bash_source netsheets)"; with
    zsh_source to ~/.zshrc; in fish: _NETSHEETS_COMPLETE=fish_source netsheets | source.
    """
    session = ctx.ensure_object(Session)
    session.update(given)
    if ctx.invoked_subcommand is None:
        if not (sys.stdin.isatty() and sys.stdout.isatty() and session.names_a_workbook):
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        status = app.get_command(ctx, "status")
        if status is not None:
            ctx.invoke(status)
