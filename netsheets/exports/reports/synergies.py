"""The report on synergies in words: who should talk to whom, and why; who shares a skill with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from netsheets.domain.practice.overlaps import Overlap
from netsheets.domain.practice.synergies import (
    MOST_EACH,
    NEVER_MET_POINTS,
    NEWCOMER_POINTS,
    ONE_WAY_POINTS,
    REFERRALS_COUNTED,
    TYPE_POINTS,
    TYPES_COUNTED,
    Reason,
    Synergies,
    Synergy,
    synergies_of,
)
from netsheets.exports.document import Bullets, Column, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting
from netsheets.sheets.wording import plain_in_words


def synergies_report(setting: Setting) -> Report:
    """Return the pairs who should talk, how their points are counted, and the skills members share."""
    words = setting.words("synergies")
    found = synergies_of(setting.network)
    pages = (
        Page(words("pairs"), tuple(_pairs(found, setting, words))),
        Page(words("overlaps"), tuple(_overlaps(found, setting, words))),
    )
    title = words("title")
    listing = _listing(found, words)
    return Report("synergies", title, setting.subtitle, setting.language, pages, document_of(found), listing)


def _pairs(found: Synergies, setting: Setting, words: Words) -> Iterator[Part]:
    if found.pairs:
        key = "pairs_intro" if len(found.pairs) == found.pairs_in_all else "pairs_intro_some"
        count = plain_in_words(str(found.pairs_in_all), setting.language)
        yield Text((words(key, count=count, shown=len(found.pairs), each=MOST_EACH),))
    columns = (
        Column("member_a", words("member_a"), width=18),
        Column("member_b", words("member_b"), width=18),
        Column("score", words("score"), "integer", width=8),
        Column("reasons", words("reasons"), width=44),
        Column("talked_on", words("talked_on"), "day", width=12),
    )
    names = _first_names(setting)
    rows = tuple(_pair(each, setting, names, words) for each in found.pairs)
    yield Table("pairs", columns, rows, empty=words("pairs_empty"))
    yield Bullets(tuple(_points(setting, words)), heading=words("points"))


def _first_names(setting: Setting) -> Mapping[str, str]:
    """Return each member's first name by id, the whole name where two active members have the same."""
    members = [each for each in setting.network.book.members if each.status == "active"]
    first = {each.member_id: each.name.partition(" ")[0] for each in members}
    often = Counter(first.values())
    return {
        each.member_id: first[each.member_id] if often[first[each.member_id]] == 1 else each.name for each in members
    }


def _pair(pair: Synergy, setting: Setting, names: Mapping[str, str], words: Words) -> Row:
    said = (words("reason", sentence=_sentence(each, pair, names, words), points=each.points) for each in pair.reasons)
    return {
        "member_a": setting.name(pair.member_a),
        "member_b": setting.name(pair.member_b),
        "score": pair.score,
        "reasons": "\n".join(said),
        "talked_on": pair.talked_on,
    }


def _sentence(reason: Reason, pair: Synergy, names: Mapping[str, str], words: Words) -> str:
    match reason.kind:
        case "one_way":
            other = pair.member_b if reason.member_id == pair.member_a else pair.member_a
            return words.counted("one_way", reason.number, giver=names[reason.member_id], other=names[other])
        case "newcomer":
            return words("newcomer", newcomer=names[reason.member_id])
        case "complementary":
            return words("complementary", types=", ".join(reason.client_types))
        case "never_met":
            return words("never_met")


def _points(setting: Setting, words: Words) -> Iterator[str]:
    """Yield the rule of each reason, with the numbers it is computed from."""
    yield words("points_one_way", first=ONE_WAY_POINTS + 1, limit=ONE_WAY_POINTS + REFERRALS_COUNTED)
    yield words("points_newcomer", months=setting.network.terms.experience_months, points=NEWCOMER_POINTS)
    yield words("points_complementary", points=TYPE_POINTS, limit=TYPE_POINTS * TYPES_COUNTED)
    yield words("points_never_met", points=NEVER_MET_POINTS)
    yield words("points_left_out")


def _listing(found: Synergies, words: Words) -> Table:
    """Return the pairs by their ids, with the kinds of their reasons."""
    keys = ("member_a", "member_b", "score", "reasons", "talked_on")
    rows: tuple[Row, ...] = tuple(
        {
            "member_a": each.member_a,
            "member_b": each.member_b,
            "score": each.score,
            "reasons": tuple(reason.kind for reason in each.reasons),
            "talked_on": each.talked_on,
        }
        for each in found.pairs
    )
    return Table("pairs", tuple(Column(key, words(key)) for key in keys), rows)


def _overlaps(found: Synergies, setting: Setting, words: Words) -> Iterator[Part]:
    if found.overlaps:
        said = [words("overlaps_intro")]
        if len(found.overlaps) < found.overlaps_in_all:
            count = plain_in_words(str(found.overlaps_in_all), setting.language)
            said.append(words("overlaps_some", count=count, shown=len(found.overlaps)))
        yield Text(tuple(said))
    columns = (
        Column("member_a", words("member"), width=18),
        Column("member_b", words("and_member"), width=18),
        Column("skill", words("skill"), width=18),
        Column("terms", words("terms"), labels={"none": words("terms_none")}, width=34, tones={"none": "fair"}),
        Column("agreed_on", words("agreed_on"), "day", width=12),
    )
    rows = tuple(row for each in found.overlaps for row in _overlap(each, setting))
    yield Table("overlaps", columns, rows, empty=words("overlaps_empty"))


def _overlap(overlap: Overlap, setting: Setting) -> Iterator[Row]:
    """Yield a row for each skill that two members share."""
    for each in overlap.skills:
        yield {
            "member_a": setting.name(overlap.member_a),
            "member_b": setting.name(overlap.member_b),
            "skill": each.skill,
            "terms": each.terms if each.agreed_on else "none",
            "agreed_on": each.agreed_on,
        }
