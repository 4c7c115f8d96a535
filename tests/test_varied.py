"""Made-up dossiers that use everything, varied one by one: what is judged of each is what it was, to the last word."""

from __future__ import annotations

import pytest
from conftest import ENGINES
from varied import KINDS, kept, text, titles, told

# So many at once; more than one, as each test asks for the dossier as it is.
MANY = 12
PARTS = [(name, first) for name in KINDS for first in range(0, len(titles(name)), MANY)]
KEPT = {name: kept(name) for name in KINDS}


@pytest.mark.parametrize(("name", "first"), PARTS)
def test_what_is_judged_of_each_made_up_dossier_is_what_it_was(name: str, first: int) -> None:
    for title in ("", *titles(name)[first:first + MANY]):
        assert text(name, title) == KEPT[name][title], f"{title or 'as it is'}: `python tests/varied.py`, if verdicts are meant to change"


def test_what_is_kept_is_asked() -> None:
    assert {name: list(found) for name, found in KEPT.items()} == {name: titles(name) for name in KINDS}


@pytest.mark.parametrize("name", KINDS)
def test_every_engine_concludes_the_same_of_all_that_made_up_dossiers_use(name: str) -> None:
    for engine in ENGINES[1:]:
        assert told(name, "", engine) == told(name, "")
