"""Everyone gets their own statement by mail, once, whatever breaks on the way."""

from __future__ import annotations

from collections.abc import Mapping
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from netsheets import open as netsheets_open
from netsheets.commands.postbox import mail_settings
from netsheets.domain.month import Month
from netsheets.errors import Misuse
from netsheets.exports.mail import Attachment, Letter, Sender, message_of
from tests.support.build import day
from tests.support.command_line import TODAY, Ran, closed_sample, files_of, netsheets, process
from tests.support.smtp_server import Mailroom, Server, smtp_server

LOGIN = {"NETSHEETS_SMTP_USER": "treasurer", "NETSHEETS_SMTP_PASSWORD": "secret"}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return closed_sample(tmp_path)


def mail(workbook: Path, *options: str, environment: Mapping[str, str] = LOGIN) -> Ran:
    arguments = ("statements", "2026-10", "-o", "out", "--mail", "-w", workbook, "--today", TODAY, *options)
    return netsheets(*arguments, folder=workbook.parent, environment=environment)


def configured(workbook: Path, server: Server, security: str = "starttls", **more: str) -> None:
    lines = {"from": "treasurer@network.example.org", "host": "localhost", "security": security, **more}
    text = "[mail]\n" + "".join(f'{key} = "{value}"\n' for key, value in lines.items())
    text += f'port = {server.port}\nca_file = "{server.ca_file.as_posix()}"\n'
    (workbook.parent / "netsheets.toml").write_text(text, encoding="utf-8")


def letter(name: str = "Élodie", address: str = "e@x.example.org", *contents: bytes) -> Letter:
    attachments = tuple(Attachment(f"s{number}.xlsx", each) for number, each in enumerate(contents))
    return Letter("M1", Month(2026, 10), name, address, "Relevé d'octobre", "Bonjour,\n", attachments)


# The letter


def test_the_same_letter_is_the_same_mail() -> None:
    first, again = (message_of(letter("Élodie", "e@x.example.org", b"x"), Sender("t@n.org")) for _ in range(2))
    assert first.as_bytes() == again.as_bytes()
    other = message_of(letter("Élodie", "e@x.example.org", b"y"), Sender("t@n.org"))
    assert other["Message-ID"] != first["Message-ID"]


@pytest.mark.parametrize(
    "name", ["Élodie; Sarrebourque", 'Jo "Le Grand" <b@evil.example>', "A\r\nBcc: b@evil.example", "x" * 300, "🎉", ","]
)
def test_no_name_adds_a_recipient_or_a_header(name: str) -> None:
    read = message_from_bytes(message_of(letter(name), Sender("t@n.org")).as_bytes(), policy=default)
    assert [each.addr_spec for each in read["To"].addresses] == ["e@x.example.org"]
    assert read["Bcc"] is None


@pytest.mark.parametrize(
    "address",
    [
        "", "nobody", "a@b\r\nBcc: c@d.example", "a b@c.example", "@x", "x@", "é@x.example",
        "a@b.example,c@d.example", "a@b.example;c@d.example", "<a@b.example>", "mailto:a@b.example", "a@b..example",
    ],
)  # fmt: skip
def test_what_is_no_address_gets_no_mail(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        message_of(letter(address=address), Sender("t@n.org"))


# Without a server: .eml files


def test_without_a_server_each_member_has_a_mail_ready_to_send(workbook: Path) -> None:
    ran = mail(workbook)
    assert ran.code == 0
    assert "Mails that did not go out: 1." in ran.err
    assert "Hugo Fontamère" in ran.out
    assert "no address" in ran.out
    written = sorted(path.name for path in (workbook.parent / "out" / "mail").iterdir())
    assert len(written) == 11
    read = message_from_bytes((workbook.parent / "out" / "mail" / written[0]).read_bytes(), policy=default)
    assert (str(read["To"]), read["X-Unsent"]) == ("Solène Vasterre <solene@vasterre.example.org>", "1")
    assert "You are owed 452.80 EUR excluding VAT." in read.get_body().get_content().replace("\r\n", "\n")  # type: ignore[union-attr]


def test_a_mail_holds_its_members_own_statement_and_no_other(workbook: Path) -> None:
    mail(workbook)
    read = message_from_bytes((workbook.parent / "out" / "mail" / "2026-10_M02.eml").read_bytes(), policy=default)
    (attached,) = read.iter_attachments()
    assert attached.get_filename() == "statement_2026-10_M02_EUR.xlsx"
    content = attached.get_content()
    assert content == (workbook.parent / "out" / "statement_2026-10_M02_EUR.xlsx").read_bytes()
    book = load_workbook(BytesIO(content))
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}


