"""An entry in words: a line of a list, all of it, its outcomes.

Owns the layout for a terminal.  It must not look anything up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from checker.errors import Problem, UsageError
from checker.messages import CATALOGUE, text, word
from checker.register.checking import CheckResult
from checker.register.entry import Entry
from checker.zone import moment_shown

OUTCOMES = ("met", "unmet", "undetermined", "not_applicable", "computed", "review", "diverted")


def line(entry: Entry, later: str | None) -> str:
    """What a list says of it; ``later`` is the number of the entry that corrects it."""
    facts = entry.facts
    return text("register.line", number=entry.number, day=entry.issued_on.isoformat(), period=facts.period,
                outcome=text("join.names").join(outcomes(entry)), subject=_flat(facts.subject),
                rulesets=text("join.names").join(map(_flat, facts.rulesets)),
                later=text("register.later", later=later) if later else "")


def told(entry: Entry, later: str | None, answers: Sequence[str] = (),
         beside: Sequence[str] | None = None) -> Iterator[str]:
    """Everything about it, line by line.

    ``answers`` are its filled question sheets; ``beside`` the numbers of the earlier verdict that it was
    compared with, None where there was none.
    """
    facts = entry.facts
    yield text("register.show_number", number=entry.number, sequence=entry.sequence)
    at = moment_shown(dt.datetime.fromisoformat(entry.recorded_at))
    yield text("register.show_issued", day=entry.issued_on.isoformat(), at=at, by=_flat(entry.by))
    yield text("register.show_subject", subject=_flat(facts.subject), kind=_word("kind", facts.kind),
               period=facts.period, assessed_on=facts.assessed_on.isoformat())
    for outcome, ruleset, key in zip(outcomes(entry), facts.rulesets, facts.verdicts, strict=False):
        yield text("register.show_ruleset", outcome=outcome, ruleset=_flat(ruleset), digest=key)
    if entry.supersedes:
        yield text("register.show_supersedes", earlier=_flat(entry.supersedes),
                   reason=_flat(entry.reason or ""))
    if later:
        yield text("register.show_later", later=later)
    if answers:
        yield text("register.show_answers", count=len(answers), names=text("join.names").join(answers))
    if beside is not None:
        yield text("register.show_beside", numbers=text("join.names").join(beside)) if beside else text(
            "register.show_beside_unknown")
    yield text("register.show_pdf", digest=entry.pdf)
    for name in sorted(entry.files):
        yield text("register.show_file", name=name, digest=entry.files[name])
    yield text("register.show_made_with", parts=text("join.names").join(
        f"{_flat(name)} {_flat(version)}" for name, version in sorted(entry.made_with.items())))
    yield text("register.show_hash", hash=entry.hash, previous=entry.previous)


def anchor_told(report: CheckResult) -> str:
    """How far an anchor vouches for a sound register, or what goes unnoticed without one."""
    if report.anchored is None:
        return text("register.no_anchor")
    return text("register.sound_anchor", name=report.anchored)


def outcomes(entry: Entry) -> list[str]:
    """The outcomes in words; a project's are those of its admission."""
    project = entry.facts.kind == "project"
    said = [_word("outcome", f"admission_{code}" if project and code in ("met", "unmet") else code)
            for code in entry.facts.outcome]
    return [text("register.trial", outcome=name) for name in said] if entry.facts.purpose == "trial" else said


def outcome_code(given: str | None) -> str | None:
    """An outcome as it is kept, whether its code was given or one of its names.

    Raises :class:`UsageError` for any other word.
    """
    names = {text(f"outcome.{start}{code}"): code for code in OUTCOMES
             for start in ("", "admission_") if f"outcome.{start}{code}" in CATALOGUE}
    names[text("outcome.admission_met_compiled")] = "met"
    if given is None or given in names.values():
        return given
    if given not in names:
        raise UsageError(Problem("register.outcome", {"given": given, "known": text("join.names").join(
            names)}))
    return names[given]


def _word(kind: str, code: str) -> str:
    """The word for a code; one of another version's is shown as it is."""
    return word(f"{kind}.{code}", _flat(code))


def _flat(said: str) -> str:
    return " ".join(said.split())
