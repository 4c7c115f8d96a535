"""Whether what an outline names is there in the rules that its tables are filled by.

Owns which of its words are such names.  A form for any rules names what some of them have: none holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.quantity.unit import unit_of
from checker.reports.kind_series import units_of
from checker.reports.outline import FormModel, OutlinePart, series_parts
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load

# What a form names: the kind of it, and the name.
Name = tuple[str, str]


def unknown_names(form: FormModel) -> list[str]:
    """The names that none of a form's rulesets has, each once."""
    known = {name for ruleset in form.rulesets for name in _of_rules(ruleset)}
    asked = dict.fromkeys(_asked(form.parts)) if form.rulesets else {}
    return list(dict.fromkeys(name for kind, name in asked if (kind, name) not in known))


def misfits(form: FormModel, ruleset: Ruleset) -> list[str]:
    """What stands in a series and isn't measured in its unit."""
    return list(dict.fromkeys(
        name for part in series_parts(form.parts) for due in (unit_of(part.unit or ""),)
        for name, unit in units_of(part.series or (), ruleset).items() if not unit.fits(due)))


def _of_rules(ruleset: str) -> Iterator[Name]:
    model = load(ruleset).model
    yield from (("said", name) for name in (*model.quantities, *(item.id for item in model.indicators)))
    yield from (("item", item.id) for item in model.indicators)
    yield from (("category", item.category) for item in model.indicators)
    yield from (("quantity", name) for name in model.quantities)
    for name, entry in model.lists.items():
        yield "list", name
        yield from (("field", f"{name}.{field}") for field in entry.fields)


def _asked(parts: Sequence[OutlinePart]) -> Iterator[Name]:
    for part in parts:
        yield from (("said", name) for name in (*(part.say or ()), *(part.series or ())))
        yield from (("item", name) for name in part.charts or () if part.charts != "all")
        yield from (("category", name) for name in part.categories)
        yield from (("quantity", name) for name in part.quantities)
        if part.names is not None:
            yield "list", part.names
            yield from (("field", f"{part.names}.{field}") for field in part.fields)
        yield from _asked(part.below())
