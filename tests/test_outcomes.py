"""Nothing that stood before the verdict became one of values comes out otherwise today."""

from __future__ import annotations

from outcomes import KEPT, table


def test_every_outcome_value_and_limit_of_the_samples_and_the_98_is_what_it_was() -> None:
    assert table().splitlines() == KEPT.read_text(encoding="utf-8").splitlines()
