"""A policy's workbook as pages: its faults by sheet and cell, or its rules and what they say of projects.

Owns what is shown and in which order.  It must not judge: it asks the services.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.errors import DossierError, Problem, RulesetError, UsageError
from checker.files.bounds import bounded
from checker.files.reading import read_within
from checker.limits import MAX_BYTES, MOST_PROBLEMS
from checker.messages import text
from checker.reporting import phrases, words
from checker.reporting.catalogue import in_force
from checker.reporting.document import document
from checker.reporting.page import MARKS
from checker.reporting.ruleset_page import ruleset_context
from checker.services.placing_rulesets import packed, place_among_own, put_among_own
from checker.services.trying_policy import AIMS, TriedProject, tried
from checker.typed.blank_policy import blank_policy
from checker.typed.policy_cases import table_cases
from checker.typed.policy_folder import policy_files
from checker.typed.typed_policy import TypedPolicy, typed_policy
from checker.web.rendering import Setting, rendered


@dataclass(frozen=True)
class ShownProject:
    """A made-up project as the page shows it: what it states, what sets it apart, what judging came to."""

    aim: str
    name: str
    shows: str
    outcome: str
    said: str
    conclusion: str
    told: Sequence[tuple[str, str]]
    otherwise: Sequence[tuple[str, str, str]]
    items: Sequence[tuple[str, str, str, str]]


def blank() -> bytes:
    """The workbook to fill in."""
    return blank_policy()


def policy_page(place: str, setting: Setting, *, may_put: bool) -> str:
    """What a filled workbook comes to, or everything that is wrong with it."""
    name = place.rpartition("/")[2]
    try:
        policy = _read(place)
    except DossierError as error:
        told = [str(problem) for problem in error.problems[:MOST_PROBLEMS]]
        rest = text("error.rest", shown=MOST_PROBLEMS) if len(error.problems) > MOST_PROBLEMS else ""
        return rendered("policy_faults", setting, place=place, name=name, wrong=told,
                        count=len(error.problems), rest=rest)
    files = policy_files(policy)
    projects = tried(policy.ruleset)
    cases = [(case["name"], text(f"outcome.{case['expect']}")) for case in table_cases(policy.ruleset)]
    there, why_not = None, ""
    try:
        there = place_among_own(policy)
    except (UsageError, RulesetError) as error:
        why_not = str(error)
    advice = [*map(str, policy.advice), *(text("policy.untold", name=one) for one in files.untold)]
    return rendered(
        "policy_tried", setting, place=place, name=name, advice=advice, cases=cases,
        **ruleset_context(policy.ruleset), in_force=in_force(policy.ruleset), marks=MARKS,
        projects=[_shown(one, projects[0], policy) for one in projects], wanted=len(AIMS),
        there=there, why_not=why_not, may_put=may_put)


def policy_file(place: str, kind: str) -> tuple[bytes, str]:
    """The ruleset packed, or a made-up project's file or page, with the name to keep it under."""
    policy = _read(place)
    if kind == "zip":
        return packed(policy.ruleset.id, policy_files(policy).content), f"{policy.ruleset.id}.zip"
    aim, _, form = kind.partition(".")
    one = next((one for one in tried(policy.ruleset) if one.aim == aim), None)
    if one is None or form not in ("yaml", "pdf"):
        raise UsageError(Problem("browser.not_found"))
    name = f"{text(f'policy.project.{aim}')}.{form}"
    return (one.raw if form == "yaml" else document([one.record]).pdf), name


def put_policy(place: str, seen: str | None) -> str:
    """Put the ruleset among the office's own; its id."""
    return put_among_own(_read(place), seen).name


def _read(place: str) -> TypedPolicy:
    with bounded(error=DossierError, said="file"):
        return typed_policy(read_within(Path(place), MAX_BYTES, DossierError), place)


def _shown(one: TriedProject, whole: TriedProject, policy: TypedPolicy) -> ShownProject:
    verdict, ruleset = one.record.words, policy.ruleset
    items = [(phrases.number(found.item), found.label, found.outcome, words.item_outcome(found))
             for found in verdict.findings]
    return ShownProject(
        one.aim, text(f"policy.project.{one.aim}"), text(f"policy.aim.{one.aim}"), verdict.outcome,
        words.outcome(verdict), words.conclusion(verdict), one.facts.told(ruleset),
        one.facts.otherwise(ruleset, whole.facts) if one is not whole else (), items)
