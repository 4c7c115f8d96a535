"""What the dossier states, with the document, the place and the words that it was taken from.

Owns the wording of a statement and of its source.  It must not judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from checker.evidence.facts import BASE
from checker.measuring.choices import MAX_CHOICES
from checker.messages import aside, text
from checker.reporting import phrases
from checker.ruleset import asking
from checker.ruleset import nodes as n
from checker.ruleset.compiled import Ruleset
from checker.verdict.found import ReadingFinding
from checker.verdict.stated import EntriesPart, ReportPart, SourceRef
from checker.wording import condition_words
from checker.wording.context import Context
from checker.wording.restated import AttributePart, Operand
from checker.wording.worded import WordedVerdict

# Of a longer list the first entries are told, and how many there are beside.
MOST_ENTRIES = 50
_T = TypeVar("_T")


@dataclass(frozen=True)
class Provenance:
    """A statement of the dossier: what it is of, the value as printed, what is said of it, and its source.

    ``words`` are None where the dossier states no source, and ``place`` is empty where it states nothing;
    ``note`` is what whoever filled it in remarks, ``entries`` are those of a list, field by field.
    """

    what: str
    value: str
    aside: list[str]
    document: str
    place: str
    words: str | None
    note: str | None = None
    entries: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> str:
        """Everything that is said of the value, behind it."""
        return "".join(aside(one) for one in (*self.aside, *([self.note] if self.note else [])))

    @property
    def source(self) -> str:
        """Document, place and words in a row."""
        if self.words is None:
            return self.place
        return f"{self.document}{self.place}：“{self.words}”"


def stated(what: str, value: str, aside: Iterable[str | None], source: SourceRef | None,
           verdict: WordedVerdict, *, note: str | None = None, entries: Sequence[str] = ()) -> Provenance:
    """A statement with its source."""
    said, remark = [one for one in aside if one], text("observed.note", note=note) if note else None
    if source is None:
        return Provenance(what, value, said, "", text("observed.unsourced"), None, remark, list(entries))
    titles = {document.id: f"《{document.title}》" for document in verdict.documents}
    return Provenance(what, value, said, titles.get(source.document or "", ""), source.place,
                      phrases.quote(source.words), remark, list(entries))


def observed(found: ReadingFinding, operands: Sequence[Operand], trees: Sequence[n.Expression],
             context: Context, verdict: WordedVerdict) -> list[Provenance]:
    """Everything of the dossier that one evaluation rests on, or could not use for want of the rest.

    ``operands`` are the data that it took, ``trees`` the formulas and conditions that bear on it.
    """
    unused = [context.operands[place] for place in condition_words.stated_places(trees, found, context)]
    lists = [*context.lists(found.lists), *(context.verdict.lists[place] for place in
                                            condition_words.stated_lists(trees, found, context))]
    told = _first([*operands, *unused], lambda operand: (operand.label, operand.year),
                  lambda operand: _operand(operand, verdict))
    told += _first(lists, lambda entry: (entry.name, entry.year),
                   lambda entry: _entries(entry, context.ruleset, verdict))
    if found.report is not None:
        told.append(_report(context.verdict.reported[found.report], verdict))
    return [*told, *attributes(trees, context, verdict)]


def attributes(trees: Iterable[n.Expression], context: Context, verdict: WordedVerdict) -> list[Provenance]:
    """The facts about the subject that formulas and conditions ask for; what is not stated is told too."""
    names = dict.fromkeys(BASE if asked.kind == "base" else asked.name for tree in trees
                          for asked in asking.asks(tree) if asked.kind in ("attribute", "base"))
    told = _first([fact for fact in verdict.attributes if fact.name in names], lambda fact: (fact.name, None),
                  lambda fact: stated(fact.label, fact.value, [_declared(fact)], fact.source, verdict))
    known = context.ruleset.model.attributes
    return [*told, *(Provenance(known[name].label, text("fact.absent"), [], "", "", None) for name in names
                     if all(fact.name != name for fact in verdict.attributes))]


def _first(statements: Sequence[_T], key: Callable[[_T], tuple[str, int | None]],
           told_of: Callable[[_T], Provenance]) -> list[Provenance]:
    """The statements of each thing; of very many the first, and with the last how many more there are."""
    told: dict[tuple[str, int | None], list[Provenance]] = {}
    counted = Counter(map(key, statements))
    for statement in statements:
        before = told.setdefault(key(statement), [])
        if len(before) < MAX_CHOICES:
            before.append(told_of(statement))
    for of, count in counted.items():
        if count > MAX_CHOICES:
            more, last = text("observed.more_values", count=count - MAX_CHOICES), told[of].pop()
            told[of].append(replace(last, aside=[*last.aside, more]))
    return [one for group in told.values() for one in group]


def _operand(operand: Operand, verdict: WordedVerdict) -> Provenance:
    what = operand.label if operand.year is None else text(
        "observed.in_year", label=operand.label, year=operand.year)
    value = phrases.written(operand.value, operand.unit)
    if operand.bound_of:
        value = text("observed.bound", other=operand.bound_of, value=value)
    aside = [
        text("observed.converted", amount=operand.converted)
        if operand.converted and not operand.bound_of else None,
        operand.scope, operand.price_basis,
        text("observed.approximate") if operand.approximate else None,
        text("observed.promised") if operand.promised else None]
    return stated(what, value, aside, operand.source, verdict, note=operand.note)


def _entries(entry: EntriesPart, ruleset: Ruleset, verdict: WordedVerdict) -> Provenance:
    """A list: how many entries, who declared it complete, and what stands in it."""
    known = ruleset.model.lists[entry.name]
    closed = "source.list_complete" if entry.complete else "source.list_open"
    told = [text("join.parts").join(text("observed.entry", field=known.fields[name].label, value=value)
                     for name, value in line.items()) for line in entry.entries[:MOST_ENTRIES]]
    if len(entry.entries) > MOST_ENTRIES:
        told.append(text("observed.more", count=len(entry.entries) - MOST_ENTRIES))
    value = text(closed, count=len(entry.entries), by=entry.declared_by or "")
    return stated(text("observed.in_year", label=known.label, year=entry.year), value, [], entry.source,
                  verdict, entries=told)


def _report(report: ReportPart, verdict: WordedVerdict) -> Provenance:
    aside = [report.scope, text("observed.approximate") if report.approximate else None]
    return stated(text("observed.reported", year=report.year), phrases.written(report.value, report.unit),
                  aside, report.source, verdict, note=report.note)


def _declared(fact: AttributePart) -> str | None:
    """By whom a fact was declared, and when."""
    if fact.by is None:
        return None
    return text("observed.declared_on", by=fact.by, on=fact.on) if fact.on else text(
        "observed.declared", by=fact.by)
