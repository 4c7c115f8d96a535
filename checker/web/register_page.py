"""The folder's register as pages: a list to search, an entry in full, a page made once more.

Owns what is shown and in which order.  It must not change the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from checker.capsule.unpacking import answers_of
from checker.errors import Problem, UsageError
from checker.messages import text
from checker.register.checking import check
from checker.register.entry import Entry
from checker.register.entry_words import OUTCOMES, outcomes, told
from checker.register.founding import opened
from checker.register.store import Register
from checker.services.regenerating_files import regenerated_anew
from checker.verifying.earlier import earlier_numbers
from checker.web.rendering import Setting, rendered

MOST_LISTED = 200
YEAR_DIGITS = 4


@dataclass(frozen=True)
class ListedEntry:
    """An entry as a list shows it; ``later`` is the number of the entry that corrects it."""

    entry: Entry
    outcomes: str
    later: str | None


def register_page(address: str, words: str, year: str, outcome: str, setting: Setting) -> str:
    """The entries that are meant, the latest first; raises :class:`UsageError` for a year that is none."""
    with opened(address) as register:
        entries = [ListedEntry(entry, text("join.names").join(outcomes(entry)), later)
                   for entry, later in _meant(register, words, year, outcome)]
        founding = register.founding()
    listed = list(islice(reversed(entries), MOST_LISTED))
    return rendered("register", setting, founding=founding, entries=listed, count=len(entries), words=words,
                    year=year, outcome=outcome, most=MOST_LISTED,
                    choices=[(code, text(f"outcome.{code}")) for code in OUTCOMES])


def entries_data(address: str, words: str, year: str, outcome: str) -> dict[str, Any]:
    """The entries that are meant as plain data, as the command's JSON."""
    with opened(address) as register:
        entries = [entry.plain() | {"superseded_by": later}
                   for entry, later in _meant(register, words, year, outcome)]
    return {"schema": "register-list/1", "entries": entries}


def _meant(register: Register, words: str, year: str, outcome: str) -> Iterator[tuple[Entry, str | None]]:
    """The entries that are meant, each with the number of the one that corrects it."""
    if year and not (year.isdecimal() and len(year) == YEAR_DIGITS):
        raise UsageError(Problem("register.year", {"given": year}))
    later = register.corrections()
    for entry in register.find(words or None, year=int(year) if year else None, outcome=outcome or None):
        yield entry, later.get(entry.number)


def entry_page(address: str, number: str, setting: Setting) -> str:
    """One entry in full; raises :class:`UsageError` where there is none of this number."""
    with opened(address) as register:
        entry = register.entry(number.strip().upper())
        if entry is None:
            raise UsageError(Problem("register.no_entry", {"number": number}))
        later = register.superseded_by(entry.number)
        lines = list(told(entry, later, answers_of(entry.files), earlier_numbers(register, entry)))
    return rendered("entry", setting, entry=entry, lines=lines, later=later)


def soundness(address: str) -> list[str]:
    """What checking the whole register finds, in words."""
    with opened(address) as register:
        report = check(register, None)
    if not report.sound:
        return [text("register.unsound", count=len(report.faults)), *map(str, report.faults)]
    return [text("register.sound", count=report.entries), text("browser.no_anchor"),
            text("register.head_line", hash=report.hash), *map(str, report.warnings)]


def page_again(source: str, address: str | None) -> bytes:
    """The page of a PDF in the folder, or of a number of the register."""
    if address is None:
        return regenerated_anew(source, None)[0]
    with opened(address) as register:
        return regenerated_anew(source, register)[0]
