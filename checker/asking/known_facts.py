"""What a dossier states already that bears on the decision, as a question sheet prints it to be confirmed.

Owns the choice of these statements and their words.  It must not know workbooks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.asking.question_rows import AskedFor, DatumKind, QuestionRow, question_row
from checker.capsule.record import Record
from checker.dossier.dossier import Declaration, Dossier, Observation, Reported, Source, StatedList
from checker.dossier.holding import Statement, holding, statements
from checker.messages import text, verbatim
from checker.reporting.phrases import quote, written
from checker.ruleset import asking
from checker.ruleset.compiled import Ruleset
from checker.text.normal import folded
from checker.verdict.stated import source_ref
from checker.wording.restated_words import said

# In which part of a dossier a datum of each kind is stated.
_STATED: Mapping[str, DatumKind] = {"attributes": "attribute", "declarations": "attribute",
                                "observations": "quantity", "lists": "list", "reported": "report"}


@dataclass(frozen=True)
class KnownFact:
    """A statement by its key, in print; ``question`` is how it would be asked for."""

    key: str
    statement: Statement
    datum: AskedFor
    question: QuestionRow
    stated: str
    origin: str

    @property
    def printed(self) -> dict[str, str]:
        """What has to stand in the row when it comes back."""
        return {"fact": self.question.asked, "year": self.question.year, "stated": self.stated,
                "origin": self.origin}


def known_facts(dossier: Dossier, ruleset: Ruleset, period: int) -> Iterator[KnownFact]:
    """Every statement that still holds of what the ruleset asks for, in the order of the dossier."""
    withdrawn = {statement.path for _, statement in holding(dossier).withdrawn}
    for statement in statements(dossier):
        datum = _datum(statement, ruleset, period)
        question = question_row(_key(datum), ruleset) if datum and statement.path not in withdrawn else None
        if datum and question:
            yield KnownFact("/".join(map(str, statement.path)), statement, datum, question,
                            _stated(statement, datum, ruleset), _origin(statement, dossier))




def bearing_facts(record: Record, asked: frozenset[tuple[str, str]]) -> list[tuple[KnownFact, list[str]]]:
    """The statements that bear on the decision, or stand where something is ``asked``, with their clauses."""
    ruleset, verdict = record.ruleset, record.verdict
    deciding = [found.item for found in verdict.findings if found.outcome != "not_selected"
                and ruleset.items[found.item].model.weight == "binding"]
    serving = _serving(deciding, ruleset)
    used = {(part.bound_of or part.quantity, part.year, part.source.place, part.source.words)
            for found in verdict.findings if found.item in deciding for evaluation in found.evaluations
            for place in evaluation.data for part in [verdict.data[place], *(
                verdict.data[other] for other in verdict.data[place].also)]}
    facts = []
    for fact in known_facts(record.submission.dossier, ruleset, verdict.period):
        named, source = (fact.datum.kind, fact.datum.name), fact.statement.source
        spot = source_ref(source) if source else None
        mark = (fact.datum.name, fact.datum.year, spot.place, spot.words) if spot else None
        if named in asked or (mark in used if fact.datum.kind == "quantity" else named in serving):
            facts.append((fact, serving.get(named, [])))
    return facts


def _serving(items: list[str], ruleset: Ruleset) -> dict[tuple[str, str], list[str]]:
    """The items that ask for a datum, by its kind and name."""
    found: dict[tuple[str, str], list[str]] = {}
    described = [name for name, known in ruleset.model.attributes.items() if known.describes]
    for name in items:
        item = ruleset.items[name]
        data = {("attribute", attribute) for attribute in item.attributes} | {("report", name)}
        data |= {(asked.kind, asked.name) for tree in item.trees() for asked in asking.asks(tree)
                 if asked.kind in ("quantity", "list")}
        if item.model.watch:
            data |= {("attribute", attribute) for attribute in described}
        for datum in data:
            found.setdefault(datum, []).append(name)
    return found


def _datum(statement: Statement, ruleset: Ruleset, period: int) -> AskedFor | None:
    """What a statement is about in the ruleset's words; None where it asks for no such thing."""
    kind = _STATED.get(statement.section)
    names = {"attribute": ruleset.attribute_names, "quantity": ruleset.quantity_names,
             "list": ruleset.list_names}.get(kind or "", {})
    name = names.get(folded(statement.about), statement.about)
    if kind is None:
        return None
    once = kind == "attribute" or (kind == "quantity" and name in ruleset.once)
    return AskedFor(kind, name, None if once else statement.year or period)


def _key(datum: AskedFor) -> str:
    return f"{datum.kind}:{datum.name}" + ("" if datum.year is None else f"@{datum.year}")


def _stated(statement: Statement, datum: AskedFor, ruleset: Ruleset) -> str:
    """What is stated, as it is shown."""
    whole = statement.stated
    if isinstance(whole, StatedList):
        code = "source.list_complete" if whole.complete else "source.list_open"
        return text(code, count=len(whole.entries), by=whole.declared_by or "")
    if isinstance(whole, (Observation, Reported)):
        scope = verbatim("ask.in_scope", scope=whole.scope) if whole.scope else ""
        return written(whole.value, whole.unit) + scope
    return said(statement.value, ruleset.model.attributes[datum.name])


def _origin(statement: Statement, dossier: Dossier) -> str:
    """Where it is stated, and by whom."""
    source, whole = statement.source, statement.stated
    if source is None:
        return text("ask.no_source")
    by = verbatim("ask.by", by=whole.by) if isinstance(whole, Declaration) else ""
    return by + origin(source, dossier)


def origin(source: Source, dossier: Dossier) -> str:
    """A source in print."""
    title = dossier.documents[source.document].title if source.document in dossier.documents else ""
    named = verbatim("ask.document", title=title) if title else ""
    return verbatim("ask.origin", document=named, place=source.place, words=quote(source.words))
