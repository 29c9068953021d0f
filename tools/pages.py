"""Write the pages of the documentation that are made from the code, so that they never tell something else.

`python -m tools.pages` writes them, `--check` only says which are out of date (exit code 1). To add a page: a
function that returns its text, and a line in PAGES.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import click

from netsheets.__main__ import run
from netsheets.cli.app import COMMANDS, app
from netsheets.domain.charter import PARAMETERS
from netsheets.domain.findings import CODES, finding
from netsheets.domain.money import percentage
from netsheets.domain.parameters import Parameter, raw_value
from netsheets.errors import NetsheetsError
from netsheets.resources import resource
from netsheets.sheets.schema import Tab, TabColumn, input_tabs, output_tabs, tab, type_names
from netsheets.sheets.wording import worded
from netsheets.texts import LANGUAGES

DOCS = Path(__file__).resolve().parents[1] / "docs"
NOTICE = "<!-- Written by tools/pages.py: change what it reads, not this page. -->"


def data_dictionary() -> str:
    """Return the page of every tab and column."""
    return _page(
        "# The tabs and their columns",
        "In a sheet, tabs and headers carry their English or French title; both, and the key, are recognised on "
        "reading, whatever the case, accents, blanks and order of the columns. JSON, CSV and imports use the keys. "
        "Columns of your own are left alone. `*`: every row needs it. In italics: what the note on the header says.",
        "## What members fill",
        *(_tab_section(each) for each in input_tabs()),
        "## What netsheets writes",
        "Typing in these tabs is pointless: the next command that writes them starts anew, except for `ledger` and "
        "`closings`, which only ever grow.",
        *(_tab_section(each) for each in output_tabs()),
    )


def parameters() -> str:
    """Return the page of every parameter of the charter."""
    return _page(
        "# The parameters of the charter",
        "The rows of the tab `charter`. What each of them means is told by [the rules](rules.md).",
        _table(
            ("parameter", "title", "titre", "default", "may be", "a change applies to", "governs cents"),
            (_parameter_row(each) for each in PARAMETERS.values()),
        ),
    )


def _parameter_row(parameter: Parameter) -> tuple[str, ...]:
    labels = tab("charter").column_by_key["parameter"].labels
    low, high = parameter.bounds
    holds = {"number": f"{low:,} to {high:,}", "word": ", ".join(f"`{each}`" for each in parameter.words)}
    none = "none or " if parameter.optional else ""
    default = percentage(parameter.default) if parameter.kind == "percent" else raw_value(parameter.default)
    return (
        f"`{parameter.name}`",
        *(labels[language].get(parameter.name, parameter.name) for language in LANGUAGES),
        "none" if default is None else f"`{default}`" if default != "" else "",
        none + holds.get(parameter.kind, parameter.kind),
        parameter.scope,
        "yes" if parameter.governs else "",
    )


def findings() -> str:
    """Return the page of every finding."""
    texts = json.loads(resource("schemas", "findings.json").read_text("utf-8"))
    return _page(
        "# Findings",
        "What netsheets says about cells, rows and tabs. An **error** keeps the row from being counted until it is "
        "corrected; a **warning** is counted, but someone should look; an **info** is good to know. The code never "
        "changes: scripts may rely on it. The sentences are in `schemas/findings.json`, and may be reworded there.",
        _table(("code", "severity"), ((f"[`{code}`](#{code})", severity) for code, severity in CODES.items())),
        *(_finding_section(code, texts[code]["example"]) for code in CODES),
    )


def command_line() -> str:
    """Return the page of every command."""
    context = click.Context(app)
    commands = {name: app.get_command(context, name) for name in COMMANDS}
    return _page(
        "# The command line",
        "`netsheets [OPTIONS] COMMAND [ARGS]`. `netsheets COMMAND --help` shows what stands here.",
        _table(("command", "does"), ((f"[`{name}`](#{name})", said) for name, (_, said) in COMMANDS.items())),
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
        _table(("exit code", "means"), (("0", "Done."), *_exit_codes(), ("130", "Interrupted with Ctrl-C."))),
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
    return _page(
        "# The JSON of each command",
        "What `--format json` writes, seen on the sample network; of each list, the first item. Keys are those of the "
        '[data dictionary](data-dictionary.md) and stay as they are. Money and days are texts, exact: `"150.00"`, '
        '`"2026-10-31"`; counts and rows are numbers; what there is none of is `null`. Sentences (`message`, '
        "`suggestion`, `seen`, `advice`) are in the workbook's language and may be reworded; `code` may not.",
        *sections,
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "cli.md": command_line,
    "data-dictionary.md": data_dictionary,
    "parameters.md": parameters,
    "findings.md": findings,
    "json.md": json_shapes,
}

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


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((title, NOTICE, *parts)) + "\n"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (header, tuple("---" for _ in header), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _tab_section(each: Tab) -> str:
    keys = [f"`{key}`" for key in each.key_columns]
    facts = [f"Key: {', '.join(keys)}." if keys else "", "Every network starts with it." if each.starting else ""]
    columns = _table(("key", "title", "titre", "holds", "example"), (_column_row(column) for column in each.columns))
    return "\n\n".join(
        part
        for part in (
            f"### `{each.key}`: {each.titles['en']} / {each.titles['fr']}",
            each.descriptions["en"],
            " ".join(filter(None, facts)),
            columns if each.columns else "",
        )
        if part
    )


def _column_row(column: TabColumn) -> tuple[str, ...]:
    example = "; ".join(column.example) if isinstance(column.example, list) else str(column.example)
    return (
        f"`{column.key}`{'*' if column.required else ''}",
        column.titles["en"],
        column.titles["fr"],
        f"{_holds(column)}. *{column.descriptions['en']}*",
        f"`{example}`",
    )


def _holds(column: TabColumn) -> str:
    """Return what may stand in a column, in words."""
    words = ", ".join(
        f"`{word}` ({column.label(word, 'en')} / {column.label(word, 'fr')})" for word in column.labels["en"]
    )
    if column.type == "choice":
        return f"one of {words}"
    if column.reference or column.items_reference:
        target = column.reference or column.items_reference
        key = tab(target).key_columns[0]
        several = "s separated by semicolons" if column.items_reference else ""
        return f"`{key}`{several} of `{target}`" + "".join(f", or `{word}`" for word in column.also)
    name = type_names()[column.type]["en"]
    return f"{name}: {words}, or a word of your own" if words else name


def _finding_section(code: str, example: Mapping[str, Any]) -> str:
    shown = finding(code, example["tab"], 14, example["column"] or None, example["value"], **example["details"])
    details = ", ".join(f"`{name}`" for name in example["details"]) or "none"
    return "\n\n".join(
        (
            f"### {code}",
            f"{CODES[code].capitalize()}. Details: {details}.",
            "\n".join(f"- {' '.join(filter(None, worded(shown, language)))}" for language in LANGUAGES),
        )
    )


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
    return _table(("option", "does"), (_option_row(each) for each in options if isinstance(each, click.Option)))


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


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that are out of date; return the exit code."""
    check = arguments == ["--check"]
    if arguments and not check:
        print("usage: python -m tools.pages [--check]", file=sys.stderr)
        return 2
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} {'is out of date: run python -m tools.pages' if check else 'written'}", file=sys.stderr)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
