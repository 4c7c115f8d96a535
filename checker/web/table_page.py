"""A table of projects before it is screened: by which rules, and what each of its columns is.

Owns what is shown of a table and how a mapping is kept.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from checker.errors import CheckerError, Problem, UsageError
from checker.files.canonical import canonical, digest
from checker.files.writing import put, unwritable
from checker.forms.blank_tables import units_alike
from checker.messages import text
from checker.messages.screening import COLUMN_NAMES
from checker.quantity.unit import Unit
from checker.quantity.whole_number import whole
from checker.reporting.phrases import pretty
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load, usable
from checker.screening.columns import GENERAL, Known, is_unit
from checker.screening.headings import TableTerms
from checker.screening.preparing import Setup, has_names, prepared
from checker.screening.row import stated_in
from checker.screening.table import read_table
from checker.screening.worker import under
from checker.web.asked_table import AskedTable, SaidColumn
from checker.web.lying_beside import files_beside
from checker.web.rendering import Setting, rendered

MAPPINGS = "mappings"
_USED = "used"
_SAMPLES = 3


@dataclass(frozen=True)
class ShownColumn:
    """A column as it is read: its heading, a few cells, what it means, in which unit.

    ``plain`` is what it would be read as if nobody had said anything of it.
    """

    heading: str
    cells: Sequence[str]
    target: str
    unit: str
    due: str
    plain: str = ""

    @property
    def plainly(self) -> str:
        """The same in words."""
        kind = self.plain.partition("（")[0]
        return _label(kind) + self.plain.removeprefix(kind)


@dataclass(frozen=True)
class _ShownTable:
    """What could be read of a table; ``wrong`` where it couldn't."""

    columns: Sequence[ShownColumn] = ()
    told: Sequence[str] = ()
    rows: int = 0
    named: bool = True
    missing: Sequence[str] = ()
    wrong: Sequence[str] = ()
    targets: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


def table_page(asked: AskedTable, today: dt.date, setting: Setting, wrong: Sequence[str] = (),
               said: Mapping[str, SaidColumn] | None = None) -> str:
    """The choice of rules; once that is made, what each column is read as.

    ``wrong`` is what is wrong with what the columns were ``said`` to be, which stands there still.
    """
    common, overlays = files_beside()
    rulesets = [ruleset for ruleset in usable() if ruleset.model.judges == "project"]
    shown = _shown(asked, today, _kept(asked), said or {}) if asked.ruleset else None
    fitting = [one for one in overlays if one.may_fit(asked.ruleset) or one.place in asked.overlays]
    return rendered("table", setting, asked=asked, common=common, overlays=fitting, rulesets=rulesets,
                    shown=shown, wrong=wrong)


def keep_mapping(asked: AskedTable, today: dt.date,
                 columns: Mapping[str, SaidColumn]) -> tuple[str | None, list[str]]:
    """Keep what the columns were said to be, for this table and others of its shape.

    Where nothing differs from what is read anyway, or where it can't be read, nothing is kept; of the latter
    what is wrong comes back.  Else the place of a file that says the same and is never written over: tables
    of one shape are several people's, and a screening that waits must not be read by what another says of
    them meanwhile.
    """
    given = {heading: column.said for heading, column in columns.items() if column.said}
    wrong = list(_units_wrong({heading: columns[heading] for heading in given}, asked))
    if wrong:
        return None, wrong
    place = _mapping_place(asked)
    if not given:
        place.unlink(missing_ok=True)
        return None, []
    said = json.dumps({"schema": "columns/1", "columns": dict(given)}, ensure_ascii=False, indent=2)
    content = said.encode() + b"\n"
    used = place.parent / _USED / f"{digest(content).removeprefix('sha256:')}.json"
    known = used.exists()
    with unwritable(used):
        used.parent.mkdir(parents=True, exist_ok=True)
        put(used, content, durable=True)
    try:
        _named(asked, today, used)
    except CheckerError as error:
        if not known:
            used.unlink()
        return None, [text(problem.code, **problem.params) for problem in error.problems]
    with unwritable(place):
        put(place, content, durable=True)
    return used.as_posix(), []


def _units_wrong(said: Mapping[str, SaidColumn], asked: AskedTable) -> Iterator[str]:
    """What is wrong with the units that were typed, with those that fit."""
    known = Known(load(asked.ruleset))
    for heading, column in said.items():
        due = known.due(known.column(column.target))
        right = not column.unit or is_unit(column.unit)
        if right and (not column.unit or due is None or Unit(column.unit).fits(due)):
            continue
        code = ("unfit_unit" if right else "no_unit") if due else "no_unit_here"
        yield text(f"columns.{code}", heading=heading, unit=column.unit, target=_label(column.target),
                   known=tuple(units_alike(due.text)) if due else ())


