"""Today's program and the earlier one that made a page: what both find, and what was mended in between.

Owns what follows where the two judge otherwise: a page that its own program gives back to the last key was
not changed, whatever today's program makes of it.  It must not look at a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from checker.capsule.record import Record
from checker.capsule.toolchain import toolchain
from checker.capsule.unpacking import Capsule, toolchain_of
from checker.errors import CheckerError, Problem
from checker.former.inquiry import Former, asked
from checker.messages import text
from checker.reporting import words
from checker.reporting.document import PageFile
from checker.sentence import Told
from checker.verifying.answers import Answer, Holds
from checker.verifying.drift import as_made_by, drifts
from checker.verifying.examining import ONLY_TRIAL, Examined, examined
from checker.verifying.mendings import Page, concerned
from checker.verifying.rejudging import Difference, differences, replay
from checker.verifying.rereading import as_read

MOST_DIFFERENCES = 20
# Where a verdict says what it comes to: an outcome, a purpose, a value. All else says it in words.
_DECIDES = re.compile(r"(?:^|\.)(?:outcome|would_be|purpose|values(?:\[[0-9]+\])?)$")
# What only repeats the findings, step by step or in a remark.
_REPEATS = ("trace[", "notes[")
JOINED = "；"


@dataclass(frozen=True)
class Agreement:
    """What today's program finds in a capsule, and what the program finds that made it, if it was asked."""

    capsule: Capsule
    found: Examined
    former: Former | None

    @property
    def otherwise(self) -> bool:
        """Whether today's program reads or judges otherwise."""
        found = self.found
        return bool(found.problems or found.unjudged or found.differences)

    @property
    def vouched(self) -> Former | None:
        """The earlier program, where it gives the capsule's verdict."""
        return self.former if self.former and self.former.sound else None

    @property
    def mended(self) -> Former | None:
        """The same where today's program reads or judges otherwise."""
        return self.vouched if self.otherwise else None

    @property
    def reworded(self) -> bool:
        """Whether all that today's program has otherwise are words and what stands beside the findings."""
        return bool(self.mended and self.today[0] and not self.weighty)

    @property
    def weighty(self) -> list[Difference]:
        """The differences in what the verdict comes to."""
        return [one for one in self.differences
                if _DECIDES.search(one.field) and not one.field.startswith(_REPEATS)]

    @cached_property
    def differences(self) -> Sequence[Difference]:
        """Where the verdict on what was submitted is another one as it is read and judged today."""
        if not self.found.problems:
            return self.found.differences
        return [one for part, record in zip(self.capsule.parts, self.today[0], strict=False)
                for one in differences(part, record, grown=True)]

    @property
    def page(self) -> Examined:
        """What the page is to be compared with: as its own program makes it, or else today's."""
        if self.vouched is None:
            return self.found
        return made_by(self.vouched, self.found.toolchain)

    @cached_property
    def today(self) -> tuple[Sequence[Record], Sequence[Problem]]:
        """The verdicts on what was submitted as it is read today, and why there are none."""
        if not self.found.problems:
            return self.found.records, self.found.unjudged
        try:
            return replay(as_read(self.capsule)), ()
        except CheckerError as error:
            return (), error.problems

    @property
    def outcome(self) -> str:
        """What judging gives today, in words."""
        records, why = self.today if self.mended else (self.found.records, ())
        if not records and why:
            return text("mended.not_judged")
        return JOINED.join(words.outcome(record.words) for record in records)


def agreed(capsule: Capsule, *, drawn: bool) -> Agreement:
    """Ask the program that made the page, if that is an earlier one of ours, and today's.

    Today's draws the page only if it is to be ``drawn`` and the earlier one doesn't give it.
    """
    former = asked(capsule.files, capsule.toolchain)
    given = former is not None and former.sound
    return Agreement(capsule, examined(capsule.files, drawn=drawn and not given), former)


def giving_back(files: Mapping[str, bytes]) -> Former | None:
    """The earlier program of ours that these files name, where it gives back what they say."""
    former = asked(files, toolchain_of(files))
    return former if former is not None and former.sound else None


def made_by(former: Former, tools: Mapping[str, Any]) -> Examined:
    """The page of an earlier program, where nothing but that page can be had today."""
    return Examined((), (), (), (), PageFile(former.pdf, ()), as_made_by(drifts(tools, toolchain())), tools)


