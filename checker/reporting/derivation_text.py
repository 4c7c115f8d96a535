"""A derivation as text for a terminal.

Owns its layout.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.messages import aside, text
from checker.reporting import amount_lines, phrases, plain_text, words
from checker.reporting.derivation import (
    Derivation,
    ItemDerivation,
    LackingLine,
    ReadingDerivation,
    RequirementDerivation,
)
from checker.reporting.firing_words import FiringWords
from checker.reporting.provenance import Provenance
from checker.reporting.verdict_kind import kind_of


def derivation_text(found: Derivation) -> str:
    """Verdict, purpose, then every item that was asked for."""
    return "\n".join(_derivation(found)) + "\n"


def _derivation(found: Derivation) -> Iterator[str]:
    yield plain_text.line(found.verdict)
    yield found.conclusion
    if found.verdict.tier:
        yield words.tier(found.verdict)
    yield text("derive.verdict", **_firing(found.firing))
    if found.deciders:
        yield text("derive.decided_by", parts=text("join.parts").join(found.deciders))
    for overlay in found.verdict.overlays:
        yield text("derive.overlay" if overlay.in_force else "derive.overlay_idle", title=overlay.title,
                   document=overlay.document, issuer=overlay.issuer)
    yield text("derive.purpose", purpose=found.purpose.outcome, said=found.purpose.said)
    for note in found.grounds:
        yield text("derive.ground", note=note)
    if found.steps:
        yield text("next.title")
        yield from (f"  · {step}" for step in found.steps)
    if found.doubts:
        yield text("report.doubts")
        yield from (f"  · {doubt}" for doubt in found.doubts)
    within = {item.finding.item: part for part in found.requirements for item in part.items}
    for item in found.items:
        yield ""
        yield from _item(item, within.get(item.finding.item), found)
    yield from amount_lines.lines(found.amounts)


def _firing(found: FiringWords) -> dict[str, str]:
    tally = aside(found.tally)
    return {"outcome": found.outcome, "said": found.said, "tally": tally}


def _item(item: ItemDerivation, within: RequirementDerivation | None, found: Derivation) -> Iterator[str]:
    finding = item.finding
    yield text("derive.item", number=phrases.number(finding.item), label=finding.label, item=finding.item)
    yield text("derive.outcome", outcome=item.outcome, reasons=aside(item.reasons),
               basis=text(f"basis.{finding.basis}"))
    if item.gap:
        yield text("derive.distance", said=item.gap)
    yield _stands(item, within, found)
    yield text("derive.inference", **_firing(item.firing))
    yield from _clause(item, found)
    yield from _applies(item)
    for reading in item.readings:
        yield from _reading(reading, item, found)
    for label, condition in item.absent:
        yield text("derive.reading_absent", label=label, condition=condition)
    yield from _constants(item)
    yield from _said_of(item)
    yield from map(_lacking, item.lacking)
    if item.settle:
        yield text("derive.settle", settle=item.settle)


def _lacking(lacking: LackingLine) -> str:
    definition = lacking.definition and text("derive.lacking_definition", definition=lacking.definition)
    return text("derive.lacking", need=lacking.need, unit=text("join.also") + lacking.unit
                if lacking.unit else "",
                alone=text("derive.lacking_alone") if lacking.alone else "", definition=definition or "",
                decides=text("derive.lacking_decides") if lacking.decides else "")


def _stands(item: ItemDerivation, within: RequirementDerivation | None, found: Derivation) -> str:
    """In which requirement an item stands, and what came of that; or how it bears on the verdict."""
    finding = item.finding
    if within is not None:
        return text("derive.requirement", label=within.part.label, seen=text(f"seen.{within.part.seen}"),
                    **_firing(within.firing))
    if finding.weight != "binding" or found.verdict.requirements:
        return text("derive.counts_nowhere", weight=text(f"weight.{finding.weight}"))
    return text("derive.direct" if kind_of(found.verdict.ruleset.concludes).compares else "derive.line")


def _clause(item: ItemDerivation, found: Derivation) -> Iterator[str]:
    """The clause: document, place, how its text was seen, and what is remarked."""
    finding, ruleset = item.finding, found.verdict.ruleset
    code = "derive.seen" if kind_of(ruleset.concludes).compares else "derive.seen_line"
    yield text(code, document=ruleset.document, issuer=ruleset.issuer, place=finding.source.place,
               name=text(f"seen.{finding.seen.name}"), limit=text(f"seen.{finding.seen.limit}"),
               formula=text(f"seen.{finding.seen.formula}"))
    if finding.source.note:
        yield text("derive.note", note=finding.source.note)
    for note in item.notes:
        yield text("derive.said", note=note)
    if finding.consequence:
        yield text("derive.consequence", consequence=finding.consequence)
    if finding.clause is not None and finding.clause.question:
        yield text("derive.question", question=finding.clause.question)
    if finding.clause is not None and item.effect:
        matched = "derive.effect_clause" if finding.clause.prohibits else "derive.effect_floor"
        yield text("derive.effect_question" if finding.clause.question else matched, effect=item.effect.said,
                   here=text("derive.effect_here", effect=item.effect.here) if item.effect.here else "")
        yield from (_provenance("derive.fact", fact) for fact in item.effect.sources)


def _applies(item: ItemDerivation) -> Iterator[str]:
    if item.applies is None:
        return
    yield text("derive.applies", condition=item.applies.condition)
    for why in item.applies.outside:
        yield text("derive.outside", why=why)
    for fact in item.applies.sources:
        yield _provenance("derive.fact", fact)


def _provenance(code: str, told: Provenance) -> str:
    """A statement with its source; what is not stated has none."""
    return text(code, what=told.what, value=told.value, aside=told.remarks,
                source=f"　{told.source}" if told.place else "")


def _reading(reading: ReadingDerivation, item: ItemDerivation, found: Derivation) -> Iterator[str]:
    part = reading.part
    yield text("derive.reading", label=reading.label, aside="" if part.decides else text("derive.aside"),
               outcome=reading.outcome, reason=aside(reading.reason))
    if reading.applies:
        yield text("derive.reading_applies", condition=reading.applies)
    if reading.taken:
        yield text("derive.taken", taken=reading.taken)
    yield from _worked(reading, item, found)
    if reading.choosing is not None:
        for row in reading.choosing.rows:
            inline = text("join.parts") + row.why[0] if len(row.why) == 1 else ""
            yield text("derive.row", limit=row.limit, standing=row.said, why=inline)
            if not inline:
                yield from (text("derive.row_why", why=why) for why in row.why)
        if reading.choosing.other_years:
            yield text("derive.rows_aside", said=text("row.other_years", count=reading.choosing.other_years))
    if part.would_be:
        yield text("derive.would_be", outcome=text(f"outcome.{part.would_be}"))
    for told in reading.sources:
        yield _provenance("derive.observation", told)
    if reading.missing and part.decides:
        yield text("derive.missing", missing=text("join.names").join(reading.missing))


def _worked(reading: ReadingDerivation, item: ItemDerivation, found: Derivation) -> Iterator[str]:
    """Formula, what was put in, what came of it, beside the limit."""
    prohibits = item.finding.clause is not None and item.finding.clause.prohibits
    told, filled = ("derive.condition", "derive.facts") if prohibits else (
        "derive.formula", "derive.substitution")
    for calculation in reading.calculations:
        yield text(told, formula=calculation.formula)
        if calculation.substitution:
            yield text(filled, substitution=calculation.substitution)
        if calculation.value is not None:
            yield _value("derive.value", calculation.value, reading, item, found)
    if not reading.calculations:
        code = "derive.implied" if reading.part.borrowed else "derive.reported_value"
        for value in reading.values:
            yield _value(code, value, reading, item, found)


def _value(code: str, value: str, reading: ReadingDerivation, item: ItemDerivation,
           found: Derivation) -> str:
    """A value beside its limit; a line of an account and a prohibition have none."""
    part, kind = reading.part, kind_of(found.verdict.ruleset.concludes)
    if not reading.part.borrowed and reading.choosing is None:
        return text(f"{code}_line", value=value)
    return text(code, value=value, limit=part.limit, kind=kind.limit_kind(item.finding.limits),
                gap=text("derive.gap", gap=part.gap) if part.gap else "",
                label=phrases.implied_by(item.finding, part))


def _constants(item: ItemDerivation) -> Iterator[str]:
    """The document's constants and tables of points."""
    for factor in item.factors:
        yield text("derive.factor", label=factor.label, value=phrases.with_unit(factor.value, factor.unit),
                   place=factor.place, seen=text(f"seen.{factor.seen}"),
                   note=text("source.noted", note=factor.note) if factor.note else "")
    for grade in item.grades:
        yield text("derive.grade", label=grade.label, of=grade.of, steps=text("join.parts").join(grade.steps),
                   place=grade.place, seen=grade.seen)


def _said_of(item: ItemDerivation) -> Iterator[str]:
    """What others say of the item, words that call for a person, and what would change it."""
    for source, why in item.claims:
        yield text("derive.claim", source=source.source, why=why)
    for word in item.finding.clause.watched if item.finding.clause else []:
        yield text("derive.watched", word=word.word, heading=word.heading, words=word.words)
    for opinion in item.opinions:
        used = "derive.opinion_used" if opinion.used else "derive.opinion_unused"
        yield text("derive.opinion", used=text(used), by=opinion.by,
                   on=aside(opinion.on), finding=opinion.finding, why=opinion.why,
                   source=opinion.source.source)
    yield from amount_lines.charge_lines(item.finding)
    if item.ways:
        yield text("derive.ways", ways=text("join.parts").join(item.ways))
