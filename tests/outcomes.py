"""What each sample and each of the 98 projects comes to: outcomes, values and limits as one table.

``python tests/outcomes.py`` prints it.  The kept table was made before the verdict became one of values;
a test holds that all of it still comes out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from conftest import ROOT, dossier, in_words, sample_data
from test_admission import portfolio

from checker.concluding.plain import PlainEngine
from checker.dossier.submission import dossier_digest
from checker.errors import CheckerError
from checker.ruleset.loading import installed, load
from checker.wording.worded import WordedVerdict

KEPT = ROOT / "tests/kept/outcomes.tsv"
DAY = dt.date(2025, 5, 31)
SCORING = str(ROOT / "samples/rulesets/made-up-scoring")


def table() -> str:
    """One line for each subject and ruleset, then one for each item of which something is known."""
    return "".join("\t".join(line) + "\n" for line in _lines([*installed(), SCORING]))


def of_their_own() -> Iterator[str]:
    """The lines of each sample by the first ruleset that it states, and of the 98."""
    return ("\t".join(line) for line in _lines([]))


def _lines(rulesets: list[str]) -> Iterator[tuple[str, ...]]:
    for path in sorted((ROOT / "samples").glob("*.yaml")):
        made = dossier(sample_data(path.stem))
        for name in rulesets or [made.against[0].ruleset]:
            try:
                ruleset = load(name)
                found = in_words(made, ruleset, DAY, PlainEngine(), dossier_digest(made))
            except CheckerError:
                continue
            yield from _told(path.stem, found)
    for number, _, found in portfolio():
        yield from _told(f"yuxi-projects {number}", found)


def _told(subject: str, found: WordedVerdict) -> Iterator[tuple[str, ...]]:
    yield subject, found.ruleset.id, found.outcome, found.purpose
    for item in found.findings:
        values = [value for e in item.evaluations for value in e.values]
        if values or item.outcome not in ("undetermined", "not_applicable"):
            yield "", item.item, item.outcome, item.basis, " | ".join(values), item.limit


if __name__ == "__main__":
    print(table(), end="")
