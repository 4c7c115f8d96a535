"""A ruleset as text, readable in a terminal.

Owns the layout.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.messages import aside, text
from checker.quantity.day import in_words
from checker.quantity.display import plain, with_unit
from checker.reporting import phrases
from checker.reporting.verdict_kind import kind_of
from checker.ruleset import nodes as n
from checker.ruleset.band import Band
from checker.ruleset.compiled import Doubtful, Item, Ruleset
from checker.ruleset.conclusive import warning
from checker.ruleset.edition import start_words
from checker.ruleset.formula_words import labels
from checker.ruleset.terms import number_of
from checker.wording.grade_words import grades_of
from checker.wording.limit_words import condition, effect_words, limit_text, shortfall_words

LONGEST_FORMULA = 240  # characters; a projection over years unfolds into thousands


def formulas(values: Iterable[n.Expression], ruleset: Ruleset) -> str:
    """The formulas of a reading in words, of a long one the beginning and its length."""
    said = text("join.parts").join(labels(ruleset).say(tree) for tree in values)
    if len(said) > LONGEST_FORMULA:
        return text("show.long_formula", start=said[:LONGEST_FORMULA], count=len(said))
    return said or text("show.reported_only")


def ruleset_text(ruleset: Ruleset) -> str:
    """Indicators with formulas, limits and how each part was seen; requirements; clauses."""
    return "\n".join(_lines(ruleset)) + "\n"


def _lines(ruleset: Ruleset) -> Iterator[str]:
    model = ruleset.model
    yield text("show.head", title=model.title, document=model.document, issuer=model.issuer, id=model.id)
    yield from _edition(ruleset)
    yield from filter(None, (model.note, model.caveat))
    if said := warning(ruleset):
        yield said
    if model.not_covered:
        yield text("show.not_covered", lists=text("join.names").join(model.not_covered))
    category = None
    for item in ruleset.items.values():
        if item.model.category != category:
            category = item.model.category
            yield ""
            yield f"【{category}】"
        yield from _item(item, ruleset)
    yield from _shown(ruleset)
    yield from _groups(ruleset)
    if model.factors:
        yield ""
        yield text("show.factors")
    for factor in model.factors.values():
        yield text("show.factor", label=factor.label, value=with_unit(plain(factor.value), factor.unit, " "),
                   place=factor.source.place, seen=text(f"seen.{factor.source.seen}"))
    yield from _grades(ruleset)
    yield from _doubts(ruleset)
    if model.clauses:
        yield ""
        yield text("show.clauses")
    for clause in model.clauses:
        yield text("show.clause", place=clause.place, text=clause.text, seen=text(f"seen.{clause.seen}"),
                   treatment=text(f"treatment.{clause.treatment}"), reason=clause.reason)


def _shown(ruleset: Ruleset) -> Iterator[str]:
    """What is only computed and shown."""
    if ruleset.shown:
        yield ""
        yield text("show.shown")
    for item in ruleset.shown.values():
        yield from _item(item, ruleset)


def shortfall_line(item: Item, ruleset: Ruleset) -> str:
    """What falling short of a floor comes to, with the formula of what it costs; else nothing."""
    short = item.model.shortfall
    if short is None:
        return ""
    trees = dict.fromkeys(labels(ruleset).say(tree) for charge in item.charges
                          for tree in charge.item.interpretations[0].values)
    amount = text("show.shortfall_amount", unit=phrases.pretty(short.unit or ""),
                  formula=text("join.parts").join(trees)) if trees else ""
    place = aside(f"{short.source.place}，{text(f'seen.{short.source.seen}')}") if short.source else ""
    return text("show.shortfall", effect=shortfall_words(short), amount=amount, place=place)


def _grades(ruleset: Ruleset) -> Iterator[str]:
    """Each grade with its steps."""
    if ruleset.model.grades:
        yield ""
        yield text("show.grades")
    for grade in grades_of(ruleset):
        yield text("show.grade", label=grade.label, of=grade.of, steps=text("join.parts").join(grade.steps),
                   place=grade.place, seen=grade.seen)


def _doubts(ruleset: Ruleset) -> Iterator[str]:
    """What makes data doubtful, each with its band or condition and on what that rests."""
    banded = [(q.label, q.plausible, q.unit or "", q.plausible.source)
              for q in ruleset.model.quantities.values() if q.plausible]
    if banded or ruleset.doubts:
        yield ""
        yield text("show.doubts")
    for label, band, unit, source in banded:
        yield text("show.doubt", label=label, band=band_words(band, unit),
                   ground=text(f"doubt.{source.rests_on}", place=source.place))
    for doubtful in ruleset.doubts:
        model = doubtful.model
        yield text("show.doubt", label=model.label,
                   band=f"{labels(ruleset).say(doubtful.tree)} {_due(doubtful, ruleset)}".strip(),
                   ground=text(f"doubt.{model.source.rests_on}", place=model.source.place))


def _due(doubtful: Doubtful, ruleset: Ruleset) -> str:
    """What a doubtful value has to equal, or the band in which it usually lies."""
    if doubtful.other is not None:
        return text("doubt.equals", other=labels(ruleset).say(doubtful.other))
    return band_words(doubtful.model, doubtful.model.unit or "")


def band_words(band: Band, unit: str) -> str:
    """The bounds of a band in words."""
    return text("join.also").join(text(f"doubt.{name}", bound=phrases.with_unit(plain(bound), unit))
                    for name, bound in band.bounds)


def _edition(ruleset: Ruleset) -> Iterator[str]:
    """When the edition is in force, what it replaces and what replaces it."""
    model, after = ruleset.model, ruleset.model.superseded_by
    until = text("show.until", until=in_words(model.in_force.until)) if model.in_force.until else ""
    yield text("show.in_force", since=start_words(model.in_force.since), until=until,
               seen=text(f"seen.{model.in_force.seen}"))
    if model.succeeds:
        yield text("show.succeeds", documents=text("join.names").join(model.succeeds))
    if after:
        yield text("show.superseded", document=after.document, title=after.title or "",
                   since=in_words(after.since),
                   seen=text(f"seen.{after.seen}"), note=after.note or "")
    for transition in model.transitional:
        yield text("note.transitional", text=transition.text, until=in_words(transition.until),
                   seen=text(f"seen.{transition.seen}"))
    if model.limits != "requirement":
        yield text("show.limits", kind=text(f"limits.{model.limits}"))


def _groups(ruleset: Ruleset) -> Iterator[str]:
    """Requirements and indices."""
    model = ruleset.model
    if model.requirements:
        yield ""
        yield text("show.requirements")
    for requirement in model.requirements:
        yield text("show.requirement", label=requirement.label, members=_numbers(requirement.members),
                   seen=text(f"seen.{requirement.source.group}"))
    for index in model.indices:
        yield ""
        yield text("show.index", label=index.label, scale=plain(index.scale), counted=index.counted)
        for part in index.parts:
            yield text("show.index_pick" if part.pick else "show.index_all", members=_numbers(part.members),
                       pick=part.pick)
        if index.inverse:
            yield text("show.index_inverse", members=_numbers(index.inverse))
        for reading in index.readings.values():
            yield text("show.index_reading", label=reading.label)


def _numbers(members: Iterable[str]) -> str:
    return text("join.names").join(number_of(member) for member in members)


def _item(item: Item, ruleset: Ruleset) -> Iterator[str]:
    model, source = item.model, item.model.source
    unit = "" if model.unit in (None, "1") else aside(model.unit)
    weight = "" if model.weight == "binding" else f"　{text(f'weight.{model.weight}')}"
    yield text("show.item", number=number_of(item.id).rjust(2), label=model.label, unit=unit) + weight
    yield from _prohibition(item, ruleset) if model.prohibits else _readings(item, ruleset)
    if item.applies:
        yield text("show.applies", condition=labels(ruleset).say(item.applies))
    if model.scopes:
        yield text("show.scopes", scopes=text("join.names").join(model.scopes))
    if model.computed_only:
        yield text("show.computed_only")
    if short := shortfall_line(item, ruleset):
        yield short
    if model.consequence:
        yield text("show.consequence", consequence=model.consequence)
    for other in model.unlike:
        yield text("show.unlike", label=other.label, why=other.why)
    yield text("show.seen", place=source.place, name=text(f"seen.{source.name}"),
               limit=text(f"seen.{source.limit}"), formula=text(f"seen.{source.formula}"))
    if source.note:
        yield text("derive.note", note=source.note)


def _prohibition(item: Item, ruleset: Ruleset) -> Iterator[str]:
    """What is prohibited and what that comes to, what a person is asked, and the words to look for."""
    model, effect = item.model, effect_words(item, ruleset)
    for reading in item.interpretations:
        if reading.prohibited:
            label = f"{reading.label}：" if reading.label else ""
            yield text("show.prohibition", label=label, effect=effect,
                       condition=condition(reading, None, ruleset))
    if model.ask:
        yield text("show.question", question=model.ask, effect=effect)
    if model.watch:
        yield text("show.watch", words=text("join.names").join(model.watch))
    if model.remedy:
        yield text("show.remedy", remedy=model.remedy)


def _readings(item: Item, ruleset: Ruleset) -> Iterator[str]:
    """Each reading with its formula and its limit."""
    kind = kind_of(ruleset.model.concludes)
    limits = kind.limit_kind(ruleset.model.kind_of(item.model))
    for reading in item.interpretations:
        label = f"{reading.label}：" if reading.label else ""
        limit = limit_text(reading.rows, ruleset)
        compares = kind.compares and not item.model.shown_only
        yield text("show.reading" if compares else "show.line", label=label, kind=limits,
                   formula=formulas(reading.values, ruleset), limit=limit)
        if reading.applies:
            yield text("show.reading_applies", condition=labels(ruleset).say(reading.applies))
