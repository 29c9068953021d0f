"""Write the pages of the documentation that are made from the code, so that they never tell something else.

`python -m tools.pages` writes them, `--check` only says which are out of date (exit code 1). To add a page: a
function that returns its text, and a line in PAGES.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from netsheets.domain.charter import PARAMETERS
from netsheets.domain.findings import CODES, UNREADABLE, finding
from netsheets.domain.money import percentage
from netsheets.domain.parameters import Parameter, raw_value
from netsheets.resources import resource
from netsheets.sheets.schema import Tab, TabColumn, input_tabs, output_tabs, tab, type_names
from netsheets.sheets.wording import worded
from netsheets.texts import LANGUAGES
from tools.command_pages import command_line, json_shapes
from tools.markdown import page, table

DOCS = Path(__file__).resolve().parents[1] / "docs"


def data_dictionary() -> str:
    """Return the page of every tab and column."""
    return page(
        "# The tabs and their columns",
        "In a sheet, tabs and headers carry their English or French title; both, and the key, are recognised on "
        "reading, whatever the case, accents, blanks and order of the columns. JSON, CSV and imports use the keys. "
        "Columns of your own are left alone. `*`: every row needs it. In italics: what the note on the header says.",
        "**Needed** is what the computation needs: there, a cell that can't be read takes its row out until it is "
        "corrected. Any other cell may be wrong without costing anybody a commission: that is a warning, and the row "
        "counts as if the cell were empty.",
        "## What members fill",
        *(_tab_section(each) for each in input_tabs()),
        "## What netsheets writes",
        "Typing in these tabs is pointless: the next command that writes them starts anew, except for `ledger` and "
        "`closings`, which only ever grow.",
        *(_tab_section(each) for each in output_tabs()),
    )


def parameters() -> str:
    """Return the page of every parameter of the charter."""
    return page(
        "# The parameters of the charter",
        "The rows of the tab `charter`. What each of them means is told by [the rules](rules.md).",
        table(
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
    return page(
        "# Findings",
        "What netsheets says about cells, rows and tabs. An **error** keeps the row from being counted until it is "
        "corrected; a **warning** is counted, but someone should look; an **info** is good to know. A cell that can't "
        "be read is an error only where the computation needs it ([the columns](data-dictionary.md)); elsewhere it is "
        "a warning that says what becomes of the row. The code never changes: scripts may rely on it. The sentences "
        "are in `schemas/findings.json`, and may be reworded there.",
        table(("code", "severity"), ((f"[`{code}`](#{code})", severity) for code, severity in CODES.items())),
        *(_finding_section(code, texts[code]["example"]) for code in CODES),
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "cli.md": command_line,
    "data-dictionary.md": data_dictionary,
    "parameters.md": parameters,
    "findings.md": findings,
    "json.md": json_shapes,
}


def _tab_section(each: Tab) -> str:
    keys = [f"`{key}`" for key in each.key_columns]
    facts = [f"Key: {', '.join(keys)}." if keys else "", "Every network starts with it." if each.starting else ""]
    headings = ("key", "title", "titre", "holds", *(("needed",) if each.owner == "members" else ()), "example")
    columns = table(headings, (_column_row(column, each) for column in each.columns))
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


def _column_row(column: TabColumn, held_by: Tab) -> tuple[str, ...]:
    example = "; ".join(column.example) if isinstance(column.example, list) else str(column.example)
    return (
        f"`{column.key}`{'*' if column.required else ''}",
        column.titles["en"],
        column.titles["fr"],
        f"{_holds(column)}. *{column.descriptions['en']}*",
        *(("yes" if column.needed else "",) if held_by.owner == "members" else ()),
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
    elsewhere = " where the cell is needed, else warning" if code in UNREADABLE else ""
    return "\n\n".join(
        (
            f"### {code}",
            f"{CODES[code].capitalize()}{elsewhere}. Details: {details}.",
            "\n".join(f"- {' '.join(filter(None, worded(shown, language)))}" for language in LANGUAGES),
        )
    )


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that are out of date; return the exit code."""
    check = arguments == ["--check"]
    if arguments and not check:
        print("usage: python -m tools.pages [--check]", file=sys.stderr)
        return 2
    stale = []
    for name, written in PAGES.items():
        path, text = DOCS / name, written()
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
