"""What stands beside another verdict keeps its words unless a change means to change them."""

from __future__ import annotations

from whole_comparisons import PLACE, told


def test_every_line_of_what_is_compared_is_what_it_was() -> None:
    kept = PLACE.read_text(encoding="utf-8").splitlines()
    assert told().splitlines() == kept, "`python tests/whole_comparisons.py`, if this change means to change what is compared"
