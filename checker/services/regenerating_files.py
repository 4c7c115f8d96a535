"""A page made once more, from a PDF, a verdict or a number of the register.

Owns what is said of a page that was made again.  It must not write a file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checker.capsule.official import SEALED
from checker.capsule.opening import opened, read_pdf
from checker.capsule.unpacking import read_capsule, siblings
from checker.errors import Problem, UsageError
from checker.files.bounds import bounded
from checker.files.canonical import digest
from checker.files.textfile import read
from checker.messages import text
from checker.register.store import Register
from checker.sealing.sections import base_length
from checker.verifying import standing
from checker.verifying.drift import drift_words
from checker.verifying.regenerating import Regenerated, from_verdict, regenerated

SUFFIXES = (".pdf", ".json")


def regenerated_anew(source: str, register: Register | None, *,
                     public: bool = False) -> tuple[bytes, list[str]]:
    """The page of a PDF, of a verdict's JSON or of a number of the register, and what there is to say of it.

    Raises a :class:`checker.errors.CheckerError` where it can't be made again.
    """
    path = Path(source)
    with bounded():
        if path.suffix.lower() == ".pdf":
            return _of_pdf(read_pdf(path), public)
        if path.suffix.lower() == ".json":
            return _of_verdict(path, public)
        return _of_number(source, register, public)


def _of_pdf(pdf: bytes, public: bool) -> tuple[bytes, list[str]]:
    """The page of a file's capsule, and what is wrong with the capsule."""
    base = base_length(pdf)
    given = opened(pdf)
    made, said = _said(regenerated(given.files, digest(pdf[:base]), public=public))
    capsule = read_capsule(given.files)
    if public and capsule.issue.number is None:
        said.append(text("regenerate.public_unproven"))
    known = standing.known(capsule.parts)
    if known.holds in ("no", "not_here"):
        said += map(str, known.said)
    if given.unprinted() or given.doubled:
        said.append(text("regenerate.other_page"))
    if base is not None and base < len(pdf) and SEALED in pdf[base:]:
        said.append(text("regenerate.seal_lost"))
    return made, said


def _of_number(number: str, register: Register | None, public: bool) -> tuple[bytes, list[str]]:
    """What the register holds under a number; the bytes have to be those that it recorded."""
    if register is None:
        raise UsageError(Problem("regenerate.no_register", {"number": number}))
    entry = register.entry(number.strip().upper())
    if entry is None:
        raise UsageError(Problem("regenerate.no_such_number", {"number": number}))
    made = regenerated(register.files(entry), entry.pdf, public=public)
    if not public and not made.drifts and digest(made.pdf) != entry.pdf:
        raise UsageError(Problem("regenerate.not_registered", {"number": number}))
    pdf, said = _said(made)
    later = register.superseded_by(entry.number)
    if later is not None:
        said.append(text("regenerate.superseded", number=entry.number, later=later))
    return pdf, said


def _of_verdict(path: Path, public: bool) -> tuple[bytes, list[str]]:
    """A verdict among the files of its capsule, or by itself."""
    files = siblings(path)
    if files:
        return _said(regenerated(files, None, public=public))
    raw = read(path, UsageError).raw
    try:
        data: Any = json.loads(raw)
    except ValueError:
        raise UsageError(Problem("regenerate.not_a_verdict", file=str(path))) from None
    return from_verdict(data, str(path), public=public), [text("regenerate.verdict_alone")]


def _said(made: Regenerated) -> tuple[bytes, list[str]]:

    said = [str(drift_words(drift)) for drift in made.drifts]
    return made.pdf, [text("regenerate.drift"), *said] if said else []
