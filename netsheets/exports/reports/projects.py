"""The report on projects in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from netsheets.domain.practice.projects import Outcome, Projects, Review, projects_of
from netsheets.exports.document import Bullets, Column, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting


def projects_report(setting: Setting) -> Report:
    """Return every project: who answers for it, who signs, who takes part, how it ended, and what to tell of it.

    What was billed through it is left out of the public report, in its document too.
    """
    words = setting.words("projects")
    found = projects_of(setting.network)
    title = words("title")
    parts = tuple(_ProjectWords(setting, words, found).parts()) if found.reviews else (Text((words("empty"),)),)
    return Report(
        "projects", title, setting.subtitle, setting.language, (Page(title, parts),), _document(found, setting)
    )


def _document(found: Projects, setting: Setting) -> object:
    document = document_of(found)
    if setting.asked.public:
        for review in document["reviews"]:
            del review["amounts"]
    return document


class _ProjectWords:
    """The parts of the report, from what the projects' records say."""

    def __init__(self, setting: Setting, words: Words, found: Projects) -> None:
        self.setting, self.words, self.reviews = setting, words, found.reviews
        self.titles = {each.project.project_id: each.project.title for each in found.reviews}

    def parts(self) -> Iterator[Part]:
        """Yield what there is to say, the most urgent first."""
        words = self.words
        counts = Counter(each.outcome for each in self.reviews)
        counted = [words(f"counted_{each}", count=counts[each]) for each in get_args(Outcome) if counts[each]]
        yield Text((" · ".join(counted),))
        yield self._table()
        yield Bullets(tuple(self._concerns()), words("concerns"), words("concerns_none"))
        for heading, items in (
            ("successes", tuple(self._successes())),
            ("trials", tuple(self._trials())),
            ("first_times", tuple(self._first_times())),
        ):
            if items:
                yield Bullets(items, words(heading))
        if not self.setting.asked.public:
            yield self._amounts()

    def _table(self) -> Table:
        words = self.words
        columns = (
            Column("project", words("project"), width=28),
            Column("client", words("client"), width=24),
            Column("lead", words("lead"), width=18),
            Column("signatory", words("signatory"), width=18),
            Column("brought_by", words("brought_by"), width=18),
            Column("participants", words("participants"), width=20),
            Column("started_on", words("started_on"), "day", width=11),
            Column("ended_on", words("ended_on"), "day", width=11),
            Column("days", words("days"), "integer", width=7),
            Column("trial", words("trial"), width=7),
            Column(
                "outcome", words("outcome"), labels=words.of("outcome"), width=12,
                tones={"success": "good", "unknown": "fair", "failed": "poor"},
            ),
        )  # fmt: skip
        return Table("projects", columns, tuple(self._row(each) for each in self.reviews))

    def _row(self, review: Review) -> Row:
        project, name = review.project, self.setting.name
        return {
            "project": project.title,
            "client": self.setting.client(project.client_id),
            "lead": name(project.lead_id),
            "signatory": name(review.signatory_id),
            "brought_by": tuple(map(name, review.brought_by)),
            "participants": self._partners(review),
            "started_on": project.started_on,
            "ended_on": project.ended_on,
            "days": review.days,
            "trial": self.words("yes") if review.trial else None,
            "outcome": review.outcome,
        }

    def _concerns(self) -> Iterator[str]:
        for review in self.reviews:
            said = {
                "project": review.project.title,
                "client": self.setting.client(review.project.client_id),
                "lead": self.setting.name(review.project.lead_id),
                "brought_by": ", ".join(map(self.setting.name, review.brought_by)),
                "ended_on": review.project.ended_on,
            }
            for concern in review.concerns:
                yield self.words(f"concern_{concern}", **said)

    def _successes(self) -> Iterator[str]:
        words = self.words
        for review in self.reviews:
            if review.outcome != "success":
                continue
            project = review.project
            partners = ", ".join(self._partners(review))
            dated = project.started_on and project.ended_on
            yield words(
                "success",
                project=self._full(review),
                lead=self.setting.name(project.lead_id),
                partners=words("partners", names=partners) if partners else "",
                period=words("period", started_on=project.started_on, ended_on=project.ended_on) if dated else "",
                told=self._told(review),
            )

    def _trials(self) -> Iterator[str]:
        words = self.words
        for review in self.reviews:
            if not review.trial:
                continue
            ended = review.outcome not in ("ongoing", "planned")
            later = "; ".join(self.titles[each] for each in review.followed_by)
            then = words("then", projects=later) if later else words("then_nothing") if ended else ""
            told = "" if review.outcome == "success" else self._told(review)
            yield words(f"trial_{review.outcome}", project=review.project.title, told=told, then=then)

    def _first_times(self) -> Iterator[str]:
        for review in self.reviews:
            for each in review.first_times if review.outcome in ("ongoing", "planned") else ():
                said = {"one": self.setting.name(each.member_a), "other": self.setting.name(each.member_b)}
                key = "first_time_tender" if review.tender else "first_time"
                yield self.words(key, project=review.project.title, **said)

    def _amounts(self) -> Table:
        words = self.words
        columns = (
            Column("project", words("project"), width=40),
            Column("client", words("client"), width=32),
            Column("referrals", words("referrals"), "integer", width=10),
            Column("currency", words("currency"), width=9),
            Column("invoiced", words("invoiced"), "money"),
            Column("paid", words("paid"), "money"),
        )
        rows: tuple[Row, ...] = tuple(
            {
                "project": review.project.title,
                "client": self.setting.client(review.project.client_id),
                "referrals": len(review.referral_ids),
                "currency": each.currency,
                "invoiced": each.invoiced,
                "paid": each.paid,
            }
            for review in self.reviews
            for each in review.amounts
        )
        return Table("amounts", columns, rows, words("amounts"), note=words("amounts_note"), empty=words("nothing"))

    def _told(self, review: Review) -> str:
        return self.words("told", notes=review.project.notes) if review.project.notes else ""

    def _partners(self, review: Review) -> tuple[str, ...]:
        others = dict.fromkeys(each for each in review.project.participants if each != review.project.lead_id)
        return tuple(map(self.setting.name, others))

    def _full(self, review: Review) -> str:
        """Return a project's title with its client, unless it begins with who that is: `Hôtel du Port, the hall`."""
        title, client = review.project.title, self.setting.client(review.project.client_id)
        named = title.partition(",")[0].strip().casefold() in client.casefold()
        return title if named else self.words("project_for", project=title, client=client)
