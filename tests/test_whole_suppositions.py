"""What comes of a question keeps its words unless a change means to change them."""

from __future__ import annotations

from whole_suppositions import PLACE, told


def test_every_line_of_what_would_be_is_what_it_was() -> None:
    kept = PLACE.read_text(encoding="utf-8").splitlines()
    assert told().splitlines() == kept, "`python tests/whole_suppositions.py`, if this change means to change what is said"
