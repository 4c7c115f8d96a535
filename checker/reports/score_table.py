"""The sheet of scores: each graded part with its full mark, value, points and evidence, and the totals.

Owns its rows.  Points and totals are the verdict's, between bounds where data are lacking; nothing is added
up.  A value is shown only where it gives the very points of the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from checker.capsule.record import Record
from checker.evidence.facts import Facts, Missing, Need, resolve
from checker.measuring.evaluate import evaluate
from checker.measuring.measurement import Evaluation
from checker.messages import text
from checker.quantity.display import spoken
from checker.quantity.interval import Interval, Undefined
from checker.quantity.unit import unit_of
from checker.reporting import phrases, words
from checker.reports.blocks import GridCell, Prompted, ReportFigure, ReportTable
from checker.reports.year_values import named_need
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.wording.context import Context
from checker.wording.grade_words import grades_of, tier_steps
from checker.wording.worded import Finding

HEADS = ("number", "scored", "standard_of_score", "full_mark", "reported_value", "points", "evidence",
         "second_points")
HEADING = {"full": "full_mark", "value": "reported_value", "points": "points"}
WIDTHS = (6, 14, 26, 8, 13, 9, 22, 12)


def score_table(record: Record, named: tuple[str, str, str]) -> ReportTable:
    """A row for each grade that the rules' items read, for each item that reads grades, and for the tier."""
    sheet = _ScoreSheet(record, named[0])
    lines = zip(record.ruleset.model.grades, grades_of(record.ruleset), strict=True)
    told = {name: line.of + text("join.parts").join(line.steps) for name, line in lines}
    rows = [sheet.graded(str(number), name, told[name]) for number, name in enumerate(sheet.reads, 1)]
    heads = [text(f"reports.head.{head}") for head in HEADS]
    rows += [*sheet.totals(), *sheet.tier()]
    return ReportTable(*named, heads, rows, WIDTHS, [text("reports.scores_note")])


