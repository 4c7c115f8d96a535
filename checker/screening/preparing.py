"""From what is handed in to a screening that is ready to run: table, rules, common facts, columns.

Owns what has to fit before the first row is judged.  The clock is the caller's; it must not judge.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker import __version__
from checker.assessment.choosing import overlay_file
from checker.dossier.submission import Submission
from checker.errors import DossierError, Problem, RulesetError, UsageError
from checker.files.bounds import bounded
from checker.files.canonical import digest
from checker.limits import MOST_COLUMNS, MOST_ROWS
from checker.messages import text
from checker.messages.screening import COLUMN_NAMES
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import for_other_processes, load
from checker.screening.columns import Known, unknown
from checker.screening.common import read_common
from checker.screening.common_answers import common_answers
from checker.screening.given_files import GivenFiles, seen_from
from checker.screening.mapping import read_mapping
from checker.screening.report import Report, report_of
from checker.screening.row import Frame, frame_of, submitted
from checker.screening.run import Inputs, Screened
from checker.screening.table import Table, read_table
from checker.screening.tasks import Tasks
from checker.screening.worker import RowTerms, under
from checker.text.filename import printable

if TYPE_CHECKING:
    from checker.asking.given_answers import GivenAnswers


FORMAT = "screening/1"


@dataclass(frozen=True)
class ScreeningTerms:
    """What the caller said; ``today`` judges where neither ``as_of`` nor the common facts name a day.

    ``recorded`` is in which register, by whom.
    """

    table: Path
    ruleset: str
    folder: Path
    today: dt.date
    overlays: tuple[Path, ...] = ()
    common: Path | None = None
    as_of: dt.date | None = None
    pages: str = "all"
    recorded: str = ""
    sheet: str | None = None
    header_row: str | None = None
    columns: Path | None = None
    answers: Path | None = None


@dataclass(frozen=True)
class Setup:
    """A screening that is ready to run; ``frame_note`` are the ruleset's data by name, with labels.

    ``strangers`` are the columns that mean nothing to it, each with what it may mean.
    """

    table: Table
    frame: Frame
    terms: RowTerms
    inputs: Inputs
    frame_note: dict[str, str]
    strangers: Sequence[str]
    title: str
    facts: Sequence[tuple[str, str]]

    def report(self, tasks: Tasks, screened: Screened) -> Report:
        """Everything that is said of the rows that were judged, with the trial of what most of them lack."""
        broken = self.table.broken
        facts = [*self.facts, (text("fact.rows"), str(len(tasks) + len(broken)))]
        supposed = common_answers(tasks, screened.tally, self.frame, self.terms)
        return report_of(self.frame, tasks, screened, broken, self.title, facts, self.terms.day, supposed)


def prepared(asked: ScreeningTerms, *, named: bool = True) -> Setup:
    """Read everything that is given; raises a :class:`checker.errors.CheckerError` in words.

    Without ``named`` a table may be without a column of names, to be shown to whoever will say which it is.
    """
    base = load(asked.ruleset)
    if base.model.judges != "project":
        kind = text(f"kind.{base.model.judges}")
        raise UsageError(Problem("screen.not_projects", {"ruleset": base.id, "kind": kind}))
    given = [overlay_file(path) for path in asked.overlays]
    for overlay, file in given:
        if overlay.model.base.ruleset != base.id:
            raise RulesetError(Problem("overlay.other_ruleset", {
                "given": base.id, "due": overlay.model.base.ruleset}, ("base", "ruleset"))).at(
                    file.name, file.lines)
    with bounded(error=DossierError, said="file"):
        shared = read_common(asked.common)
    day = asked.as_of or shared[0].assessed_on or asked.today
    sheets = _sheets(asked.answers)
    terms = RowTerms(for_other_processes(asked.ruleset), tuple(file.data for _, file in given), day,
                     asked.pages, str(asked.folder), bool(asked.recorded), answers=tuple(sheets))
    rules = under(base, terms)
    known = Known(rules)
    mapping = read_mapping(asked.columns, known)
    with bounded(error=DossierError, said="file"):
        read = read_table(asked.table, known, mapping.asked(asked.sheet, _header_row(asked.header_row)))
    if len(read.headings) > MOST_COLUMNS:
        raise DossierError(Problem("table.too_wide", {
            "count": len(read.headings), "limit": MOST_COLUMNS}, file=printable(asked.table)))
    frame = frame_of(printable(asked.table), read.headings, rules, shared)
    if named and not has_names(frame):
        raise UsageError(Problem("table.no_name", {"known": COLUMN_NAMES["name"]}, file=str(asked.table)))
    inputs = Inputs({
        "schema": FORMAT, "table": read.digest, "common": digest(shared[1]), "ruleset": base.digest,
        "overlays": [overlay.digest for overlay, _ in given], "day": day.isoformat(), "pages": asked.pages,
        "recorded": asked.recorded, "checker": __version__,
        "reading": [asked.sheet, asked.header_row, mapping.digest],
        **({"answers": [digest(sheet.raw) for sheet in sheets]} if sheets else {})}, _given(asked))
    if sheets:
        from checker.screening.row_answers import refuse_idle

        refuse_idle(sheets, _readable(read, frame, rules), rules)
    strangers = [_stranger(heading, known) for heading in unknown(frame.columns)]
    return Setup(read, frame, terms, inputs, _labels(rules), strangers,
                 text("portfolio.title", title=Path(printable(asked.table)).stem),
                 _facts(asked, read, strangers, rules, terms))


def has_names(frame: Frame) -> bool:
    """Whether some column says which project a row is."""
    return any(column.kind == "name" for column in frame.columns)


def _given(asked: ScreeningTerms) -> dict[str, object]:
    """Where the files are, and how the table is read; nothing where a name is in no letters."""
    ruleset = seen_from(asked.folder, asked.ruleset) if "/" in asked.ruleset else asked.ruleset
    common, columns, answers = (seen_from(asked.folder, path) if path else None
                                for path in (asked.common, asked.columns, asked.answers))
    try:
        found = GivenFiles(
            table=seen_from(asked.folder, asked.table), ruleset=ruleset,
            overlays=[seen_from(asked.folder, path) for path in asked.overlays], common=common,
            columns=columns, answers=answers, sheet=asked.sheet, header_row=asked.header_row)
    except ValueError:
        return {}
    return found.model_dump(exclude_defaults=True)


def _sheets(folder: Path | None) -> list[GivenAnswers]:
    """The filled question sheets of a folder."""
    if folder is None:
        return []
    from checker.screening.row_answers import sheets_in

    return sheets_in(folder)


def _readable(read: Table, frame: Frame, rules: Ruleset) -> Iterator[Submission]:
    """The rows that can be read; of the others is told when they are judged."""
    for line in read.lines:
        try:
            yield submitted(frame, line, rules)
        except DossierError:
            continue


def _header_row(asked: str | None) -> int | None:
    """The row of the headings that the caller names."""
    if asked is None:
        return None
    if not re.fullmatch("[0-9]{1,6}", asked) or not 1 <= int(asked) <= MOST_ROWS:
        raise UsageError(Problem("table.header_row", {"most": MOST_ROWS}))
    return int(asked)


def _stranger(heading: str, known: Known) -> str:
    """A heading that isn't known, with the label of what it may mean."""
    label = known.suggested(heading)
    return text("read.suggested", heading=heading, label=label) if label else heading


