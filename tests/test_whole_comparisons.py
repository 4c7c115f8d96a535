"""What stands beside another verdict keeps its words unless a change means to change them."""

from __future__ import annotations

import pytest
from whole_comparisons import PLACE, parts, told


@pytest.mark.parametrize("part", parts())
def test_every_line_of_what_is_compared_is_what_it_was(part: str) -> None:
    kept = (PLACE / f"{part}.txt").read_text(encoding="utf-8").splitlines()
    assert told(parts()[part]).splitlines() == kept, "`python tests/whole_comparisons.py`, if this change means to change what is compared"


def test_every_comparison_that_is_kept_is_made() -> None:
    assert sorted(path.stem for path in PLACE.iterdir()) == sorted(parts())
