"""The catalogue of all rulesets, as a page of Markdown.

Owns its layout.  It must not judge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checker.messages import text
from checker.quantity.day import in_words
from checker.reporting.phrases import numbers, pretty
from checker.reporting.verdict_kind import kind_of
from checker.ruleset.compiled import Item, Ruleset
from checker.ruleset.edition import start_shown
from checker.ruleset.terms import SEEN_ORDER, number_of
from checker.wording.limit_words import demand


def catalogue_page(rulesets: Sequence[Ruleset]) -> str:
    """Every ruleset: what it judges, when it is in force, its items with limits and how they were seen."""
    return "\n".join([text("catalogue.title"), "", text("catalogue.note"), "", *_overview(rulesets),
                      *(line for ruleset in rulesets for line in _one(ruleset))]) + "\n"


def _overview(rulesets: Sequence[Ruleset]) -> Iterator[str]:
    yield text("catalogue.overview_head")
    yield "|---|---|---|---|---|---:|"
    for ruleset in rulesets:
        model = ruleset.model
        yield _row(f"[{model.id}](#{model.id})", f"{model.title}（{model.document}）",
                   text(f"kind.{model.judges}"), text(f"concludes.{model.concludes}"), in_force(ruleset),
                   str(len(ruleset.items)))


def in_force(ruleset: Ruleset) -> str:
    """From when to when a ruleset is in force, how that was seen, and what has taken its place."""
    dates = ruleset.model.in_force
    after = ruleset.model.superseded_by
    successor = (text("catalogue.successor", document=after.document, since=in_words(after.since))
                 if after else "")
    return f"{start_shown(dates.since)}～{dates.until or ''}（{text(f'seen.{dates.seen}')}）{successor}"


def _one(ruleset: Ruleset) -> Iterator[str]:
    model = ruleset.model
    yield ""
    yield f"## {model.id}"
    yield ""
    yield text("catalogue.about", title=model.title, document=model.document, issuer=model.issuer)
    for said in filter(None, (model.note, model.caveat)):
        yield ""
        yield said.strip()
    yield ""
    yield text("catalogue.seen", counts=text("join.also").join(_seen(ruleset)))
    yield ""
    yield text("catalogue.items_head", limit=kind_of(model.concludes).limits(model.limits))
    yield "|---:|---|---|---|---|---|"
    for item in ruleset.items.values():
        yield _item(item, ruleset)
    for requirement in model.requirements:
        yield ""
        yield text("catalogue.requirement", label=requirement.label, members=numbers(requirement.members),
                   seen=text(f"seen.{requirement.source.group}"))


def _seen(ruleset: Ruleset) -> Iterator[str]:
    """How many limits were seen in which way; an account has none."""
    kind = kind_of(ruleset.model.concludes)
    counts = Counter(kind.rests_on(item.model.source) for item in ruleset.items.values())
    for seen in SEEN_ORDER:
        if counts[seen]:
            yield f"{text(f'seen.{seen}')} {counts[seen]}"


def _item(item: Item, ruleset: Ruleset) -> str:
    model = item.model
    limits = dict.fromkeys(demand(item, reading, ruleset) for reading in item.interpretations
                           if reading.decides)
    limit = kind_of(ruleset.model.concludes).shown_limit("／".join(limits), "—")
    unit = "—" if model.unit in (None, "1") else pretty(str(model.unit))
    return _row(number_of(item.id), model.label, unit, limit, text(f"weight.{model.weight}"),
                model.source.place)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
