"""The sentences of what is doubtful, made from an explanation's codes and numbers.

Owns the wording and the putting together of years.  It must not compute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from checker.capsule.record import Record
from checker.doubting.doubt_found import DoubtFound, DoubtfulValue, DoubtKind
from checker.messages import text
from checker.reporting import phrases
from checker.wording.context import Context
from checker.wording.naming import label, resolved

BOUNDS = ("at_least", "above", "at_most", "below")
MOST_STATED = 6
MOST_NAMED = 4
# Those of one of these codes about one thing differ in the year alone.
_BY_YEAR = ("doubt.band", "doubt.relation")
KINDS: tuple[DoubtKind, ...] = get_args(DoubtKind)


@dataclass(frozen=True)
class Sameness:
    """Doubts of one sentence, which differ in their years alone, and what it is said with."""

    doubts: Sequence[DoubtFound]
    record: Record
    brief: bool

    @property
    def first(self) -> DoubtFound:
        """The one that stands for all."""
        return self.doubts[0]

    def params(self, doubt: DoubtFound) -> dict[str, str]:
        """The parameters of one of them in words."""
        return resolved(doubt.params, Context(self.record.verdict, self.record.ruleset))

    def label(self, value: DoubtfulValue | None = None) -> str:
        """What a value is of, or what the doubt is about."""
        of, name = (self.first.of, self.first.subject) if value is None else (value.of, value.name)
        return label(of, name, self.record.ruleset)


def sentences(doubts: Iterable[DoubtFound], record: Record, *, brief: bool = False) -> list[str]:
    """Every doubt in words, contradictions first; the years of one band stand in one sentence.

    ``brief`` for a table's cell: without places, which are the row's own, and reasons.
    """
    together: dict[tuple[object, ...], list[DoubtFound]] = {}
    for position, doubt in enumerate(sorted(doubts, key=lambda doubt: KINDS.index(doubt.kind))):
        alone = None if doubt.code in _BY_YEAR else position
        together.setdefault((doubt.code, doubt.kind, doubt.subject, alone), []).append(doubt)
    return [_sentence(Sameness(group, record, brief)) for group in together.values()]


def _sentence(of: Sameness) -> str:
    doubt, own = of.first, of.params(of.first)
    params: dict[str, object] = {**own, "label": of.label(), "years": _years(of.doubts),
                                 "count": own.get("count", str(len(doubt.stated))), "stated": _stated(of)}
    if doubt.code in _SCOPED:
        params["scopes"] = text(f"doubt.scopes_{doubt.kind}")
    if doubt.code in _BY_CODE:
        params |= _BY_CODE[doubt.code](of, params)
    if "rests_on" in own:
        code = f"doubt.{own['rests_on']}"
        params["ground"] = text(f"{code}_brief" if of.brief else code, place=own["place"])
    return text(f"doubt.kind_{doubt.kind}", said=text(doubt.code, **params))


def _years(group: Sequence[DoubtFound]) -> str:
    years = "、".join(str(year) for year in dict.fromkeys(year for d in group for year in d.years))
    return text("doubt.year", year=years) if years else ""


def _stated(of: Sameness) -> str:
    """The values with their places; their labels and years where they aren't of one."""
    values = list({(s.of, s.name, s.year, s.value, s.source.place): s
                   for d in of.doubts for s in d.stated}.values())
    labels, years = {(s.of, s.name) for s in values}, {s.year for s in values}
    said = [_value(of, s, named=len(labels) > 1, dated=len(years) > 1) + ("" if of.brief else _place(of, s))
            for s in values[:MOST_STATED]]
    return "、".join(said) + (text("doubt.more") if len(values) > MOST_STATED else "")


def _value(of: Sameness, stated: DoubtfulValue, *, named: bool, dated: bool) -> str:
    value = phrases.written(stated.value, stated.unit)
    if dated and stated.year:
        value = text("doubt.at_year", year=stated.year, value=value)
    return f"{of.label(stated)} {value}" if named else value


def _place(of: Sameness, stated: DoubtfulValue) -> str:
    document = next((document.title for document in of.record.verdict.documents
                     if document.id == stated.source.document), "")
    return text("doubt.place", document=f"《{document}》" if document else "", place=stated.source.place)


def _band(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.params(of.first)
    unit = doubt["unit"]
    values = "、".join(phrases.with_unit(of.params(d)["value"], unit) for d in of.doubts)
    bounds = "，".join(text(f"doubt.{name}", bound=phrases.with_unit(doubt[name], unit))
                      for name in BOUNDS if name in doubt)
    return {"value": values, "band": bounds, "stated": text("doubt.of", stated=params["stated"])}


def _fraction(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.params(of.first)
    return {"beside": text("doubt.fraction_limit", limit=doubt["limit"]) if "limit" in doubt
            else text("doubt.fraction_other", year=doubt["other_year"], other=doubt["other"])}


def _printed(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    place = of.first.params["printed"]
    assert isinstance(place, dict)
    part = of.record.words.reconciliation[int(place["printed"])]
    return {"printed": part.written, "computed": phrases.with_unit(part.shown, part.unit or ""),
            "reading": f"（{part.nearest}）" if part.nearest else "",
            "ratio": text("doubt.ratio", ratio=part.ratio) if part.ratio else ""}


def _two_years(of: Sameness, params: dict[str, object]) -> dict[str, object]:
    doubt = of.first
    labels = list(dict.fromkeys(of.label(stated) for stated in doubt.stated))
    more = text("doubt.more") if len(labels) > MOST_NAMED else ""
    return {"first": doubt.years[0], "second": doubt.years[-1],
            "labels": "、".join(labels[:MOST_NAMED]) + more}


_SCOPED = ("doubt.conflict", "doubt.part_above_whole", "doubt.relation")
_BY_CODE: dict[str, Callable[[Sameness, dict[str, object]], dict[str, object]]] = {
    "doubt.band": _band, "doubt.fraction": _fraction,
    "doubt.reported_differs": _printed, "doubt.unmoved": _two_years, "doubt.swapped": _two_years,
    "doubt.same_as_previous": _two_years}
