"""Projects: who answers for each, who signs, who brought the client, how it ended, and what is worth a word."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal, NamedTuple, cast

from netsheets.domain.book import Book, grouped
from netsheets.domain.charter import Charter
from netsheets.domain.checks.practice import ongoing, strangers
from netsheets.domain.money import ZERO
from netsheets.domain.network import Network
from netsheets.domain.parties import referrers_of
from netsheets.domain.practice.meetings import members_on
from netsheets.domain.records import NETWORK, Project, Referral

Outcome = Literal["planned", "ongoing", "unknown", "success", "failed"]
"""How a project goes; `unknown`: it ended, and nobody said how."""

Concern = Literal[
    "outcome_unknown",
    "lead_not_active",
    "lead_not_participant",
    "several_leads",
    "signed_by_other",
    "brought_by_nobody",
]
"""What is worth a word about a project.

`signed_by_other`: a member signs who did not bring the client; `several_leads`: the client has another open project
under another lead; `brought_by_nobody`: a member signs, and no referral says who brought the client.
"""


class Amount(NamedTuple):
    """What was invoiced and paid through a project's referrals in one currency, excluding VAT, less credit notes."""

    currency: str
    invoiced: Decimal
    paid: Decimal


class FirstTime(NamedTuple):
    """Two participants who were in no earlier project together."""

    member_a: str
    member_b: str


@dataclass(frozen=True, slots=True)
class Review:
    """A project on a day. It has one lead, who answers for it, and one signatory: the network, or the lead.

    `brought_by` are those who brought the client: by the project's own referrals, else who owned the client on the
    day the project started, else by the last referral until then. `days` counts the first and the last day, today
    while it goes on. `tender`: a joint response to a client. `followed_by` are the later projects for the same client,
    or with two of the same members.
    """

    project: Project
    signatory_id: str
    brought_by: tuple[str, ...]
    referral_ids: tuple[str, ...]
    outcome: Outcome
    days: int | None
    tender: bool
    first_times: tuple[FirstTime, ...]
    followed_by: tuple[str, ...]
    concerns: tuple[Concern, ...]
    amounts: tuple[Amount, ...]

    @property
    def trial(self) -> bool:
        """Tell whether the project is a trial: a small one, to try working together."""
        return self.project.trial == "yes"


@dataclass(frozen=True, slots=True)
class Projects:
    """Every project: those that go on first, then those planned, then the latest ended."""

    on: dt.date
    reviews: tuple[Review, ...]


def projects_of(network: Network) -> Projects:
    """Return every project as it stands today."""
    view = _View(network)
    return Projects(
        network.today, tuple(sorted((view.review(each) for each in network.book.projects), key=_latest_first))
    )


