"""The sentences of what is doubtful, made from an explanation's codes and numbers.

Owns the wording and the putting together of years.  It must not compute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from checker.doubting.doubt_found import DoubtFound, DoubtfulValue, DoubtKind
from checker.messages import aside, text
from checker.quantity.display import spoken
from checker.reporting import phrases
from checker.verdict.exact_number import read
from checker.wording.context import Context
from checker.wording.naming import label, resolved
from checker.wording.worded import WordedVerdict

BOUNDS = ("at_least", "above", "at_most", "below")
MOST_STATED = 6
MOST_NAMED = 4
LONG_RUN = 4
# Those of one of these codes about one thing differ in the year alone.
_BY_YEAR = ("doubt.band", "doubt.relation")
KINDS: tuple[DoubtKind, ...] = get_args(DoubtKind)


@dataclass(frozen=True)
class Sameness:
    """Doubts of one sentence, which differ in their years alone, and what it is said with."""

    doubts: Sequence[DoubtFound]
    told: WordedVerdict
    context: Context
    brief: bool

    @property
    def first(self) -> DoubtFound:
        """The one that stands for all."""
        return self.doubts[0]

    def params(self, doubt: DoubtFound) -> dict[str, str]:
        """The parameters of one of them in words."""
        return resolved(doubt.params, self.context)

    def label(self, value: DoubtfulValue | None = None) -> str:
        """What a value is of, or what the doubt is about."""
        of, name = (self.first.of, self.first.subject) if value is None else (value.of, value.name)
        return label(of, name, self.context.ruleset)


def sentences(doubts: Iterable[DoubtFound], told: WordedVerdict, context: Context, *,
              brief: bool = False) -> list[str]:
    """Every doubt in words, contradictions first; the years of one band stand in one sentence.

    ``brief`` for a table's cell: without places, which are the row's own, and reasons.
    """
    return [said for group in by_kind(doubts, told, context, brief=brief).values() for said in group]


def by_kind(doubts: Iterable[DoubtFound], told: WordedVerdict, context: Context, *,
            brief: bool = False) -> dict[str, list[str]]:
    """The same by their kinds, for who puts other notes among them."""
    together: dict[tuple[object, ...], list[DoubtFound]] = {}
    for position, doubt in enumerate(sorted(doubts, key=lambda doubt: KINDS.index(doubt.kind))):
        alone = None if doubt.code in _BY_YEAR else position
        together.setdefault((doubt.code, doubt.kind, doubt.subject, alone), []).append(doubt)
    found: dict[str, list[str]] = {}
    for group in together.values():
        found.setdefault(group[0].kind, []).append(_sentence(Sameness(group, told, context, brief)))
    return found


def headed(kind: DoubtKind, said: str) -> str:
    """A sentence with its kind at its head."""
    return text(f"doubt.kind_{kind}", said=said)


def _sentence(of: Sameness) -> str:
    doubt, own = of.first, of.params(of.first)
    params: dict[str, object] = {**own, "label": of.label(), "years": _years(of.doubts),
                                 "count": own.get("count", str(len(doubt.stated))), "stated": _stated(of)}
    if doubt.code in _SCOPED:
        scopes = [value.scope for value in doubt.stated]
        alike = len(scopes) > 1 and None not in scopes and len(set(scopes)) == 1
        told = "rounded" if "rounded" in own else "same" if alike and doubt.kind == "question" else doubt.kind
        params["scopes"] = text(f"doubt.scopes_{told}")
        params["power"] = _power(own)
    if "rests_on" in own:
        code = f"doubt.{own['rests_on']}"
        params["ground"] = text(f"{code}_brief" if of.brief else code, place=own["place"])
    if doubt.code in _BY_CODE:
        params |= _BY_CODE[doubt.code](of, params)
    return headed(doubt.kind, text(doubt.code, **params))


def _years(group: Sequence[DoubtFound]) -> str:
    found = sorted({year for d in group for year in d.years})
    # Years that follow each other differ from their place by one and the same number.
    runs = [list(run) for _, run in groupby(found, key=lambda year: year - found.index(year))]
    years = text("join.names").join(text("join.names").join(map(str, run)) if len(run) < LONG_RUN else
                     text("doubt.run", first=run[0], last=run[-1]) for run in runs)
    return text("doubt.year", year=years) if years else ""


def _stated(of: Sameness, part: slice = slice(None)) -> str:
    """The values with their places; their labels and years where they aren't of one."""
    values = list({(s.of, s.name, s.year, s.value, s.source.place): s
                   for d in of.doubts for s in d.stated[part]}.values())
    labels, years = {(s.of, s.name) for s in values}, {s.year for s in values}
    scoped = len({s.scope for s in values}) > 1
    said = [_value(of, s, named=len(labels) > 1, dated=len(years) > 1, scoped=scoped)
            + ("" if of.brief else _place(of, s))
            for s in values[:MOST_STATED]]
    return text("join.names").join(said) + (text("doubt.more") if len(values) > MOST_STATED else "")


def _value(of: Sameness, stated: DoubtfulValue, *, named: bool, dated: bool, scoped: bool) -> str:
    value = phrases.written(stated.value, stated.unit)
    if dated and stated.year:
        value = text("doubt.at_year", year=stated.year, value=value)
    if scoped and stated.scope:
        value = text("doubt.in_scope", value=value, scope=stated.scope)
    name = of.label(stated) if named else ""
    return f"{name} {value}" if name else value


def _place(of: Sameness, stated: DoubtfulValue) -> str:
    documents = of.told.documents
    document = next((document.title for document in documents
                     if document.id == stated.source.document and len(documents) > 1), "")
    return text("doubt.place", document=f"《{document}》" if document else "", place=stated.source.place)


