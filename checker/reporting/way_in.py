"""What would let a project in: what has to change, what has to be handed in, what a person has to say.

Owns the order and the wording.  It computes nothing but what several clauses ask of one datum together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from checker.messages import text
from checker.reporting import amount_lines, phrases
from checker.reporting.admission_words import asked, points_of
from checker.reporting.way_words import OptionPart, Ways
from checker.wording.worded import Finding, WordedVerdict

DECIDED = ("met", "not_applicable", "computed")
UNREAD = "reason.unread"


def turned(verdict: WordedVerdict) -> list[Finding]:
    """The clauses that keep the project out or wait for a person; but for mere questions."""
    return [finding for finding in verdict.findings if bars(finding)]


def bars(finding: Finding) -> bool:
    """Whether a clause keeps the project out, or waits for a person for more than a mere question."""
    waits = finding.outcome == "review" and not _question(finding)
    return waits or finding.outcome in ("unmet", "diverted")


def changes(finding: Finding, ways: Ways, untouched: str | None = None) -> list[str]:
    """What would have to change for one clause, one line for each reading or case; never nothing.

    Where it is known with which amounts a prohibition is ``untouched``, these are told for its condition.
    """
    points, own = points_of(finding), ways.get(finding.item, ())
    matched = any(e.decides and e.outcome == "unmet" for e in finding.evaluations)
    lines = [points.remedy] if points.remedy else []
    for way in own:
        options = text("way.any").join(map(option, way.options))
        lines.append(text("way.reading", reading=way.reading, options=options) if way.reading else options)
    if points.prohibits and matched and untouched:
        lines.append(untouched)
    elif points.prohibits and matched and not points.remedy:
        lines += [text("way.facts", condition=condition) for condition in points.turned]
    if points.reach and matched and not own:
        lines.append(text("way.reach", limit=phrases.amount(points.reach),
                          value=phrases.value_of(finding)))
    if points.instead and finding.outcome == "unmet":
        lines.append(text("way.instead", cases=text("join.names").join(points.instead)))
    short = points.shortfall
    if finding.outcome == "unmet" and short and short.case and short.effect != "review":
        lines.append(text("way.if_case", case=short.case, to=short.label))
    if finding.outcome == "diverted":
        lines.append(text("way.or_leads", to=amount_lines.comes_to(finding)))
    if finding.outcome == "review":
        lines.append(text("way.or_opinion" if lines else "way.opinion"))
    return lines or [text("way.opinion")]


def option(part: OptionPart) -> str:
    """One datum that would do, with how far it is away."""
    own = "way.range" if part.bound_of == part.label else "way.bound"
    now = text(own, other=part.bound_of, now=part.now) if part.bound_of else text("way.now", now=part.now)
    bounded = "_by_bound" if part.bound_of else ""
    said = text(f"way.{part.relation}{bounded}", label=part.label, now=now, short=part.short,
                needed=phrases.with_unit(part.needed, part.unit))
    needs = [text("way.provided_least", label=p.label, needed=phrases.with_unit(p.needed, p.unit))
             for p in part.provided]
    return text("way.provided", option=said, needs=text("join.parts").join(needs)) if needs else said


def steps(verdict: WordedVerdict, ways: Ways) -> list[str]:
    """What is needed besides the changes of :func:`changes`, in the order in which it is to be done."""
    if verdict.outcome in DECIDED:
        return []
    waiting = [f for f in verdict.findings if f.weight == "binding" and f.outcome == "undetermined"]
    open_items = {finding.item for finding in waiting}
    needs = [need for need in verdict.missing if need.decides or open_items & set(need.items)]
    supply = [_need(need.items, phrases.need(need, verdict)) for need in needs if need.kind != "resolve"]
    settle = [_need(need.items, phrases.settled(need, verdict)) for need in needs if need.kind == "resolve"]
    unread = [_named(finding) for finding in waiting if UNREAD in finding.reasons]
    asks = [said for f in verdict.findings if f.weight == "binding" and (said := _opinion(f))]
    lines = [*together(turned(verdict), ways)]
    lines += [text("way.supply", needs=text("join.parts").join(dict.fromkeys(supply)))] if supply else []
    lines += [text("way.settle", needs=text("join.parts").join(dict.fromkeys(settle)))] if settle else []
    lines += [text("way.unread", items=text("join.names").join(unread))] if unread else []
    lines += [text("way.opinions", items=text("join.names").join(asks))] if asks else []
    return [*lines, text("way.again")] if turned(verdict) or supply or settle else lines


def together(findings: Sequence[Finding], ways: Ways) -> list[str]:
    """What several clauses ask of one datum, where more than one does; and what none can be."""
    wanted: dict[tuple[str, str], dict[str, list[OptionPart]]] = {}
    for finding in findings:
        for way in ways.get(finding.item, ()):
            for part in way.options:
                by_item = wanted.setdefault((part.quantity, part.relation), {})
                by_item.setdefault(finding.item, []).append(part)
    strictest = {key: (max if key[1] == "at_least" else min)(
        (part for parts in by_item.values() for part in parts), key=lambda part: Decimal(part.needed))
        for key, by_item in wanted.items()}
    several = [strictest[key] for key, by_item in wanted.items() if len(by_item) > 1]
    lines = [text("way.together", options=text("join.parts").join(map(option, several)))] if several else []
    return [*lines, *_apart(strictest)]


def _apart(strictest: dict[tuple[str, str], OptionPart]) -> Iterator[str]:
    """The data that would have to be more and less at once."""
    for (quantity, relation), least in strictest.items():
        most = strictest.get((quantity, "at_most"))
        if relation == "at_least" and most is not None and Decimal(least.needed) > Decimal(most.needed):
            yield text("way.apart", label=least.label, least=phrases.with_unit(least.needed, least.unit),
                       most=phrases.with_unit(most.needed, most.unit))


def _question(finding: Finding) -> bool:
    """Whether a clause rests on a person's answer alone."""
    return asked(finding) and points_of(finding).question is not None


def _opinion(finding: Finding) -> str:
    """What a person has to say of a clause, now or when it is changed; nothing where that is nothing."""
    if finding.outcome == "review":
        return _named(finding) + ("" if _question(finding) else text("way.or_change"))
    words = dict.fromkeys(part.word for part in points_of(finding).watched)
    return _named(finding) + text("way.then_watched", words="”“".join(words)) if (
        finding.outcome == "unmet" and words) else ""


def _need(items: Sequence[str], name: str) -> str:
    return text("way.need", name=name, items=phrases.numbers(items))


def _named(finding: Finding) -> str:
    return f"{phrases.number(finding.item)} {finding.label}"
