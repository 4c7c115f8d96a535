"""A table of projects by two sets of rules: who would flip from which outcome to which.

Owns the judging of every row by both, and what is compared of it.  It is a trial whatever the rules say, and
nothing of it is kept.  It must not write, and it must not judge by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from checker.assessment.choosing import overlay_file
from checker.capsule.record import Record
from checker.errors import Problem, UsageError
from checker.explaining.compared import compared_values, tier_changed
from checker.explaining.supposed_limit import LimitSupposed, with_limits
from checker.messages import text
from checker.quantity.display import exact
from checker.quantity.interval import Interval
from checker.reporting import words
from checker.reporting.admission_words import grounds
from checker.reporting.hypothesis_words import ItemLine, item_line
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.screening.preparing import ScreeningTerms, Setup, prepared
from checker.screening.row import identity
from checker.screening.run import Progress
from checker.screening.summary import ERROR
from checker.screening.tasks import Task, Tasks
from checker.screening.worker import Worker, under
from checker.verdict.changed import TierChanged
from checker.verdict.found import ItemFinding


@dataclass(frozen=True)
class OtherRules:
    """What is otherwise on the second side: another ruleset, more overlays, other numbers of limits."""

    against: str | None = None
    overlays: tuple[Path, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemTurned:
    """An item of a row that flips: its outcome on both sides, and each in words."""

    item: str
    before: str | None
    after: str
    was: str
    would_be: str


@dataclass(frozen=True)
class RowCompared:
    """A row by both: outcomes, ``error`` where it couldn't be read, and the items of both that flip.

    ``lines`` are these items in words, ``grounds`` what decides on each side where the row flips without any
    of them; ``added`` are the items that only the second side of one ruleset has, ``values`` the exact values
    of the items whose limits are supposed, by item, in the limit's unit; ``tier`` the tiers on both sides,
    where these aren't the same.
    """

    key: str
    number: str
    name: str
    before: str
    after: str
    items: Sequence[ItemTurned] = ()
    lines: Sequence[ItemLine] = ()
    grounds: tuple[str, str] = ("", "")
    added: Sequence[ItemTurned] = ()
    values: dict[str, Fraction] = field(default_factory=dict)
    tier: TierChanged | None = None
    problems: Sequence[str] = ()

    @property
    def turned(self) -> bool:
        """Whether the conclusion would be another."""
        return self.before != self.after

    @property
    def turned_within(self) -> bool:
        """Whether items or the tier would be others, and the conclusion would not."""
        return not self.turned and bool(self.items or self.tier)


@dataclass(frozen=True)
class ImpactFound:
    """Every row by both; ``broken`` are the lines of the table that are no row."""

    before: Setup
    after: Setup
    was: Ruleset
    would_be: Ruleset
    limits: Sequence[LimitSupposed]
    rows: Sequence[RowCompared]

    @property
    def unread(self) -> int:
        """How many rows couldn't be read by either side."""
        return sum(ERROR in (row.before, row.after) for row in self.rows) + len(self.before.table.broken)

    @property
    def flows(self) -> Counter[tuple[str, str]]:
        """How many rows go from which outcome to which."""
        return Counter((row.before, row.after) for row in self.rows)

    @property
    def item_flows(self) -> Counter[ItemTurned]:
        """The same of the items that flip."""
        return Counter(item for row in self.rows for item in row.items)

    def plain(self) -> dict[str, Any]:
        """Plain data, as it is written to JSON."""
        return {
            "schema": "impact/1", "purpose": "trial", "table": self.before.table.digest,
            "day": self.before.terms.day.isoformat(),
            "before": _rules(self.was), "after": _rules(self.would_be),
            "limits": [limit.model_dump(mode="json", exclude_defaults=True) for limit in self.limits],
            "flows": [{"before": before, "after": after, "count": count}
                      for (before, after), count in sorted(self.flows.items())],
            "rows": [{"number": row.number, "name": row.name, "before": row.before, "after": row.after,
                      "items": [{"item": one.item, "before": one.before, "after": one.after}
                                for one in (*row.items, *row.added)],
                      "values": {item: exact(value) for item, value in row.values.items()},
                      **({"tier": row.tier.model_dump()} if row.tier else {}),
                      **({"problems": list(row.problems)} if row.problems else {})} for row in self.rows]}


def _rules(ruleset: Ruleset) -> dict[str, Any]:
    return {"ruleset": ruleset.id, "digest": ruleset.digest,
            "overlays": [applied.overlay.digest for applied in ruleset.overlays]}


