"""What a verdict is, by the kind of its ruleset: a conformity, an admission or an account.

Owns everything in which their pages and words differ; in what their rules do, :mod:`checker.ruleset.kind`
says.  It must not compute an outcome.
"""

from __future__ import annotations

from checker.messages import text
from checker.reporting import admission_words, way_in
from checker.reporting.requirement_words import figures, why
from checker.reporting.result_line import of_compilation
from checker.reporting.way_words import Ways
from checker.ruleset.indicator import ItemSource
from checker.ruleset.kind import KINDS
from checker.text.normal import seen
from checker.wording.worded import WordedVerdict


class Conformity:
    """Items are compared with limits, requirements rest on items, the verdict on requirements."""

    page = "verdict.html.j2"
    rules = KINDS["conformity"]

    @property
    def compares(self) -> bool:
        """Whether there are limits to show."""
        return self.rules.compares

    def conclusion(self, verdict: WordedVerdict) -> str:
        """The conclusion in one sentence, with the figures that it reports."""
        return self._concluded("", verdict)

    def _concluded(self, kind: str, verdict: WordedVerdict) -> str:
        return text(
            f"conclusion.{kind}{_voice(verdict)}{verdict.outcome}", subject=seen(verdict.subject.name),
            period=f"{verdict.period}", title=verdict.ruleset.title, document=verdict.ruleset.document,
            figures=figures(verdict),
            why=text("join.parts").join(
                why(part, verdict) for part in verdict.requirements if part.outcome == "unmet"))

    def table(self) -> str:
        """The title of the table of its items."""
        return text("sheet.title")

    def limit_kind(self, limits: str) -> str:
        """What the number of an item is: a limit, a target, a value for reference."""
        return text(f"limits.{limits}")

    def limits(self, limits: str) -> str:
        """What the numbers of all items are, as the heading of their column."""
        return self.limit_kind(limits)

    def shown_limit(self, limit: str, none: str) -> str:
        """An item's limit in a table, ``none`` where items have none."""
        return limit

    def rests_on(self, source: ItemSource) -> str:
        """How that was seen on which the outcome of an item rests."""
        return source.limit

    def steps(self, verdict: WordedVerdict, ways: Ways) -> list[str]:
        """What is still to be done for a good outcome, where that is told step by step."""
        return []

    def groups(self, verdict: WordedVerdict) -> admission_words.Groups | None:
        """The findings by how they are shown, where that isn't by category."""
        return None


class Account(Conformity):
    """Lines are computed; nothing is compared and nobody's value is copied."""

    rules = KINDS["account"]

    def conclusion(self, verdict: WordedVerdict) -> str:
        """The conclusion with what was computed."""
        return self._concluded("account_", verdict)

    def table(self) -> str:
        """The title of the table of its lines."""
        return text("sheet.account")

    def shown_limit(self, limit: str, none: str) -> str:
        """A line has no limit."""
        return none

    def rests_on(self, source: ItemSource) -> str:
        """How the formula was seen."""
        return source.formula


class Admission(Conformity):
    """The binding clauses decide: floors, prohibitions, questions."""

    page = "project.html.j2"
    rules = KINDS["admission"]

    def conclusion(self, verdict: WordedVerdict) -> str:
        """The conclusion with its grounds."""
        voice = f"_{_voice(verdict)}".rstrip("_")
        start = text(f"conclusion.by{voice}", title=verdict.ruleset.title, document=verdict.ruleset.document)
        compiled = of_compilation(self.rules, verdict.outcome, verdict.ruleset.not_covered)
        if verdict.outcome == "diverted" and verdict.ruleset.not_covered:
            compiled = "_compiled"
        return start + text(
            f"conclusion.admission_{verdict.outcome}{compiled}", subject=seen(verdict.subject.name),
            why=admission_words.grounds(verdict), lists=text("join.names").join(verdict.ruleset.not_covered))

    def limit_kind(self, limits: str) -> str:
        """What the number of a floor is."""
        return text(f"floor.{limits}")

    def limits(self, limits: str) -> str:
        """Not every clause is a floor."""
        return text("limits.requirement")

    def steps(self, verdict: WordedVerdict, ways: Ways) -> list[str]:
        """What is still to be done before the project is let in."""
        return way_in.steps(verdict, ways)

    def groups(self, verdict: WordedVerdict) -> admission_words.Groups:
        """The clauses by who or what answers them."""
        return admission_words.groups(verdict)


_KINDS = {"conformity": Conformity(), "account": Account(), "admission": Admission()}


def kind_of(concludes: str) -> Conformity:
    """The kind of what a ruleset concludes."""
    return _KINDS[concludes]


def _voice(verdict: WordedVerdict) -> str:
    """How far the sentence goes: plainly, by limits that nobody has seen, by targets, or only *if*."""
    if verdict.purpose == "formal":
        return ""
    codes = {note.code for note in verdict.notes}
    if verdict.ruleset.own and codes & {"note.limits_not_seen", "note.factors_not_seen"}:
        return "own_trial_"
    return "target_" if verdict.ruleset.own and "note.limits_are_targets" in codes else "trial_"
