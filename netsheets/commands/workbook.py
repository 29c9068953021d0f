"""Naming a workbook and opening it: a path, the environment, or `netsheets.toml` of the current folder."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from netsheets.errors import Misuse, StoreRefused
from netsheets.sheets.labels import nearest
from netsheets.stores.port import Store
from netsheets.stores.xlsx import XlsxStore

SETTINGS = "netsheets.toml"
VARIABLE = "NETSHEETS_WORKBOOK"
_KNOWN_SETTINGS = ("workbook", "google", "accounting", "mail")


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened workbook, and the folder in which archives of closings lie, None where none are kept.

    Each workbook's own lie in a folder of its own there, named by its identity.
    """

    store: Store
    archives: Path | None

    def archives_of(self, identity: str) -> Path | None:
        """Return the folder of a workbook's own archives, None where none are kept.

        A workbook that has no identity yet has what the first edition wrote, beside those of others.
        """
        return self.archives / identity if self.archives and identity else self.archives

    def require_other(self, path: Path) -> None:
        """Raise Misuse where a file to write is the workbook itself, or lies among its archives."""
        ours = Path(self.store.name)
        if path.resolve() == ours.resolve() or _same_file(path, ours):
            raise Misuse("output_over_workbook", path=path)
        if self.archives and self.archives.resolve() in path.resolve().parents:
            raise Misuse("output_among_archives", path=path)


def reference_named(given: str | None, environment: Mapping[str, str], folder: Path) -> str:
    """Return the workbook's name: the option, else the variable, else the settings. Raise Misuse where none names it.

    A path in the settings is taken from the settings' folder.
    """
    if given or environment.get(VARIABLE):
        return given or environment[VARIABLE]
    named = settings(folder).get("workbook")
    if not isinstance(named, str) or not named:
        raise Misuse("no_workbook_named")
    return named if is_google(named) else str(folder / named)


def settings(folder: Path) -> Mapping[str, object]:
    """Return what `netsheets.toml` of a folder says, nothing where there is none.

    Raise Misuse where it is no TOML, or says something nobody reads.
    """
    path = folder / SETTINGS
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        raise Misuse("not_toml", path=path, line=place[1] if place else "?", reason=error) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreRefused("cannot_read", path=path, reason=error) from error
    for key in found:
        if key not in _KNOWN_SETTINGS:
            raise Misuse(
                "setting_unknown",
                path=path,
                key=key,
                nearest=nearest(key, _KNOWN_SETTINGS) or ", ".join(_KNOWN_SETTINGS),
            )
    return found


def _same_file(path: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, however they are written: some systems take no notice of capitals."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def is_google(reference: str) -> bool:
    """Tell whether a reference is a Google Sheet's address or id rather than a path."""
    return reference.startswith(("http://", "https://")) or (
        len(reference) > 30 and "." not in reference and "/" not in reference and "\\" not in reference
    )


def to_make(reference: str | os.PathLike[str] | Store) -> Workbook:
    """Return the workbook a reference names, which is still to be made. Raise Misuse where its name doesn't fit."""
    if isinstance(reference, (str, os.PathLike)):
        named = os.fspath(reference)
        if not is_google(named) and Path(named).suffix.lower() != ".xlsx":
            raise Misuse("name_without_xlsx", workbook=named)
    return workbook_of(reference)


def current_day() -> dt.date:
    """Return today's day where this computer is."""
    return dt.datetime.now().astimezone().date()


def workbook_of(reference: str | os.PathLike[str] | Store | None, archives: Path | None = None) -> Workbook:
    """Return the workbook of a path, an address, or a store, the one that environment or settings name for None.

    `archives` is another folder for the archives of its closings than the usual one; a store has none of its own.
    Raise Misuse where nothing names a workbook.
    """
    if reference is not None and not isinstance(reference, (str, os.PathLike)):
        return Workbook(reference, archives)
    named = os.fspath(reference) if reference is not None else None
    found = opened(reference_named(named, os.environ, Path.cwd()))
    return replace(found, archives=archives) if archives else found


def opened(reference: str) -> Workbook:
    """Return the workbook a reference names; nothing is read yet."""
    if is_google(reference):
        return google_workbook(reference, os.environ, Path.cwd())
    path = Path(reference).expanduser()
    # A link leads to the one workbook there is, and so to its own archives.
    home = path.resolve() if path.is_symlink() else path
    return Workbook(XlsxStore(path), home.parent / "closings")


def new_google_sheet(environment: Mapping[str, str], folder: Path) -> str:
    """Make an empty Google Sheet and return its address."""
    from netsheets.stores.google import Access, GoogleStore, SpreadsheetReference  # noqa: PLC0415

    store = GoogleStore(SpreadsheetReference(""), Access.found(environment, settings(folder), folder))
    store.make()
    return store.name


def google_workbook(reference: str, environment: Mapping[str, str], folder: Path) -> Workbook:
    """Return the workbook in a Google Sheet, with the access that the environment or the folder's settings name.

    Its archives lie in the folder.
    """
    # Loaded here: it takes longer than most commands on a local workbook.
    from netsheets.stores.google import Access, GoogleStore, reference_of  # noqa: PLC0415

    named = reference_of(reference)
    store = GoogleStore(named, Access.found(environment, settings(folder), folder))
    return Workbook(store, folder / "closings")
