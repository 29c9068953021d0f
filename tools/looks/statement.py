"""The looks of a member's statement: an account on one page, then the lines, then the clients owned."""

from __future__ import annotations

from openpyxl.styles import Border

from tools.looks.page import (
    ABOVE,
    ACCENT,
    BAND,
    BELOW,
    DAY,
    MONEY,
    PERCENT,
    QUIET,
    TEXT,
    WHOLE,
    Page,
    freeze,
    letterhead,
    new_sheet,
    new_workbook,
    running_title,
    saved,
)


def statement_template() -> bytes:
    """Return the template of a member's statement."""
    book = new_workbook()
    _statement_page(Page(new_sheet(book, "{{word.tab_statement}}"), (2, 33, 12, 14, 10, 14, 15)))
    _lines_page(Page(new_sheet(book, "{{word.tab_lines}}"), (2, 11, 9, 24, 20, 11, 13, 15, 14)))
    _clients_page(Page(new_sheet(book, "{{word.tab_clients}}"), (2, 36, 12, 12, 13, 13, 13, 10)))
    return saved(book)


def _statement_page(page: Page) -> None:
    letterhead(page, "{{word.statement}}")
    _parties(page)
    page.put("B", "{{headline}}", size=11, bold=True)
    page.merge("F", "G")
    page.put("F", "{{headline_amount}}", size=14, bold=True, color=ACCENT, format=MONEY)
    page.line(Border(), fill=BAND)
    page.next(28)
    page.gap()
    _account(page)
    _earned_by(page)
    _owed_by(page)
    _payments(page)
    page.gap()
    page.put("B", "{{word.notes}}", size=9, bold=True, color=QUIET)
    page.next()
    page.merge("B", "G")
    page.put("B", "{{notes.text}}", size=9, color=QUIET, wrap=True, top=True)
    page.next(13.5)


def _parties(page: Page) -> None:
    page.gap()
    for left, right, looks in (
        ("{{word.network}}", "{{word.member}} {{member_id}}", {"size": 9, "color": QUIET}),
        ("{{network_name}}", "{{member_name}}", {"size": 11, "bold": True, "wrap": True, "top": True}),
        ("{{network_details}}", "{{member_details}}", {"wrap": True, "top": True}),
    ):
        page.merge("B", "C")
        page.merge("D", "G")
        page.put("B", left, **looks)
        page.put("D", right, **looks)
        page.next()
    page.gap()


def _account(page: Page) -> None:
    page.heading("{{word.account}}")
    for label, value, condition in (
        ("{{opening_label}}", "{{opening}}", ""),
        ("{{word.earned}}", "{{earned_in_account}}", ""),
        ("{{word.owed}}", "{{owed_in_account}}", ""),
        ("{{word.payments_in_account}}", "{{payments_in_account}}", ""),
    ):
        page.put("B", label)
        page.put("G", value, format=MONEY)
        page.line(BELOW)
        page.next(when=condition)
    page.put("B", "{{closing_label}}", bold=True)
    page.put("G", "{{closing}}", bold=True, format=MONEY)
    page.line(ABOVE, fill=BAND)
    page.next(20)
    page.put("B", "{{word.closing_hint}}", size=9, color=QUIET)
    page.next()
    page.put("B", "{{word.held_in_account}}", size=9, color=QUIET)
    page.put("G", "{{held_total}}", size=9, color=QUIET, format=MONEY)
    page.next(when="if held")


def _earned_by(page: Page) -> None:
    page.gap(when="if earned_by")
    page.heading("{{word.earned}}", when="if earned_by")
    _due_header(page, "earned_by")
    page.put("B", "{{earned_by.member}}", wrap=True)
    page.put("C", "{{earned_by.member_id}}", format=TEXT)
    page.put("D", "{{earned_by.net}}", format=MONEY)
    page.line(BELOW)
    page.next()
    _due_total(page, "earned")


def _owed_by(page: Page) -> None:
    page.gap(when="if owed_by")
    page.heading("{{word.owed}}", when="if owed_by")
    _due_header(page, "owed_by")
    page.put("B", "{{owed_by.member}}", wrap=True)
    page.put("C", "{{owed_by.member_id}}", format=TEXT)
    page.put("D", "{{owed_by.net}}", format=MONEY)
    page.put("E", "{{owed_by.vat_rate}}", format=PERCENT)
    page.put("F", "{{owed_by.vat}}", format=MONEY)
    page.put("G", "{{owed_by.gross}}", format=MONEY)
    page.line(BELOW)
    page.next()
    _due_total(page, "owed")


def _due_header(page: Page, name: str) -> None:
    titles = {"B": "member", "C": "number", "D": "net", "E": "vat_rate", "F": "vat", "G": "gross"}
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="DEFG", when=f"if {name}")


