"""A form's outline filled from a verdict: the report as blocks, ready to be set in Word or on a page.

Owns the order, the numbers of headings, tables and pictures, and what the fixed texts are filled with.  It
must not judge, and knows neither Word nor a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checker.capsule.record import Record
from checker.explaining.stated_years import stated_years
from checker.messages import in_source_language, text
from checker.reporting import phrases, words
from checker.reporting.figures import figures
from checker.reports import stated_tables as tables
from checker.reports.blocks import (
    ContentsList,
    GridCell,
    HeadingLine,
    KindPicture,
    NewPage,
    Picture,
    Prompted,
    PromptSpace,
    ReportBlock,
    ReportBody,
    ReportTable,
    WordsLine,
)
from checker.reports.index_table import index_table
from checker.reports.item_table import ItemTable
from checker.reports.kind_series import known_series, series_picture, series_table, series_years
from checker.reports.outline import FormModel, OutlinePart, series_parts
from checker.reports.said_lines import said_line
from checker.reports.score_table import score_table
from checker.reports.source_table import sources_table
from checker.reports.standards_table import standards_table
from checker.reports.year_values import YearReadings, year_readings

CHINESE = "〇一二三四五六七八九十"
LABEL_SHARE, SHEET_SHARE = 30, 70


@in_source_language
def report_body(form: FormModel, record: Record, files: Mapping[str, bytes]) -> ReportBody:
    """The report as blocks; a function of the form, of what was judged, and of the capsule's ``files``."""
    laid = _Laid(form, record, files)
    blocks = list(laid.blocks(form.parts, 1))
    title = next((block.words for block in blocks if isinstance(block, WordsLine) and block.look == "title"),
                 form.title)
    return ReportBody(title, blocks, [block for block in blocks if isinstance(block, HeadingLine)])


def chinese(number: int) -> str:
    """A number below a hundred as headings of the first level bear it."""
    tens, ones = divmod(number, 10)
    if not tens:
        return CHINESE[ones]
    return (CHINESE[tens] if tens > 1 else "") + CHINESE[10] + (CHINESE[ones] if ones else "")


