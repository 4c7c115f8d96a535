"""Judging from the capsule: its canonical files give the verdict that the files as written gave."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, ENGINES, ROOT, dossier, in_words, judged, sample_data

from checker.dossier.dossier import Dossier
from checker.dossier.submission import dossier_digest
from checker.errors import CheckerError
from checker.files.canonical import canonical, canonical_model
from checker.files.textfile import parse_json
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data, installed, load
from checker.testing.cases import read_cases
from checker.testing.running import dossier_of

SAMPLED = 3
# A path of many years takes as long as all the others together.
LONG = {"yuxi-carbon-path"}


def again(ruleset: Ruleset) -> Ruleset:
    """The ruleset as a capsule holds it: its keys in alphabetical order."""
    return from_data(parse_json(canonical_model(ruleset.model), "ruleset.json"))


def turned(data: Any) -> Any:
    """The same data with the keys of every mapping in the opposite order."""
    if isinstance(data, dict):
        return {key: turned(value) for key, value in reversed(data.items())}
    return [turned(value) for value in data] if isinstance(data, list) else data


def plain(made: Dossier, ruleset: Ruleset) -> bytes | list[str]:
    try:
        return canonical(in_words(made, ruleset, DAY, ENGINES[0], dossier_digest(made)).plain())
    except CheckerError as error:
        return [str(problem) for problem in error.problems]


def same_from_capsule(made: Dossier, ruleset: Ruleset, capsule: Ruleset) -> bool:
    raw = canonical_model(made)
    back = dossier(turned(parse_json(raw, "dossier.json")))
    assert canonical_model(back) == raw
    return plain(made, ruleset) == plain(back, capsule)


@pytest.mark.parametrize("name", [*installed(), "samples/rulesets/made-up-scoring", "samples/rulesets/made-up-shortfalls"])
@pytest.mark.parametrize("share", [SAMPLED, pytest.param(0, marks=pytest.mark.whole)])
def test_every_case_is_judged_alike_from_its_canonical_files(name: str, share: int) -> None:
    ruleset = load(str(ROOT / name) if "/" in name else name)
    folder = ROOT / name if "/" in name else ROOT / "rulesets" / name
    cases = read_cases(Path(folder), ruleset)
    if share:
        cases = random.Random(name).sample(cases, min(share, len(cases)))
    capsule = again(ruleset)
    assert capsule.digest == ruleset.digest
    assert cases
    different = [case.name for case in cases if not same_from_capsule(dossier_of(case, ruleset), ruleset, capsule)]
    assert different == []


@pytest.mark.parametrize("path", [
    pytest.param(path, marks=pytest.mark.whole if path.stem in LONG else ()) for path in
    sorted(ROOT.glob("samples/*.yaml"))], ids=lambda path: path.stem)
def test_every_sample_is_judged_alike_with_its_keys_in_another_order(path: Path) -> None:
    data = sample_data(path.stem)
    name = data["against"][0]["ruleset"]
    ruleset = load(name if name in installed() else str(ROOT / "samples/rulesets" / name))
    assert canonical(judged(data, ruleset).plain()) == canonical(judged(turned(data), again(ruleset)).plain())
