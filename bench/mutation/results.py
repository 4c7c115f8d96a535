"""What became of each mutant: the file of results, which a run that was stopped goes on from.

Owns the file and the list of all mutants that it is about.  It must not try any.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import mutants
from apart import Outcome
from mutants import ROOT, Mutant, modules, mutants_of

OUT = ROOT / "out" / "mutation"
RESULTS = OUT / "results.jsonl"
CAUGHT = ("caught", "time")
UNDECIDED = "undecided"  # not caught in the living process, and not tried anew yet


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def every_mutant() -> list[Mutant]:
    """All of them; kept as long as the modules are what they were."""
    made_of = [*modules(), Path(mutants.__file__)]
    now = digest("\0".join(path.read_text(encoding="utf-8") for path in made_of))
    kept = OUT / f"mutants-{now}.json"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        found = [asdict(mutant) for path in modules() for mutant in mutants_of(path)]
        kept.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return [Mutant(**each) for each in json.loads(kept.read_text(encoding="utf-8"))]


class Book:
    """The results so far; each is written down at once, so that a run that was stopped goes on."""

    def __init__(self, tests: str) -> None:
        self.tests = tests
        self.kills: dict[str, Counter[str]] = defaultdict(Counter)
        self.known: dict[str, dict[str, Any]] = {}
        for line in RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.is_file() else ():
            self._note(json.loads(line))

    def _note(self, said: dict[str, Any]) -> None:
        self.known[said["name"]] = said
        if said["result"] == "caught":
            self.kills[said["module"]][said["by"]] += 1

    def open(self, mutant: Mutant, code: str) -> bool:
        """Whether a mutant has still to be tried: not yet, another code, or not caught by other tests."""
        said = self.known.get(mutant.name)
        return said is None or said["code"] != code or said["result"] == UNDECIDED or (
            said["result"] not in CAUGHT and said["tests"] != self.tests)

    def write(self, mutant: Mutant, code: str, outcome: Outcome, way: str, tried: int) -> None:
        """One line for one mutant."""
        said = {"name": mutant.name, "module": mutant.module, "code": code, "tests": self.tests,
                "way": way, "result": outcome.result, "by": outcome.by, "tried": tried,
                "seconds": round(outcome.seconds, 2)}
        self._note(said)
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said, ensure_ascii=False) + "\n")


def told(sample: Iterable[Mutant], book: Book) -> str:
    """How many of how many."""
    results = Counter(book.known[mutant.name]["result"] for mutant in sample if mutant.name in book.known)
    caught, tried = sum(results[word] for word in CAUGHT), results.total()
    return f"{caught} of {tried} mutants caught: {100 * caught / max(1, tried):.1f} % ({dict(results)})"