def _labels(rules: Ruleset) -> dict[str, str]:
    """The data that a row may state, by name; what bounds them is enough."""
    implied = {name for name, quantity in rules.model.quantities.items() if quantity.bounded_by}
    return {name: term.label for terms in (rules.model.attributes, rules.model.quantities)
            for name, term in terms.items() if name not in implied}


def _facts(asked: ScreeningTerms, read: Table, strangers: Sequence[str], rules: Ruleset,
           terms: RowTerms) -> list[tuple[str, str]]:
    """What the screening was made from, for workbook and page."""
    model = rules.model
    found = [
        (text("fact.table"), Path(printable(asked.table)).name),
        (text("fact.table_digest"), read.digest.removeprefix("sha256:")),
        (text("fact.common"), asked.common.name if asked.common else "—"),
        *([(text("fact.answers"), text("join.names").join(Path(sheet.name).name for sheet in terms.answers))]
          if terms.answers else []),
        (text("fact.ruleset"), f"《{model.title}》{model.document}（{model.id}）"),
        (text("fact.ruleset_digest"), rules.digest.removeprefix("sha256:")),
        *([(text("fact.not_covered"), text("join.names").join(
            model.not_covered))] if model.not_covered else []),
        *((text("fact.overlay"), f"《{a.overlay.model.title}》{a.overlay.model.document}"
           f"（{a.overlay.model.issuer}）") for a in rules.overlays),
        (text("fact.day"), terms.day.isoformat()), (text("fact.version"), f"checker {__version__}")]
    found += [(text("fact.told"), str(told)) for told in read.told]
    return [*found, (text("fact.unknown"), text("join.names").join(strangers))] if strangers else found
