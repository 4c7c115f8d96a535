"""A ruleset as text, readable in a terminal.

Owns the layout.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.judging.finding import limit_text
from checker.messages import text
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.wording import labels


def ruleset_text(ruleset: Ruleset) -> str:
    """Indicators with formulas, limits and how each part was seen; requirements; clauses."""
    return "\n".join(_lines(ruleset)) + "\n"


def _lines(ruleset: Ruleset) -> Iterator[str]:
    model = ruleset.model
    yield text("show.head", title=model.title, document=model.document, issuer=model.issuer, id=model.id)
    yield text("show.in_force", since=model.in_force.since.isoformat(),
               seen=text(f"seen.{model.in_force.seen}"))
    if model.note:
        yield model.note
    category = None
    for item in ruleset.items.values():
        if item.model.category != category:
            category = item.model.category
            yield ""
            yield f"【{category}】"
        yield from _item(item, ruleset)
    yield ""
    yield text("show.requirements")
    for requirement in model.requirements:
        members = "、".join(member.rsplit(".", 1)[-1] for member in requirement.members)
        yield text("show.requirement", label=requirement.label, members=members,
                   seen=text(f"seen.{requirement.source.group}"))
    yield ""
    yield text("show.clauses")
    for clause in model.clauses:
        yield text("show.clause", place=clause.place, treatment=text(f"treatment.{clause.treatment}"),
                   reason=clause.reason)


def _item(item: Item, ruleset: Ruleset) -> Iterator[str]:
    unit = "" if item.model.unit in (None, "1") else f"（{item.model.unit}）"
    source = item.model.source
    yield text("show.item", number=item.id.rsplit(".", 1)[-1].rjust(2), label=item.model.label, unit=unit)
    for reading in item.interpretations:
        label = f"{reading.label}：" if reading.label else ""
        said = [labels(ruleset).say(tree) for tree in reading.values]
        formula = "；".join(said) or text("show.reported_only")
        yield text("show.reading", label=label, formula=formula, limit=limit_text(reading.rows))
    yield text("show.seen", place=source.place, name=text(f"seen.{source.name}"),
               limit=text(f"seen.{source.limit}"), formula=text(f"seen.{source.formula}"))
    if source.note:
        yield text("explain.note", note=source.note)
