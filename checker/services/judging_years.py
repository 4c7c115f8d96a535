"""One dossier judged for each of several years, as if each were its period.

Owns which years are asked for, and what of them has no data at all.  It must not write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from checker.capsule.record import Record
from checker.errors import DossierError, Problem, UsageError
from checker.messages import text
from checker.services.judging_files import JudgingTerms, judged
from checker.text.normal import folded
from checker.validation import FIRST_YEAR, LAST_YEAR

MOST_YEARS = 40
_SPAN = re.compile("([0-9]{4})(?:[-～~—–至到]+([0-9]{4}))?")


def years_of(words: str) -> list[int]:
    """``2020-2024`` or ``2020,2022`` as years, ascending; raises :class:`UsageError`."""
    found: set[int] = set()
    for part in re.split("[,、; ]+", folded(words)):
        span = _SPAN.fullmatch(part.replace("年", ""))
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            raise UsageError(Problem("years.bad", {"given": words}))
        found |= set(range(first, last + 1))
    if len(found) > MOST_YEARS:
        raise UsageError(Problem("years.many", {"count": len(found), "limit": MOST_YEARS}))
    return sorted(found)


def judged_years(asked: JudgingTerms, years: list[int]) -> Mapping[int, list[Record]]:
    """The records of each year; raises a :class:`checker.errors.CheckerError` where one can't be judged."""
    if asked.previous is not None:
        raise UsageError(Problem("years.previous"))
    found = {year: judged(replace(asked, period=year)) for year in years}
    first = next(iter(found.values()))[0]
    if first.base.model.judges == "project":
        raise DossierError(Problem("years.project", {"ruleset": first.base.id}, file=str(asked.dossier)))
    return found


def series_files(asked: JudgingTerms, years: list[int],
                 folder: Path) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The page and the data of each year's verdict and the page of all years, with a line for each year."""
    from checker.reporting.result_line import result_line
    from checker.reporting.trend_page import trend_pdf
    from checker.services.kinds_beside import kinds_beside
    from checker.services.producing import produce

    found = judged_years(asked, years)
    coming = judged(replace(asked, period=years[-1] + 1))
    files = [(str(folder / f"{year}.{kind}"), produce(records, kind))
             for year, records in found.items() for kind in ("pdf", "json")]
    files.append((str(folder / text("trend.file")), trend_pdf(found, coming, kinds_beside(found))))
    lines = [f"{year}　{result_line(record.verdict, record.ruleset)}"
             for year, records in found.items() for record in records]
    return files, lines
