"""Everything that can be said of rulesets in their folders: loading, cases, change log, each other.

Owns the order of checks, and that one bad ruleset never hides another.  It must not print.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from checker.concluding.engine import Engine
from checker.errors import CheckerError, Problem, RulesetError
from checker.files.reading import read_within
from checker.files.textfile import TextFile
from checker.limits import MAX_BYTES
from checker.linting.confusable import lint_names, lint_shared
from checker.linting.idle_limits import lint_limits
from checker.linting.idle_scores import lint_scores
from checker.linting.ruleset import Remark, lint
from checker.messages import source
from checker.ruleset.all_readings import with_all_readings
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import first_known, status
from checker.ruleset.loading import known, load_folder, locate, rules_file
from checker.testing.cases import Case, read_cases
from checker.testing.coverage import uncovered
from checker.testing.running import CaseResult, run

CHANGELOG = "CHANGELOG.md"
HORIZON = dt.date(2027, 12, 31)
"""The last day up to which a change log says whether the edition is in force."""


def lint_rulesets(names: Sequence[str], engine: Engine) -> list[Remark]:
    """Findings on the rulesets with these names (or folders), alone and beside all others there are."""
    found: list[Remark] = []
    asked: dict[str, tuple[Ruleset, TextFile]] = {}
    for name in dict.fromkeys(names):
        ruleset, findings = lint_folder(locate(name), engine)
        found += findings
        if ruleset is not None:
            asked[ruleset.id] = ruleset, rules_file(locate(name))
    others: list[Ruleset] = []
    for name in known():
        if name in asked or name in names:
            continue
        try:
            others.append(load_folder(locate(name)))
        except CheckerError:
            found.append(Remark("advice", "lint.not_compared", {"other": name}, name))
    shared = lint_shared([*(ruleset for ruleset, _ in asked.values()), *others], asked.keys())
    for finding in shared:
        file = asked[finding.ruleset][1]
        found.append(finding.at(file.name, file.lines))
    return found


def lint_folder(folder: Path, engine: Engine) -> tuple[Ruleset | None, list[Remark]]:
    """The ruleset in a folder, if it can be used, and every finding on it alone."""
    name = folder.resolve().name
    try:
        ruleset = load_folder(folder)
        file = rules_file(folder)
    except RulesetError as error:
        return None, _refused(error, name)
    try:
        whole = with_all_readings(ruleset)
    except RulesetError as error:
        return ruleset, _refused(error.at(file.name, file.lines), name)
    found = [finding.at(file.name, file.lines)
             for finding in (*lint(whole), *lint_limits(whole), *lint_scores(whole), *lint_names(whole))]
    return ruleset, [*found, *_cases(folder, ruleset, file, engine), *_changelog(folder, ruleset)]


def _refused(error: CheckerError, name: str) -> list[Remark]:
    return [_finding(problem, name) for problem in error.problems]


def _finding(problem: Problem, name: str) -> Remark:
    return Remark("error", problem.code, problem.params, name, problem.path, problem.file, problem.line)


def _cases(folder: Path, ruleset: Ruleset, file: TextFile, engine: Engine) -> list[Remark]:
    """Cases that can't be read or fail, and what none covers."""
    try:
        cases = read_cases(folder, ruleset)
    except RulesetError as error:
        return _refused(error, ruleset.id)
    found: list[Remark] = []
    results: list[CaseResult] = []
    for case in cases:
        try:
            results.append(run(case, ruleset, engine))
        except RulesetError as error:
            found += _refused(error, ruleset.id)
    found += [Remark("error", "lint.case_failed", {
        "name": result.case.name, "expected": result.expected, "found": result.found}, ruleset.id,
        file=result.case.file, line=result.case.line) for result in results if not result.passed]
    made = sorted({str(case.file) for case in cases if not case.counts})
    counting = [result for result in results if result.case.counts]
    if made and not counting:  # what they leave out is told once somebody has looked them through
        return found + [Remark("error", "lint.cases_unconfirmed", {}, ruleset.id, file=name) for name in made]
    found += [Remark("advice", "lint.cases_unconfirmed", {}, ruleset.id, file=name) for name in made]
    return found + [finding.at(file.name, file.lines) for finding in _gaps(
        ruleset, [case for case in cases if case.counts], counting)]


def _gaps(ruleset: Ruleset, cases: Sequence[Case], results: Sequence[CaseResult]) -> Iterator[Remark]:
    """What coverage finds, item by item and requirement by requirement."""
    model = ruleset.model
    spoken_of = {case.item for case in cases}
    alone = model.model_copy(update={"requirements": []})
    for position, item in enumerate(ruleset.written):
        if item.id not in spoken_of:
            yield Remark("error", "lint.item_without_case", {"id": item.id, "label": item.model.label},
                          ruleset.id, ("indicators", position))
            continue
        own, aside = ({}, {item.id: item}) if item.model.shown_only else ({item.id: item}, {})
        one = replace(ruleset, model=alone, items=own, shown=aside)
        yield from _gap(ruleset.id, uncovered(one, results), ("indicators", position))
    for position, requirement in enumerate(model.requirements):
        alone = model.model_copy(update={"requirements": [requirement]})
        one = replace(ruleset, model=alone, items={}, shown={})
        yield from _gap(ruleset.id, uncovered(one, results), ("requirements", position))


def _gap(name: str, lines: Sequence[str], path: tuple[str | int, ...]) -> Iterator[Remark]:
    if lines:
        yield Remark("error", "lint.uncovered", {"gaps": "".join(lines)}, name, path)


def _changelog(folder: Path, ruleset: Ruleset) -> list[Remark]:
    """Whether the change log says when the edition is in force, and says it right."""
    path = folder / CHANGELOG
    try:
        lines = read_within(path, MAX_BYTES, RulesetError).decode("utf-8-sig").splitlines()
    except RulesetError as error:
        if any(problem.code == "file.not_found" for problem in error.problems):
            return [Remark("error", "lint.no_changelog", {}, ruleset.id, file=str(path))]
        return _refused(error, ruleset.id)
    except UnicodeDecodeError:
        return [Remark("error", "file.unreadable", {"reason": "UTF-8"}, ruleset.id, file=str(path))]
    heading = source("lint.status.heading")
    due = status_lines(ruleset)
    if heading not in lines:
        params = {"heading": heading, "due": "；".join(due) or "—"}
        return [Remark("error", "lint.no_status", params, ruleset.id, file=str(path))]
    start = lines.index(heading) + 1
    end = next((i for i in range(start, len(lines)) if re.match("##? ", lines[i])), len(lines))
    given = [line.strip() for line in lines[start:end] if line.startswith("- ")]
    if given == due:
        return []
    params = {"given": "；".join(given) or "—", "due": "；".join(due) or "—"}
    return [Remark("error", "lint.status_differs", params, ruleset.id, file=str(path), line=start)]


def status_lines(ruleset: Ruleset) -> list[str]:
    """A line for each day on which the edition's status changes, from before its first to the horizon."""
    model, found = ruleset.model, []
    first = first_known(model.in_force, model.superseded_by)
    day = (first or HORIZON) - dt.timedelta(days=1)
    before = status(model.in_force, model.superseded_by, day)
    while day < HORIZON:
        day += dt.timedelta(days=1)
        now = status(model.in_force, model.superseded_by, day)
        if now != before:
            # The file is in Chinese whatever language the command speaks.
            found.append(source(
                "lint.status.change", day=day.isoformat(), before=source(f"lint.status.{before}"),
                after=source(f"lint.status.{now}")))
        before = now
    return found
