"""`init` and `upgrade`: a workbook ready to fill."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netsheets.commands.changes import TabChange, described, with_all_columns
from netsheets.commands.importing import read_folder
from netsheets.commands.network import language_written
from netsheets.commands.workbook import Workbook
from netsheets.errors import Misuse
from netsheets.resources import resource
from netsheets.sheets.labels import nearest, tab_key
from netsheets.sheets.layout.dressing import dressed_placements, dressing, filling, guide_tab, output_tabs
from netsheets.sheets.layout.issues import highlights
from netsheets.sheets.mapping import Rows
from netsheets.sheets.placing import new_placement, place
from netsheets.sheets.schema import input_tabs, tab
from netsheets.sheets.schema import output_tabs as output_schemas
from netsheets.stores.port import NEW, Changeset, Edit, Identify
from netsheets.texts import Language, message

_LOCALES: Mapping[Language, str] = {"en": "en_GB", "fr": "fr_FR"}


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was made ready, what changed, and the language the workbook is written in."""

    name: str
    changes: tuple[TabChange, ...]
    language: Language


def init(
    workbook: Workbook, *, language: Language, sample: bool = False, tabs: Iterable[str] = (), dry_run: bool = False
) -> Preparation:
    """Make a new workbook ready to fill: the tabs every network starts with, those named, the output tabs, the guide.

    With `sample`, every tab, filled with the sample network. Raise Conflict where the workbook exists already.
    """
    keys = _tabs_to_make(tabs, every=sample)
    placements = {key: new_placement(tab(key), language) for key in keys}
    rows = sample_rows(language) if sample else {"charter": ({"parameter": "locale", "value": _LOCALES[language]},)}
    edits: tuple[Edit, ...] = (
        guide_tab(message("guide_title", language), language),
        *dressing(keys, {}, language),
        *(filling(found, placements[key], language) for key, found in rows.items()),
        *output_tabs((each.key for each in output_schemas()), {}, language),
        *highlights(placements, language),
        Identify(secrets.token_hex(8)),
    )
    if not dry_run:
        workbook.store.apply(Changeset(edits, NEW))
    return Preparation(workbook.store.name, described(edits), language)


def upgrade(workbook: Workbook, *, language: Language, tabs: Iterable[str] = (), dry_run: bool = False) -> Preparation:
    """Bring an existing workbook's tabs up to the schemas, without touching a member's cell.

    `tabs` names tabs to add besides. What is added is in the workbook's language, in `language` where it doesn't say.
    Raise Misuse for a name that is no tab's.
    """
    snapshot = workbook.store.read()
    language = language_written(snapshot, language)
    placements, _ = place(snapshot)
    wanted = _tabs_to_make(tabs, every=False)
    keys = [each.key for each in input_tabs() if each.key in placements or each.key in wanted]
    if not dry_run:
        snapshot = with_all_columns(workbook, snapshot, keys, language)
        placements, _ = place(snapshot)
    edits: tuple[Edit, ...] = (
        *dressing(keys, placements, language),
        *output_tabs((each.key for each in output_schemas()), placements, language),
        *highlights(dressed_placements(keys, placements, language), language),
        Identify(snapshot.identity or secrets.token_hex(8)),
    )
    if not dry_run:
        workbook.store.apply(Changeset(edits, snapshot.revision))
    return Preparation(workbook.store.name, described(edits), language)


def sample_rows(language: Language) -> Rows:
    """Return the sample network's rows by tab, in a language."""
    folder = resource("templates/sample", f"{language}/members.csv").parent
    return read_folder(folder).rows


def _tabs_to_make(named: Iterable[str], *, every: bool) -> tuple[str, ...]:
    """Return the keys of the input tabs to make, in their order. Raise Misuse for a name that is no tab's."""
    chosen = set()
    for name in named:
        key = tab_key(name)
        if key is None or tab(key).owner != "members":
            titles = tuple(title for each in input_tabs() for title in (each.key, *each.titles.values()))
            near = nearest(name, titles)
            raise Misuse("unknown_tab_nearest" if near else "unknown_tab", tab=name, nearest=near)
        chosen.add(key)
    return tuple(each.key for each in input_tabs() if every or each.starting or each.key in chosen)