class _View:
    """What a project is looked at with, gathered once for all of them."""

    def __init__(self, network: Network) -> None:
        book, today = network.book, network.today
        self.book, self.charter, self.today = book, network.charter, today
        self.referrals = grouped((each for each in book.referrals if each.project_id), lambda each: each.project_id)
        self.windows = grouped(network.ownership.windows.values(), lambda each: each.client_id)
        self.active = frozenset(each.member_id for each in members_on(book, today))
        self.strangers = grouped(strangers(book.projects), lambda found: found[0].project_id)
        self.followers = _followers(book.projects)
        leads = grouped((each for each in book.projects if ongoing(each)), lambda each: each.client_id)
        self.contested = {client for client, rows in leads.items() if len({each.lead_id for each in rows}) > 1}

    def review(self, project: Project) -> Review:
        """Return a project with what there is to say about it."""
        own = self.referrals.get(project.project_id, ())
        brought_by = self._brought_by(project, own)
        return Review(
            project,
            NETWORK if project.signatory == "network" else project.lead_id,
            brought_by,
            tuple(each.referral_id for each in own),
            _outcome(project, self.today),
            _days(project, self.today),
            any(each.kind == "joint_response" for each in own),
            tuple(FirstTime(one, other) for _, one, other in self.strangers.get(project.project_id, ())),
            self.followers[project.project_id],
            tuple(self._concerns(project, brought_by)),
            _amounts(own, self.book, self.charter),
        )

    def _brought_by(self, project: Project, own: Iterable[Referral]) -> tuple[str, ...]:
        day = project.started_on or self.today
        covering = [each for each in self.windows.get(project.client_id, ()) if each.covers(day)]
        owning = min(covering, key=lambda each: (each.starts_on, each.referral_id), default=None)
        found = list(own)
        if not found and owning:
            found = [self.book.referral_by_id[owning.referral_id]]
        if not found:
            known = [each for each in self.book.referrals_of.get(project.client_id, ()) if each.given_on <= day]
            known = [each for each in known if each.status not in {"lost", "cancelled"}]
            found = sorted(known, key=lambda each: (each.given_on, each.referral_id))[-1:]
        return tuple(dict.fromkeys(member_id for each in found for member_id in referrers_of(each, self.book)))

    def _concerns(self, project: Project, brought_by: tuple[str, ...]) -> Iterator[Concern]:
        if _outcome(project, self.today) == "unknown":
            yield "outcome_unknown"
        if ongoing(project) and project.lead_id not in self.active:
            yield "lead_not_active"
        if project.lead_id not in project.participants:
            yield "lead_not_participant"
        if ongoing(project) and project.client_id in self.contested:
            yield "several_leads"
        if project.signatory == "member" and not brought_by:
            yield "brought_by_nobody"
        elif project.signatory == "member" and project.lead_id not in brought_by:
            yield "signed_by_other"


def _outcome(project: Project, today: dt.date) -> Outcome:
    if project.outcome in {"success", "failed"}:
        return cast(Outcome, project.outcome)
    if project.ended_on is not None and project.ended_on <= today:
        return "unknown"
    return "planned" if project.started_on is not None and project.started_on > today else "ongoing"


def _days(project: Project, today: dt.date) -> int | None:
    """Return how many days a project lasted, or lasts; None where its days do not say."""
    ended_on = today if ongoing(project) else project.ended_on
    if project.started_on is None or ended_on is None or ended_on < project.started_on:
        return None
    return (ended_on - project.started_on).days + 1


def _amounts(own: Iterable[Referral], book: Book, charter: Charter) -> tuple[Amount, ...]:
    invoiced: dict[str, Decimal] = {}
    paid: dict[str, Decimal] = {}
    for referral in own:
        currency = referral.currency or charter.on(referral.given_on).currency
        for row in book.billing_of.get(referral.referral_id, ()):
            amount = -row.amount if row.kind == "credit_note" else row.amount
            invoiced[currency] = invoiced.get(currency, ZERO) + amount
            paid[currency] = paid.get(currency, ZERO) + (amount if row.paid_on else ZERO)
    return tuple(Amount(each, invoiced[each], paid[each]) for each in sorted(invoiced))


def _followers(projects: Iterable[Project]) -> Mapping[str, tuple[str, ...]]:
    """Return the later projects of each project's client, or of two of its participants."""
    by_client: dict[str, list[str]] = defaultdict(list)
    by_pair: dict[frozenset[str], list[str]] = defaultdict(list)
    followers: dict[str, list[str]] = {}
    in_order = sorted(projects, key=lambda each: (each.started_on or dt.date.max, each.row))
    for project in in_order:
        pairs = [frozenset(pair) for pair in combinations(sorted({*project.participants, project.lead_id}), 2)]
        earlier = dict.fromkeys([*by_client[project.client_id], *(one for pair in pairs for one in by_pair[pair])])
        for each in earlier:
            followers[each].append(project.project_id)
        followers[project.project_id] = []
        by_client[project.client_id].append(project.project_id)
        for pair in pairs:
            by_pair[pair].append(project.project_id)
    return {each: tuple(later) for each, later in followers.items()}


def _latest_first(review: Review) -> tuple[bool, bool, int, str]:
    project = review.project
    day = project.ended_on or project.started_on or dt.date.min
    ended = review.outcome in {"unknown", "success", "failed"}
    return ended, review.outcome == "planned", -day.toordinal(), project.project_id
