"""The table of items of a report: each with its limit and what it comes to in each year, one figure a line.

Owns its columns and the remarks below it.  Whatever has no value stands there as lacking, with what it lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checker.capsule.record import Record
from checker.messages import aside, text
from checker.reporting import phrases, words
from checker.reporting.verdict_kind import kind_of
from checker.reports.blocks import GridCell, ReportFigure, ReportTable
from checker.reports.index_table import ratio_in, years_known
from checker.reports.outline import OutlinePart
from checker.reports.year_values import YearReading, YearReadings
from checker.wording.worded import Finding

# Shares of the width, the columns of years sharing what is left.
WIDTHS = {"number": 7, "category": 9, "label": 26, "unit": 9, "limit": 17, "kind": 7, "base": 11, "years": 11,
          "value": 14, "ratio": 10, "outcome": 9, "explanation": 22}
_LONGEST = 240  # letters of a working: about half a page in its narrow column


@dataclass
class Remarks:
    """What is said below a table, each once, by its number."""

    said: dict[str, int] = field(default_factory=dict)

    def number(self, words_: str) -> int:
        """The number of a remark."""
        return self.said.setdefault(words_, len(self.said) + 1)

    def lines(self) -> list[str]:
        """The remarks in the order of their numbers."""
        return [text("reports.remark", number=number, said=said) for said, number in self.said.items()]


@dataclass
class ItemTable:
    """A table of items that is being filled in; ``years`` end with the period."""

    record: Record
    part: OutlinePart
    years: Sequence[int]
    readings: YearReadings
    name: str
    remarks: Remarks = field(default_factory=Remarks)

    def grid(self, caption: str, number: str) -> ReportTable:
        """The whole table."""
        rows = [row for finding in self.findings for row in self._rows(finding)]
        columns = list(self._columns())
        alike = self.part.columns.index("category") if "category" in self.part.columns else None
        return ReportTable(self.name, caption, number, [head for head, _ in columns], rows,
                    [width for _, width in columns], [*self.remarks.lines(), *self._ratio_note()], alike)

    @cached_property
    def findings(self) -> list[Finding]:
        """The items that stand there: those that were selected, of the categories that the form names."""
        asked = self.part.categories
        return [finding for finding in self.record.words.findings if finding.outcome != "not_selected"
                and (not asked or finding.category in asked)]

    @property
    def year(self) -> int:
        """The one year of which the value is told where there are no columns of years."""
        return self.record.verdict.period - (self.part.back or 0)

    @property
    def _base(self) -> int | None:
        return self.record.verdict.base

    def _columns(self) -> Iterator[tuple[str, int]]:
        """Each column's heading with its share of the width."""
        for column in self.part.columns:
            if column == "years":
                yield from ((text("reports.head.year", year=year), WIDTHS[column]) for year in self.years)
            elif column == "base":
                yield (text("reports.head.base", year=self._base) if self._base
                       else text("reports.head.no_base")), WIDTHS[column]
            elif column == "limit":
                yield text(f"limits.{self._limits()}"), WIDTHS[column]
            elif column == "value" and self.part.back:
                yield text("reports.head.year", year=self.year), WIDTHS[column]
            else:
                yield text(f"reports.head.{column}"), WIDTHS[column]

    def _limits(self) -> str:
        kinds = {finding.limits for finding in self.findings}
        return kinds.pop() if len(kinds) == 1 else "requirement"

    def _rows(self, finding: Finding) -> Iterator[list[GridCell]]:
        """One row for each reading that decides."""
        readings = dict.fromkeys(part.reading for part in finding.evaluations if part.decides)
        for reading in readings or {None: None}:
            label = next((part.reading_label for part in finding.evaluations
                          if part.reading == reading and part.reading_label), None)
            name = finding.label + (aside(label) if len(readings) > 1 else "")
            yield [cell for column in self.part.columns
                   for cell in self._cells(column, finding, reading, name)]

    def _cells(self, column: str, finding: Finding, reading: str | None, name: str) -> Iterator[GridCell]:
        if column == "years":
            yield from (self._valued(finding, reading, year, name) for year in self.years)
        elif column == "base":
            yield self._valued(finding, reading, self._base, name)
        elif column == "value":
            yield self._valued(finding, reading, self.year, name)
        elif column == "ratio":
            yield self._ratio(finding, reading, name)
        else:
            yield GridCell(name if column == "label" else self._said(column, finding, reading),
                           middle=column in ("number", "unit", "kind", "outcome"))

    def _said(self, column: str, finding: Finding, reading: str | None) -> str:
        match column:
            case "number":
                return phrases.number(finding.item)
            case "category":
                return finding.category
            case "unit":
                return text("reports.no_unit") if finding.unit in (None, "1") else phrases.pretty(
                    str(finding.unit))
            case "limit":
                return kind_of(self.record.words.ruleset.concludes).shown_limit(
                    finding.limit, "") or text("reports.no_limit")
            case "kind":
                return text(f"reports.kind.{self._kind(finding)}")
            case "outcome":
                return self._outcome(finding)
        return self._explained(finding, reading)

    def _outcome(self, finding: Finding) -> str:
        """What came of an item in the year of the table, where the verdict says it."""
        if not self.part.back:
            return words.item_outcome(finding)
        known = years_known(self.record)
        cells = known[self.year].cells if self.year in known else []
        return next((words.item_then(cell.outcome, finding) for cell in cells if cell.item == finding.item),
                    text("reports.no_unit"))

    def _ratio(self, finding: Finding, reading: str | None, name: str) -> GridCell:
        """How an item stands to its limit, as an index counts it, whatever reading the row is of."""
        found = ratio_in(self.record, finding.item, self.year)
        if found is None:
            return GridCell(text("reports.no_unit"), middle=True)
        label = text("reports.figure_of", label=name, what=text("reports.head.ratio"))
        return GridCell(middle=True, figures=[ReportFigure(
            finding.item, f"ratio {reading or ''}", self.year, 1, found or text("reports.lacking"), label,
            self.name)])

    def _ratio_note(self) -> list[str]:
        return [text("reports.ratio_note")] if "ratio" in self.part.columns else []

    def _kind(self, finding: Finding) -> str:
        """Whether an item has to be met, or is one of those of which some have to be."""
        forms = {part.id: part.form for part in self.record.words.requirements}
        return forms.get(finding.requirement or "", finding.weight)

    def _explained(self, finding: Finding, reading: str | None) -> str:
        """How the value of the period was had; of another year only whether there is one."""
        if self.part.back:
            return self._found(finding, reading, self.year).why or text("basis.measured")
        found = [part for part in finding.evaluations if part.decides and part.reading == reading]
        shown = [step if len(step) <= _LONGEST else text("reports.long_working")
                 for part in found for step in part.substitution if part.values]
        bases = dict.fromkeys(text(f"basis.{part.basis}") for part in found if part.values)
        return text("join.parts").join(dict.fromkeys(shown)) or text("join.names").join(
            bases) or self._found(finding, reading, self.year).why or text("reports.no_unit")

    def _remark(self, said: str) -> int | None:
        """The number of a remark, where the row doesn't explain itself."""
        return None if "explanation" in self.part.columns else self.remarks.number(said)

    def _found(self, finding: Finding, reading: str | None, year: int) -> YearReading:
        return self.readings.get((finding.item, reading, year), YearReading(()))

    def _valued(self, finding: Finding, reading: str | None, year: int | None, name: str) -> GridCell:
        """The figures of a year, or that they are lacking; each is found again by its name and year."""
        def figure(place: int, said: str) -> ReportFigure:
            return ReportFigure(finding.item, reading, year, place, said, name, self.name)

        if year is None:
            note = self._remark(text("reports.no_base"))
            return GridCell(figures=[figure(1, text("reports.lacking"))], note=note, middle=True)
        found = self._found(finding, reading, year)
        if not found.applies:
            return GridCell(figures=[figure(1, text("outcome.not_applicable"))], middle=True)
        if not found.values:
            note = self._remark(found.why or text("reason.missing"))
            return GridCell(figures=[figure(1, text("reports.lacking"))], note=note, middle=True)
        return GridCell(middle=True, figures=[
            figure(place, said) for place, said in enumerate(found.values, 1)])
