"""The sentences of what is doubtful, made from a verdict's codes and numbers.

Owns the wording and the putting together of years.  It must not compute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from checker.messages import text
from checker.reporting import phrases
from checker.wording.doubted import DoubtPart, StatedPart
from checker.wording.worded import WordedVerdict

BOUNDS = ("at_least", "above", "at_most", "below")
MOST_STATED = 6
MOST_NAMED = 4


def sentences(verdict: WordedVerdict, *, brief: bool = False) -> list[str]:
    """Every doubt in words; the years of one band stand in one sentence.

    ``brief`` for a table's cell: without places, which are the row's own, and reasons.
    """
    titles = {document.id: document.title for document in verdict.documents}
    together: dict[tuple[object, ...], list[DoubtPart]] = {}
    for position, doubt in enumerate(verdict.doubts):
        alone = None if doubt.code in ("doubt.band", "doubt.relation") else position
        together.setdefault((doubt.code, doubt.subject, doubt.params.get("whole"), alone), []).append(doubt)
    return [_sentence(group, titles, brief=brief) for group in together.values()]


def of_all(verdicts: Sequence[WordedVerdict]) -> list[str]:
    """The doubts of several verdicts on one dossier, each once."""
    return list(dict.fromkeys(said for verdict in verdicts for said in sentences(verdict)))


def _sentence(group: Sequence[DoubtPart], titles: dict[str, str], *, brief: bool) -> str:
    doubt = group[0]
    made = _BY_CODE.get(doubt.code)
    params: dict[str, object] = {**doubt.params, "label": doubt.label, "years": _years(group),
                                 "count": doubt.params.get("count", str(len(doubt.stated))),
                                 "stated": _stated(group, titles, brief=brief)}
    params |= made(group, params) if made else {}
    if "rests_on" in doubt.params:
        code = f"doubt.{doubt.params['rests_on']}"
        params["ground"] = text(f"{code}_brief" if brief else code, place=doubt.params["place"])
    return text(doubt.code, **params)


def _years(group: Sequence[DoubtPart]) -> str:
    years = "、".join(str(year) for year in dict.fromkeys(year for d in group for year in d.years))
    return text("doubt.year", year=years) if years else ""


def _stated(group: Sequence[DoubtPart], titles: dict[str, str], *, brief: bool) -> str:
    """The values with their places; their labels and years where they aren't of one."""
    values = list({(s.label, s.year, s.value, s.source.place): s for d in group for s in d.stated}.values())
    labels, years = {s.label for s in values}, {s.year for s in values}
    said = [_value(s, label=len(labels) > 1, year=len(years) > 1) + ("" if brief else _place(s, titles))
            for s in values[:MOST_STATED]]
    return "、".join(said) + (text("doubt.more") if len(values) > MOST_STATED else "")


def _value(stated: StatedPart, *, label: bool, year: bool) -> str:
    value = phrases.written(stated.value, stated.unit)
    if year and stated.year:
        value = text("doubt.at_year", year=stated.year, value=value)
    return f"{stated.label} {value}" if label else value


def _place(stated: StatedPart, titles: dict[str, str]) -> str:
    document = titles.get(stated.source.document or "", "")
    return text("doubt.place", document=f"《{document}》" if document else "", place=stated.source.place)


def _band(group: Sequence[DoubtPart], params: dict[str, object]) -> dict[str, object]:
    doubt = group[0]
    unit = doubt.params["unit"]
    values = "、".join(phrases.with_unit(d.params["value"], unit) for d in group)
    bounds = "，".join(text(f"doubt.{name}", bound=phrases.with_unit(doubt.params[name], unit))
                      for name in BOUNDS if name in doubt.params)
    return {"value": values, "band": bounds, "stated": text("doubt.of", stated=params["stated"])}


def _fraction(group: Sequence[DoubtPart], params: dict[str, object]) -> dict[str, object]:
    doubt = group[0].params
    return {"beside": text("doubt.fraction_limit", limit=doubt["limit"]) if "limit" in doubt
            else text("doubt.fraction_other", year=doubt["other_year"], other=doubt["other"])}


def _printed(group: Sequence[DoubtPart], params: dict[str, object]) -> dict[str, object]:
    doubt = group[0].params
    return {"computed": phrases.with_unit(doubt["computed"], doubt["unit"]),
            "reading": f"（{doubt['reading']}）" if doubt["reading"] else "",
            "ratio": text("doubt.ratio", ratio=doubt["ratio"]) if doubt["ratio"] else ""}


def _two_years(group: Sequence[DoubtPart], params: dict[str, object]) -> dict[str, object]:
    doubt = group[0]
    labels = list(dict.fromkeys(stated.label for stated in doubt.stated))
    more = text("doubt.more") if len(labels) > MOST_NAMED else ""
    return {"first": doubt.years[0], "second": doubt.years[-1],
            "labels": "、".join(labels[:MOST_NAMED]) + more}


_BY_CODE: dict[str, Callable[[Sequence[DoubtPart], dict[str, object]], dict[str, object]]] = {
    "doubt.band": _band, "doubt.fraction": _fraction,
    "doubt.reported_differs": _printed, "doubt.unmoved": _two_years, "doubt.swapped": _two_years,
    "doubt.same_as_previous": _two_years}
