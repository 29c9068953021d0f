"""The agenda in words: what a chair reads out, point after point, with boxes to tick.

The news round is a line a member, in the order in which they speak; introductions say why two members should talk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netsheets.domain.practice.agenda import Agenda, Candidate, Introduction, PointName, agenda_of
from netsheets.domain.practice.celebrations import Celebrations
from netsheets.domain.practice.meetings import Turn
from netsheets.domain.practice.news import Item, News
from netsheets.domain.practice.synergies import Reason
from netsheets.exports.document import Bullets, Column, Page, Part, Report, Table, Text
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting
from netsheets.sheets.schema import tab

_PRESENTERS = 4
_HOSTS = 12
"""So many whose turn it is are named: the next meetings, not the next years."""


def _celebrations(setting: Setting, words: Words, found: Celebrations) -> Iterator[str]:
    """Yield a sentence for each thing to celebrate, and one for all thanks that are due."""

    def names(member_ids: Iterable[str]) -> str:
        return ", ".join(map(setting.name, member_ids))

    for win in found.wins:
        key = "win_joint" if win.joint else "win"
        said = {"performers": names(win.performer_ids), "referrers": names(win.referrer_ids)}
        yield words(key, client=setting.client(win.client_id), **said)
    for success in found.successes:
        together = names(dict.fromkeys((success.lead_id, *success.participants)))
        project = setting.network.book.project_by_id[success.project_id]
        yield words("success", project=project.title, names=together)
    for first in found.first_referrals:
        said = {"member": setting.name(first.member_id), "recipient": setting.name(first.recipient_id)}
        yield words("first_referral", client=setting.client(first.client_id), **said)
    for anniversary in found.anniversaries:
        yield words.counted("anniversary", anniversary.years, member=setting.name(anniversary.member_id))
    due = [
        words(
            "thanks_of",
            member=setting.name(thanks.member_id),
            referrers=names(thanks.referrer_ids),
            client=setting.client(thanks.client_id),
        )
        for thanks in found.thanks
    ]
    if due:
        yield words("thanks", thanks=words("separator").join(due))


def _introductions(setting: Setting, words: Words, found: Iterable[Introduction]) -> Iterator[str]:
    """Yield a sentence for each pair, with every reason."""
    for pair in found:
        reasons = words("separator").join(_reason(each, setting, words) for each in pair.reasons)
        said = {"one": setting.name(pair.member_a), "other": setting.name(pair.member_b)}
        yield words("introduction", reasons=reasons, **said)


def _reason(reason: Reason, setting: Setting, words: Words) -> str:
    member = setting.name(reason.member_id)
    if reason.kind == "one_way":
        return words.counted("reason_one_way", reason.number, member=member)
    return words(f"reason_{reason.kind}", member=member, types=", ".join(reason.client_types))


def _news_table(setting: Setting, words: Words, agenda: Agenda, heading: str) -> Table:
    """Return what is new with each member, and what they last told, to be taken up again."""
    columns = (
        Column("member", words("member"), width=20),
        Column("done", words("done"), width=4),
        Column("news", words("news", since=agenda.gathering.since), width=80),
    )
    rows = tuple(
        {"member": setting.name(each.member_id), "done": words("box"), "news": _news_line(each, setting, words)}
        for each in agenda.news
    )
    return Table("news", columns, rows, heading)


def _news_line(news: News, setting: Setting, words: Words) -> str | None:
    """Return what is new; the day of what was last told has no year: it can only be this one or the last."""
    said = words("separator").join(_news_item(each, setting, words) for each in news.items)
    parts = [f"{said[:1].upper()}{said[1:]}."] if said else []
    if news.last_told_on:
        parts.append(words("told", news=news.last_told, day=f"{news.last_told_on:%d/%m}"))
    return " ".join(parts) or None


def _news_item(item: Item, setting: Setting, words: Words) -> str:
    project = setting.network.book.project_by_id.get(item.subject_id)
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


def agenda_report(setting: Setting) -> Report:
    """Return the agenda of the next meeting: it fits a page for a network that fits a room."""
    words = setting.words("agenda")
    found = agenda_of(setting.network, day=setting.asked.day)
    meeting = found.gathering.meeting
    title = words("title_of", title=meeting.title) if meeting and meeting.title else words("title")
    subtitle = setting.subtitle_on(found.gathering.held_on)
    parts = tuple(_AgendaWords(setting, words, found).parts())
    return Report(
        "agenda", title, subtitle, setting.language, (Page(title, parts),),
        {**document_of(found), "minutes": found.minutes},
    )  # fmt: skip


class _AgendaWords:
    """The parts of the agenda, from what its records say."""

    def __init__(self, setting: Setting, words: Words, found: Agenda) -> None:
        self.setting, self.words, self.found = setting, words, found

    def parts(self) -> Iterator[Part]:
        """Yield the points in their order, numbered, those with nothing to say left out."""
        words = self.words
        yield Text(tuple(self._opening()))
        for number, point in enumerate(self.found.points, 1):
            title = words(f"point_{point.name}")
            heading = words("point", number=number, title=title, minutes=point.minutes)
            if point.name == "news":
                yield _news_table(self.setting, words, self.found, heading)
            else:
                yield Bullets(tuple(self._items(point.name)), heading, boxes=True)
        if self.found.upcoming:
            yield Text((words("upcoming", meetings=words("separator").join(self._upcoming())),))

    def _opening(self) -> Iterator[str]:
        words, gathering = self.words, self.found.gathering
        meeting = gathering.meeting
        if meeting is None:
            title = tab("meetings").titles[self.setting.language]
            yield words("unplanned", tab=title, day=gathering.held_on)
        facts = [
            words("host", host=self.setting.name(meeting.host_id)) if meeting and meeting.host_id else "",
            words.counted("expected", len(gathering.expected)) if gathering.expected else words("expected_none"),
            words("away", names=", ".join(map(self.setting.name, gathering.away))) if gathering.away else "",
            words("minutes", minutes=self.found.minutes) if self.found.minutes else "",
        ]
        said = " · ".join(filter(None, facts))
        yield said[:1].upper() + said[1:]
        if meeting and meeting.topic and not meeting.presenter_id:
            yield words("topic", topic=meeting.topic)

    def _items(self, point: PointName) -> Iterator[str]:
        match point:
            case "presentation":
                return self._presentation()
            case "turns":
                return self._turns()
            case "candidates":
                return map(self._candidate, self.found.candidates)
            case "ownerships":
                return self._ownerships()
            case "celebrations":
                return _celebrations(self.setting, self.words, self.found.celebrations)
            case _:
                return _introductions(self.setting, self.words, self.found.introductions)

    def _presentation(self) -> Iterator[str]:
        meeting = self.found.gathering.meeting
        if meeting is not None:
            said = {"member": self.setting.name(meeting.presenter_id), "topic": meeting.topic}
            yield self.words("presents" if meeting.topic else "presents_what", **said)

    def _turns(self) -> Iterator[str]:
        visits = self.found.visits
        for key, turns in (
            ("turn_to_present", self.found.presentations[:_PRESENTERS]),
            ("turn_to_be_visited", tuple(each for each in visits if each.last_on is None)),
            ("turn_to_be_visited_again", tuple(each for each in visits if each.last_on is not None)),
        ):
            never = "" if key == "turn_to_be_visited" else self.words("turn_never")
            if turns:
                yield self.words(key, names=self._those(turns, never))

    def _those(self, turns: tuple[Turn, ...], never: str) -> str:
        words, shown = self.words, turns[:_HOSTS]
        names = ", ".join(self._turn(each, never) for each in shown)
        left = len(turns) - len(shown)
        return words("and_more", names=names, count=left) if left else names

    def _turn(self, turn: Turn, never: str) -> str:
        words = self.words
        said = [words("turn_last", day=turn.last_on)] if turn.last_on else [never] if never else []
        if turn.planned_on:
            said.append(words("turn_planned", day=turn.planned_on))
        member = self.setting.name(turn.member_id)
        return words("turn", member=member, when=", ".join(said)) if said else member

    def _candidate(self, candidate: Candidate) -> str:
        short = self.setting.words("recruitment").of("short")
        reasons = candidate.cautions if candidate.ready else candidate.obstacles
        points = ", ".join(short[each].format(count=candidate.missing) for each in reasons)
        key = "candidate_not_yet" if not candidate.ready else "candidate_talk" if points else "candidate_ready"
        return self.words(key, candidate=candidate.name or candidate.member_id, points=points)

    def _ownerships(self) -> Iterator[str]:
        for each in self.found.ownerships:
            past = each.last_day is not None and each.last_day < self.found.gathering.held_on
            said = {"client": each.client, "owner": self.setting.name(each.owner_id), "last_day": each.last_day}
            yield self.words("ownership_before" if past else "ownership", **said)

    def _upcoming(self) -> Iterator[str]:
        kinds = tab("meetings").column_by_key["kind"].labels[self.setting.language]
        for each in self.found.upcoming:
            key = "upcoming_hosted" if each.host_id else "upcoming_one"
            said = {"title": each.title or kinds.get(each.kind, each.kind), "host": self.setting.name(each.host_id)}
            yield self.words(key, day=each.held_on, **said)
