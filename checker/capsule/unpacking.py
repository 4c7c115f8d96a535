"""What a capsule says: its files read back into issue, dossier, rules and verdicts.

Owns which files there have to be and in what form.  It must not judge and must not render.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from checker.capsule.issue import SCHEMA as ISSUE
from checker.capsule.issue import Issue
from checker.capsule.toolchain import SCHEMA as TOOLCHAIN
from checker.dossier.dossier import Dossier
from checker.errors import CapsuleError, CheckerError, Problem, UsageError
from checker.files.canonical import canonical, canonical_model
from checker.files.format import later
from checker.files.reading import read_within
from checker.files.textfile import parse_json
from checker.limits import MOST_ATTACHED
from checker.messages import text
from checker.ruleset.amended import amended, overlay_from
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data
from checker.ruleset.overlay import Overlay
from checker.validation import Model, build
from checker.verdict.verdict import FORMATS

LONGEST = 40
SUBMITTED = ("submitted.yaml", "submitted.json", "submitted.xlsx", "submitted.csv")
FIXED = ("dossier.json", "issue.json", "toolchain.json")
COMMON = "common.yaml"
ANSWERS = "answers-{}.xlsx"
_NAMED = re.compile("(submitted|common|answers|dossier|issue|toolchain|ruleset|overlay|verdict|previous)"
                    "(-[a-z0-9-]+)?[.](json|yaml|xlsx|csv)")
# What is told of files that are no capsule, by what is among them.
_LEFT = {frozenset[str](): "capsule.none", frozenset(("ruleset",)): "capsule.only_rules",
         frozenset(("verdict", "issue", "toolchain")): "capsule.only_verdict"}
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class CapsuleVerdict:
    """One verdict of the capsule, as plain data, with the rules that it was made by."""

    suffix: str
    base: Ruleset
    ruleset: Ruleset
    overlays: tuple[Overlay, ...]
    told: bool
    verdict: Mapping[str, Any]
    previous: Any = None


@dataclass(frozen=True)
class Capsule:
    """Everything that is attached, read."""

    files: Mapping[str, bytes]
    issue: Issue
    toolchain: Mapping[str, Any]
    dossier: Dossier
    submitted: str
    parts: tuple[CapsuleVerdict, ...]


def read_capsule(files: Mapping[str, bytes]) -> Capsule:
    """The capsule in these files; raises :class:`CapsuleError` with everything that is wrong."""
    missing = [name for name in FIXED if name not in files]
    given = [name for name in SUBMITTED if name in files]
    if len(given) != 1:
        missing.append("submitted.*")
    if missing:
        kinds = frozenset(name.partition("-")[0].partition(".")[0] for name in files)
        code = _LEFT.get(kinds, "capsule.missing")
        raise CapsuleError(Problem(code, {"names": "、".join(missing)}))
    issue = issue_of(files)
    tools = _data(files, "toolchain.json", TOOLCHAIN)
    dossier = _model(files, "dossier.json", Dossier, "dossier/1")
    several = len(issue.judged.rulesets) > 1
    parts = tuple(_part(files, issue, by.ruleset, f"-{by.ruleset}" if several else "", by.told)
                  for by in issue.judged.rulesets)
    due = {*FIXED, given[0], *(name for part in parts for name in _names(files, part.suffix))}
    if given[0] == "submitted.csv":
        due.add(COMMON)
    due.update(answers_of(files))
    strangers = sorted(set(files) - due)
    if strangers:
        raise CapsuleError(Problem("capsule.strangers", {"names": "、".join(strangers)}))
    return Capsule(files, issue, tools, dossier, given[0], parts)


def answers_of(files: Container[str]) -> list[str]:
    """The names of the filled question sheets, in the order in which they were taken in."""
    found: list[str] = []
    while (name := ANSWERS.format(len(found) + 1)) in files:
        found.append(name)
    return found


def previous_of(files: Iterable[str]) -> list[str]:
    """The names of the earlier verdicts that those of a page stand beside."""
    named = ((name, _NAMED.fullmatch(name)) for name in files)
    return [name for name, match in named if match and match[1] == "previous"]


def toolchain_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What a page was made with; raises :class:`CapsuleError`."""
    tools = _data(files, "toolchain.json", TOOLCHAIN) if files else None
    if not isinstance(tools, dict):
        raise CapsuleError(Problem("capsule.none"))
    return tools


def issue_of(files: Mapping[str, bytes]) -> Issue:
    """What a page says of its issue, whatever else is in its capsule; raises :class:`CapsuleError`."""
    return _model(files, "issue.json", Issue, ISSUE)


