"""The pages of the command line: every command and option, and what each writes for programs, by running it."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import shlex
import tempfile
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

import click

from netsheets.__main__ import run
from netsheets.cli.app import COMMANDS, app
from netsheets.errors import NetsheetsError
from tools.markdown import page, table


def command_line() -> str:
    """Return the page of every command."""
    context = click.Context(app)
    commands = {name: app.get_command(context, name) for name in COMMANDS}
    return page(
        "# The command line",
        "`netsheets [OPTIONS] COMMAND [ARGS]`. `netsheets COMMAND --help` shows what stands here.",
        table(("command", "does"), ((f"[`{name}`](#{name})", said) for name, (_, said) in COMMANDS.items())),
        "## Which workbook, which day, which language",
        _options_table(app.params),
        "These go with every command, before or after its name. Without `-w`, the workbook is the one the variable "
        '`NETSHEETS_WORKBOOK` names, else the line `workbook = "network.xlsx"` of a file `netsheets.toml` in the '
        "current folder.",
        "## What comes out",
        "Results go to standard output; progress, notes and errors to standard error. `--format json` is for "
        "programs, [with these shapes](json.md); `--format csv` gives the main table with the columns of the "
        "[data dictionary](data-dictionary.md), raw: it is for programs. To open a result in Excel take "
        "`-o FILE.xlsx`, where a name such as `=1+1` stays text. Tables are coloured on a terminal only, "
        "and never where `NO_COLOR` is set.",
        table(("exit code", "means"), (("0", "Done."), *_exit_codes(), ("130", "Interrupted with Ctrl-C."))),
        "A code other than 0 never leaves a workbook half written.",
        *(section for name, command in commands.items() if command for section in _command_sections(name, command)),
        "## Completion with the Tab key",
        "Put the line of your shell in its start-up file:",
        '- bash, in `~/.bashrc`: `eval "$(_NETSHEETS_COMPLETE=bash_source netsheets)"`\n'
        '- zsh, in `~/.zshrc`: `eval "$(_NETSHEETS_COMPLETE=zsh_source netsheets)"`\n'
        "- fish, in `~/.config/fish/config.fish`: `_NETSHEETS_COMPLETE=fish_source netsheets | source`",
    )


def json_shapes() -> str:
    """Return the page of the JSON of every command, seen on the sample network."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        sections = [part for typed, said in _JSON.items() for part in _json_section(typed, said)]
    return page(
        "# The JSON of each command",
        "What `--format json` writes, seen on the sample network; of each list, the first item. Keys are those of the "
        '[data dictionary](data-dictionary.md) and stay as they are. Money and days are texts, exact: `"150.00"`, '
        '`"2026-10-31"`; counts and rows are numbers; what there is none of is `null`. Sentences (`message`, '
        "`suggestion`, `seen`, `advice`) are in the workbook's language and may be reworded; `code` may not.",
        *sections,
    )


_JSON: Mapping[str, str] = {
    "init network.xlsx --sample --lang en": "",
    "validate": "Every finding, by tab and row, and how many of each severity.",
    "close 2026-08": "",
    "close 2026-09": "",
    "commissions 2026-10": "The month as it would close now. `held` are lines that a dispute holds back; `excluded` "
    "says what earns nothing, and why: `outside_window`, `no_window`, `on_hold`, `disputed`, `waived`, `invalid` or "
    "`before_ledger`. While the `status` is `draft`, lines have no `line_id`.",
    "close 2026-10": "The same shape; the `status` is `closed`, and `posted` is what stands in the ledger.",
    "ownership": "A list of the rows of the tab `ownership`.",
    "explain R33": "The story of one referral. `charter` gives each rule with the day it came into force (`null`: "
    "ever since, or the default); `events` what happened, `reason` why it earned nothing; `shares` and `parts` who "
    "is paid by whom; `posted` and `to_post` the ledger lines.",
    "balances 2026-10": "The rows of the tab `balances`, and the transfers that settle them.",
    "payouts record 2026-10": "The rows that settle a month, as the tab `payouts` has them (`vat` is `null` without "
    "`--with-vat`), and the balances that are carried forward.",
    "export sepa 2026-10 -o october.xml": "The order that was written, what the network has to collect, and what is "
    "due in other currencies. Where it is refused: `faults`, a list of findings.",
    "export das2 2026": "The year by payee and by payer; `above` says who is to be declared, `missing` which columns "
    "of `members` are empty.",
    "report recruitment": "Each candidate with every talk, whether it counts and if not why (`why_not`), what is "
    "`missing` by the charter, where opinions differ, and the `obstacles`.",
    "report directory": "Each member as the directory shows them; `missing` are the columns still empty, `age_days` "
    "the days since they were last heard of.",
    "report synergies": "Pairs who should talk, the most points first, with the reasons; then pairs who share a "
    "skill, with the terms they agreed on.",
    "report teams": "Each lead with their members; `need` is `first_referral`, `quiet` or `null`. The last team is "
    "of those without a lead.",
    "report projects": "Each project, what worries (`concerns`), and what was billed through it; `amounts` is empty "
    "with `--public`.",
    "report activity 2026-10": "Each member's month, six and twelve months, and their lights: `good`, `fair`, `poor` "
    "or `null` where nothing can be said. Amounts are left out with `--public`.",
    "agenda": "The next meeting point by point.",
    "charter show": "Every rule in force, its value as `explain` has it, the day it came into force and its row "
    "(`null`: the default); changes already decided; the example worked out.",
    "admit M14": "Whether a candidate may join. `reasons` say why not, `cautions` what to talk about, `changes` "
    "which cells to type.",
    "doctor": "What was looked at; the `verdict` is `ok`, `warning` or `error`.",
}
"""What is typed for the page of JSON shapes, in this order, and what is said of it: nothing where it only prepares."""


