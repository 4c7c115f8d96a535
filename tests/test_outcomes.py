"""Nothing that stood before the verdict became one of values comes out otherwise today."""

from __future__ import annotations

import pytest
from outcomes import KEPT, of_their_own, table

LINES = KEPT.read_text(encoding="utf-8").splitlines()


@pytest.mark.whole
def test_every_outcome_value_and_limit_of_the_samples_and_the_98_is_what_it_was() -> None:
    assert table().splitlines() == LINES


def test_by_its_own_ruleset_each_sample_and_each_of_the_98_comes_to_what_it_came_to() -> None:
    blocks = set(_blocks(LINES))
    found = list(_blocks(list(of_their_own())))
    assert len(found) > 98
    assert [block for block in found if block not in blocks] == []


def _blocks(lines: list[str]) -> list[tuple[str, ...]]:
    """The lines of each subject and ruleset together."""
    starts = [number for number, line in enumerate(lines) if not line.startswith("\t")]
    return [tuple(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