def siblings(verdict: Path) -> dict[str, bytes]:
    """The files of a capsule that was taken out into a folder, if ``verdict`` lies among them.

    Raises :class:`UsageError` where one can't be read.
    """
    place = verdict.parent
    if not all((place / name).is_file() for name in FIXED):
        return {}
    files: dict[str, bytes] = {}
    left = MOST_ATTACHED
    for path in sorted(place.iterdir()):
        if path.is_file() and _NAMED.fullmatch(path.name):
            files[path.name] = read_within(path, left, UsageError)
            left -= len(files[path.name])
    return files


def _part(files: Mapping[str, bytes], issue: Issue, ruleset: str, suffix: str, told: bool) -> CapsuleVerdict:
    base = _ruleset(files, f"ruleset{suffix}.json", ruleset)
    overlays = tuple(_overlay(files, name) for name in _overlays(files, suffix))
    rules = base
    for overlay in overlays:
        try:
            rules = amended(rules, overlay, issue.judged.as_of)
        except CheckerError as error:
            raise _within(f"overlay{suffix}.json", error) from None
    name = f"verdict{suffix}.json"
    verdict = _data(files, name, *FORMATS)
    before = f"previous{suffix}.json"
    previous = _plain(files, before) if before in files else None
    return CapsuleVerdict(suffix, base, rules, overlays, told, verdict, previous)


def _names(files: Mapping[str, bytes], suffix: str) -> list[str]:
    """The names of a part's files; the earlier verdict is there only if there was one."""
    fixed = [f"ruleset{suffix}.json", f"verdict{suffix}.json", *_overlays(files, suffix)]
    before = f"previous{suffix}.json"
    return [*fixed, before] if before in files else fixed


def _overlays(files: Mapping[str, bytes], suffix: str) -> list[str]:
    """The overlays of a part in the order in which they were applied."""
    alone = f"overlay{suffix}.json"
    if alone in files:
        return [alone]
    found: list[str] = []
    while (name := f"overlay{suffix}-{len(found) + 1}.json") in files:
        found.append(name)
    return found


def _ruleset(files: Mapping[str, bytes], name: str, due: str) -> Ruleset:
    try:
        found = from_data(_json(files, name))
    except CheckerError as error:
        raise _within(name, error) from None
    if found.id != due:
        raise CapsuleError(Problem("capsule.other_ruleset", {"given": found.id, "due": due}, file=name))
    if canonical_model(found.model) != files[name]:
        raise CapsuleError(Problem("capsule.not_canonical", file=name))
    return found


def _overlay(files: Mapping[str, bytes], name: str) -> Overlay:
    try:
        found = overlay_from(_json(files, name))
    except CheckerError as error:
        raise _within(name, error) from None
    if canonical_model(found.model) != files[name]:
        raise CapsuleError(Problem("capsule.not_canonical", file=name))
    return found


def _model(files: Mapping[str, bytes], name: str, model: type[M], schema: str) -> M:
    data = _json(files, name)
    _known(data, name, schema)
    found, problems = build(model, data)
    if found is None:
        raise CapsuleError([problem.at(name, {}) for problem in problems])
    if canonical_model(found) != files[name]:
        raise CapsuleError(Problem("capsule.not_canonical", file=name))
    return found


def _data(files: Mapping[str, bytes], name: str, *schemas: str) -> Any:
    """Plain data as JSON has it, in canonical form, in one of some formats."""
    data = _plain(files, name)
    _known(data, name, *schemas)
    return data


def _plain(files: Mapping[str, bytes], name: str) -> Any:
    try:
        data = json.loads(_raw(files, name))
        whole = canonical(data) == files[name]
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        raise CapsuleError(Problem("capsule.not_canonical", file=name))
    return data


def _json(files: Mapping[str, bytes], name: str) -> Any:
    """A file's data with exact numbers, by the rules of every file that is read."""
    return parse_json(_raw(files, name), name, CapsuleError)


def _raw(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise CapsuleError(Problem("capsule.missing", {"names": name}))
    return files[name]


def _known(data: Any, name: str, *schemas: str) -> None:
    """A file of a format that this program doesn't know is not guessed at."""
    given = data.get("schema") if isinstance(data, dict) else None
    if newer := later(data, *schemas):
        raise CapsuleError(replace(newer, file=name))
    if given not in schemas:
        said = text("differs.nothing") if given is None else str(given)[:LONGEST]
        raise CapsuleError(Problem(
            "capsule.other_format", {"given": said, "due": "、".join(schemas)}, file=name))


def _within(name: str, error: CheckerError) -> CapsuleError:
    return CapsuleError([problem.at(name, {}) for problem in error.problems])