def test_a_dry_run_lists_the_mails_and_writes_nothing(workbook: Path) -> None:
    ran = mail(workbook, "--dry-run")
    assert (ran.out.count("to go out"), (workbook.parent / "out").exists()) == (11, False)
    assert "did not go out" not in ran.err


# Through a server


def test_everyone_gets_one_mail_and_a_second_run_sends_none(workbook: Path) -> None:
    room = Mailroom()
    with smtp_server(workbook.parent, room) as server:
        configured(workbook, server)
        first = mail(workbook)
        assert first.out.count("sent") == 11, first
        assert len(set(room.addresses)) == len(room.addresses) == 11
        assert room.logins == [("treasurer", "secret")]
        assert all(each["Date"] and each["From"] == "treasurer@network.example.org" for _, each in room.mails)
        second = mail(workbook)
    assert (second.out.count("sent before"), len(room.mails)) == (11, 11)
    record = next((workbook.parent / "closings").glob("*/sent_2026-10_*.jsonl")).read_text(encoding="utf-8")
    assert "@" not in record


def test_one_can_be_sent_again_by_name(workbook: Path) -> None:
    room = Mailroom()
    with smtp_server(workbook.parent, room) as server:
        configured(workbook, server)
        mail(workbook)
        mail(workbook, "--again", "M02")
    assert room.addresses[11:] == ["karim@ouvrac.example.org"]


def test_a_dry_run_with_a_server_lists_what_is_left_and_leaves_no_record(workbook: Path) -> None:
    room = Mailroom()
    with smtp_server(workbook.parent, room) as server:
        configured(workbook, server)
        before = files_of(workbook.parent)
        assert mail(workbook, "--dry-run").out.count("to go out") == 11
        assert (files_of(workbook.parent), (workbook.parent / "out").exists()) == (before, False)
        mail(workbook)
        after = files_of(workbook.parent)
        again = mail(workbook, "--dry-run", "--again", "M02")
        assert (again.out.count("sent before"), again.out.count("to go out")) == (10, 1)
        assert files_of(workbook.parent) == after
    assert len(room.mails) == 11


def test_nobody_unknown_is_mailed_again(workbook: Path) -> None:
    ran = mail(workbook, "--again", "M99")
    assert (ran.code, "There is no member M99." in ran.err) == (2, True)


@pytest.mark.parametrize("took_the_last", [False, True])
def test_a_run_that_broke_goes_on_and_nobody_gets_two(workbook: Path, took_the_last: bool) -> None:
    room = Mailroom(hangs_up_after=4, took_the_last=took_the_last)
    with smtp_server(workbook.parent, room) as server:
        configured(workbook, server)
        broken = mail(workbook)
        assert broken.code == 4
        assert "it goes on where it stopped" in broken.err
        room.hangs_up_after = None
        resumed = mail(workbook)
    assert "perhaps sent" in resumed.out
    assert len(room.addresses) == len(set(room.addresses)) == (11 if took_the_last else 10)


@pytest.mark.parametrize("took_the_last", [False, True])
def test_a_run_that_was_killed_goes_on_and_nobody_gets_two(workbook: Path, took_the_last: bool) -> None:
    room = Mailroom(hangs_up_after=4, took_the_last=took_the_last)
    with smtp_server(workbook.parent, room) as server:
        configured(workbook, server)
        arguments = ("statements", "2026-10", "-o", "out", "--mail", "-w", workbook, "--today", TODAY)
        with process(*arguments, folder=workbook.parent, environment=LOGIN) as started:
            room.breaks = started.kill
            started.communicate(timeout=60)
        assert started.returncode != 0
        room.hangs_up_after = None
        resumed = mail(workbook)
    assert resumed.out.count("sent before") == 4
    assert resumed.out.count("perhaps sent") == 1
    assert len(room.addresses) == len(set(room.addresses)) == (11 if took_the_last else 10)