def prepared_both(asked: ScreeningTerms, other: OtherRules) -> tuple[Setup, Setup]:
    """The table as both sides read it; raises a :class:`checker.errors.CheckerError` in words."""
    if not (other.against or other.overlays or other.limits):
        raise UsageError(Problem("impact.nothing"))
    base, against = load(asked.ruleset), load(other.against or asked.ruleset)
    for_against = [path for path in asked.overlays if overlay_file(path)[0].model.base.ruleset == against.id]
    for_base = [path for path in asked.overlays if path not in for_against or base.id == against.id]
    before = prepared(replace(asked, overlays=tuple(for_base)))
    after = before
    if other.against or other.overlays:
        after = prepared(replace(asked, ruleset=other.against or asked.ruleset,
                                 overlays=(*for_against, *other.overlays)))
    if _rows(before) != _rows(after):
        raise UsageError(Problem("impact.other_rows", {"before": base.id, "after": against.id}))
    return (replace(before, terms=replace(before.terms, trial=True)),
            replace(after, terms=replace(after.terms, trial=True, limits=other.limits)))


def _rows(setup: Setup) -> list[tuple[str, str]]:
    """Which rows were read, and where."""
    return [(line.place, identity(setup.frame, line)) for line in setup.table.lines]


def impact(before: Setup, after: Setup, told: Progress) -> ImpactFound:
    """Every row by both sides."""
    base = load(after.terms.ruleset)
    plain = under(base, replace(after.terms, limits=()))
    _, limits = with_limits(plain, after.terms.limits)
    workers = [Worker(side.frame, side.terms) for side in (before, after)]
    rows = []
    # Each side has an order of its own where it knows other columns.
    others = {task.identity: task for task in Tasks(after.table, after.frame)}
    tasks = Tasks(before.table, before.frame)
    for count, task in enumerate(tasks, 1):
        rows.append(_compared(workers, (task, others[task.identity]), limits))
        told(count, len(tasks))
    return ImpactFound(before, after, workers[0].ruleset, workers[1].ruleset, limits, rows)


def _compared(workers: Sequence[Worker], tasks: Sequence[Task],
              limits: Sequence[LimitSupposed]) -> RowCompared:
    """One row by both."""
    records = [worker.guarded(task, worker.record) for worker, task in zip(workers, tasks, strict=True)]
    frame, line = workers[0].frame, tasks[0].line
    problems = list(dict.fromkeys(said for record in records if isinstance(record, list) for said in record))
    was, would_be = records
    row = RowCompared(frame.key(line), frame.number(line), frame.text_of(line, "name"), _outcome(was),
                      _outcome(would_be), problems=problems)
    if isinstance(was, list) or isinstance(would_be, list):
        return row
    turned = list(_turned(was, would_be))
    if row.turned and not turned:
        row = replace(row, grounds=(grounds(was.words), grounds(would_be.words)))
    return replace(row, items=[item for item, _ in turned], lines=[line for _, line in turned],
                   added=list(_added(was, would_be)), values=_values(would_be, limits),
                   tier=tier_changed(*(compared_values(record.verdict) for record in (was, would_be))))


def _outcome(record: Record | list[str]) -> str:
    return ERROR if isinstance(record, list) else record.verdict.outcome


def _turned(was: Record, would_be: Record) -> Iterator[tuple[ItemTurned, ItemLine]]:
    """The items that both have and that flip."""
    outcomes = {finding.item: finding.outcome for finding in was.verdict.findings}
    for found in would_be.verdict.findings:
        if outcomes.get(found.item, found.outcome) != found.outcome:
            before, after = (record.words.finding(found.item) for record in (was, would_be))
            yield (ItemTurned(found.item, before.outcome, after.outcome, words.item_outcome(before),
                              words.item_outcome(after)), item_line(before, after, "flipped", would_be.words))


def _added(was: Record, would_be: Record) -> Iterator[ItemTurned]:
    """The items that overlays add to a ruleset; of another ruleset all are others."""
    known = {finding.item for finding in was.verdict.findings}
    for found in would_be.verdict.findings if was.ruleset.id == would_be.ruleset.id else ():
        if found.item not in known:
            said = words.item_outcome(would_be.words.finding(found.item))
            yield ItemTurned(found.item, None, found.outcome, text("what_if.not_there"), said)


def _values(record: Record, limits: Sequence[LimitSupposed]) -> dict[str, Fraction]:
    """The exact value of each item whose limit is supposed, where it has one and applies."""
    found = {}
    for item in dict.fromkeys(limit.item for limit in limits):
        finding = record.verdict.finding(item)
        value = _exact(finding)
        if value is not None and finding.outcome != "not_applicable":
            found[item] = value
    return found


def _exact(finding: ItemFinding) -> Fraction | None:
    """The exact value under the readings that decide; None where these or the data come to several."""
    found = {value.value for one in finding.deciding if not one.approximate and not one.borrowed
             for value in one.values if isinstance(value, Interval) and value.value is not None}
    return found.pop() if len(found) == 1 else None
