"""The report on recruitment in words: who may be decided on, and each candidate with the opinions side by side."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.practice.recruitment import CRITERIA, Candidacy, Talk, recruitment_of
from netsheets.exports.document import Bullets, Column, Facts, Page, Part, Report, Row, Table, Text, Tone, Value
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.candidacy import Speaker
from netsheets.exports.reports.setting import Setting
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import column_title
from netsheets.texts import day_in_words

SIDE_BY_SIDE = 4
"""So many opinions fit on a page next to each other; further ones stand below."""

VERDICTS: dict[str, Tone] = {"favourable": "good", "reserved": "fair", "unfavourable": "poor"}


def recruitment_report(setting: Setting) -> Report:
    """Return an overview of the candidates, and a page on each."""
    words = setting.words("recruitment")
    speaker = Speaker(words, setting.names, setting.network.terms.experience_months)
    found = recruitment_of(setting.network)
    said = {"count": setting.network.terms.interviews, "months": setting.network.terms.experience_months}
    overview = (Text((words("intro", **said),)), _overview(found.candidates, speaker))
    pages = tuple(Page(speaker.name(each), tuple(_parts(each, speaker))) for each in found.candidates)
    title, first = words("title"), Page(words("overview"), overview)
    return Report("recruitment", title, setting.subtitle, setting.language, (first, *pages), document_of(found))


def _overview(candidates: tuple[Candidacy, ...], speaker: Speaker) -> Table:
    words = speaker.words
    columns = (
        Column("member_id", words("candidate"), width=24),
        Column("interviews", words("interviews"), width=12),
        Column("state", words("state"), labels=words.of("state"), width=16, tones={"ready": "good", "not_yet": "fair"}),
        Column("next", words("next"), width=40),
    )
    rows = tuple(_summary(each, speaker) for each in candidates)
    return Table("candidates", columns, rows, empty=words("empty"))


def _summary(candidacy: Candidacy, speaker: Speaker) -> Row:
    words = speaker.words
    due = (*candidacy.obstacles, *candidacy.cautions)
    return {
        "member_id": speaker.name(candidacy),
        "interviews": words("interviews_of", held=len(candidacy.interviewed_by), asked=candidacy.asked),
        "state": "ready" if candidacy.ready else "not_yet",
        "next": tuple(words(f"short_{each}", count=candidacy.missing) for each in due),
    }


def _parts(candidacy: Candidacy, speaker: Speaker) -> Iterator[Part]:
    words = speaker.words
    yield _about(candidacy, words)
    points = (*speaker.obstacles(candidacy), *speaker.cautions(candidacy))
    yield Bullets(tuple(each.text for each in points), words("points"), words("points_empty"))
    yield from _opinions(candidacy, speaker)
    yield _said(candidacy, speaker)
    yield _overlaps(candidacy, speaker)


def _about(candidacy: Candidacy, words: Words) -> Facts:
    """Return who a candidate is, and what they say themselves."""
    keys = ("skills", "current_business", "expectations", "contribution")
    own = ((column_title("members", key, words.language), getattr(candidacy, key)) for key in keys)
    networks = (column_title("members", "past_networks", words.language), _past_networks(candidacy, words))
    firm = ", ".join(filter(None, (candidacy.company, candidacy.trade)))
    said = ((label, value or words("not_said")) for label, value in ((words("firm"), firm), *own, networks))
    return Facts((*said, (words("visits"), _visits(candidacy, words))))


def _past_networks(candidacy: Candidacy, words: Words) -> str:
    if not candidacy.past_networks or not candidacy.past_networks_left_because:
        return candidacy.past_networks
    return words("left_because", networks=candidacy.past_networks, reason=candidacy.past_networks_left_because)


def _visits(candidacy: Candidacy, words: Words) -> tuple[str, ...]:
    """Return when a candidate was visited, came to visit, and was asked about."""
    days = {key: getattr(candidacy, key) for key in ("site_visits", "guest_visits", "references")}
    said = {key: ", ".join(map(day_in_words, found)) for key, found in days.items()}
    return tuple(words(key, days=text or words("none_yet")) for key, text in said.items())


def _opinions(candidacy: Candidacy, speaker: Speaker) -> Iterator[Table]:
    """Yield the marks and verdicts, a column for each who met the candidate, in the order they did."""
    words, talks = speaker.words, candidacy.talks
    empty = words("opinions_empty", name=speaker.name(candidacy))
    for start in range(0, max(len(talks), 1), SIDE_BY_SIDE):
        some = talks[start : start + SIDE_BY_SIDE]
        heading = words("opinions_more" if start else "opinions")
        yield Table("opinions", tuple(_columns(some, speaker)), tuple(_marks(some, speaker)), heading, empty=empty)


def _columns(talks: tuple[Talk, ...], speaker: Speaker) -> Iterator[Column]:
    yield Column("criterion", speaker.words("criterion"), width=18)
    labels = tab("interviews").column_by_key["verdict"].labels[speaker.words.language]
    for talk in talks:
        title = speaker.interviewer(talk)
        yield Column(talk.interview.interview_id, title, labels=labels, width=12, tones=VERDICTS)


def _marks(talks: tuple[Talk, ...], speaker: Speaker) -> Iterator[Row]:
    if not talks:
        return
    for key in ("kind", "held_on", *CRITERIA, "verdict", "counts"):
        words = speaker.words
        title = words("counts") if key == "counts" else column_title("interviews", key, words.language)
        yield {"criterion": title, **{each.interview.interview_id: _mark(each, key, speaker) for each in talks}}


def _mark(talk: Talk, key: str, speaker: Speaker) -> Value:
    match key:
        case "kind":
            return speaker.kind(talk)
        case "held_on":
            return day_in_words(talk.interview.held_on)
        case "counts":
            return speaker.words(f"why_{talk.why_not}") if talk.why_not else speaker.words("yes")
        case _:
            value = getattr(talk.interview, key)
            return "–" if value in (None, "") else str(value)


def _said(candidacy: Candidacy, speaker: Speaker) -> Table:
    """Return what those who met a candidate wrote down."""
    words = speaker.words
    columns = (
        Column("interviewer_id", words("interviewer", name=speaker.name(candidacy)), width=20),
        Column("passions", column_title("interviews", "passions", words.language), width=12),
        Column("notes", column_title("interviews", "notes", words.language), width=18),
    )
    rows = tuple(
        {
            "interviewer_id": speaker.interviewer(each),
            "passions": each.interview.passions or None,
            "notes": each.interview.notes or None,
        }
        for each in candidacy.talks
        if each.interview.passions or each.interview.notes
    )
    return Table("said", columns, rows, words("said"), empty=words("said_empty"))


def _overlaps(candidacy: Candidacy, speaker: Speaker) -> Table:
    """Return the skills that active members have too."""
    words = speaker.words
    none = {"none": words("agreement_none")}
    columns = (
        Column("skill", column_title("agreements", "skill", words.language), width=20),
        Column("member_id", words("member"), width=12),
        Column("agreement", words("agreement"), labels=none, width=18, tones={"none": "fair"}),
    )
    rows = tuple(
        {
            "skill": each.skill,
            "member_id": speaker.names.get(each.member_id, each.member_id),
            "agreement": each.terms if each.agreed else "none",
        }
        for each in candidacy.overlaps
    )
    return Table("overlaps", columns, rows, words("overlaps"), empty=words("overlaps_empty"))