def test_a_refused_address_holds_nobody_up_and_is_tried_again(workbook: Path) -> None:
    room = Mailroom(refuses=frozenset({"karim@ouvrac.example.org"}))
    with smtp_server(workbook.parent, room) as server:
        configured(workbook, server)
        ran = mail(workbook)
        assert (ran.code, len(room.mails)) == (1, 10)
        assert "refused by the server" in ran.out
        room.refuses = frozenset()
        mail(workbook)
    assert room.addresses[10:] == ["karim@ouvrac.example.org"]


def test_a_wrong_password_and_a_missing_server_are_told_without_secrets(workbook: Path) -> None:
    with smtp_server(workbook.parent, Mailroom()) as server:
        configured(workbook, server)
        ran = mail(workbook, environment={"NETSHEETS_SMTP_USER": "treasurer", "NETSHEETS_SMTP_PASSWORD": "wr0ng"})
        assert (ran.code, "wr0ng" in ran.err + ran.out) == (4, False)
        assert "NETSHEETS_SMTP_PASSWORD" in ran.err
    assert mail(workbook).code == 4


def test_a_certificate_nobody_vouches_for_is_refused(workbook: Path) -> None:
    room = Mailroom()
    with smtp_server(workbook.parent, room) as server:
        configured(workbook, server)
        settings = workbook.parent / "netsheets.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text("\n".join(line for line in text.split("\n") if "ca_file" not in line), encoding="utf-8")
        assert mail(workbook).code == 4
    assert (room.mails, room.logins) == ([], [])


def test_a_damaged_record_sends_nothing_and_a_cut_last_line_is_no_damage(workbook: Path) -> None:
    room = Mailroom()
    with smtp_server(workbook.parent, room, plain=True) as server:
        configured(workbook, server, security="none")
        record = netsheets_open(workbook, today=day(TODAY)).sent_record(Month(2026, 10))
        record.write_text('{"member_id": "M01"\n{"member_id": "M02", "state": "sent"}\n', encoding="utf-8")
        assert (mail(workbook, environment={}).code, room.mails) == (4, [])
        record.write_text('{"member_id": "M02", "state": "sent"}\n{"member_id": "M0', encoding="utf-8")
        mail(workbook, environment={})
        assert "karim@ouvrac.example.org" not in room.addresses
        assert len(room.addresses) == 10
        assert mail(workbook, environment={}).out.count("sent before") == 11
        assert len(room.addresses) == 10
        record.write_bytes(b"\xff\xfe\n" + record.read_bytes())
        assert mail(workbook, environment={}).code == mail(workbook, "--dry-run", environment={}).code == 4


@pytest.mark.parametrize("cell", ["I3", "A3"])
def test_a_member_whose_row_can_no_longer_be_read_is_told_of(workbook: Path, cell: str) -> None:
    edited = load_workbook(workbook)
    edited["Members"][cell] = "no day" if cell == "I3" else None
    edited.save(workbook)
    ran = mail(workbook)
    assert "Mails that did not go out: 2." in ran.err
    assert [line.split()[:2] for line in ran.out.splitlines() if "no address" in line] == [
        ["Karim", "Ouvrac"], ["Hugo", "Fontamère"]
    ]  # fmt: skip
    assert not (workbook.parent / "out" / "mail" / "2026-10_M02.eml").exists()


# The settings


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ({"hots": "x"}, "mail_key_unknown"),
        ({"host": "mail.example.org"}, "mail_from_missing"),
        ({"host": "mail.example.org", "from": "a@b.org", "security": "ssl"}, "mail_security_unknown"),
        ({"host": "mail.example.org", "from": "a@b.org", "security": "none"}, "mail_unprotected"),
        ({"host": "mail.example.org", "from": "a@b.org", "port": "587"}, "mail_port_wrong"),
        ({"host": "mail.example.org", "from": "a@b.org", "port": 0}, "mail_port_wrong"),
        ({"host": "mail.example.org", "from": "Network <a@b.org>"}, "mail_address_wrong"),
        ({"reply_to": "a@b.org, c@d.org"}, "mail_address_wrong"),
    ],
)
def test_settings_that_mean_nothing_are_refused(section: dict[str, object], code: str) -> None:
    with pytest.raises(Misuse) as raised:
        mail_settings(section, {})
    assert raised.value.code == code


def test_the_password_never_shows_in_a_message() -> None:
    assert "secret" not in repr(mail_settings({}, LOGIN))


def test_drafts_are_not_mailed(workbook: Path) -> None:
    assert mail(workbook, "--draft").code == 2
