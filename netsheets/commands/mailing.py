"""`statements --mail`: everyone gets their own statement, as a mail to send or through the network's mail server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Literal

from netsheets.commands.network import OpenNetwork, require_party
from netsheets.commands.postbox import MailSettings, SentRecord, connection, hand_over, sent_so_far
from netsheets.commands.statements import StatementFiles
from netsheets.commands.writing import Progress, untold, write_file
from netsheets.domain.book import grouped
from netsheets.domain.records import NETWORK
from netsheets.domain.statements.statement import Statement
from netsheets.exports.mail import Attachment, Letter, letter_of, message_of
from netsheets.exports.statements.workbook import cleaned
from netsheets.texts import language_of

Fate = Literal["to_send", "written", "sent", "already", "unsure", "refused", "no_address", "bad_address"]
"""What became of a mail. `already`: an earlier run sent it; `unsure`: an earlier run broke while it was sending it."""


Made = tuple[Letter, EmailMessage]
"""A letter, and the mail it makes."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A member's mail: where it goes, what became of it, and the file it is in, where it is in one."""

    member_id: str
    name: str
    address: str
    fate: Fate
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class MailOptions:
    """How mails go out: the settings, the members to send to again, and whether nothing is to be done."""

    settings: MailSettings
    again: tuple[str, ...] = ()
    dry_run: bool = False


def mail_statements(
    network: OpenNetwork,
    files: StatementFiles,
    folder: Path,
    options: MailOptions,
    *,
    progress: Progress = untold,
) -> tuple[Delivery, ...]:
    """Write or send one mail a member with their own statements attached; return what became of each.

    Without a mail server they are written to `folder` as .eml files. Raise Misuse for an unknown member to mail again,
    StoreRefused where the server can't be reached, or the connection breaks: what was sent is remembered, and the next
    run goes on from there.
    """
    for member_id in options.again:
        require_party(network, member_id)
    settings = options.settings
    found = [_made(letter, settings) for letter in _letters(network, files, read=not options.dry_run)]
    sound = [(letter, message) for letter, message in found if message is not None]
    wrong = [
        _delivery(letter, "bad_address" if letter.address else "no_address")
        for letter, message in found
        if message is None
    ]
    if settings.host:
        # Among the workbook's archives, whatever folder the statements go to: the record is the closed month's.
        done = _send(sound, network.sent_record(files.month), options, progress)
    else:
        done = [_write(each, folder, dry_run=options.dry_run) for each in sound]
    return tuple(sorted((*wrong, *done), key=lambda each: each.member_id))


def _letters(network: OpenNetwork, files: StatementFiles, *, read: bool) -> Iterator[Letter]:
    """Yield one letter a member, all their statements attached; `read` is False where nothing goes out."""
    own = ((each.statement, each.path) for each in files.files if isinstance(each.statement, Statement))
    for member_id, pairs in grouped(own, lambda pair: pair[0].member.member_id).items():
        member = network.book.member_by_id.get(member_id)
        if member_id == NETWORK:
            continue
        attached = [
            *(path for _, path in pairs),
            *(pdf for pdf in files.pdfs if pdf.stem in {p.stem for _, p in pairs}),
        ]
        attachments = [Attachment(path.name, path.read_bytes()) for path in attached] if read else []
        language = language_of(pairs[0][0].locale)
        address = member.email.strip() if member else ""
        yield letter_of((statement for statement, _ in pairs), address, attachments, language)


def _made(letter: Letter, settings: MailSettings) -> tuple[Letter, EmailMessage | None]:
    """Return a letter with its mail, None for one that has no address a mail can go to."""
    try:
        return letter, message_of(letter, settings.sender)
    except ValueError:
        return letter, None


def _delivery(letter: Letter, fate: Fate, path: Path | None = None) -> Delivery:
    return Delivery(letter.member_id, letter.name, letter.address, fate, path)


def _write(made: Made, folder: Path, *, dry_run: bool) -> Delivery:
    """Write a mail that the treasurer's mail program opens ready to send."""
    letter, message = made
    path = folder / f"{letter.month}_{cleaned(letter.member_id)}.eml"
    if dry_run:
        return _delivery(letter, "to_send", path)
    message["X-Unsent"] = "1"
    write_file(path, message.as_bytes())
    return _delivery(letter, "written", path)


def _send(made: Sequence[Made], record_path: Path, options: MailOptions, progress: Progress) -> list[Delivery]:
    """Send the mails that were not sent before, one after the other, each written down before and after."""
    if options.dry_run:
        waiting, done = _still_to_send(made, sent_so_far(record_path), options)
        return done + [_delivery(letter, "to_send") for letter, _ in waiting]
    with closing(SentRecord(record_path)) as record:
        waiting, done = _still_to_send(made, record.states, options)
        if not waiting:
            return done
        place = f"{options.settings.host}:{options.settings.port}"
        with connection(options.settings) as server:
            for number, (letter, message) in enumerate(waiting, start=1):
                message["Date"] = formatdate(localtime=True)
                record.write(letter.member_id, "sending")
                taken = hand_over(server, message, place)
                record.write(letter.member_id, "sent" if taken else "refused")
                done.append(_delivery(letter, "sent" if taken else "refused"))
                progress(number, len(waiting))
        return done


def _still_to_send(
    made: Sequence[Made], states: Mapping[str, str], options: MailOptions
) -> tuple[list[Made], list[Delivery]]:
    """Return the mails that are to be sent, and what became of those that an earlier run sent, or may have."""
    known = {**states, **dict.fromkeys(options.again, "again")}
    waiting = [each for each in made if known.get(each[0].member_id) not in ("sent", "sending")]
    done = [
        _delivery(letter, "already" if known[letter.member_id] == "sent" else "unsure")
        for letter, _ in made
        if known.get(letter.member_id) in ("sent", "sending")
    ]
    return waiting, done
