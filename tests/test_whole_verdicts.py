"""A verdict keeps its bytes, and so does what explains it, unless a change means to change them and says so."""

from __future__ import annotations

from typing import Any

import pytest
from whole_verdicts import PLACE, subjects, told

SUBJECTS = list(subjects())


@pytest.mark.parametrize(("name", "data"), SUBJECTS, ids=[name for name, _ in SUBJECTS])
def test_every_line_of_a_verdict_and_of_its_explanation_is_what_it_was(name: str, data: dict[str, Any]) -> None:
    kept = (PLACE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert told(data).splitlines() == kept, "`python tests/whole_verdicts.py`, if this change means to change verdicts"


def test_what_is_kept_is_asked() -> None:
    assert sorted(path.stem for path in PLACE.iterdir()) == sorted(name for name, _ in SUBJECTS)
