"""Amounts beside the conclusion, as they are put: what falling short costs, what is only shown.

Owns the sentences.  It must not compute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.messages import aside, text
from checker.reporting import phrases
from checker.wording.amount_part import AmountPart, ShortfallPart, ShownPart
from checker.wording.worded import Finding


def figures(amounts: Iterable[AmountPart]) -> str:
    """The amounts alone, or what each lacks; of several readings by theirs."""
    return text("join.parts").join(dict.fromkeys(_of_reading(one, _figure(one)) for one in amounts))


def _figure(amount: AmountPart) -> str:
    if amount.shown and amount.reason is None:
        return text("join.parts").join(phrases.with_unit(one, amount.unit) for one in amount.shown)
    if amount.missing:
        return text("amount.lacking", needs=text("join.names").join(dict.fromkeys(amount.missing)))
    return text("amount.open", why=phrases.reason(amount.reason or "reason.missing", (), amount.operands))


def _of_reading(amount: AmountPart, said: str) -> str:
    return text("way.reading", reading=amount.reading, options=said) if amount.reading else said


def comes_to(finding: Finding) -> str:
    """What falling short of a floor comes to in this case, with what it costs; nothing where it refuses."""
    short = finding.clause.shortfall if finding.clause else None
    if short is None or finding.outcome not in ("diverted", "review"):
        return ""
    return _told(short) + aside(figures(short.amounts))


def _told(short: ShortfallPart) -> str:
    return short.label or text(f"effect_of.{short.effect}")


def provided(short: ShortfallPart) -> str:
    """Where it stands what falling short comes to, and how that was seen; nothing where that isn't stated."""
    return "" if short.place is None else f"{short.place}（{text(f'seen.{short.seen}')}）"


def worked(amounts: Iterable[AmountPart]) -> list[str]:
    """Each amount with its formula and the numbers in it."""
    return list(dict.fromkeys(_worked(one) for one in amounts))


def of_finding(finding: Finding) -> list[str]:
    """What falling short of a floor costs, each amount with its formula and the numbers in it."""
    short = finding.clause.shortfall if finding.clause else None
    return worked(short.amounts) if short else []


def lines(parts: Sequence[ShownPart]) -> Iterator[str]:
    """What is only shown, as text."""
    if parts:
        yield ""
        yield text("report.shown")
    for part in parts:
        yield text("report.shown_line", number=phrases.number(part.item).rjust(2), label=part.label,
                   said=text("join.parts").join(shown(part)), place=place(part))


def charge_lines(finding: Finding) -> Iterator[str]:
    """What falling short of a floor comes to in this case, as text."""
    if comes_to(finding) and finding.clause and (short := finding.clause.shortfall):
        amounts = text("join.parts").join(worked(short.amounts))
        yield text("report.charge", effect=_told(short), place=provided(short),
                   amounts=text("report.charge_amounts", amounts=amounts) if amounts else "")


def _worked(amount: AmountPart) -> str:
    put_in = [one for one in amount.substitution if one not in amount.shown]
    parts = [*amount.formula, *put_in, _figure(amount)]
    said = " = ".join(parts) if amount.reason is None else text(
        "amount.not_worked", formula=" = ".join(amount.formula), why=_figure(amount))
    against = text("amount.against", limit=amount.against) if amount.against else ""
    return _of_reading(amount, said) + against


def shown(part: ShownPart) -> list[str]:
    """What is only shown, by each reading; where it can't be worked out, what is missing."""
    if part.outcome == "not_applicable":
        return [text("outcome.not_applicable")]
    unknown = [text("reason.applies_unknown")] if "reason.applies_unknown" in part.reasons else []
    return [*worked(part.amounts), *unknown]


def place(part: ShownPart) -> str:
    """Where the amount stands, and how it was seen."""
    return f"{part.place}（{text(f'seen.{part.seen}')}）"