def _exit_codes() -> Iterable[tuple[str, str]]:
    """Yield each exit code of a failure, and what the class that carries it says."""
    kinds = [kind for kind in NetsheetsError.__subclasses__() if kind.__module__ == "netsheets.errors"]
    for kind in sorted(kinds, key=lambda each: each.exit_code):
        yield str(kind.exit_code), inspect.getdoc(kind) or ""


def _command_sections(name: str, command: click.Command, level: str = "##") -> Iterable[str]:
    """Yield the section of a command; of a group, also those of its commands, one level below."""
    yield _command_section(name, command, level)
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            yield from _command_sections(f"{name} {below}", each, f"{level}#")


def _command_section(name: str, command: click.Command, level: str) -> str:
    shared = {option.name for option in app.params}
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    options = [each for each in command.params if isinstance(each, click.Option) and each.name not in shared]
    below = ["COMMAND"] if isinstance(command, click.Group) else []
    typed = " ".join(
        (f"netsheets {name}", *(["[OPTIONS]"] if options else []), *map(_argument_name, arguments), *below)
    )
    example = (command.epilog or "").removeprefix("Example: ")
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    help_text = "\n\n".join(" ".join(each.split()) for each in paragraphs)
    parts = (
        f"{level} {name}",
        f"`{typed}`",
        help_text,
        _options_table(options) if options else "",
        f"Example: `{example}`",
    )
    return "\n\n".join(filter(None, parts))


def _argument_name(argument: click.Argument) -> str:
    name = argument.metavar or str(argument.name).upper()
    return name if argument.required else f"[{name}]"


def _options_table(options: Iterable[click.Parameter]) -> str:
    return table(("option", "does"), (_option_row(each) for each in options if isinstance(each, click.Option)))


def _option_row(option: click.Option) -> tuple[str, str]:
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    value = "" if option.is_flag else f" {option.metavar or '|'.join(map(str, choices))}"
    required = " Required." if option.required else ""
    return ", ".join(f"`{each}{value}`" for each in option.opts), f"{option.help}{required}"


def _json_section(typed: str, said: str) -> tuple[str, ...]:
    """Run a command on the workbook in the current folder; return the section that shows its JSON, if it is shown."""
    command, *arguments = shlex.split(typed)
    named = [] if command == "init" else ["-w", "network.xlsx"]
    shown = ["--format", "json"] if said else []
    with contextlib.redirect_stdout(io.StringIO()) as written, contextlib.redirect_stderr(io.StringIO()):
        run([command, *arguments, *named, *shown, "--today", "2026-11-22"])
    if not said:
        return ()
    document = json.dumps(_first_of_each(json.loads(written.getvalue())), ensure_ascii=False, indent=2)
    heading = " ".join(takewhile(str.islower, shlex.split(typed)))
    return f"## {heading}", said, f"```console\n$ netsheets {typed} --format json\n```", f"```json\n{document}\n```"


def _first_of_each(value: Any) -> Any:
    """Return JSON with the first item of every list; the versions, which differ from place to place, are left out."""
    if isinstance(value, dict):
        return {key: _first_of_each(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_first_of_each(each) for each in value if "netsheets 0" not in str(each)][:1]
    return value