def not_read(former: Former, problems: Sequence[Problem]) -> list[Answer]:
    """The answers on a capsule and its verdict that today's program doesn't read."""
    told_by = {"version": former.version, "before": JOINED.join(former.outcomes),
               "after": text("mended.not_judged")}
    return [Answer("capsule", "mended", [Told("mended.not_read", told_by), *problems]),
            Answer("judgement", "mended", [Told("mended.unjudged", told_by)])]


def read_otherwise(agreement: Agreement) -> Answer | None:
    """The answer on the capsule where today's reading of the submitted file is another one.

    None where it is the same, or where no earlier program of ours can be the reason.
    """
    former, problems = agreement.mended, agreement.found.problems
    if problems and former is None and agreement.former is not None and not agreement.former.ran:
        return Answer("capsule", "doubtful", [*problems, Problem(
            "mended.not_asked", {"version": agreement.former.version})])
    if former is None or not problems:
        return None
    holds: Holds = "yes" if agreement.reworded else "mended"
    code = "mended.only_trial" if problems[0].code == ONLY_TRIAL else "mended.read"
    return Answer("capsule", holds, [Told(code, {
        "name": agreement.capsule.submitted, "version": former.version}), *_reasons(agreement, former)])


def judged_otherwise(agreement: Agreement) -> Answer | None:
    """The answer on the judgement where today's program gives another verdict, or none.

    None where both give the capsule's verdict.
    """
    former, found = agreement.former, agreement.found
    if agreement.mended is not None and former is not None:
        holds: Holds = "yes" if agreement.reworded else "mended"
        return Answer("judgement", holds, [_both(agreement, former), *_told(agreement, former)])
    if former is not None and former.ran and not former.sound:
        lines = [Problem("mended.former_said", {"said": one}) for one in former.said[:MOST_DIFFERENCES]]
        return Answer("judgement", "no", [*wrong(found), Problem(
            "mended.neither", {"version": former.version}), *lines])
    if former is not None and not former.ran and (found.unjudged or found.differences):
        return Answer("judgement", "doubtful", [*wrong(found), Problem(
            "mended.not_asked", {"version": former.version})])
    return Answer("judgement", "no", wrong(found)) if found.unjudged or found.differences else None


def mended_since(agreement: Agreement) -> list[Told]:
    """Both outcomes in a few words, for whoever reads a list."""
    former = agreement.mended
    if former is not None and agreement.reworded:
        return [Told("remark.reworded", {"version": former.version})]
    if former is None:
        return []
    return [Told("remark.mended" if agreement.today[0] else "remark.unjudged", {
        "version": former.version, "before": JOINED.join(former.outcomes), "after": agreement.outcome})]


def _both(agreement: Agreement, former: Former) -> Told:
    before, after = JOINED.join(former.outcomes), agreement.outcome
    kind = ("unjudged" if not agreement.today[0] else "reworded" if agreement.reworded
            else "alike" if before == after else "otherwise")
    return Told(f"mended.{kind}", {"version": former.version, "before": before, "after": after})


def _told(agreement: Agreement, former: Former) -> list[Told]:
    """Which mendings, and where the verdicts differ."""
    records, why = agreement.today
    reasons = [] if agreement.found.problems else _reasons(agreement, former)
    lines = [Told("mended.why_not", {"reason": one}) for one in why]
    if not records:
        return [*reasons, *lines]
    aside = len(agreement.differences) - len(agreement.weighty)
    more = [Told("mended.aside", {"count": aside})] if aside else []
    return [*reasons, *lines, *map(Told.of, told(agreement.weighty)), *more]


def _reasons(agreement: Agreement, former: Former) -> list[Told]:
    page = Page(agreement.capsule, agreement.today[0], agreement.differences)
    return concerned(page, former.version) or [Told("mended.unnamed", {"version": former.version})]


def wrong(found: Examined) -> list[Problem]:
    """Why the capsule can't be judged today, or where its verdict is another one."""
    return list(found.unjudged) or told(found.differences)


def told(found: Sequence[Difference]) -> list[Problem]:
    """The first places where verdicts are not the same, and how many more there are."""
    said = [_difference(one) for one in found[:MOST_DIFFERENCES]]
    more = len(found) - MOST_DIFFERENCES
    return [*said, Problem("judgement.more", {"count": more})] if more > 0 else said


def _difference(one: Difference) -> Problem:
    nothing = text("differs.nothing")
    return Problem("judgement.item" if one.item else "judgement.field", {
        "ruleset": one.ruleset, "item": one.item or "", "label": one.label,
        "field": one.field, "before": nothing if one.before is None else one.before,
        "after": nothing if one.after is None else one.after})
