"""What a form is drawn from, and what its tables have in common: words, widths, last time's answers.

Owns nothing that is drawn.  It must not read a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.forms.last import Before
from checker.forms.years import Years
from checker.messages import text
from checker.quantity.unit import DIMENSIONLESS
from checker.ruleset.compiled import Ruleset

WIDTHS = {"fact": 26, "definition": 34, "value": 22, "document": 20, "place": 16, "words": 40, "by": 16,
          "on": 12, "quantity": 26, "scope": 11, "price_basis": 13, "unit": 11, "year": 14, "amount": 14,
          "other_year": 10, "other_value": 12, "note": 18, "key": 17, "label": 26, "reading": 20,
          "question": 40, "finding": 10, "why": 40, "group": 30, "chosen": 10, "field": 24, "serves": 17,
          "before": 24, "": 14}


@dataclass(frozen=True)
class Request:
    """What a form is drawn from: the ruleset, the years it is made for, what was stated last time."""

    ruleset: Ruleset
    years: Years
    before: Before | None = None


def shown_unit(unit: str) -> str:
    """A unit as the form prints it."""
    return text("form.dimensionless") if unit == DIMENSIONLESS else unit


def hint(name: str) -> str:
    """The line above a table."""
    return text(f"form.hint.{name}")


def last_cell(last: Before | None, stated: str, name: str) -> dict[str, str]:
    """The cell that shows what was stated last time, where the form has one."""
    if last is None:
        return {}
    told: Mapping[str, str] = getattr(last, stated)
    return {"before": told.get(name, text("form.not_stated_before"))}
