"""The meeting of a dossier with a ruleset.

Owns the resolving of names, and the order in which what is stated is collected.  It must not weigh or judge
what it collects.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from checker.dossier.dossier import Dossier, Observation, Reported
from checker.errors import DossierError, Problem
from checker.evidence.answering_words import sayings
from checker.evidence.attributes import bind_attributes, bind_declarations
from checker.evidence.entries import bind_list
from checker.evidence.evidence import BoundReport, BoundValue, Evidence
from checker.evidence.meeting import Meeting
from checker.evidence.sameness import merge_others, merge_values
from checker.evidence.selection import bind_selection
from checker.evidence.spelling import AskedDatum
from checker.evidence.stated_value import shown_value, value_of
from checker.messages import Term
from checker.places import Path
from checker.quantity.interval import Bound, Interval
from checker.ruleset.compiled import Ruleset
from checker.text.normal import folded
from checker.text.unstated import states_nothing
from checker.validation import shorten, slip


def bind(dossier: Dossier, ruleset: Ruleset, period: int) -> Evidence:
    """The evidence of ``period``; raises :class:`DossierError` with every mismatch and its path."""
    evidence, problems = gather(dossier, ruleset, period)
    if problems:
        raise DossierError(problems)
    return evidence


def gather(dossier: Dossier, ruleset: Ruleset, period: int) -> tuple[Evidence, list[Problem]]:
    """The evidence as far as it can be read, and every mismatch."""
    meeting = Meeting(dossier, ruleset, period)
    _collect(meeting)
    return meeting.evidence, meeting.problems


def _collect(meeting: Meeting) -> None:
    if meeting.dossier.subject.kind != meeting.ruleset.model.judges:
        meeting.problem("dossier.wrong_kind", ("subject", "kind"),
                        given=Term(f"kind.{meeting.dossier.subject.kind}"),
                        due=Term(f"kind.{meeting.ruleset.model.judges}"),
                        ruleset=meeting.ruleset.id)
    if states_nothing(meeting.dossier.subject.name):
        meeting.problem("dossier.nameless", ("subject", "name"), given=shorten(meeting.dossier.subject.name))
    meeting.writing.seen(meeting.dossier)
    bind_attributes(meeting)
    bind_declarations(meeting)
    meeting.writing.spell(meeting.ruleset.scopes)
    names = meeting.ruleset.quantity_names
    for i, observation in enumerate(meeting.dossier.observations):
        written = observation.quantity
        name = names.get(written) or names.get(folded(written), written)
        _observation(meeting, observation, name, ("observations", i))
    merge_values(meeting.evidence)
    _bounds(meeting)
    for i, report in enumerate(meeting.dossier.reported):
        _report(meeting, report, ("reported", i))
    for i, claim in enumerate(meeting.dossier.claims):
        if meeting.own_item(claim.item, ("claims", i, "item")):
            meeting.evidence.claims[claim.item].append(claim)
    for i, opinion in enumerate(meeting.dossier.opinions):
        meeting.answered(opinion.by, ("opinions", i, "by"))
        if meeting.own_item(opinion.item, ("opinions", i, "item")):
            meeting.evidence.opinions[opinion.item].append(opinion)
    _lists(meeting)
    merge_others(meeting.evidence)
    meeting.evidence.sayings = sayings(meeting.dossier, meeting.ruleset)
    bind_selection(meeting)


def _observation(meeting: Meeting, observation: Observation, name: str, path: Path) -> None:
    quantity = meeting.ruleset.model.quantities.get(name)
    if quantity is None:
        meeting.evidence.unused.append((name, slip(name, meeting.ruleset.model.quantities)))
        return
    defaults = meeting.dossier.defaults
    year = None if quantity.each == "once" else observation.year or meeting.period
    if states_nothing(observation.value) and meeting.writing.nothing(
            observation.value, AskedDatum("quantity", name, year), quantity.words or ()):
        return
    due = meeting.ruleset.units.get(name)
    value, approximate, unit = value_of(meeting, observation, quantity, due, path)
    if value is None:
        return
    meeting.evidence.values[(name, year)].append(BoundValue(
        path, name, year, value, approximate,
        meeting.writing.spelled(observation.scope, defaults.scope) if quantity.scoped else None,
        meeting.writing.spelled(observation.price_basis, defaults.price_basis) if quantity.priced else None,
        observation.value, unit, observation.source, observation.note, None,
        None if observation.shown is None else shown_value(meeting, observation, quantity, due, path)))


def _bounds(meeting: Meeting) -> None:
    """What can't exceed a stated amount lies between nothing and that; also where it contradicts it."""
    values = meeting.evidence.values
    for name, whole in meeting.ruleset.bounded:
        for (other, year), stated in list(values.items()):
            if other != whole:
                continue
            least = _least(values.get((name, year), ()))
            for value in stated:
                assert isinstance(value.value, Interval)
                below = Interval(Bound(Fraction(0)), value.value.high)
                if least is None or not (least - below).holds(0):
                    values[(name, year)].append(value._replace(
                        path=(*value.path, name), name=name, value=below, bound_of=other,
                        shown=None))


def _report(meeting: Meeting, report: Reported, path: Path) -> None:
    if not meeting.own_item(report.item, (*path, "item")):
        return
    item = meeting.ruleset.items[report.item]
    if meeting.writing.nothing(report.value, AskedDatum("report", report.item, report.year or meeting.period),
                               item.model.words or ()):
        return
    named = {folded(known.label or name): name for name, known in item.model.readings.items()}
    reading = report.reading and named.get(folded(report.reading), report.reading)
    if reading is not None and reading not in item.model.readings:
        meeting.problem("reported.unknown_reading", (*path, "reading"), given=report.reading,
                        known="、".join(f"“{known.label or name}”" for name, known in
                                       item.model.readings.items()) or "（无）")
        return
    due = next((r.unit for r in item.interpretations if r.id == reading), item.unit)
    value, approximate, unit = value_of(meeting, report, item.model, due, path)
    year = report.year or meeting.period
    if value is not None:
        meeting.evidence.reported[(report.item, year)].append(BoundReport(
            path, value, approximate, reading, report.value, unit,
            meeting.writing.spelled(report.scope), report.source, report.note, year,
            shown_value(meeting, report, item.model, due, path)))


def _lists(meeting: Meeting) -> None:
    names = meeting.ruleset.list_names
    for i, stated in enumerate(meeting.dossier.lists):
        path: Path = ("lists", i)
        name = names.get(folded(stated.name), stated.name)
        if name not in meeting.ruleset.model.lists:
            meeting.evidence.unused.append((name, slip(name, meeting.ruleset.model.lists)))
            continue
        bound, problems = bind_list(stated, name, meeting.ruleset, meeting.period, path)
        meeting.problems.extend(problems)
        if stated.complete and not bound.complete:
            meeting.evidence.uncounted.append(name)
        meeting.evidence.lists[(name, stated.year or meeting.period)].append(bound)


def _least(stated: Iterable[BoundValue]) -> Interval | None:
    """The one that begins lowest of those that reach nothing: if any of them fits under a bound, it does."""
    own = [value.value for value in stated if isinstance(value.value, Interval)]
    return min((one for one in own if one.reaches_zero()), default=None, key=lambda one: (
        one.low.value is not None, one.low.value or 0, not one.low.closed))
