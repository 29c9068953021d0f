"""Break the rules on purpose, one small change at a time, and name the changes that no test notices.

`python -m tools.mutants` breaks every module of `tools/mutants.toml`; `--module NAME` one of them, `--most N` so many
changes of each, drawn anew only with another `--seed`. A change that changes nothing is named there as equivalent, by
its function and its line before and after, with the reason; any other that survives ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import ast
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
COPIED = ("netsheets", "schemas", "templates", "tests", "tools", "benchmarks", "docs")
SECONDS = 60
"""A change that keeps the tests busy for longer is noticed."""

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_REVERSED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: where it is, and what the line says before and after."""

    module: str
    function: str
    row: int
    before: str
    after: str
    source: str


def mutants_of(module: str, text: str) -> Iterator[Mutant]:
    """Yield every change of a module's functions, each as the module's whole source."""
    tree = ast.parse(text)
    # The innermost comes last, so that what a function inside another holds is broken once, as its own.
    within = {node: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) for node in ast.walk(each)}
    for node, function in within.items():
        for change in _changes(node):
            yield from _mutant(module, tree, function, (node, change))


def _mutant(
    module: str, tree: ast.Module, function: ast.FunctionDef, changed: tuple[ast.AST, dict[str, Any]]
) -> Iterator[Mutant]:
    node, change = changed
    kept = {name: getattr(node, name) for name in change}
    before = ast.unparse(_statement(function, node))
    for name, value in change.items():
        setattr(node, name, value)
    after = ast.unparse(_statement(function, node))
    source = ast.unparse(tree)
    for name, value in kept.items():
        setattr(node, name, value)
    if before != after:
        row = getattr(node, "lineno", function.lineno)
        lines = zip(before.splitlines(), after.splitlines(), strict=False)
        was, becomes = next(((one, other) for one, other in lines if one != other), (before, after))
        yield Mutant(module, function.name, row, was.strip(), becomes.strip(), source)


def _statement(function: ast.FunctionDef, node: ast.AST) -> ast.AST:
    """Return the innermost statement that holds a node."""
    statements = (each for each in ast.walk(function) if isinstance(each, ast.stmt))
    held = [each for each in statements if any(node is inner for inner in ast.walk(each))]
    return held[-1] if held else function


def _changes(node: ast.AST) -> Iterator[dict[str, Any]]:
    """Yield what may be changed of a node: its fields with other values."""
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                if type(operator) in _COMPARED:
                    yield {"ops": [*node.ops[:place], _COMPARED[type(operator)](), *node.ops[place + 1 :]]}
        case ast.BinOp() if type(node.op) in _REVERSED:
            yield {"op": _REVERSED[type(node.op)]()}
        case ast.BoolOp():
            yield {"op": ast.Or() if isinstance(node.op, ast.And) else ast.And()}
            yield {"values": [*node.values[:-1], node.values[0]]}
            yield {"values": [node.values[-1], *node.values[1:]]}
        case ast.UnaryOp(op=ast.Not()):
            yield {"operand": ast.UnaryOp(ast.Not(), node.operand)}
        case ast.UnaryOp(op=ast.USub()):
            yield {"op": ast.UAdd()}
        case ast.Constant():
            yield from _other_constants(node.value)
        case _:
            yield from _other_results(node)


def _other_constants(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, bool):
        yield {"value": not value}
    elif isinstance(value, int):
        yield {"value": value + 1}
        yield {"value": value - 1}


def _other_results(node: ast.AST) -> Iterator[dict[str, Any]]:
    match node:
        case ast.IfExp():
            yield {"body": node.orelse, "orelse": node.body}
        case ast.Call(func=ast.Name(id="min" | "max" as name)):
            yield {"func": ast.Name("max" if name == "min" else "min")}
        case ast.Return() | ast.Yield() if node.value and not isinstance(node.value, ast.Constant):
            yield {"value": ast.Constant(None)}