def _band(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.params(of.first)
    unit = doubt["unit"]
    values = text("join.names").join(phrases.with_unit(of.params(d)["value"], unit) for d in of.doubts)
    bounds = text("join.also").join(text(f"doubt.{name}", bound=phrases.with_unit(doubt[name], unit))
                      for name in BOUNDS if name in doubt)
    return {"value": values, "band": bounds, "stated": text("doubt.of", stated=params["stated"])}


def _fraction(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.params(of.first)
    return {"beside": text("doubt.fraction_limit", limit=doubt["limit"]) if "limit" in doubt
            else text("doubt.fraction_other", year=doubt["other_year"], other=doubt["other"])}


def _printed(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    place = of.first.params["printed"]
    assert isinstance(place, dict)
    part = of.told.reconciliation[int(place["printed"])]
    return {"printed": part.written, "computed": phrases.with_unit(part.shown, part.unit or ""),
            "reading": aside(part.nearest),
            "ratio": text("doubt.ratio", ratio=part.ratio) if part.ratio else ""}


def _sides(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    """The values of the one side and of the other."""
    left = int(of.params(of.first)["left"])
    return {"left": _stated(of, slice(left)), "stated": _stated(of, slice(left, None))}


def _identity(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt, sides = of.params(of.first), _sides(of, params)
    instead = list(dict.fromkeys(label for label, _ in _needed(of, "instead")))
    ways = [text("doubt.needed_way", label=label, amount=amount) for label, amount in _needed(of)]
    several = of.first.of == "doubt" and int(doubt["left"]) > 1
    premise = of.brief or "rests_on" not in doubt
    return {**sides, "computed": _computed(doubt), "power": _power(doubt),
            "made": (text("doubt.made", value=phrases.with_unit(doubt["value"], doubt["unit"]))
                     if several else ""),
            "given": (text("doubt.given", stated=sides["stated"])
                          if sides["stated"] else text("doubt.due")),
            "ground": "" if premise else text("doubt.premise", ground=text(
                f"doubt.{doubt['rests_on']}", place=doubt["place"])),
            "needed": _otherwise(ways) if "power" not in doubt else "",
            "instead": text("doubt.instead", labels=text("join.names").join(instead)) if instead else ""}


def _otherwise(ways: Sequence[str]) -> str:
    """The condition under which both are right."""
    if not ways:
        return text("doubt.needed_otherwise")
    return text("doubt.needed", ways=text("doubt.needed_or").join(ways))


def _not_reproduced(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.params(of.first)
    year = of.first.stated[0].year
    return {"computed": _computed(doubt), "power": _power(doubt),
            "example": text("doubt.of_year", year=year) if year else "", **_sides(of, params)}


def _computed(doubt: Mapping[str, str]) -> str:
    """What the data make of it, by the one formula or by none of several."""
    if "formulas" in doubt:
        return text("doubt.by_none", count=doubt["formulas"])
    return phrases.with_unit(doubt["computed"], doubt["unit"])


def _power(doubt: Mapping[str, str]) -> str:
    return text("doubt.power", power=doubt["power"]) if "power" in doubt else ""


def _needed(of: Sameness, name: str = "needed") -> list[tuple[str, str]]:
    """Data with amounts: label and year, amount with its unit."""
    given = of.first.params.get(name, {"needed": []})
    assert isinstance(given, dict)
    quantities = of.context.ruleset.model.quantities
    return [(quantities[datum].label + (text("doubt.year", year=year) if year else ""),
             phrases.with_unit(spoken(read(amount)), quantities[datum].unit or ""))
            for datum, year, amount in given["needed"]]


def _inferred(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.params(of.first)
    return {name: phrases.with_unit(doubt[name], doubt["unit"])
            for name in ("value", "other") if name in doubt}


def _not_whole(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    fits = of.first.params.get("fits")
    if not isinstance(fits, dict):
        return {**_inferred(of, params), "fits": text("doubt.no_fit")}
    name, low, high = fits["fits"]
    quantity = of.context.ruleset.model.quantities[name]
    return {**_inferred(of, params), "fits": text(
        "doubt.fits", label=quantity.label, low=low, high=phrases.with_unit(high, quantity.unit or ""))}


def _claimed(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    [(label, amount)] = _needed(of)
    return {**_inferred(of, params), **_sides(of, params),
            "needed": text("doubt.inferred_amount", label=label, amount=amount),
            "limit": of.told.finding(of.first.subject).limit}


def _near_name(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    given = of.first.params["unlike"]
    assert isinstance(given, dict)
    item, place = given["unlike"]
    other = of.context.ruleset.items[item].model.unlike[place]
    return {"name": other.label, "why": other.why}


def _two_years(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.first
    labels = list(dict.fromkeys(of.label(stated) for stated in doubt.stated))
    more = text("doubt.more") if len(labels) > MOST_NAMED else ""
    return {"first": doubt.years[0], "second": doubt.years[-1],
            "labels": text("join.names").join(labels[:MOST_NAMED]) + more}


_SCOPED = ("doubt.conflict", "doubt.part_above_whole", "doubt.relation")
_BY_CODE: dict[str, Callable[[Sameness, dict[str, object]], dict[str, object]]] = {
    "doubt.band": _band, "doubt.claimed_inferred": _claimed, "doubt.fraction": _fraction,
    "doubt.identity": _identity, "doubt.inferred_differs": _inferred, "doubt.near_name": _near_name,
    "doubt.mixed_scopes": _sides, "doubt.not_reproduced": _not_reproduced, "doubt.not_whole": _not_whole,
    "doubt.reported_differs": _printed, "doubt.unmoved": _two_years, "doubt.swapped": _two_years,
    "doubt.same_as_previous": _two_years}
