"""A page made once more from its capsule, or from what of it is left.

Owns what a page made again says of itself.  It must not decide whether the one before was genuine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checker.capsule.issue import Issue, RegeneratedFrom, from_verdicts
from checker.capsule.toolchain import toolchain
from checker.capsule.unpacking import read_capsule, toolchain_of
from checker.errors import CapsuleError, CheckerError, Problem, UsageError
from checker.files.canonical import digest
from checker.files.format import later
from checker.former.inquiry import asked
from checker.reporting.document import document, document_of_verdicts
from checker.reporting.figures import NO_FIGURES, Figures, figures
from checker.ruleset.compiled import Ruleset
from checker.verdict.verdict import FORMATS, SEVERAL, Verdict
from checker.verifying.drift import Drift, as_made_by, drifts
from checker.verifying.examining import Examined, examined
from checker.verifying.ours import here
from checker.wording.speaking import worded
from checker.wording.worded import SCHEMA as IN_WORDS
from checker.wording.worded import WordedVerdict


@dataclass(frozen=True)
class Regenerated:
    """The bytes, and the components of the toolchain by which they differ from those before."""

    pdf: bytes
    drifts: Sequence[Drift]


def regenerated(files: Mapping[str, bytes], pdf: str | None, *, public: bool = False) -> Regenerated:
    """The page of a capsule; ``pdf`` is the digest of the one that it was in.

    Under the toolchain that the capsule names the bytes are the same, as they are where an earlier program
    of ours is all that differs; under another one the page says from what it was made again.  Raises
    :class:`CapsuleError` where judging doesn't give its verdict.
    """
    former = asked(files, toolchain_of(files), public=public)
    if former is not None and former.sound and not as_made_by(drifts(toolchain_of(files), toolchain())):
        return Regenerated(former.pdf, ())
    try:
        found = _sound(files)
    except CapsuleError:
        if former is None or not former.sound:
            raise
        raise CapsuleError(Problem("regenerate.mended", {"version": former.version})) from None
    assert found.made is not None
    capsule = read_capsule(files)
    if not found.drifts and not public:
        return Regenerated(found.made.pdf, ())
    if not found.drifts:
        return Regenerated(document(found.records, capsule.issue, capsule.toolchain, public=True).pdf, ())
    return Regenerated(document(found.records, again(files, pdf), toolchain(), public=public).pdf,
                       found.drifts)


def _sound(files: Mapping[str, bytes]) -> Examined:
    """What follows from a capsule that fits together; raises :class:`CapsuleError` for any other."""
    found = examined(files)
    if found.unjudged or found.problems:
        raise CapsuleError([*found.problems, *found.unjudged])
    if found.made is None:
        items = tuple(dict.fromkeys(one.item or one.field for one in found.differences))
        raise CapsuleError(Problem("regenerate.otherwise", {"items": items}))
    return found


def again(files: Mapping[str, bytes], pdf: str | None) -> Issue:
    """The issue of a page that was made again elsewhere: it says from which page that was issued."""
    issue = read_capsule(files).issue
    if issue.regenerated_from is not None:
        return issue
    source = RegeneratedFrom(pdf=pdf, toolchain=digest(files["toolchain.json"]))
    return issue.model_copy(update={"regenerated_from": source})


def from_verdict(data: Any, name: str, *, public: bool = False) -> bytes:
    """The page of a verdict's data alone; it says that nothing can be judged by it again.

    Raises :class:`UsageError` where the data are no verdict, or one in values by rules that aren't at hand.
    """
    _refuse_later(data, name)
    entries: Any = data.get("verdicts") if isinstance(data, dict) and "verdicts" in data else [data]
    for entry in entries if isinstance(entries, list) else ():
        _refuse_later(entry, name)
    try:
        found = [_in_words(entry, name) for entry in entries]
    except (ArithmeticError, AttributeError, LookupError, StopIteration, TypeError, ValueError):
        raise UsageError(Problem("regenerate.not_a_verdict", file=name)) from None
    if not found:
        raise UsageError(Problem("regenerate.not_a_verdict", file=name))
    verdicts, shown = zip(*found, strict=True)
    issue = from_verdicts(verdicts, RegeneratedFrom(pdf=None, toolchain=None))
    try:
        return document_of_verdicts(verdicts, entries, issue, shown, public=public).pdf
    except CheckerError:
        raise
    except Exception:  # of the shape of a verdict, with what no verdict of ours says
        raise UsageError(Problem("regenerate.not_a_verdict", file=name)) from None


def _refuse_later(data: Any, name: str) -> None:
    if newer := later(data, *FORMATS, SEVERAL):
        raise UsageError(replace(newer, file=name))


def _in_words(data: Any, name: str) -> tuple[WordedVerdict, Figures]:
    """A verdict in words and pictures.

    Those of format verdict/1 are in words, of which no picture is made; others are said by the very rules
    that they name.
    """
    if data["schema"] == IN_WORDS:
        findings = [_apart(finding) for finding in data["findings"]]
        return WordedVerdict.model_validate({**data, "findings": findings}), NO_FIGURES
    verdict = Verdict.model_validate(data)
    own = here(verdict.ruleset.id)
    if verdict.overlays:
        raise UsageError(Problem("regenerate.local_rules", file=name))
    if not isinstance(own, Ruleset) or own.digest != verdict.ruleset.digest:
        raise UsageError(Problem("regenerate.no_rules", {
            "ruleset": verdict.ruleset.id, "digest": verdict.ruleset.digest}, file=name))
    said = worded(verdict, own)
    return said, figures(verdict, said, own)


def _apart(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding with value and limit in parts, which older programs wrote as one text."""
    clause = finding.get("clause")
    if clause and not clause["prohibits"]:
        clause = {"reach": _amount(finding["limit"], finding["unit"]), **clause}
    return {"amount": _amount(finding["shown"], finding["unit"]), **finding, "clause": clause}


def _amount(words: str | None, unit: str | None) -> dict[str, Any] | None:
    """An amount from its words; the bracket is where its unit goes.

    Verdict/1 has nothing but these words of a limit, and of several values only their range and number as
    one text: no parts are in it to be put together instead.  Where a unit is printed is all that hangs on it.
    """
    if words is None:
        return None
    if not unit or words.endswith(unit):
        return {"figure": words}
    figure, bracket, rest = words.partition("（")
    return {"figure": figure, "unit": unit, "aside": bracket + rest}
