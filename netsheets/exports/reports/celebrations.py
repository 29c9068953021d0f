"""What there is to celebrate, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netsheets.domain.practice.celebrations import Celebrations
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting


def celebrations(setting: Setting, words: Words, found: Celebrations) -> Iterator[str]:
    """Yield a sentence for each thing to celebrate, and one for all thanks that are due."""

    def names(member_ids: Iterable[str]) -> str:
        return ", ".join(map(setting.name, member_ids))

    for win in found.wins:
        key = "win_joint" if win.joint else "win"
        said = {"performers": names(win.performer_ids), "referrers": names(win.referrer_ids)}
        yield words(key, client=setting.client(win.client_id), **said)
    for success in found.successes:
        together = names(dict.fromkeys((success.lead_id, *success.participants)))
        project = setting.book.project_by_id[success.project_id]
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