def _due_total(page: Page, name: str) -> None:
    page.put("B", "{{word.total}}", bold=True)
    page.put("D", f"{{{{{name}_net}}}}", bold=True, format=MONEY)
    page.put("E", f"{{{{{name}_vat_rate}}}}", format=PERCENT)
    page.put("F", f"{{{{{name}_vat}}}}", bold=True, format=MONEY)
    page.put("G", f"{{{{{name}_gross}}}}", bold=True, format=MONEY)
    page.line(ABOVE)
    page.next(20, when=f"if {name}_by")


def _payments(page: Page) -> None:
    page.gap(when="if payments")
    page.heading("{{word.payments}}", when="if payments")
    titles = {"B": "{{word.member}}", "C": "{{word.number}}", "D": "{{word.day}}", "E": "{{word.reference}}"}
    page.header({**titles, "G": "{{word.amount}}"}, numeric="G", when="if payments")
    page.merge("E", "F")
    page.put("B", "{{payments.label}}", wrap=True)
    page.put("C", "{{payments.payout_id}}", format=TEXT)
    page.put("D", "{{payments.day}}", format=DAY)
    page.put("E", "{{payments.reference}}", wrap=True, format=TEXT)
    page.put("G", "{{payments.amount}}", format=MONEY)
    page.line(BELOW)
    page.next()
    page.put("B", "{{word.total}}", bold=True)
    page.put("G", "{{payments_total}}", bold=True, format=MONEY)
    page.line(ABOVE)
    page.next(20, when="if payments")


def _lines_page(page: Page) -> None:
    titles = {
        "B": "day", "C": "referral", "D": "client", "E": "member",
        "F": "document", "G": "base", "H": "rate", "I": "commission",
    }  # fmt: skip
    running_title(page, "{{word.tab_lines}}", "{{member_name}}")
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="GHI")
    freeze(page)
    for name in ("earned", "owed"):
        _line_heading(page, f"{{{{word.{name}}}}}", f"if {name}_by")
        _line(page, name)
        page.put("B", "{{word.adjustments}}", bold=True, color=QUIET)
        page.next(when=f"if {name}_adjustments")
        _line(page, f"{name}_adjustments", explained=True)
        page.put("B", "{{word.total_net}}", bold=True)
        page.put("I", f"{{{{{name}_net}}}}", bold=True, format=MONEY)
        page.line(ABOVE, fill=BAND)
        page.next(20, when=f"if {name}_by")
        page.gap(when=f"if {name}_by")
    _line_heading(page, "{{word.held}}", "if held")
    _line(page, "held", explained=True)
    page.put("B", "{{word.total_net}}", bold=True, color=QUIET)
    page.put("I", "{{held_total}}", bold=True, color=QUIET, format=MONEY)
    page.line(ABOVE)
    page.next(20, when="if held")
    page.put("B", "{{word.no_lines}}", color=QUIET)
    page.next(when="unless any_line")


def _line_heading(page: Page, text: str, when: str) -> None:
    page.put("B", text, size=11.5, bold=True, color=ACCENT)
    page.next(22, when=when)


def _line(page: Page, name: str, *, explained: bool = False) -> None:
    """Write the row of a line, and below it the words that explain an adjustment."""
    page.put("B", f"{{{{{name}.day}}}}", format=DAY, size=9.5)
    for column, field in {"C": "referral_id", "D": "client", "E": "member", "F": "event_id"}.items():
        page.put(column, f"{{{{{name}.{field}}}}}", format=TEXT, wrap=True, size=9.5)
    page.put("G", f"{{{{{name}.base}}}}", format=MONEY, size=9.5)
    page.put("H", f"{{{{{name}.rate}}}}", format=PERCENT, size=9.5)
    page.put("I", f"{{{{{name}.amount}}}}", format=MONEY, size=9.5)
    if not explained:
        page.line(BELOW)
    page.next()
    if explained:
        page.merge("C", "I")
        page.put("C", f"{{{{{name}.explanation}}}}", size=9, italic=True, color=QUIET, wrap=True, top=True)
        page.line(BELOW)
        page.next()


def _clients_page(page: Page) -> None:
    titles = {
        "B": "client", "C": "number", "D": "referral", "E": "since", "F": "last_day", "G": "status", "H": "days_left",
    }  # fmt: skip
    running_title(page, "{{word.clients}}", "{{member_name}}")
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="H")
    freeze(page)
    page.put("B", "{{clients.client}}", format=TEXT, wrap=True)
    page.put("C", "{{clients.client_id}}", format=TEXT)
    page.put("D", "{{clients.referral_id}}", format=TEXT)
    page.put("E", "{{clients.since}}", format=DAY)
    page.put("F", "{{clients.last_day}}", format=DAY, bold=True)
    page.put("G", "{{clients.status}}")
    page.put("H", "{{clients.days_left}}", format=WHOLE)
    page.line(BELOW)
    page.next()
    page.put("B", "{{word.clients_hint}}", size=9, color=QUIET)
    page.next(20, when="if clients")
    page.put("B", "{{word.no_clients}}", color=QUIET)
    page.next(when="unless clients")
