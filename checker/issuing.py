"""Issuing verdicts through a register: number, date, page and entry, all of them or none.

Owns what an entry says of a page.  It must not know a clock: date, moment and person are given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.capsule.issue import Issue, Superseded, unregistered
from checker.capsule.record import Record
from checker.errors import Problem, UsageError
from checker.files.canonical import canonical, digest
from checker.messages import text
from checker.register.chain import set_back
from checker.register.entry import Assigned, Entry, Issued, Particulars
from checker.register.store import Register
from checker.reporting.document import document
from checker.verifying.regenerating import regenerated


@dataclass(frozen=True)
class Office:
    """Who issues, where it is recorded, on which day and at which moment, and with what it was made."""

    register: Register
    by: str
    on: dt.date
    at: dt.datetime
    made_with: Mapping[str, str]

    def issue(self, records: Sequence[Record], *, request: str | None = None, supersedes: str | None = None,
              reason: str | None = None) -> tuple[Entry, bytes]:
        """Record the verdicts on one dossier; the entry and the bytes of its page.

        What was recorded for the same ``request`` is not recorded twice: its page is made again.  Raises
        what rendering and the register raise, and then no number is used up; and :class:`UsageError` where
        the very same verdicts stand in the register and are not to be corrected.
        """
        made: list[bytes] = []
        # As the page and its capsule have it.
        reason = reason.strip() if reason else reason

        def page(assigned: Assigned) -> Issued:
            new = facts(records)
            if supersedes is not None:
                self._refuse_stranger(new, supersedes, reason or "")
            elif request is None:
                self._refuse_again(new)
            drawn = document(records, _issue(records, assigned))
            made.append(drawn.pdf)
            return Issued(drawn.pdf, {file.name: file.content for file in drawn.attached}, new)

        entry = self.register.record(
            page, by=self.by, on=self.on, at=self.at, made_with=self.made_with, request=request,
            supersedes=supersedes, reason=reason)
        return entry, made[0] if made else regenerated(self.register.files(entry), entry.pdf).pdf

    def _refuse_again(self, new: Particulars) -> None:
        """One verdict, one number: whoever only lost the page has it made again."""
        for entry in self.register.by_verdict(new.verdicts[0]):
            if entry.facts.verdicts == new.verdicts and self.register.superseded_by(entry.number) is None:
                raise UsageError(Problem("issue.again", {"number": entry.number}))

    def behind(self, entry: Entry) -> dict[str, object] | None:
        """This entry and the one in front of it, where a clock must have been wrong (:func:`set_back`)."""
        before = self.register.at(entry.sequence - 1)
        return None if before is None else set_back(before, entry)

    def alike(self, records: Sequence[Record]) -> list[str]:
        """The numbers under which the same subject stands for the same year by the same rules."""
        new = facts(records)
        return [entry.number for entry in self.register.about(new.subject)
                if (entry.facts.period, entry.facts.rulesets) == (new.period, new.rulesets)
                and self.register.superseded_by(entry.number) is None]

    def _refuse_stranger(self, new: Particulars, number: str, reason: str) -> None:
        """A correction is of the same act; where name, year or rules were wrong, the reason has to say it."""
        old = self.register.entry(number)
        if old is None:
            return
        if old.facts.kind != new.kind:
            raise UsageError(Problem("issue.other_kind", {
                "number": number, "before": old.facts.subject, "after": new.subject,
                "old": text(f"kind.{old.facts.kind}"), "new": text(f"kind.{new.kind}")}))
        for field, before, after in (
                ("subject", old.facts.subject, new.subject),
                ("period", str(old.facts.period), str(new.period)),
                ("ruleset", "、".join(old.facts.rulesets), "、".join(new.rulesets))):
            if before != after and before not in reason:
                raise UsageError(Problem("issue.other_fact", {
                    "number": number, "field": text(f"register.field_{field}"), "before": before,
                    "after": after}))


def _issue(records: Sequence[Record], assigned: Assigned) -> Issue:
    """The issue of a page that has got its number."""
    later = Superseded(number=assigned.supersedes, reason=assigned.reason) \
        if assigned.supersedes and assigned.reason else None
    return unregistered(records).model_copy(
        update={"number": assigned.number, "date": assigned.on, "supersedes": later})


def facts(records: Sequence[Record]) -> Particulars:
    """What one looks the verdicts up by."""
    verdicts = [record.verdict for record in records]
    first = verdicts[0]
    return Particulars(
        subject=first.subject.name, kind=first.subject.kind, rulesets=[record.base.id for record in records],
        period=first.period, assessed_on=first.assessed_on, outcome=[v.outcome for v in verdicts],
        purpose=unregistered(records).purpose, verdicts=[digest(canonical(v.plain())) for v in verdicts])
