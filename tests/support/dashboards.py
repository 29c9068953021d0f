"""Dashboards for tests: of these rows, on a day, as figures and as a page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import html

from netsheets.domain.charter import charter_of
from netsheets.domain.closing import close_month
from netsheets.domain.findings import Finding
from netsheets.domain.month import Month
from netsheets.domain.network import owned_clients
from netsheets.domain.practice.dashboard import Dashboard, dashboard_of
from netsheets.domain.records import Record
from netsheets.domain.summary import summary_of
from netsheets.exports.dashboard import View, dashboard_page
from netsheets.texts import Language
from tests.support.build import book, network

OCTOBER = Month(2026, 10)


@dataclass(frozen=True)
class Asked:
    """How a dashboard is asked for: of October 2026, in its first days after, in English, with amounts."""

    month: Month = OCTOBER
    today: str = "2026-11-05"
    public: bool = False
    language: Language = "en"
    findings: tuple[Finding, ...] = ()


def board(*rows: Record, asked: Asked = Asked()) -> Dashboard:
    """Return the dashboard of these rows, of which nothing is closed yet."""
    seen = replace(network(*rows, today=asked.today), findings=asked.findings)
    owned = owned_clients(seen, seen.today)
    closing = close_month(seen, asked.month)
    summary = summary_of(closing, seen, seen.terms_at(asked.month).currency, owned=owned, transfers=())
    return dashboard_of(summary, seen, owned, public=asked.public)


def view(*rows: Record, asked: Asked = Asked()) -> View:
    """Return what the page of these rows is drawn from."""
    seen = book(*rows)
    name = charter_of(seen.charter).on(asked.month.last_day).network_name
    return View(board(*rows, asked=asked), asked.language, name, seen.names(name), asked.findings)


def page(*rows: Record, asked: Asked = Asked()) -> str:
    """Return the page of these rows."""
    return dashboard_page(view(*rows, asked=asked))


def read(text: str) -> html.HtmlElement:
    """Return a page as a browser reads it."""
    return html.document_fromstring(text)


def texts(element: html.HtmlElement, path: str) -> list[str]:
    """Return what a reader sees in each element on a path, blanks folded."""
    return [" ".join(each.text_content().split()) for each in element.xpath(path)]


def shown(found: html.HtmlElement) -> str:
    """Return all that a reader of a page sees or hears."""
    return " ".join(" ".join(found.body.itertext()).split())
