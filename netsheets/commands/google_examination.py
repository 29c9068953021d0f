"""What `doctor` looks at in a shared Google Sheet: who netsheets is there, and what it may do."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.commands.examination import Examination, subject
from netsheets.commands.network import OpenNetwork
from netsheets.errors import NetsheetsError
from netsheets.sheets.schema import output_tabs
from netsheets.stores.google import GoogleStore
from netsheets.texts import Language, message


def credentials(store: GoogleStore, language: Language) -> Examination:
    """Return whether there are credentials, and the address that the sheet has to be shared with. Asks nothing."""
    try:
        kind, account = store.signed_in()
    except NetsheetsError as error:
        return Examination(subject("google_credentials", language), "error", "-", error.message(language))
    seen = message(f"doctor_google_{kind}", language, account=account or "?")
    return Examination(subject("google_credentials", language), "ok", seen)


def rights(store: GoogleStore, read: OpenNetwork) -> Iterator[Examination]:
    """Yield whether netsheets may write to the sheet, and which tool-owned tabs have lost their protection."""
    sharing = subject("google_sharing", read.language)
    try:
        store.check_writable()
    except NetsheetsError as error:
        yield Examination(sharing, "error", store.name, error.message(read.language))
    else:
        yield Examination(sharing, "ok", message("doctor_google_writable", read.language))
    titles = tuple(read.placements[each.key].title for each in output_tabs() if each.key in read.placements)
    bare = store.unprotected(titles)
    advice = message("doctor_google_unprotected", read.language) if bare else ""
    verdict, seen = ("warning", ", ".join(bare)) if bare else ("ok", ", ".join(titles))
    yield Examination(subject("google_protection", read.language), verdict, seen, advice)  # type: ignore[arg-type]