@dataclass
class _ScoreSheet:
    """A sheet that is being filled in."""

    record: Record
    where: str

    @cached_property
    def found(self) -> list[tuple[str, Evaluation]]:
        """Every measured value that rests on grades, with its item."""
        return [(name, one) for name, measured in self.record.case.measured.items()
                if self._selected(name) for one in measured.deciding if self._grades(one)]

    @cached_property
    def reads(self) -> dict[str, n.GradeRead]:
        """The grades that are read, by name, in the order of the formulas: a table of terms has none."""
        return {part.name: part for _, one in self.found for part, _ in self._grades(one)}

    def graded(self, number: str, name: str, standard: str) -> list[GridCell]:
        """The row of a grade."""
        model, read = self.record.ruleset.model.grades[name], self.reads[name]
        got = [(one, points) for _, one in self.found for part, points in self._grades(one)
               if part.name == name]
        points = list(dict.fromkeys(spoken(value) for _, value in got))
        values = list(dict.fromkeys(self._value(read, one, value, model.unit) for one, value in got))
        return [
            GridCell(number, middle=True), GridCell(model.label), GridCell(standard),
            self._cell(name, "full", model.label, [spoken(self._most(read), full=True)]),
            self._cell(name, "value", model.label, values), self._cell(name, "points", model.label, points),
            GridCell(self._evidence(read)), _second(name, model.label)]

    def totals(self) -> Iterator[list[GridCell]]:
        """A row for each item that reads grades, with its limit and its outcome."""
        for item in dict.fromkeys(name for name, _ in self.found):
            finding = self.record.words.finding(item)
            told = list(dict.fromkeys(value for part in finding.evaluations
                                      if part.decides and not part.borrowed for value in part.shown))
            most = {spoken(value, full=True) for tree in self._trees(item) if (value := self._due(tree))}
            limit = text("reports.score_due", kind=text(f"limits.{finding.limits}"), limit=finding.limit)
            yield [GridCell(text("reports.total"), middle=True), GridCell(finding.label), GridCell(limit),
                   self._cell(item, "full", finding.label, sorted(most) or [text("reports.no_unit")]),
                   GridCell(text("reports.no_unit"), middle=True),
                   self._cell(item, "points", finding.label, told or [text("reports.lacking")]),
                   GridCell(words.item_outcome(finding)), _second(phrases.number(item), finding.label)]

    def tier(self) -> Iterator[list[GridCell]]:
        """A row for the tiers that are possible, where the rules have any."""
        tier, known = self.record.words.tier, self.record.ruleset.model.tiers
        if tier is None or known is None:
            return
        why = [text("reports.evidence_lacking", label=label) for label in tier.missing]
        if len(tier.possible) > 1 and not why:
            why = [text("reports.tier_open")]
        figure = ReportFigure(f"{tier.item}_tier", None, None, 1, words.tiers(tier.possible), tier.label,
                              self.where)
        nothing = GridCell(text("reports.no_unit"), middle=True)
        yield [GridCell(text("tier.label"), middle=True), GridCell(tier.label), GridCell(tier_steps(known)),
               nothing, nothing, GridCell(middle=True, figures=[figure]),
               GridCell(text("join.parts").join(why) or tier.place), _second("tier", tier.label)]

    def _cell(self, of: str, what: str, label: str, said: Sequence[str]) -> GridCell:
        told = text("reports.figure_of", label=label, what=text(f"reports.head.{HEADING[what]}"))
        return GridCell(middle=True, figures=[
            ReportFigure(of, what, None, place, one, told, self.where) for place, one in enumerate(said, 1)])

    def _selected(self, item: str) -> bool:
        finding: Finding = self.record.words.finding(item)
        return finding.outcome not in ("not_selected", "not_applicable")

    def _grades(self, found: Evaluation) -> list[tuple[n.GradeRead, Interval]]:
        return [(part, value) for part, value in found.bounded if isinstance(part, n.GradeRead)]

    def _trees(self, item: str) -> list[n.Expression]:
        return [tree for reading in self.record.ruleset.items[item].interpretations if reading.decides
                for tree in reading.values]

    def _value(self, read: n.GradeRead, found: Evaluation, points: Interval, unit: str | None) -> str:
        """What was graded, under one choice of data; of what is graded by facts alone nothing."""
        if read.value is None or unit is None:
            return text("reports.no_unit")
        factor, facts = unit_of(unit).factor, self._facts(found)
        marks = [step.number / factor for step in read.steps if step.number is not None]
        with suppress(Missing, Undefined):
            value = evaluate(read.value, facts, factor.as_integer_ratio())
            if isinstance(value, Interval) and evaluate(read, facts) == points:
                asked = {need.name for need in resolve(asking.asked_of(read.value), facts)}
                about = any(one.approximate and one.name in asked for one in found.operands)
                return (text("value.about") if about else "") + phrases.with_unit(spoken(value, marks), unit)
        return text("reports.lacking" if points.value is None else "reports.no_unit")

    def _facts(self, found: Evaluation) -> Facts:
        """The choice of data on which a value rests."""
        evidence = self.record.case.evidence
        chosen = {(one.name, one.year): one.value for one in found.operands}
        return Facts(evidence.period, evidence.base, chosen,
                     {(one.name, evidence.period): one for one in found.counted}, evidence.attributes,
                     evidence.once)

    def _most(self, read: n.GradeRead) -> Interval:
        """The full mark: what is declared, or the most that a grade gives where nothing is known."""
        declared = self.record.ruleset.model.grades[read.name].most
        points = self._whole(read) if declared is None else Interval.exact(Fraction(declared))
        assert points is not None
        return points

    def _due(self, tree: n.Expression) -> Interval | None:
        """The full mark of a total: what is declared for the sum of these grades, or the most it comes to."""
        declared = self.record.ruleset.model.score_total
        if declared is not None and _summed(tree) == sorted(declared.grades):
            return Interval.exact(Fraction(declared.points))
        return self._whole(tree)

    def _whole(self, tree: n.Expression) -> Interval | None:
        """The most that a sum of grades gives; None where it rests on something else, too."""
        with suppress(Missing, Undefined):
            value = evaluate(tree, Facts(self.record.verdict.period, None))
            if isinstance(value, Interval) and value.high.value is not None:
                return Interval.exact(value.high.value)
        return None

    def _evidence(self, read: n.GradeRead) -> str:
        """The data and facts that a grade asks for as they were stated, with where; and what is lacking."""
        context = Context(self.record.verdict, self.record.ruleset)
        item = next(name for name, _ in self.found)
        needs = resolve(asking.asked_of(read), self.record.case.evidence.single)
        return text("join.parts").join(self._stated(need) or text(
            "reports.evidence_lacking", label=named_need(need, item, context)[0]) for need in needs)

    def _stated(self, need: Need) -> str:
        said = self.record.words
        found = [(one.label, phrases.written(one.value, one.unit), one.source) for one in said.data
                 if (need.kind, one.quantity, one.year) == ("quantity", need.name, need.year)]
        found += [(one.label, one.value, one.source) for one in said.attributes
                  if (need.kind, one.name) == ("attribute", need.name) and one.source]
        titles = {document.id: f"《{document.title}》" for document in said.documents}
        places = ((label, value, titles.get(source.document or "", "") + source.place)
                  for label, value, source in found)
        return text("join.parts").join(dict.fromkeys(
            text("reports.evidence", label=label, value=value, place=place)
            for label, value, place in places))


def _summed(tree: n.Expression) -> list[str] | None:
    """The grades that a formula adds up, and nothing else; None where it does something else with them."""
    match tree:
        case n.GradeRead():
            return [tree.name]
        case n.Binary(operator="+"):
            left, right = _summed(tree.left), _summed(tree.right)
            return None if left is None or right is None else sorted([*left, *right])
    return None


def _second(of: str, label: str) -> GridCell:
    """Where who checks the sheet writes other points."""
    return GridCell(prompt=Prompted(f"second_{of}", label, text("reports.second_points"), brief=True))
