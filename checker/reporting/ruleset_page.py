"""A ruleset as a page: what the template needs, and nothing else.

Owns the order of what is shown of a ruleset.  It must not judge.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from checker.capsule.capsule import Attached
from checker.files.canonical import canonical_model, digest
from checker.messages import text
from checker.reporting.page import environment_of_pages
from checker.reporting.pdf import render
from checker.reporting.ruleset_text import formulas, shortfall_line
from checker.reporting.verdict_kind import kind_of
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.conclusive import warning
from checker.ruleset.edition import dated
from checker.ruleset.formula_words import labels
from checker.wording import restated_words
from checker.wording.grade_words import grades_of
from checker.wording.limit_words import demand


def ruleset_pdf(ruleset: Ruleset) -> bytes:
    """The bytes of the ruleset's PDF/A-3u, with ``ruleset.json`` inside."""
    model = ruleset.model
    attached = [Attached("ruleset.json", canonical_model(model), "application/json", "Data",
                         text("attached.ruleset"))]
    day = dated(model.in_force, model.checked)
    environment = environment_of_pages()
    html = environment.get_template("ruleset.html.j2").render(
        **ruleset_context(ruleset), attached=attached, created=f"{day.isoformat()}T00:00:00+08:00")
    return render(html, environment.get_template("verdict.css.j2").render(), attached, day,
                  digest(canonical_model(model)))


def ruleset_context(ruleset: Ruleset) -> dict[str, Any]:
    """What a page of a ruleset shows of it, wherever it is shown."""
    lines = [_line(item, ruleset) for item in ruleset.items.values()]
    return {
        "ruleset": ruleset, "model": ruleset.model, "factors": restated_words.factors(ruleset),
        "shown": [_line(item, ruleset) for item in ruleset.shown.values()],
        "grades": list(grades_of(ruleset)),
        "categories": [(name, list(found)) for name, found in
                       groupby(lines, key=lambda line: line["category"])],
        "inconclusive": warning(ruleset),
        "kind": kind_of(ruleset.model.concludes),
    }


def _line(item: Item, ruleset: Ruleset) -> dict[str, Any]:
    """One indicator with each of its readings."""
    model = item.model
    return {
        "id": item.id, "label": model.label, "unit": model.unit, "category": model.category,
        "weight": model.weight, "source": model.source, "scopes": model.scopes,
        "computed_only": model.computed_only,
        "applies": labels(ruleset).say(item.applies) if item.applies else None,
        "shortfall": shortfall_line(item, ruleset).strip(),
        "consequence": model.consequence, "unlike": model.unlike,
        "readings": [{
            "label": reading.label, "decides": reading.decides, "limit": demand(item, reading, ruleset),
            "formula": "—" if model.prohibits else formulas(reading.values, ruleset),
            "applies": labels(ruleset).say(reading.applies) if reading.applies else None,
        } for reading in item.interpretations],
    }
