"""A result in one line: the outcome by its name, and of what it is.

Owns how the outcome of a whole verdict is named.  It takes values alone, so that this line can be told
without all other words of a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.kind import RulesetKind
from checker.text.normal import seen
from checker.verdict.part import Outcome, Purpose
from checker.verdict.verdict import Verdict


def result_line(verdict: Verdict, ruleset: Ruleset) -> str:
    """The result of ``verdict``, which names ``ruleset``, in one line."""
    model = ruleset.model
    name = marked(outcome_name(model.kind, verdict.outcome, model.not_covered), verdict.purpose)
    return in_one_line(model.kind, name, verdict.subject.name, verdict.period, model.document)


def in_one_line(kind: RulesetKind, outcome: str, subject: str, period: int, document: str) -> str:
    """The result in one line, given its outcome in words; a project is not judged of a year."""
    if kind.admits:
        return text("line.admission", outcome=outcome, subject=seen(subject), document=document)
    return text("line.result", outcome=outcome, subject=seen(subject), period=period, document=document)


def outcome_name(kind: RulesetKind, outcome: Outcome, not_covered: Sequence[str]) -> str:
    """An outcome of the whole; where some lists are not covered only what was compiled is met."""
    own = "admission_" if kind.admits and outcome in ("met", "unmet") else ""
    return text(f"outcome.{own}{outcome}{of_compilation(kind, outcome, not_covered)}")


def of_compilation(kind: RulesetKind, outcome: Outcome, not_covered: Sequence[str]) -> str:
    """The end of a sentence's code where an admission is met by a compilation that leaves lists out."""
    return "_compiled" if kind.admits and outcome == "met" and not_covered else ""


def marked(outcome: str, purpose: Purpose) -> str:
    """An outcome in words, marked when it is only a trial."""
    return text("outcome.as_trial", outcome=outcome) if purpose == "trial" else outcome
