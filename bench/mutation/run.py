"""Tries a sample of the mutants and says how many were caught:  SEED=1 python bench/mutation/run.py

Owns the order.  It must not know how a mutant is made or tried.
A mutant is first put into the living functions of a process in which all tests are collected; one that
nothing catches there is tried once more in a process that reads its module anew.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from apart import Outcome
from choosing import Choosing
from mutants import ROOT, Mutant, drawn
from reach import reached
from results import CAUGHT, UNDECIDED, Book, digest, every_mutant, told
from trying import SHORT, WORDS, InFresh, InLiving

# Expected processor time of the tests that are tried with one mutant, in seconds.
LIVING, FRESH = float(os.environ.get("LIVING") or 4), float(os.environ.get("FRESH") or 12)
BATCH = 1000  # mutants, after which those that nothing caught are tried once more


def loaded() -> None:
    """Import what is not ours and takes long, so that no copy has to."""
    import hypothesis
    import openpyxl
    import pydantic
    import pyhanko.sign
    import sqlalchemy
    import starlette
    import weasyprint  # noqa: F401

    # Deadlines measure the machine.
    hypothesis.settings.register_profile("mutants", deadline=None)
    hypothesis.settings.load_profile("mutants")
    assert "checker" not in sys.modules, (openpyxl, pydantic, pyhanko, sqlalchemy, starlette)


def run(seed: int, size: int, only: str) -> None:
    """Try what is still open of a sample."""
    patterns = (os.environ.get("TESTS") or "test_*.py").split()
    files = sorted({file for pattern in patterns for file in (ROOT / "tests").glob(pattern)})
    reached(files, SHORT)
    everything = every_mutant()
    sample = [mutant for mutant in drawn(everything, seed, size)
              if mutant.module.startswith(tuple(only.split(",")))]
    codes = {mutant.module: digest((ROOT / mutant.module).read_text(encoding="utf-8")) for mutant in sample}
    choosing = Choosing(files)
    book = Book(choosing.tests_digest)
    todo = [(mutant, codes[mutant.module]) for mutant in sample if book.open(mutant, codes[mutant.module])]
    todo.sort(key=lambda pair: pair[0].name in book.known)  # what was never tried before what is tried again
    if os.environ.get("AGAIN"):
        todo = [pair for pair in todo if pair[0].name in book.known]
    print(f"{len(everything)} mutants, {len(sample)} of them drawn, {len(todo)} to be tried", flush=True)
    loaded()
    for first in range(0, len(todo), BATCH):
        book = tried(dict(todo[first:first + BATCH]), book, choosing)
        print(told(sample, book), flush=True)


def tried(codes: Mapping[Mutant, str], book: Book, choosing: Choosing) -> Book:
    """Try some mutants, each with the digest of its module, first in the living process; the results."""
    pid = os.fork()
    if not pid:
        def living(mutant: Mutant, outcome: Outcome, names: Sequence[str]) -> None:
            known = outcome if outcome.result in CAUGHT else replace(outcome, result=UNDECIDED)
            book.write(mutant, codes[mutant], known, "living", len(names))

        def asked(mutant: Mutant) -> list[str]:
            return choosing.tests(mutant, LIVING, book.kills)

        pytest.main([*WORDS, *choosing.files()], plugins=[InLiving(list(codes), asked, living, choosing)])
        os._exit(0)
    os.waitpid(pid, 0)
    book, fresh = Book(book.tests), InFresh(choosing)
    for mutant, code in codes.items():
        if book.open(mutant, code):
            names = choosing.tests(mutant, FRESH, book.kills)
            book.write(mutant, code, fresh.tried(mutant, names), "fresh", len(names))
    return book


if __name__ == "__main__":
    os.chdir(ROOT)
    started = time.monotonic()
    run(int(os.environ.get("SEED") or 1), int(os.environ.get("SAMPLE") or 2000), os.environ.get("ONLY") or "")
    print(f"{time.monotonic() - started:.0f} s")
