"""What a report is made of before it is set: headings, words, prompts, tables with their figures, pictures.

Owns the shape that every way of setting shares.  It holds no verdict and computes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from checker.messages import text
from checker.reporting.kind_chart import KindChart
from checker.reporting.year_charts import YearChart

LONGEST_MARK = 40

LineLook = Literal["body", "title", "mark", "note", "signature"]


@dataclass(frozen=True)
class ReportFigure:
    """A figure of a verdict: of what it is, of which year, which of several, and where it stands.

    ``where`` tells the same figure in a table and in a sentence apart.
    """

    of: str
    reading: str | None
    year: int | None
    place: int
    said: str
    label: str
    where: str = ""

    @property
    def mark(self) -> str:
        """The name of its bookmark: what it is of and its year in the few letters that one may have."""
        parts = [self.of, self.reading or "", str(self.year or ""), str(self.place), self.where]
        spelled = "v_" + "_".join(re.sub("[^A-Za-z0-9]+", "_", part) for part in parts if part)
        if len(spelled) <= LONGEST_MARK:
            return spelled
        short = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]
        return f"{spelled[:LONGEST_MARK - 14]}_{self.year or 0}_{short}"


@dataclass(frozen=True)
class Prompted:
    """Where a person has to write, and what belongs there; with ``heads`` a table to be filled in.

    One that is ``brief`` stands beside its name, as in a table, and doesn't say it again.
    """

    id: str
    label: str
    ask: str
    heads: Sequence[str] = ()
    brief: bool = False

    @property
    def words(self) -> str:
        """What is said there as long as nobody has written."""
        return text("reports.brief" if self.brief else "reports.prompt", label=self.label, ask=self.ask)


@dataclass(frozen=True)
class GridCell:
    """A cell: words, figures one below the other, or a prompt; ``note`` is the number of a remark on it."""

    words: str = ""
    figures: Sequence[ReportFigure] = ()
    prompt: Prompted | None = None
    note: int | None = None
    middle: bool = False

    def lines(self) -> list[str]:
        """What stands there, line by line; nothing of a prompt."""
        if self.prompt is not None:
            return []
        mark = text("reports.mark", number=self.note) if self.note is not None else ""
        said = [figure.said for figure in self.figures] or self.words.split("\n")
        return [*said[:-1], said[-1] + mark]


@dataclass(frozen=True)
class HeadingLine:
    """A heading, the ``anchor``-th of the report; ``number`` is empty where it has none."""

    level: int
    words: str
    number: str = ""
    anchor: int = 0


@dataclass(frozen=True)
class WordsLine:
    """A paragraph of fixed words."""

    words: str
    look: LineLook = "body"


@dataclass(frozen=True)
class SaidLine:
    """A paragraph with figures in it."""

    pieces: Sequence[str | ReportFigure]

    @property
    def words(self) -> str:
        """The whole paragraph."""
        return "".join(one if isinstance(one, str) else one.said for one in self.pieces)

    def figures(self) -> list[ReportFigure]:
        """The figures in it."""
        return [one for one in self.pieces if isinstance(one, ReportFigure)]


@dataclass(frozen=True)
class PromptSpace:
    """A place for a person's words."""

    prompt: Prompted


@dataclass(frozen=True)
class ReportTable:
    """A table with its caption; ``merged`` is how many columns at the left are one where they are alike."""

    name: str
    caption: str
    number: str
    heads: Sequence[str]
    rows: Sequence[Sequence[GridCell]]
    widths: Sequence[int]
    notes: Sequence[str] = ()
    alike: int | None = None


@dataclass(frozen=True)
class Picture:
    """Small pictures side by side; each has a title, what it says in words, and its drawing."""

    caption: str
    number: str
    charts: Sequence[YearChart]


@dataclass(frozen=True)
class KindPicture:
    """What an amount is made up of over the years; ``legend`` says how to read it."""

    caption: str
    number: str
    chart: KindChart
    legend: str


@dataclass(frozen=True)
class ContentsList:
    """Where the table of contents stands."""

    title: str


@dataclass(frozen=True)
class NewPage:
    """A new page; with ``across`` given, of another orientation from here on."""

    across: bool | None = None


ReportBlock = (HeadingLine | WordsLine | SaidLine | PromptSpace | ReportTable | Picture | KindPicture
               | ContentsList | NewPage)


@dataclass(frozen=True)
class ReportBody:
    """A report as it is to be set."""

    title: str
    blocks: Sequence[ReportBlock]
    headings: Sequence[HeadingLine] = field(default_factory=list)

    def grids(self) -> Iterator[ReportTable]:
        """Its tables."""
        return (block for block in self.blocks if isinstance(block, ReportTable))

    def charts(self) -> Iterator[YearChart | KindChart]:
        """Everything that is drawn in it."""
        for block in self.blocks:
            if isinstance(block, Picture):
                yield from block.charts
            elif isinstance(block, KindPicture):
                yield block.chart

    def lines(self) -> Iterator[SaidLine]:
        """Its paragraphs with figures."""
        return (block for block in self.blocks if isinstance(block, SaidLine))

    def figures(self) -> list[ReportFigure]:
        """Every figure in its tables and sentences."""
        return [*(one for grid in self.grids() for row in grid.rows for cell in row for one in cell.figures),
                *(one for line in self.lines() for one in line.figures())]

    def prompts(self) -> Iterator[Prompted]:
        """Everything that is asked of a person."""
        for block in self.blocks:
            if isinstance(block, PromptSpace):
                yield block.prompt
            elif isinstance(block, ReportTable):
                yield from (cell.prompt for row in block.rows for cell in row if cell.prompt)
