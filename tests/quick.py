"""The test files of `make quick`: what a change most often breaks, found out in less than a minute.

They render nothing: while one of them runs, in whatever run, WeasyPrint can't be imported (conftest.py).  They
start no other program either (test_house.py).
"""

from __future__ import annotations

QUICK = (
    "test_admission.py", "test_bad_cases.py", "test_bad_rulesets.py", "test_clamps.py", "test_diff.py",
    "test_differential.py", "test_doubts.py", "test_editions.py", "test_engine.py", "test_files.py", "test_formulas.py",
    "test_implied.py", "test_indices.py", "test_judging.py", "test_law_texts.py",
    "test_outcome_algebra.py", "test_outcomes.py", "test_overlays.py", "test_plans.py", "test_projects.py",
    "test_provision.py", "test_quantities.py", "test_samples.py", "test_standards.py",
    "test_values.py", "test_ways.py", "test_writing.py",
)
