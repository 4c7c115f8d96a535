"""What many tests share: the ruleset, the engines, the samples, a way to judge."""

from __future__ import annotations

import copy
import datetime as dt
import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from quick import QUICK
from register_server import NoServer, Server, server

from checker.concluding.engine import Engine
from checker.concluding.plain import PlainEngine
from checker.concluding.remembering import RememberingEngine
from checker.dossier.dossier import Dossier
from checker.dossier.submission import dossier_digest
from checker.explaining.explained import explained
from checker.explaining.explanation import Explanation
from checker.files.textfile import read
from checker.judging.judge import judge
from checker.reporting.derivation import Derivation
from checker.reporting.deriving import derivation
from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import load
from checker.validation import build
from checker.verdict.part import Purpose
from checker.verdict.verdict import Verdict
from checker.wording.speaking import worded
from checker.wording.worded import WordedVerdict

gc.disable()  # nearly all that is made while the tests are collected stays
ROOT = Path(__file__).resolve().parent.parent
TODAY = dt.date(2026, 11, 28)  # judges where nobody names a day
SAMPLES = ("kunming-etdz-2022", "yuxi-htz-2020", "made-up-park")
PLAN_SAMPLES = ("made-up-yuxi-2022", "yuxi-carbon-2020", "yuxi-carbon-2020-as-printed", "yuxi-carbon-path")
# For what is tried with every sample: the path's 302 values take as long as all the others.
EVERY_PLAN = (*PLAN_SAMPLES[:-1], pytest.param(PLAN_SAMPLES[-1], marks=pytest.mark.whole))
# All figures of a real document as they are printed.
TRANSCRIBED = ("yuxi-htz-plan-tables", "yuxi-htz-green-tables", "kunming-etdz-text-figures")
DAY = dt.date(2025, 5, 31)
# The fewest examples of a property that the short run tries.
LEAST = 20
ENGINES: list[Engine] = [PlainEngine()]
# Where durable_rules can be installed its absence is an error; elsewhere what needs it is skipped, and says so.
DURABLE = sys.version_info < (3, 13)
needs_durable = pytest.mark.skipif(
    not DURABLE, reason="durable_rules was NOT tested: it does not load on CPython 3.13 and later")
if DURABLE:
    from checker.concluding.durable import DurableEngine

    ENGINES.append(DurableEngine())
if "COVERED" in os.environ:  # what a process has measured of itself has to be written before it is killed
    from pebble import CONSTS

    CONSTS.term_timeout = 60


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="only the files that tests/quick.py lists")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    left_out = collection_path.suffix == ".py" and collection_path.name not in QUICK
    return True if config.getoption("quick") and left_out else None


@pytest.fixture(scope="module", autouse=True)
def nothing_rendered_where_it_is_quick(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that renders fails in the files of `make quick`, so that they stay quick."""
    with pytest.MonkeyPatch.context() as patch:
        if request.path.name in QUICK:
            patch.setitem(sys.modules, "weasyprint", None)
        yield


# Tests of many variants that cost much together: the short run tries one in so many of them, the whole one all.
THINNED = {
    "test_every_line_of_the_answers_is_what_it_was": 2, "test_what_is_filled_in_wrongly_is_named_by_its_cell": 2,
    "test_each_mistake_is_named_by_sheet_and_cell": 2, "test_every_sample_comes_to_the_same_from_a_form": 2,
    "test_the_form_of_every_ruleset_is_read_back_once_its_basics_are_filled_in": 3,
    "test_a_writing_means_the_same_or_is_refused_by_its_place": 2,
    "test_what_is_judged_of_each_made_up_dossier_is_what_it_was": 2,
    "test_each_effect_and_each_comparison_has_cases_that_hold": 3,
    "test_a_screening_whose_files_changed_while_it_waited_is_not_begun": 3,
    "test_a_ruleset_from_a_workbook_is_written_back_as_one_that_comes_to_the_same_bytes": 2,
    "test_the_figures_of_the_comparison_table_are_those_of_the_verdict": 2,
    "test_without_a_datum_the_outcome_is_the_oracles_and_never_better": 2}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Try a property on a third of its examples in the short run, on all of them in the whole one."""
    met: Counter[str] = Counter()
    for item in items:
        name = getattr(item, "originalname", None) or item.name
        if name in THINNED:
            if met[name] % THINNED[name]:
                item.add_marker("whole")
            met[name] += 1
    if "not whole" not in config.getoption("markexpr") or "hypothesis" not in sys.modules:
        return
    from hypothesis import settings

    tests: set[Any] = {getattr(item, "obj", None) for item in items}
    for test in tests:
        held = getattr(test, "_hypothesis_internal_use_settings", None)
        if held is not None and held.max_examples > LEAST:
            test._hypothesis_internal_use_settings = settings(held, max_examples=max(LEAST, held.max_examples // 3))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays to the end: the collector need not look at it again and again, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


def sample_data(name: str) -> dict[str, Any]:
    """The plain data of a sample, to be changed at will."""
    return copy.deepcopy(_read(name))


def _read(name: str, cache: dict[str, dict[str, Any]] = {}) -> dict[str, Any]:  # noqa: B006 - a cache
    if name not in cache:
        cache[name] = read(ROOT / "samples" / f"{name}.yaml").data
    return cache[name]


def dossier(data: dict[str, Any]) -> Dossier:
    built, problems = build(Dossier, data)
    assert built is not None, [str(problem) for problem in problems]
    return built


def judged(data: dict[str, Any], ruleset: Ruleset | None = None, engine: Any = None) -> WordedVerdict:
    """The verdict by ``ruleset``, or else by the one that the dossier states."""
    made = dossier(data)
    stated = made.against[0].ruleset if made.against else "hj274-2015"
    return in_words(made, ruleset or load(stated), DAY, engine or ENGINES[0], dossier_digest(made))


def in_values(data: dict[str, Any]) -> Verdict:
    """The verdict in values by the ruleset that the dossier states."""
    made = dossier(data)
    return judge(made, load(made.against[0].ruleset), DAY, ENGINES[0], dossier_digest(made)).verdict


def derived(data: dict[str, Any], ruleset: Ruleset | None = None, day: dt.date = DAY) -> Derivation:
    """How the verdict by ``ruleset``, or else by the one that the dossier states, came about."""
    made = dossier(data)
    rules = ruleset or load(made.against[0].ruleset)
    case = judge(made, rules, day, ENGINES[0], dossier_digest(made))
    return derivation(case.verdict, rules, explanation=Explanation(ways=explained(case, rules).ways))


def in_words(made: Dossier, ruleset: Ruleset, day: dt.date, engine: Engine, digest: str,
             purpose: Purpose | None = None, *, told: bool = False) -> WordedVerdict:
    """The verdict in words, as whoever hands the dossier in is told it."""
    return worded(judge(made, ruleset, day, engine, digest, purpose, told=told).verdict, ruleset)


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    return load("hj274-2015")


@pytest.fixture(params=["plain", "remembering", pytest.param("durable_rules", marks=needs_durable)])
def engine(request: pytest.FixtureRequest) -> Any:
    if request.param == "remembering":
        return RememberingEngine(ENGINES[-1])
    return next(one for one in ENGINES if one.name == request.param)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    try:
        with server() as running:
            yield running
    except NoServer as why:
        pytest.skip(f"PostgreSQL was NOT tested: {why}")
