"""Which rulesets a dossier is judged by, in which edition, under which local provisions.

Owns the choice and its refusals, and the reading of overlays.  It must not judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from checker.dossier.dossier import Dossier
from checker.dossier.submission import Submission
from checker.errors import CheckerError, Problem, RulesetError, UsageError
from checker.files.textfile import TextFile, read
from checker.quantity.day import in_words
from checker.ruleset.compiled import Ruleset
from checker.ruleset.edition import latest, status
from checker.ruleset.loading import load, usable

if TYPE_CHECKING:
    from checker.ruleset.overlay import Overlay

GivenOverlay: TypeAlias = "tuple[Overlay, TextFile]"


@dataclass(frozen=True)
class Chosen:
    """A ruleset as it stands and under its overlays; ``told`` when only the caller names it."""

    base: Ruleset
    ruleset: Ruleset
    told: bool


def choose(submission: Submission, asked: Sequence[str], day: dt.date,
           overlays: Sequence[GivenOverlay]) -> list[Chosen]:
    """The rulesets to judge by; raises a :class:`checker.errors.CheckerError` in words."""
    bases = [(base, not _of_itself(submission, base, day)) for base in map(load, dict.fromkeys(asked))]
    if not asked:
        bases = [(_stated(submission, day), False)]
    ids = [base.id for base, _ in bases]
    for twice in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        raise UsageError(Problem("error.ruleset_twice", {"id": twice}))
    _all_fit(overlays, [base for base, _ in bases])
    return [Chosen(base, _under(base, overlays, day), told) for base, told in bases]


def _stated(submission: Submission, day: dt.date) -> Ruleset:
    """The one ruleset that the dossier states, unless another edition has taken its place."""
    try:
        ruleset = load(_only(submission.dossier))
        _not_superseded(ruleset, day)
    except UsageError as error:
        where = ("against",) if submission.dossier.against else ()
        named = UsageError([replace(problem, path=where) for problem in error.problems])
        raise named.at(submission.file.name, submission.file.places) from None
    return ruleset


def _of_itself(submission: Submission, base: Ruleset, day: dt.date) -> bool:
    """Whether the dossier alone would have led to the same ruleset."""
    try:
        return _stated(submission, day).id == base.id
    except CheckerError:
        return False


def _only(dossier: Dossier) -> str:
    names = list(dict.fromkeys(against.ruleset for against in dossier.against))
    if len(names) == 1:
        return names[0]
    fitting = [one.id for one in usable() if one.model.judges == dossier.subject.kind]
    if not names:
        raise UsageError(Problem("error.no_ruleset", {"names": "、".join(fitting)}))
    raise UsageError(Problem("error.several_rulesets", {"names": "、".join(names)}))


def _not_superseded(ruleset: Ruleset, day: dt.date) -> None:
    """A superseded edition judges only where a transition lets it, or the caller says so."""
    model, after = ruleset.model, ruleset.model.superseded_by
    now = status(model.in_force, after, day)
    if after is None or now not in ("over", "perhaps_over"):
        return
    if any(day <= latest(transition.until) for transition in model.transitional):
        return
    raise UsageError(Problem(f"edition.{now}", {
        "ruleset": ruleset.id, "document": model.document, "day": day.isoformat(),
        "since": in_words(after.since), "successor": after.document,
        "title": after.title or "", "known": after.ruleset or "",
        "note": after.note or ""}))


def overlay_file(path: Path) -> GivenOverlay:
    """An overlay and its file; raises :class:`RulesetError` with file and line."""
    from checker.ruleset.amended import overlay_from

    file = read(path, RulesetError)
    try:
        return overlay_from(file.data), file
    except RulesetError as error:
        raise error.at(file.name, file.lines) from None


def _all_fit(given: Sequence[GivenOverlay], bases: Sequence[Ruleset]) -> None:
    """An overlay that changes none of the chosen rulesets would be passed over in silence."""
    ids = [base.id for base in bases]
    for overlay, file in given:
        if overlay.model.base.ruleset not in ids:
            raise RulesetError(Problem("overlay.other_ruleset", {
                "given": "、".join(ids), "due": overlay.model.base.ruleset},
                ("base", "ruleset"))).at(file.name, file.lines)


def _under(base: Ruleset, given: Sequence[GivenOverlay], day: dt.date) -> Ruleset:
    ours = [(overlay, file) for overlay, file in given if overlay.model.base.ruleset == base.id]
    if not ours:
        return base
    from checker.ruleset.amended import amended

    ruleset = base
    for overlay, file in ours:
        try:
            ruleset = amended(ruleset, overlay, day)
        except RulesetError as error:
            raise error.at(file.name, file.lines) from None
    return ruleset