@dataclass
class _Laid:
    """A report that is being laid out: how far its numbers have come."""

    form: FormModel
    record: Record
    files: Mapping[str, bytes]
    numbers: list[int] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    @cached_property
    def years(self) -> list[int]:
        period = self.record.verdict.period
        return list(range(period - self.form.years + 1, period + 1))

    @cached_property
    def readings(self) -> YearReadings:
        base, asked = self.record.verdict.base, series_parts(self.form.parts)
        shown = {year for part in asked for year in series_years(part, self.years)}
        return year_readings(self.record, sorted({*self.years, *shown, *([base] if base else [])}))

    def blocks(self, parts: Sequence[OutlinePart], level: int, *,
               numbered: bool = True) -> Iterator[ReportBlock]:
        """The blocks of some parts; below a heading without a number none has one."""
        for part in parts:
            yield from self._block(part, level, numbered)

    def _block(self, part: OutlinePart, level: int, numbered: bool) -> Iterator[ReportBlock]:
        match part.kind:
            case "heading":
                self.counted["heading"] += 1
                numbered = numbered and part.numbered
                number = self._number(level) if numbered else ""
                yield HeadingLine(level, self._filled(part.heading), number, self.counted["heading"])
                yield from self.blocks(part.parts, level + 1, numbered=numbered)
            case "text":
                yield WordsLine(self._filled(part.text), "note" if part.small else "body")
            case "say":
                self.counted["all"] += 1
                said = said_line(self.record, part.say or (), self.readings, f"s{self.counted['all']}")
                yield from [said] if said else []
            case "title":
                yield WordsLine(self._filled(part.title), "title")
                yield from (WordsLine(said, "mark") for said in self._marks())
            case "prompt":
                yield PromptSpace(Prompted(part.prompt or "", part.label or "", part.ask or "", part.heads))
            case "signature":
                yield from (WordsLine(self._filled(line), "signature") for line in part.signature or ())
            case "contents":
                yield ContentsList(part.contents or "")
            case "page":
                yield NewPage()
            case "across":
                yield NewPage(across=True)
                yield from self.blocks(part.across or (), level, numbered=numbered)
                yield NewPage(across=False)
            case "charts":
                yield from self._charts(part)
            case "series":
                yield from self._series(part)
            case _ if self._known(part):
                yield self._table(part)

    def _marks(self) -> Iterator[str]:
        """What nobody may overlook on a cover: that it is made up, that it is but a trial."""
        if self.record.verdict.dossier.made_up:
            yield text("reports.made_up")
        if self.record.verdict.purpose == "trial":
            yield text("reports.trial")

    def _number(self, level: int) -> str:
        """The number of a heading: 一、 then 1.1 and 1.1.1, as reports of parks have them."""
        self.numbers = self.numbers[:level] + [0] * (level - len(self.numbers))
        self.numbers[level - 1] += 1
        if level == 1:
            return text("reports.chapter", number=chinese(self.numbers[0]))
        return ".".join(map(str, self.numbers))

    def _captioned(self, part: OutlinePart, kind: str) -> tuple[str, str]:
        """The caption of a table or picture, and its number where it has one."""
        if part.caption is None or not part.numbered:
            return self._filled(part.caption), ""
        self.counted[kind] += 1
        return self._filled(part.caption), text(f"reports.{kind}", number=self.counted[kind])

    def _table(self, part: OutlinePart) -> ReportTable:
        self.counted["all"] += 1
        named = (f"t{self.counted['all']}", *self._captioned(part, "table"))
        if part.sheet is not None:
            return self._sheet(part, named)
        if part.standards is not None:
            return standards_table(self.record, part.standards, self.readings, named)
        match part.table:
            case "items":
                return ItemTable(self.record, part, self.years, self.readings, named[0]).grid(*named[1:])
            case "data":
                return tables.data_table(self.record, part, self.years, named)
            case "list":
                return tables.list_table(self.record, part, named)
            case "facts":
                return tables.facts_table(self.record, named)
            case "requirements":
                return tables.requirements_table(self.record, named)
            case "lacking":
                return tables.lacking_table(self.record, named)
            case "indices":
                return index_table(self.record, self.years, named)
            case "scores":
                return score_table(self.record, named)
            case "sources":
                return sources_table(self.record, named)
        form = (self.form.id, self.form.title)
        return tables.basis_table(self.record, form, self.files, named)

    def _known(self, part: OutlinePart) -> bool:
        """Whether the rules have any of the data that a table names: a form may serve several rulesets."""
        terms = self.record.ruleset.model.quantities
        return not part.quantities or any(name in terms for name in part.quantities)

    def _sheet(self, part: OutlinePart, named: tuple[str, str, str]) -> ReportTable:
        """A sheet of facts, some of which only a person knows."""
        rows = [[GridCell(row.label), GridCell(self._filled(row.text)) if row.prompt is None else GridCell(
            prompt=Prompted(row.prompt, row.label, row.ask or "", brief=True))] for row in part.sheet or ()]
        heads = [text("reports.head.what"), text("reports.head.is")]
        return ReportTable(*named, heads, rows, [LABEL_SHARE, SHEET_SHARE])

    def _series(self, part: OutlinePart) -> Iterator[ReportBlock]:
        """What an amount is made up of: the table, then the picture of it."""
        self.counted["all"] += 1
        years = series_years(part, self.years)
        about = (self.record, part, years, self.readings)
        name = f"t{self.counted['all']}"
        if not known_series(self.record, part):
            return
        yield series_table(*about, (name, *self._captioned(part, "table")))
        drawn = series_picture(*about, self._filled(part.caption))
        if drawn is None:
            yield WordsLine(text("reports.no_series", caption=self._filled(part.caption)), "note")
        else:
            yield KindPicture(*self._captioned(part, "figure"), *drawn)

    def _charts(self, part: OutlinePart) -> Iterator[ReportBlock]:
        """The pictures over the years, of those items that have any."""
        record = self.record
        drawn = figures(record.verdict, record.words, record.ruleset,
                        stated_years(record.case, record.ruleset)).years
        asked = part.charts if isinstance(part.charts, list) else None
        wanted = [chart for chart in drawn if asked is None or chart.item in asked]
        if wanted:
            yield Picture(*self._captioned(part, "figure"), wanted)
        else:
            yield WordsLine(text("reports.no_charts", caption=self._filled(part.caption)), "note")

    def _filled(self, words_: str | None) -> str:
        return (words_ or "").format_map(self.fields)

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """What the fixed texts are filled with; what isn't stated stands as lacking."""
        said, period = self.record.words, self.record.verdict.period
        base, absent = self.record.verdict.base, text("reports.lacking")
        aside = [finding.item for finding in said.findings if finding.outcome == "not_selected"]
        counts = Counter(words.item_outcome(finding) for finding in said.findings)
        return {
            "subject": said.subject.name, "place": said.subject.place or absent,
            "owner": said.subject.owner or absent, "period": str(period), "next_year": str(period + 1),
            "base": str(base) if base else absent, "title": said.ruleset.title,
            "document": said.ruleset.document, "outcome": words.outcome(said),
            "conclusion": words.conclusion(said), "day": said.assessed_on.isoformat(),
            "counts": text("join.also").join(
                text("reports.count", outcome=name, count=count) for name, count in counts.items()),
            "unselected": phrases.numbers(aside) if aside else text("reports.none")}
