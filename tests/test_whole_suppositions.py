"""What comes of a question keeps its words unless a change means to change them."""

from __future__ import annotations

import pytest
from whole_suppositions import PLACE, parts, told


@pytest.mark.parametrize("part", parts())
def test_every_line_of_what_would_be_is_what_it_was(part: str) -> None:
    kept = (PLACE / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    assert told(part, parts()[part]).splitlines() == kept, "`python tests/whole_suppositions.py`, if this change means to change what is said"


def test_every_question_that_is_kept_is_asked() -> None:
    assert sorted(path.stem for path in PLACE.iterdir()) == sorted(parts())
