"""Made-up dossiers that use everything, varied one by one: what is judged of each is what it was, to the last word."""

from __future__ import annotations

import pytest
from conftest import ENGINES
from varied import KINDS, kept, text, titles, told

ALL = [(name, title) for name in KINDS for title in titles(name)]
KEPT = {name: kept(name) for name in KINDS}


@pytest.mark.parametrize(("name", "title"), ALL, ids=[f"{name}-{title or 'as it is'}" for name, title in ALL])
def test_what_is_judged_of_each_made_up_dossier_is_what_it_was(name: str, title: str) -> None:
    assert text(name, title) == KEPT[name][title], "`python tests/varied.py`, if this change means to change verdicts"


def test_what_is_kept_is_asked() -> None:
    assert {name: list(found) for name, found in KEPT.items()} == {name: titles(name) for name in KINDS}


@pytest.mark.parametrize("name", KINDS)
def test_every_engine_concludes_the_same_of_all_that_made_up_dossiers_use(name: str) -> None:
    for engine in ENGINES[1:]:
        assert told(name, "", engine) == told(name, "")