def survives(mutant: Mutant, tests: list[str], folder: Path) -> bool:
    """Tell whether the tests pass with a change, in a copy of the project."""
    path = folder / mutant.module
    kept = path.read_text("utf-8")
    path.write_text(mutant.source, encoding="utf-8")
    try:
        return ended(tests, folder) == 0
    finally:
        path.write_text(kept, encoding="utf-8")


_LIBRARIES = [
    "click", "google.auth.transport.requests", "google.oauth2.service_account", "gspread", "hypothesis", "jinja2",
    "jsonschema", "jsonschema_rs", "lxml.etree", "openpyxl", "pygal", "pytest", "python_calamine", "rich.table",
    "sepaxml", "xlsxwriter",
]  # fmt: skip
"""What is imported where each run of the tests begins: it takes as long as most tests."""


def ended(tests: list[str], folder: Path, *, whole: bool = False) -> int:
    """Return how the tests end in a copy of the project: 0 passed, -1 for too long, else what pytest says.

    A `whole` project keeps its bytecode for the runs to come; a broken one leaves none behind.
    """
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(_LIBRARIES)
    process = server.Process(target=_tested, args=(tests, folder, whole))
    process.start()
    process.join(SECONDS)
    if process.exitcode is None:
        process.kill()
        process.join()
        return -1
    return process.exitcode


def _tested(tests: list[str], folder: Path, whole: bool) -> None:
    """Run the tests of a copy of the project in this process, silently, and end it as they end."""
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = not whole
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in range(3):
        os.dup2(nowhere, each)
    late = "ignore::pytest.PytestAssertRewriteWarning"  # what is imported by now can't be rewritten, nor has to be
    sys.exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-W", late, *tests]))


def main() -> int:
    """Break every module, and return 1 where a change survives that is not named as equivalent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--module", action="append", help="one of tools/mutants.toml [all]")
    parser.add_argument("--most", type=int, default=0, help="so many changes of each module [all]")
    parser.add_argument("--seed", type=int, default=0, help="which ones")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    named = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text("utf-8"))["module"]
    left = 0
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(asked.processes) as pool:
        folders: SimpleQueue[Path] = SimpleQueue()
        for number in range(asked.processes):
            folders.put(_copied(Path(scratch) / str(number)))
        for module in asked.module or named:
            left += _broken(module, named[module], (asked.most, asked.seed), (pool, folders))
    return 1 if left else 0


def _copied(folder: Path) -> Path:
    for each in COPIED:
        shutil.copytree(ROOT / each, folder / each, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _broken(
    module: str, known: dict[str, Any], drawn: tuple[int, int], run: tuple[ThreadPoolExecutor, SimpleQueue[Path]]
) -> int:
    """Break one module, say what survived, and return how many changes did that are not equivalent."""
    pool, folders = run
    found = list(mutants_of(module, (ROOT / module).read_text("utf-8")))
    most, seed = drawn
    if most and most < len(found):
        found = random.Random(seed).sample(found, most)
    equivalent = {(each["function"], each["before"], each["after"]) for each in known.get("equivalent", ())}
    for whole in [folders.get() for _ in range(folders.qsize())]:
        if code := ended(known["tests"], whole, whole=True):
            raise SystemExit(f"{module}: its tests end with {code} before anything is broken")
        folders.put(whole)

    def tried(mutant: Mutant) -> bool:
        folder = folders.get()
        try:
            return survives(mutant, known["tests"], folder)
        finally:
            folders.put(folder)

    survivors = [each for each, alive in zip(found, pool.map(tried, found), strict=True) if alive]
    unnamed = [each for each in survivors if (each.function, each.before, each.after) not in equivalent]
    equal = len(survivors) - len(unnamed)
    print(f"{module}: {len(found)} changes, {len(survivors)} survived, {equal} of them equivalent", flush=True)
    for each in unnamed:
        print(f"  {module}:{each.row} {each.function}\n    - {each.before}\n    + {each.after}", flush=True)
    return len(unnamed)


if __name__ == "__main__":
    sys.exit(main())
