"""The sentences that every report shares: conclusion, grounds, settlements.

Owns the wording of a verdict's parts.  It must not compute an outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.messages import text
from checker.reporting.admission_words import clause_outcome
from checker.reporting.phrases import need, number, operands_of, reason
from checker.reporting.result_line import marked, outcome_name
from checker.reporting.verdict_kind import kind_of
from checker.verdict.changed import TierChanged
from checker.verdict.part import Outcome, Purpose, Settlement
from checker.wording.worded import Finding, WordedVerdict


def conclusion(verdict: WordedVerdict) -> str:
    """The conclusion in one sentence, with what must be said with it."""
    return kind_of(verdict.ruleset.concludes).conclusion(verdict) + (verdict.ruleset.caveat or "")


def item_outcome(finding: Finding) -> str:
    """The outcome of an item, in the words that fit a requirement, a target or a value to be guided by."""
    if finding.clause is not None:
        return clause_outcome(finding)
    if finding.limits != "requirement" and finding.outcome in ("met", "unmet"):
        return text(f"outcome.{finding.limits}_{finding.outcome}")
    return text(f"outcome.{finding.outcome}")


def silent(finding: Finding) -> bool:
    """Whether a clause has no value to be told.

    Of what is open or doesn't apply, 未触及 by one of several readings would be taken for the answer.
    """
    return (finding.clause is not None and finding.unit is None
            and finding.outcome in ("undetermined", "not_applicable"))


def item_then(outcome: Outcome, finding: Finding) -> str:
    """An outcome of an item at another time, in the words that fit it."""
    return item_outcome(finding.model_copy(update={"outcome": outcome}))


def outcome(verdict: WordedVerdict) -> str:
    """The outcome, marked when it is only a trial."""
    return _named(verdict, verdict.outcome, verdict.purpose, verdict.ruleset.not_covered)


def tier(verdict: WordedVerdict) -> str:
    """The tier, or those that it may be, with what would tell; nothing where the ruleset has none."""
    found = verdict.tier
    if found is None:
        return ""
    said = text("tier.said", label=found.label, tiers=tiers(found.possible))
    if len(found.possible) == 1:
        return said
    return said + (text("tier.lacking", needs=text("join.names").join(found.missing)) if found.missing
                   else text("tier.open"))


def before(verdict: WordedVerdict) -> str:
    """The outcome of the earlier verdict by the same ruleset, marked in the same way; empty without one."""
    old = verdict.previous
    return _named(verdict, old.outcome, old.purpose, old.not_covered) if old else ""


def since(verdict: WordedVerdict) -> str:
    """How many items changed since the earlier verdict, in value or otherwise; empty without one."""
    old = verdict.previous
    if old is None:
        return ""
    count = len(old.items) + len(old.moved)
    code = "report.previous" if count else "report.previous_same"
    which = text(f"report.previous_of_{_dated(verdict)}", period=old.period)
    return text(code, subject=old.subject, which=which,
                outcome=before(verdict), day=old.assessed_on, count=count,
                unchanged=old.unchanged - len(old.moved),
                rules=text("report.same_rules" if old.same_rules else "report.other_rules"))


def tier_since(verdict: WordedVerdict) -> str:
    """The tier last time and now, where it isn't the same; otherwise empty."""
    changed = verdict.previous.tier if verdict.previous else None
    label = verdict.tier.label if verdict.tier else text("tier.label")
    return tier_turned(label, changed) if changed else ""


def tier_turned(label: str, changed: TierChanged) -> str:
    """From which tiers to which."""
    return text("tier.turned", label=label, before=tiers(changed.before), after=tiers(changed.after))


def tiers(possible: Sequence[str]) -> str:
    """The tiers that something may be in, or that there are none."""
    return text("tier.or").join(possible) or text("tier.none")


def restated(verdict: WordedVerdict) -> str:
    """How many figures of the period are those of last time; empty where none can be compared."""
    old = verdict.previous
    if old is None or old.figures is None or not old.figures.compared:
        return ""
    found = old.figures
    kind = _dated(verdict)
    if found.equal == found.compared and old.period != verdict.period:
        return text(f"report.figures_same_{kind}", compared=found.compared, period=old.period,
                    day=old.assessed_on)
    return text(f"report.figures_{kind}", compared=found.compared, equal=found.equal,
                moved=found.compared - found.equal)


def _dated(verdict: WordedVerdict) -> str:
    """What a verdict is of: a project is judged once, all else for a year."""
    return "project" if verdict.subject.kind == "project" else "year"


def _named(verdict: WordedVerdict, found: Outcome, purpose: Purpose, not_covered: Sequence[str]) -> str:
    return marked(outcome_name(kind_of(verdict.ruleset.concludes).rules, found, not_covered), purpose)


def settle(settlement: Settlement | None, verdict: WordedVerdict, *, brief: bool = False) -> str:
    """A settlement in words; ``brief`` leaves out that a reported value would do as well."""
    if settlement is None:
        return ""
    if "need" in settlement:
        return _leaf(settlement["need"], verdict)
    if "one_of" in settlement:
        options = settlement["one_of"]
        if brief:
            options = [o for o in options if not o.get("need", "").startswith("report:")] or options
        said = [settle(option, verdict, brief=brief) for option in options]
        return said[0] if len(said) == 1 else text("settle.one_of", parts=text("join.parts").join(said))
    if "all_of" in settlement:
        said = list(dict.fromkeys(_needed(settlement, verdict, brief)))
        return said[0] if len(said) == 1 else text("settle.all_of", parts=" ＋ ".join(said))
    return text("settle.at_least", count=settlement["at_least"],
                parts=text("join.parts").join(settle(p, verdict, brief=brief) for p in settlement["of"]))


def _needed(settlement: Settlement, verdict: WordedVerdict, brief: bool) -> Iterator[str]:
    """The parts of an *all of*, with those of an *all of* inside it."""
    for part in settlement["all_of"]:
        only = [o for o in part.get("one_of", []) if not o.get("need", "").startswith("report:")]
        inner = only[0] if brief and len(only) == 1 else part
        if "all_of" in inner:
            yield from _needed(inner, verdict, brief)
        else:
            yield settle(inner, verdict, brief=brief)


def _leaf(key: str, verdict: WordedVerdict) -> str:
    for lacking in verdict.needs([key]):
        if lacking.kind != "resolve":
            return need(lacking, verdict)
    kind, _, rest = key.partition(":")
    name, _, reading = rest.partition("@")
    if kind == "report":
        finding = verdict.finding(name)
        label = next((e.reading_label for e in finding.evaluations if e.reading == reading), None)
        code = "need.report_reading" if label else "need.report"
        return text(code, label=finding.label, reading=label)
    if kind != "resolve":
        return rest
    finding = verdict.finding(reading)
    why = reason(name, finding.missing, operands_of(finding, name))
    return text("need.resolve", reason=why, item=number(reading))
