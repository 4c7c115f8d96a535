"""The sentences that every report shares: conclusion, grounds, settlements.

Owns the wording of a verdict's parts.  It must not compute an outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.judging.verdict import Finding, Lacking, RequirementPart, Settlement, Verdict
from checker.messages import text


def number(item: str) -> str:
    """``HJ274-2015.11`` as ``11``."""
    return item.rsplit(".", 1)[-1]


def numbers(items: Iterable[str]) -> str:
    """Items as ``6、7``."""
    return "、".join(number(item) for item in items)


def conclusion(verdict: Verdict) -> str:
    """The conclusion in one sentence."""
    trial = "trial_" if verdict.purpose == "trial" else ""
    return text(
        f"conclusion.{trial}{verdict.outcome}", subject=verdict.subject.name, period=f"{verdict.period}",
        title=verdict.ruleset.title, document=verdict.ruleset.document,
        why="；".join(why(part, verdict) for part in verdict.requirements if part.outcome == "unmet"))


def why(part: RequirementPart, verdict: Verdict) -> str:
    """Why a requirement has its outcome, naming its items."""
    by_outcome: dict[str, list[str]] = {}
    for member in part.members:
        by_outcome.setdefault(verdict.finding(member).outcome, []).append(member)
    said = "，".join(
        text("ground.items", items=numbers(items), outcome=text(f"outcome.{outcome}"))
        for outcome in ("unmet", "undetermined", "met") if (items := by_outcome.get(outcome))
        and (outcome == "unmet" or part.outcome != "unmet"))
    return text("ground.requirement", label=part.label, said=said)


def tally(part: RequirementPart) -> str:
    """``需 17 项达标：达标 3，未达标 1，无法判定 13``."""
    counts = [(text(f"outcome.{name}"), getattr(part, name))
              for name in ("met", "unmet", "undetermined", "not_applicable", "not_selected")]
    return text("ground.tally", needed=part.needed,
                counts="，".join(f"{label} {count}" for label, count in counts if count))


def reasons(finding: Finding) -> str:
    """Why an item is undetermined."""
    return "；".join(text(code, count=len(finding.missing)) for code in finding.reasons)


def need_name(lacking: Lacking) -> str:
    """A lacking datum without its year."""
    code = {"report": "need.report", "list": "need.list", "exact": "need.exact"}.get(lacking.kind)
    return text(code, label=lacking.label) if code else lacking.label


def need_year(lacking: Lacking) -> str:
    """The year in which it is lacking, or an empty text."""
    if lacking.year is None:
        return ""
    return text("formula.base") if lacking.year == "base" else str(lacking.year)


def need(lacking: Lacking) -> str:
    """A lacking datum with its year."""
    year = need_year(lacking)
    return text("need.in_year", name=need_name(lacking), year=year) if year else need_name(lacking)


def settle(settlement: Settlement | None, verdict: Verdict, *, brief: bool = False) -> str:
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
        return said[0] if len(said) == 1 else text("settle.one_of", parts="；".join(said))
    if "all_of" in settlement:
        said = list(dict.fromkeys(_needed(settlement, verdict, brief)))
        return said[0] if len(said) == 1 else text("settle.all_of", parts=" ＋ ".join(said))
    return text("settle.at_least", count=settlement["at_least"],
                parts="；".join(settle(p, verdict, brief=brief) for p in settlement["of"]))


def _needed(settlement: Settlement, verdict: Verdict, brief: bool) -> Iterator[str]:
    """The parts of an *all of*, with those of an *all of* inside it."""
    for part in settlement["all_of"]:
        only = [o for o in part.get("one_of", []) if not o.get("need", "").startswith("report:")]
        inner = only[0] if brief and len(only) == 1 else part
        if "all_of" in inner:
            yield from _needed(inner, verdict, brief)
        else:
            yield settle(inner, verdict, brief=brief)


def _leaf(key: str, verdict: Verdict) -> str:
    for lacking in verdict.missing:
        if lacking.id == key:
            return need(lacking)
    kind, _, rest = key.partition(":")
    name, _, reading = rest.partition("@")
    if kind == "report":
        finding = verdict.finding(name)
        label = next((e.reading_label for e in finding.evaluations if e.reading == reading), None)
        code = "need.report_reading" if label else "need.report"
        return text(code, label=finding.label, reading=label)
    return text("need.resolve", reason=text(name)) if kind == "resolve" else rest
