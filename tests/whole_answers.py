"""Whole answers on pages that were changed in some way, as text that can be compared line by line.

``python tests/whole_answers.py`` writes them anew: only where a change is meant to change answers, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import answered_capsules
import answered_files
import answered_formers
import answered_pages
import answered_registers
import answered_rules
import answered_words
from conftest import ROOT

from checker.sentence import Sentence
from checker.verifying.answers import Answer, Verification, plainly
from checker.verifying.status_words import STATUS_MARKS, status_words

PLACE = ROOT / "tests/kept/answers"
Found = Verification | Answer | Iterable[object]
SUBJECTS: Mapping[str, Callable[[], Iterator[tuple[str, Any]]]] = {
    **answered_capsules.SUBJECTS, **answered_pages.SUBJECTS, **answered_rules.SUBJECTS, **answered_registers.SUBJECTS,
    **answered_formers.SUBJECTS, **answered_words.SUBJECTS, **answered_files.SUBJECTS}
# A digest says nothing that another wouldn't.
_DIGEST = re.compile("[0-9a-f]{30,}")


def told(subject: str) -> str:
    """All cases of a subject: the status with what is said in one breath, then answer by answer."""
    before: dict[str, list[str]] = {}
    found = "\n".join(line for name, case in SUBJECTS[subject]() for line in (f"== {name}", *_lines(case, before)))
    return _DIGEST.sub("DIGEST", found) + "\n"


def _lines(found: Found, before: dict[str, list[str]]) -> Iterator[str]:
    """A verification whole, an answer, or what else was found, a line each; what is as in the case before, so."""
    if isinstance(found, Verification):
        plain = found.plain()
        assert [one["holds"] for one in plain["answers"]] == [one.holds for one in found.answers]
        yield f"{STATUS_MARKS[found.status]} {status_words(found)} | {found.status} {found.exit.name} {plain['public']}"
        yield f"{found.subject} | {found.number} | {found.outcome} | {found.entry}"
        yield from (f"{kind} {line}" for kind in ("but", "remarks") for line in map(_said, getattr(found, kind)))
        for answer in found.answers:
            yield from _lines(answer, before)
    elif isinstance(found, Answer):
        lines = [f"{found.question} {found.holds}", *(f"  {_said(one)}" for one in found.said)]
        yield from [f"{found.question} as before"] if before.get(found.question) == lines else lines
        before[found.question] = lines
    else:
        yield from (_said(one) if isinstance(one, Sentence) else str(one).replace("\n", "\\n") for one in found)


def _said(one: Sentence) -> str:
    plain = plainly(one)
    return f"{type(one).__name__} {plain['code']}: {plain['text']} {plain['params']}".replace("\n", "\\n")


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    for subject in SUBJECTS:
        (PLACE / f"{subject}.txt").write_text(told(subject), encoding="utf-8")
