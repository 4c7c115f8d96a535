"""A typed policy tried on made-up projects: one that meets everything, one a step short, one without a datum.

Owns the choice: a project is shown for what it is only where judging it comes to just that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from checker.assessment.assess import assessed
from checker.assessment.choosing import Chosen
from checker.capsule.record import Record
from checker.errors import DossierError
from checker.files.yaml_writing import yaml_written
from checker.intake import parse_dossier
from checker.messages import in_source_language, text
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import earliest
from checker.typed.policy_projects import ProjectFacts
from checker.typed.policy_worlds import whole_projects

Aim = Literal["meets", "short", "lacking"]
AIMS: tuple[Aim, ...] = ("meets", "short", "lacking")
# What judging a project has to come to, to be shown for what it is.
_DUE = {"meets": ("met",), "short": ("unmet", "review"), "lacking": ("undetermined",)}
_WIDTH = 1000


@dataclass(frozen=True)
class TriedProject:
    """A made-up project: what it is to show, what it states, its file, and what judging came to."""

    aim: Aim
    facts: ProjectFacts
    raw: bytes
    record: Record


@in_source_language
def tried(ruleset: Ruleset) -> list[TriedProject]:
    """The projects, as many of the three as can be made from the tables."""
    whole = next(_shown("meets", whole_projects(ruleset), ruleset), None)
    if whole is None:
        return []
    short = list(_shown("short", whole.facts.short(ruleset), ruleset))
    others = (min(short, key=lambda one: _turned(one, whole), default=None),
              next(_shown("lacking", whole.facts.lacking(ruleset), ruleset), None))
    return [whole, *(one for one in others if one is not None)]


def _shown(aim: Aim, facts: Iterable[ProjectFacts], ruleset: Ruleset) -> Iterator[TriedProject]:
    """Those of which judging shows that they are what they are to be."""
    for one in facts:
        found = _tried(aim, ruleset, one)
        if found is not None and found.record.verdict.outcome in _DUE[aim]:
            yield found


def _turned(one: TriedProject, whole: TriedProject) -> int:
    """How many items come to something else."""
    before = {found.item: found.outcome for found in whole.record.verdict.findings}
    return sum(before[found.item] != found.outcome for found in one.record.verdict.findings)


def _tried(aim: Aim, ruleset: Ruleset, facts: ProjectFacts) -> TriedProject | None:
    """A project judged; None where its data contradict the definitions, and nobody could state them."""
    raw = yaml_written(facts.dossier(ruleset, text(f"policy.project.{aim}")), width=_WIDTH).encode()
    try:
        submission = parse_dossier(raw, f"{text(f'policy.project.{aim}')}.yaml")
        day = earliest(ruleset.model.in_force.since)
        return TriedProject(aim, facts, raw, assessed(submission, Chosen(ruleset, ruleset, False), day))
    except DossierError:
        return None
