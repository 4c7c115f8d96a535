"""The answers on a page are what they were, word by word, unless a change means to change them and says so."""

from __future__ import annotations

import pytest
from whole_answers import PLACE, SUBJECTS, told


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_line_of_the_answers_is_what_it_was(subject: str) -> None:
    kept = (PLACE / f"{subject}.txt").read_text(encoding="utf-8").splitlines()
    assert told(subject).splitlines() == kept, "`python tests/whole_answers.py`, if this change means to change answers"


def test_what_is_answered_is_kept_and_nothing_else() -> None:
    assert sorted(path.stem for path in PLACE.iterdir()) == sorted(SUBJECTS)
