"""Pages verified: what is answered and in what words; the edits, pages and toolchains that several tests need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pages
import pytest
from bad.command import run
from conftest import ENGINES, ROOT
from pages import PROJECT

from checker.capsule import toolchain
from checker.capsule.record import Record
from checker.judging.judge import judge
from checker.reporting.document import document
from checker.ruleset.loading import load
from checker.verifying import examining, verifying
from checker.verifying.answers import Verification
from checker.verifying.origin import Trust

NOW = dt.datetime(2026, 11, 20, 4, 0, tzinfo=dt.UTC)


def verified(pdf: bytes) -> Verification:
    return verifying.verified(pdf, NOW.date(), Trust(NOW))


def held(found: Verification) -> dict[str, str]:
    return {answer.question: answer.holds for answer in found.answers}


def codes(found: Verification, question: str) -> list[str]:
    return [problem.code for problem in found.answer(question).said]


def words(found: Verification) -> str:
    return "\n".join(str(problem) for answer in found.answers for problem in answer.said)


def screening(table: Path, place: Path) -> Path:
    said = run("screen", table, "--ruleset", "admission-yunnan", "--overlay",
               ROOT / "samples/overlays/yuxi-admission-trial.yaml", "--common",
               ROOT / "samples/screening/yuxi-projects-2021-2025.yaml", "-o", place, "--jobs", "1")
    assert said.status == 0, said.err
    return place / "pdf"


def finding(verdict: Any) -> None:
    verdict["findings"][0]["outcome"] = "unmet"


def limit(ruleset: Any) -> None:
    entry = next(i for i in ruleset["indicators"] if i.get("limit"))["limit"]
    row = entry[0] if isinstance(entry, list) else entry
    name = next(key for key in row if key in ("at_least", "at_most", "below", "above", "equals"))
    row[name] = "0.01"


def crosswalk() -> bytes:
    submission = pages.record(PROJECT).submission
    records = []
    for name in ("admission-yunnan", "admission-land-2008"):
        rules = load(name)
        day = submission.dossier.assessed_on
        assert day is not None
        records.append(Record(submission, rules, rules, judge(
            submission.dossier, rules, day, ENGINES[0], submission.digest, told=name != "admission-yunnan")))
    return document(records).pdf


@pytest.fixture(name="elsewhere")
def fixture_elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Have this machine's toolchain differ in some component."""
    here = toolchain.toolchain()

    def change(**parts: Any) -> None:
        other = {**here, **parts}
        for module in (examining, document.__module__, "checker.verifying.regenerating",
                       "checker.verifying.public_copy"):
            name = module if isinstance(module, str) else module.__name__
            monkeypatch.setattr(f"{name}.toolchain", lambda: other)

    # The program that these tests run is that of no published version until it is published.
    monkeypatch.setattr(verifying, "pretended", lambda tools: False)
    yield change
    examining._examined.cache_clear()
