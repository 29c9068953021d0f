"""What keeps a candidate from joining, and what to talk about first, in sentences: for the report and for `admit`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netsheets.domain.practice.recruitment import Candidacy, CandidateOverlap, Divergence, Talk
from netsheets.exports.document.words import Words
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import column_title, tab_title
from netsheets.texts import day_in_words


@dataclass(frozen=True, slots=True)
class CandidacyPoint:
    """One sentence on a candidacy, the obstacle or caution it is about, and what of the candidacy it names."""

    code: str
    text: str
    about: Talk | Divergence | CandidateOverlap | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says a candidacy in words.

    `names` is what people call members by their id; an experienced one joined at least `months` before.
    """

    words: Words
    names: Mapping[str, str]
    months: int

    def obstacles(self, candidacy: Candidacy) -> Iterator[CandidacyPoint]:
        """Yield what keeps someone from joining; after missing interviews those that were held and do not count."""
        name = self.name(candidacy)
        for code in candidacy.obstacles:
            key = "members" if code == "row_in_error" else "interviews"
            details = {"name": name, "tab": tab_title(key, self.words.language), "months": self.months}
            details |= {"held": len(candidacy.interviewed_by), "asked": candidacy.asked}
            yield CandidacyPoint(code, self.words(f"obstacle_{code}", **details))
            if code == "interviews_missing":
                yield from self._uncounted(candidacy)

    def cautions(self, candidacy: Candidacy) -> Iterator[CandidacyPoint]:
        """Yield what to talk about before a decision."""
        for code in candidacy.cautions:
            match code:
                case "unfavourable":
                    yield from self._unfavourable(candidacy)
                case "verdicts_diverge" | "marks_diverge":
                    yield from self._divergences(candidacy, verdict=code == "verdicts_diverge")
                case "overlap_without_agreement":
                    yield from self._overlaps(candidacy)
                case _:
                    said = {"name": self.name(candidacy), "networks": candidacy.past_networks}
                    yield CandidacyPoint(code, self.words(f"caution_{code}", **said))

    def name(self, candidacy: Candidacy) -> str:
        """Return what people call a candidate, whose name may be what could not be read."""
        return candidacy.name or candidacy.member_id

    def interviewer(self, talk: Talk) -> str:
        """Return what people call who held a talk."""
        interviewer_id = talk.interview.interviewer_id
        return self.names.get(interviewer_id, interviewer_id) or self.words("unnamed")

    def verdict(self, word: object) -> str:
        """Return a verdict as people read it."""
        return tab("interviews").column_by_key["verdict"].label(str(word), self.words.language)

    def kind(self, talk: Talk) -> str:
        """Return what kind of talk it was as people read it."""
        return tab("interviews").column_by_key["kind"].label(talk.interview.kind, self.words.language)

    def _uncounted(self, candidacy: Candidacy) -> Iterator[CandidacyPoint]:
        for talk in candidacy.talks:
            if talk.why_not is not None and talk.interview.kind == "interview":
                said = {"who": self._who(talk), "months": self.months}
                yield CandidacyPoint("interviews_missing", self.words(f"uncounted_{talk.why_not}", **said), talk)

    def _unfavourable(self, candidacy: Candidacy) -> Iterator[CandidacyPoint]:
        for talk in candidacy.opinions:
            if talk.interview.verdict == "unfavourable":
                yield CandidacyPoint("unfavourable", self.words("caution_unfavourable", who=self._who(talk)), talk)

    def _divergences(self, candidacy: Candidacy, *, verdict: bool) -> Iterator[CandidacyPoint]:
        talks = {each.interview.interview_id: each for each in candidacy.talks}
        for each in candidacy.divergences:
            if (each.on == "verdict") is not verdict:
                continue
            said = {
                "criterion": column_title("interviews", each.on, self.words.language),
                "low": self.verdict(each.low),
                "low_who": self._listed(talks[one] for one in each.low_in),
                "high": self.verdict(each.high),
                "high_who": self._listed(talks[one] for one in each.high_in),
            }
            code = "verdicts_diverge" if verdict else "marks_diverge"
            yield CandidacyPoint(code, self.words(f"caution_{code}", **said), each)

    def _overlaps(self, candidacy: Candidacy) -> Iterator[CandidacyPoint]:
        for each in candidacy.overlaps:
            if not each.agreed:
                other = self.names.get(each.member_id, each.member_id)
                said = {"name": self.name(candidacy), "other": other, "skill": each.skill}
                code = "overlap_without_agreement"
                yield CandidacyPoint(code, self.words(f"caution_{code}", **said), each)

    def _who(self, talk: Talk) -> str:
        return f"{self.interviewer(talk)}, {day_in_words(talk.interview.held_on)}"

    def _listed(self, talks: Iterable[Talk]) -> str:
        return ", ".join(dict.fromkeys(self.interviewer(each) for each in talks))
