"""A ruleset that fits the form, as the rows of a policy's workbook.

Owns what of a ruleset stands in which cell.  It must not draw; whether the rows come to the same ruleset is
tried by whoever asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from checker.messages import text
from checker.quantity.display import plain
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.edition import UNKNOWN
from checker.typed.blank_policy import SheetRows, printed_rows, term_row
from checker.typed.policy_notes import SheetRow, told_rows, told_words
from checker.typed.policy_phrases import Phrases
from checker.typed.policy_scores import TOTAL, most_of
from checker.typed.policy_sheets import ANSWERS, COMPARES, DOCUMENT
from checker.typed.policy_shortfalls import cells_of
from checker.typed.restored_floors import RestoredFloors

_EFFECT = {"prohibit": "refuse", "review": "review"}


class RestoredPolicy:
    """The rows of each sheet and the columns of the floors; raises :class:`NoPhrase` for what has no cell."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self.rules = rules
        terms = {**rules.get("attributes", {}), **rules.get("quantities", {})}
        self.phrases = Phrases(terms, rules.get("factors", {}))
        self.phrases.conditions = self._condition_names()
        self.phrases.points = {name: score["label"] for name, score in rules.get("grades", {}).items()}
        if self.phrases.points:
            self.phrases.points[TOTAL] = text("policy.total")
        items: Sequence[Mapping[str, Any]] = rules["indicators"]
        self.metrics = [item for item in items if "unit" in item]
        self.floors = RestoredFloors(self.metrics, self.phrases)
        self.rows: dict[str, SheetRows] = {
            DOCUMENT: list(self._document()), "terms": self._terms(), "conditions": list(self._conditions()),
            "scores": [*self._scores(), *self._tiers()], "metrics": self._metrics(),
            "floors": self.floors.rows(),
            "bans": [row for item in items if "prohibited_when" in item for row in self._ban(item)],
            "questions": [self._question(item) for item in items if "ask" in item and "effect" not in item],
            "clauses": [{"clause": one["place"], "words": one["text"], "why": one["reason"],
                         "treatment": text(f"policy.treatment.{one['treatment']}"),
                         "seen": text(f"policy.seen.{one['seen']}")} for one in rules.get("clauses", ())]}

    @property
    def columns(self) -> list[str]:
        """The headings of the floors."""
        return [*self.floors.columns, *(metric["label"] for metric in self.metrics)]

    def _condition_names(self) -> dict[str, str]:
        """A name for each condition: the one that a case bears, or else its number."""
        told = {case["when"]: case["case"] for group in (
            *(effect["cases"] for effect in self.rules.get("effects", {}).values()),
            *(score["steps"] for score in self.rules.get("grades", {}).values()),
            self.rules.get("tiers", {}).get("steps", ()))
            for case in group if "when" in case}
        return {name: told.get(name) or text("policy.condition_name", number=name.rpartition("_")[2])
                for name in self.rules.get("definitions", {}) if name != TOTAL}

    def _document(self) -> Iterator[SheetRow]:
        rules = self.rules
        force, after = rules["in_force"], rules.get("superseded_by", {})
        weights = self._weights()
        marks = [_most(score) * Decimal(weights.get(name, "1"))
                 for name, score in rules.get("grades", {}).items()]
        said = {"title": rules["title"], "number": rules["document"], "issuer": rules["issuer"],
                "since": text("policy.since_unknown") if force["from"] == UNKNOWN else force["from"],
                "until": force.get("until", ""),
                "seen": text(f"policy.seen.{force['seen']}"),
                "superseded": after.get("document", ""),
                "superseded_from": after.get("from", ""), "id": rules["id"],
                "caveat": rules.get("caveat", ""),
                "lies": force.get("note", "").removeprefix(text("policy.lies", where="")),
                "prefix": str(rules["indicators"][0]["id"]).partition(".")[0],
                "unseen": "、".join(rules.get("not_covered", ())), "note": rules.get("note", ""),
                "total": plain(sum(marks, Decimal(0))) if marks else ""}
        for name in ANSWERS:
            yield {"item": text(f"policy.answer.{name}"), "hint": text(f"policy.hint.{name}"),
                   "answer": str(said[name])}

    def _terms(self) -> list[SheetRow]:
        found = {row["label"]: dict(row) for row in printed_rows("terms")}
        for section in ("attributes", "quantities"):
            for term in self.rules.get(section, {}).values():
                row = dict(term_row(term["label"], term, number=section == "quantities"))
                if row["unit"] == DIMENSIONLESS:
                    row["unit"] = text("form.dimensionless")
                found[term["label"]] = {**row, "use": text("form.yes")}
        return list(found.values())

    def _conditions(self) -> Iterator[SheetRow]:
        for name, formula in self.rules.get("definitions", {}).items():
            if name == TOTAL:
                continue
            phrases, sign = self.phrases.joined(formula)
            for place, phrase in enumerate(phrases):
                yield {"term": phrase.term, "relation": text(f"policy.relation.{phrase.relation}"),
                       "value": phrase.value, **({"joined": text(f"policy.joined.{sign}")} if place else {
                           "name": self.phrases.conditions[name]})}

    def _weights(self) -> dict[str, str]:
        """By what the points of each item count in the total, where that is said."""
        parts = str(self.rules.get("definitions", {}).get(TOTAL, "")).split(" + ")
        return {name: weight for weight, times, name in (part.partition(" * ") for part in parts) if times}

    def _scores(self) -> Iterator[SheetRow]:
        weights = self._weights()
        for name, score in self.rules.get("grades", {}).items():
            head = self._source({"source": {**score["source"], "limit": score["source"]["seen"]}})
            told = told_rows(score["source"].get("note", ""))
            over, under = self.phrases.over(score["value"]) if "value" in score else ("", "")
            first = {**head, "label": score["label"], "full": plain(_most(score)),
                     "weight": weights.get(name, ""), "over": over, "under": under,
                     "unit": _unit(score["unit"]) if "unit" in score else ""}
            for place, step in enumerate(score["steps"]):
                how = next((name for name in COMPARES if name in step), None)
                points = plain(step["slope"]["points"] if "slope" in step else step["points"])
                band = {"relation": text(f"policy.compares.{how}"), "bound": plain(step[how])} if how else {}
                band |= _sloping(step["slope"]) if "slope" in step else {}
                yield {**(first if not place else told.get(points, {})), "points": points, **band,
                       "when": self.phrases.condition(step.get("when"))}

    def _tiers(self) -> Iterator[SheetRow]:
        tiers = self.rules.get("tiers")
        if tiers is None:
            return
        of = next(item for item in self.metrics if item["id"] == tiers["of"])
        total = next((item for item in self.metrics if item.get("value") == TOTAL), None)
        head = {**self._source({"source": {**tiers["source"], "limit": tiers["source"]["seen"]}}),
                "label": tiers["label"], "over": text("policy.total") if of is total else of["label"]}
        for place, step in enumerate(tiers["steps"]):
            how = next((name for name in COMPARES if name in step), None)
            band = {"relation": text(f"policy.compares.{how}"), "bound": plain(step[how])} if how else {}
            yield {**({} if place else head), "tier": step["name"], **band,
                   "when": self.phrases.condition(step.get("when"))}

    def _metrics(self) -> list[SheetRow]:
        printed = {row["label"]: dict(row) for row in printed_rows("metrics")}
        found = []
        for item in self.metrics:
            printed.pop(item["label"], None)
            readings = [one for name, one in item.get("readings", {}).items() if name.startswith("reading_")]
            for place, reading in enumerate(readings or [{}]):
                over, under = self.phrases.over(reading.get("value", item.get("value")))
                name = str(reading.get("label", ""))
                row = {"label": item["label"], "use": text("form.yes"), "over": over, "under": under,
                       "reading": name, "unit": _unit(item["unit"])}
                told = told_rows(item["source"].get("note", "")).get(name, {})
                found.append({**row, **(told if place else self._of_metric(item))})
        return [*found, *printed.values()]

    def _of_metric(self, item: Mapping[str, Any]) -> SheetRow:
        within, unlike = item.get("within"), item.get("unlike", ())
        how = self.floors.compares[item["label"]]
        return {**self._source(item), "compares": text(f"policy.compares.{how}"),
                **cells_of(item, self.phrases),
                "applies": self.phrases.condition(item.get("applies_when")),
                "low": plain(within["at_least"]) if within else "",
                "high": plain(within["at_most"]) if within else "",
                "unlike": "".join(f"{one['label']}：{one['why']}" for one in unlike)}

    def _ban(self, item: Mapping[str, Any]) -> Iterator[SheetRow]:
        formula, _, excepted = str(item["prohibited_when"]).partition(") and not ")
        phrase = self.phrases.one(formula.removeprefix("(") if excepted else formula)
        row = {"label": item["label"], "term": phrase.term, "value": phrase.value,
               "relation": text(f"policy.relation.{phrase.relation}"),
               "except": self.phrases.condition(excepted or None),
               "applies": self.phrases.condition(item.get("applies_when")), "asked": item.get("ask", ""),
               "remedy": item.get("remedy", ""), "watch": "、".join(item.get("watch", ())),
               **self._source(item)}
        if item["effect"] in _EFFECT:
            yield {**row, "effect": text(f"policy.effect.{_EFFECT[item['effect']]}")}
            return
        told = told_rows(item["source"].get("note", ""))
        for place, case in enumerate(self.rules["effects"][item["effect"]]["cases"]):
            name = self.phrases.condition(case["when"])
            yield {**(told.get(name, {}) if place else row), "when": name,
                   "effect": text(f"policy.effect.{_EFFECT[case['effect']]}")}

    def _question(self, item: Mapping[str, Any]) -> SheetRow:
        return {"label": item["label"], "question": item["ask"], "watch": "、".join(item.get("watch", ())),
                "applies": self.phrases.condition(item.get("applies_when")), **self._source(item)}

    def _source(self, item: Mapping[str, Any]) -> SheetRow:
        source = item["source"]
        return {"clause": source["place"], "words": told_words(source.get("note", "")),
                "seen": text(f"policy.seen.{source.get('name', source['limit'])}")}


def _most(score: Mapping[str, Any]) -> Decimal:
    return max(map(most_of, score["steps"]))


def _sloping(slope: Mapping[str, Any]) -> SheetRow:
    """The cells of a slope, whose base is the row's bound."""
    way = ("up" if slope["each"] > 0 else "down") + ("_whole" if slope.get("whole") else "")
    numbers = {name: plain(slope[name]) for name in ("gives", "least", "most")}
    return {"bound": plain(slope["from"]), "way": text(f"policy.way.{way}"),
            "each": plain(abs(slope["each"])), **numbers}


def _unit(unit: str) -> str:
    return text("form.dimensionless") if unit == DIMENSIONLESS else unit
