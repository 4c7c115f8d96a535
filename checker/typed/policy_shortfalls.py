"""What a typed policy says of a floor that isn't reached: its effect, the words for it, what is to be paid.

Owns these cells, read and written back.  It must not know the table of floors.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from checker.forms.grid import GridLine
from checker.messages import text
from checker.quantity.unit import DIMENSIONLESS, Unit
from checker.ruleset.compiled import Item, Ruleset
from checker.typed.policy_draft import PolicyDraft, Said
from checker.typed.policy_facts import CaseData
from checker.typed.policy_notes import SheetRow
from checker.typed.policy_phrases import NoPhrase, Phrases
from checker.typed.policy_terms import unit_in
from checker.validation import shorten

# What a floor that is not reached comes to: a refusal, a person's look, a payment, another road, or nothing.
LIMITS: Mapping[str, Said] = {
    "refuse": {"limits": "requirement"}, "review": {"limits": "requirement", "shortfall": "review"},
    "charge": {"limits": "requirement", "shortfall": "charge"},
    "road": {"limits": "requirement", "shortfall": "road"}, "guided": {"limits": "reference"},
    "target": {"limits": "target"}, "reference": {"limits": "reference", "weight": "guiding"}}
# The cells that say more of it.
CELLS = ("then", "by", "times", "owed")
_PAID = CELLS[1:]
_SHORT = {"at_least": "(floor - value)", "above": "(floor - value)", "at_most": "(value - floor)",
          "below": "(value - floor)"}


def limits_of(line: GridLine, effect: str | None, compares: str, source: Mapping[str, Any],
              draft: PolicyDraft) -> Said:
    """What the effect of a metric says of its limit, and of falling short of it."""
    said = dict(LIMITS.get(effect or "", {}))
    short = said.pop("shortfall", None)
    if short is None:
        draft.not_due(line, CELLS)
        return said
    found: Said = {"effect": short}
    if line["then"].text:
        found["label"] = line["then"].text
    elif short != "review":
        draft.lacks(line, "then", line["label"].text)
    if short == "charge":
        found |= _charge(line, compares, draft)
    else:
        draft.not_due(line, _PAID)
    if "label" in found:
        found["source"] = {"place": source["place"], "seen": source["limit"]}
    return {**said, "shortfall": found}


def _charge(line: GridLine, compares: str, draft: PolicyDraft) -> Said:
    """What falling short costs: the difference, times a datum, times a number."""
    factors = [_SHORT[compares]]
    if line["by"].text:
        term = draft.term(line["by"], ["number"])
        factors += [term[0]] if term else []
    if line["times"].text:
        number = draft.amount(line["times"], DIMENSIONLESS)
        if number and Fraction(number) <= 0:
            draft.complain(line["times"], "policy.times_due", given=shorten(line["times"].text))
        factors += [number] if number else []
    unit = unit_in(line, draft, "owed")
    return {"amount": " * ".join(factors), "unit": unit or "1"}


def amount_owed(item: Item, short: Fraction, given: CaseData, ruleset: Ruleset
                ) -> tuple[CaseData, Fraction | None]:
    """What a value that is so far short of its limit costs, with the datum that this is reckoned by."""
    model, unit = item.model.shortfall, item.unit
    if model is None or model.amount is None or model.unit is None or unit is None:
        return given, None
    amount = short * unit.factor / Unit(model.unit).factor
    for factor in model.amount.split(" * ")[1:]:
        if factor in ruleset.units:
            given = {**given, factor: given.get(factor, 1)}
            amount *= Fraction(str(given[factor])) * ruleset.units[factor].factor
        else:
            amount *= Fraction(factor)
    return given, amount


def cells_of(item: Mapping[str, Any], phrases: Phrases) -> SheetRow:
    """The cells of a metric's row that say what falling short of it comes to; raises :class:`NoPhrase`."""
    short = item.get("shortfall", {})
    said = {key: item[key] for key in ("limits", "weight") if key in item}
    said |= {"shortfall": short["effect"]} if short else {}
    effect = next((name for name, due in LIMITS.items() if due == said), None)
    source = item["source"]
    if effect is None or short.get("source", {"place": source["place"]})["place"] != source["place"]:
        raise NoPhrase(item["id"])
    _, *factors = str(short.get("amount", "")).split(" * ")
    times = [one for one in factors if one.replace(".", "", 1).isdecimal()]
    by = [one for one in factors if one not in times]
    if len(times) > 1 or len(by) > 1 or "when" in short:
        raise NoPhrase(item["id"])
    unit = str(short.get("unit", ""))
    return {"effect": text(f"policy.effect.{effect}"), "then": short.get("label", ""),
            "by": phrases.over(by[0])[0] if by else "", "times": times[0] if times else "",
            "owed": text("form.dimensionless") if unit == "1" else unit}
