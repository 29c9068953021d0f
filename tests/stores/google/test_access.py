"""Addresses, credentials and endpoints: what names a sheet, who netsheets is to Google, where its token may travel."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from netsheets.errors import Misuse, StoreRefused
from netsheets.stores.google import Access, reference_of
from netsheets.stores.google.access import ADDRESSES, Redirect, authorized_session, identity
from tests.sheets_server.redirect import service_account_key
from tests.support.google_world import ROBOT, private_key

PERSON = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "again"}


def key(folder: Path, content: object, mode: int = 0o600) -> Access:
    """Return the access by a key file that says this."""
    path = folder / "key.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    path.chmod(mode)
    return Access(path)


def refused(access: Access) -> str:
    with pytest.raises(StoreRefused) as found:
        identity(access)
    return found.value.code


# Addresses


@pytest.mark.parametrize(
    "text",
    [
        "1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h",
        "https://docs.google.com/spreadsheets/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h",
        "https://docs.google.com/spreadsheets/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h/edit?usp=sharing#gid=7",
        "https://docs.google.com/spreadsheets/u/1/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h/edit",
        "https://drive.google.com/open?id=1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h",
        "https://drive.google.com/open?id=1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h&id=another",
        "https://drive.google.com/file/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h/view",
        "https://drive.google.com/file/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h",
        "http://docs.google.com/spreadsheets/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h/edit",
    ],
)
def test_an_address_or_an_id_names_a_sheet(text: str) -> None:
    assert reference_of(text).spreadsheet_id == "1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://example.com/spreadsheets/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h", "google_foreign_url"),
        ("https://docs.google.com/document/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h/edit", "google_foreign_url"),
        ("https://docs.google.com/spreadsheets/d/short", "google_foreign_url"),
        ("https://[", "google_foreign_url"),
        ("ftp://docs.google.com/spreadsheets/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h", "google_foreign_url"),
        ("https://drive.google.com/open", "google_foreign_url"),
        ("https://drive.google.com/spreadsheets/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h", "google_foreign_url"),
        ("https://docs.google.com/file/d/1i2WqFCPYgb1BWaCUo85bbI8ynBboCFoooDsb1JPl_3h", "google_foreign_url"),
        ("https://example.com/spreadsheets/create", "google_foreign_url"),
        ("https://example.com/spreadsheets/d/e/2PACX-1vQh8/pubhtml", "google_foreign_url"),
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1vQh8/pubhtml", "google_published_url"),
    ],
)
def test_any_other_address_is_refused(text: str, code: str) -> None:
    with pytest.raises(Misuse) as refused:
        reference_of(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "https://sheets.new",
        "https://docs.google.com/spreadsheets/create",
        "https://docs.google.com/spreadsheets/u/0/create",
    ],
)
def test_some_addresses_name_a_sheet_that_is_to_be_made(text: str) -> None:
    reference = reference_of(text)
    assert (reference.spreadsheet_id, reference.url) == ("", "https://sheets.new")


def test_an_id_has_25_characters_at_least() -> None:
    assert reference_of("a" * 25).url == f"https://docs.google.com/spreadsheets/d/{'a' * 25}/edit"
    with pytest.raises(Misuse):
        reference_of("a" * 24)


# Credentials


def test_a_service_accounts_file_says_whom_to_share_with(tmp_path: Path) -> None:
    who = identity(key(tmp_path, service_account_key(ROBOT, private_key(), "https://oauth2.googleapis.com")))
    assert (who.kind, who.account) == ("service_account", ROBOT)
    assert who.credentials.scopes == ("https://www.googleapis.com/auth/spreadsheets",)


@pytest.mark.parametrize(("said", "account"), [({}, ""), ({"account": "ann@example.com"}, "ann@example.com")])
def test_a_persons_file_may_say_who_it_is(tmp_path: Path, said: dict[str, str], account: str) -> None:
    who = identity(key(tmp_path, {**PERSON, **said}))
    assert (who.kind, who.account) == ("person", account)


def test_a_token_comes_before_a_file() -> None:
    who = identity(Access(Path("nowhere.json"), token="mine"))
    assert (who.kind, who.account, who.credentials.token) == ("token", "", "mine")
    assert refused(Access()) == "google_credentials_missing"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644])
def test_a_key_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    assert refused(key(tmp_path, PERSON, mode)) == "google_key_exposed"


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_key_that_is_its_owners_alone_is_taken(tmp_path: Path, mode: int) -> None:
    assert identity(key(tmp_path, PERSON, mode)).kind == "person"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "google_key_unreadable"),
        ("\\", "google_key_unreadable"),
        ([], "google_key_other_kind"),
        ({}, "google_key_other_kind"),
        ({"type": "external_account"}, "google_key_other_kind"),
        ({"type": "service_account"}, "google_key_unreadable"),
        ({"refresh_token": "again"}, "google_key_unreadable"),
    ],
)
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, content: object, code: str) -> None:
    assert refused(key(tmp_path, content)) == code


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert refused(Access(tmp_path / "key.json")) == "google_key_missing"
    (tmp_path / "key.json").mkdir(mode=0o700)
    assert refused(Access(tmp_path / "key.json")) == "google_key_unreadable"


# Settings, variables, endpoints


def test_the_settings_come_before_the_variable(tmp_path: Path) -> None:
    variables = {"GOOGLE_APPLICATION_CREDENTIALS": "/etc/other.json", "NETSHEETS_GOOGLE_TOKEN": "mine"}
    named = Access.found(variables, {"google": {"credentials": "key.json"}}, tmp_path)
    assert (named.file, named.token, named.endpoint) == (tmp_path / "key.json", "mine", "")


@pytest.mark.parametrize(
    "settings", [{}, {"google": "x"}, {"google": {}}, {"google": {"credentials": ""}}, {"google": {"credentials": 7}}]
)
def test_settings_that_name_no_file_leave_it_to_the_variable(settings: dict[str, object]) -> None:
    variables = {"GOOGLE_APPLICATION_CREDENTIALS": "/etc/other.json"}
    assert Access.found(variables, settings, Path()).file == Path("/etc/other.json")


@pytest.mark.parametrize("variables", [{}, {"GOOGLE_APPLICATION_CREDENTIALS": ""}])
def test_without_either_there_is_no_file(variables: dict[str, str]) -> None:
    assert Access.found(variables, {}, Path()) == Access()


def test_everything_meant_for_google_goes_to_the_endpoint() -> None:
    session: Any = authorized_session(identity(Access(token="mine")), "http://127.0.0.1:8080")
    assert ADDRESSES
    for each in (session, session._auth_request.session):
        assert all(isinstance(each.get_adapter(address), Redirect) for address in ADDRESSES)
        assert not isinstance(each.get_adapter("https://example.com/"), Redirect)


def test_without_an_endpoint_everything_goes_to_google() -> None:
    session = authorized_session(identity(Access(token="mine")))
    assert not any(isinstance(session.get_adapter(address), Redirect) for address in ADDRESSES)


@pytest.mark.parametrize(
    ("endpoint", "safe"),
    [
        ("", True), ("http://[::1]:80", True), ("ftp://localhost", False),
        ("http://127.0.0.1:8080", True), ("http://localhost:1", True), ("https://sheets.example.com", True),
        ("http://example.com", False), ("http://127.0.0.1.example.com", False), ("ftp://127.0.0.1", False),
    ],
)  # fmt: skip
def test_tokens_travel_unprotected_on_this_computer_only(endpoint: str, safe: bool) -> None:
    environment = {"NETSHEETS_GOOGLE_ENDPOINT": endpoint}
    if safe:
        assert Access.found(environment, {}, Path()).endpoint == endpoint
    else:
        with pytest.raises(Misuse):
            Access.found(environment, {}, Path())


def test_an_endpoint_ends_without_a_slash() -> None:
    found = Access.found({"NETSHEETS_GOOGLE_ENDPOINT": "https://sheets.example.com/"}, {}, Path())
    assert found.endpoint == "https://sheets.example.com"


def test_the_settings_name_the_key_file_from_their_folder(tmp_path: Path) -> None:
    found = Access.found({}, {"google": {"credentials": "keys/netsheets.json"}}, tmp_path)
    assert found.file == tmp_path / "keys" / "netsheets.json"


def test_a_token_shows_nowhere() -> None:
    assert "secret" not in repr(Access(token="secret"))
    assert "secret" not in repr(identity(Access(token="secret")))
