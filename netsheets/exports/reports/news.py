"""The news round in words: a line a member, in the order in which they speak."""

from __future__ import annotations

from netsheets.domain.practice.agenda import Agenda
from netsheets.domain.practice.news import Item, News
from netsheets.exports.document import Column, Table
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting


def news_table(setting: Setting, words: Words, agenda: Agenda, heading: str) -> Table:
    """Return what is new with each member, and what they last told, to be taken up again."""
    columns = (
        Column("member", words("member"), width=20),
        Column("done", words("done"), width=4),
        Column("news", words("news", since=agenda.gathering.since), width=80),
    )
    rows = tuple(
        {"member": setting.name(each.member_id), "done": words("box"), "news": _news(each, setting, words)}
        for each in agenda.news
    )
    return Table("news", columns, rows, heading)


def _news(news: News, setting: Setting, words: Words) -> str | None:
    """Return what is new; the day of what was last told has no year: it can only be this one or the last."""
    said = words("separator").join(_said(each, setting, words) for each in news.items)
    parts = [f"{said[:1].upper()}{said[1:]}."] if said else []
    if news.last_told_on:
        parts.append(words("told", news=news.last_told, day=f"{news.last_told_on:%d/%m}"))
    return " ".join(parts) or None


def _said(item: Item, setting: Setting, words: Words) -> str:
    project = setting.book.project_by_id.get(item.subject_id)
    if item.kind == "one_to_one" and not item.other_id:
        return words("new_one_to_one_alone")
    if item.kind == "paid":
        return words.counted("new_paid", item.number)
    return words(
        f"new_{item.kind}",
        other=setting.name(item.other_id),
        client=setting.client(item.client_id),
        project=project.title if project else item.subject_id,
        topic=item.topic,
    )