def ready(asked: AskedTable, today: dt.date, columns: str | None) -> tuple[int, dt.date]:
    """How many rows there are to judge, and by which day.

    Raises a :class:`checker.errors.CheckerError` with what is wrong.
    """
    setup = _named(asked, today, Path(columns) if columns else None)
    return len(setup.table.lines), setup.terms.day


def _named(asked: AskedTable, today: dt.date, columns: Path | None) -> Setup:
    """The screening, made ready; raises where no column says which project a row is."""
    setup = prepared(asked.terms(today, Path(asked.results), columns), named=False)
    if not has_names(setup.frame):
        raise UsageError(Problem("columns.which_is_name"))
    return setup


def _kept(asked: AskedTable) -> Path | None:
    """The mapping that was kept for tables of this shape."""
    try:
        place = _mapping_place(asked)
    except CheckerError:
        return None
    return place if place.is_file() else None


def _mapping_place(asked: AskedTable) -> Path:
    """Where a mapping is kept: by the headings, whatever the file is called, and the rules."""
    read = read_table(Path(asked.place), None, _reading(asked))
    shape = digest(canonical({"headings": list(read.headings), "ruleset": asked.ruleset}))
    return Path(".checker") / MAPPINGS / f"{shape.removeprefix('sha256:')[:32]}.json"


def _reading(asked: AskedTable) -> TableTerms:
    return TableTerms(asked.sheet or None, whole(asked.header_row), {})


def _shown(asked: AskedTable, today: dt.date, columns: Path | None,
           said: Mapping[str, SaidColumn]) -> _ShownTable:
    """How the table is read, or why it can't be, with its first rows."""
    try:
        setup = prepared(asked.terms(today, Path(asked.results), columns), named=False)
    except CheckerError as error:
        return _ShownTable(wrong=[str(problem) for problem in error.problems])
    rules = under(load(asked.ruleset), setup.terms)
    stated = stated_in(setup.frame, setup.table.lines)
    stated |= set(setup.frame.common.attributes)
    missing = [label for name, label in setup.frame_note.items()
               if name not in stated and label not in stated]
    plain = _plain(asked, today, rules) if columns else {}
    shown = [replace(column, plain=plain.get(column.heading, "") if columns else _said(column))
             for column in _columns(setup, rules)]
    typed = [replace(column, target=said[column.heading].target, unit=said[column.heading].unit)
             if column.heading in said else column for column in shown]
    return _ShownTable(typed, [str(told) for told in setup.table.told], len(setup.table.lines),
                       has_names(setup.frame), missing, targets=list(_targets(rules)))


def _plain(asked: AskedTable, today: dt.date, rules: Ruleset) -> dict[str, str]:
    """What the columns are read as without the mapping that was kept."""
    try:
        setup = prepared(asked.terms(today, Path(asked.results), None), named=False)
    except CheckerError:
        return {}
    return {column.heading: _said(column) for column in _columns(setup, rules)}


def _said(column: ShownColumn) -> str:
    """What a column is read as, as a mapping says it."""
    return f"{column.target}（{column.unit}）" if column.unit else column.target


def _columns(setup: Setup, ruleset: Ruleset) -> Iterator[ShownColumn]:
    model = ruleset.model
    for column in setup.frame.columns:
        cells = (line.cells[column.heading].text for line in setup.table.lines
                 if column.heading in line.cells and line.cells[column.heading].text)
        terms = {**model.quantities, **model.attributes}
        target = terms[column.name].label if column.name in terms else column.kind
        due = ruleset.units.get(column.name)
        heading = column.heading.partition("＝")[0]
        yield ShownColumn(heading, list(islice(cells, _SAMPLES)), target, column.unit or "",
                          pretty(due.text) if due else "")


def _label(target: str) -> str:
    """What a target is called; what is a datum of the ruleset goes by its label anyway."""
    return COLUMN_NAMES[target][0] if target in GENERAL else target


def _targets(ruleset: Ruleset) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What a column may be, by group: what all tables have, data, facts."""
    yield text("browser.table_columns"), [(kind, _label(kind)) for kind in GENERAL]
    for code, terms in (("browser.data", ruleset.model.quantities),
                        ("browser.facts", ruleset.model.attributes)):
        labels = dict.fromkeys(term.label for term in terms.values())
        yield text(code), [(label, label) for label in labels]
