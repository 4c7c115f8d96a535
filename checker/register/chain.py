"""Following the chain of entries from the founding record on.

Owns what each row has to fit: its own hash, its columns, the entry before it, the running numbers, what
it corrects.  It goes on after a fault and takes any nonsense.  It must not read a database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from checker.errors import Problem
from checker.messages import text
from checker.register.entry import Entry, Founding, number_text, parsed, shown
from checker.zone import moment_shown


@dataclass(frozen=True)
class StoredRow:
    """A stored row; nothing of it is trusted."""

    sequence: int
    year: object
    running: object
    number: object
    pdf: object
    request: object
    supersedes: object
    body: object
    hash: object


# A long screening is recorded with the moment at which it began.
_LATE = dt.timedelta(days=1)
COLUMNS = ("year", "running", "number", "pdf", "request", "supersedes")


def row_of(entry: Entry) -> StoredRow:
    """The row that an entry is stored as."""
    return StoredRow(entry.sequence, entry.year, entry.running, entry.number, entry.pdf, entry.request,
               entry.supersedes, entry.body, entry.hash)


def set_back(before: Entry, entry: Entry) -> dict[str, object] | None:
    """An entry and the one in front of it, where it was recorded so long before it that a clock was wrong."""
    try:
        earlier, later = map(dt.datetime.fromisoformat, (before.recorded_at, entry.recorded_at))
    except ValueError:  # what was made by hand may state a day that there is not
        return None
    return {"number": entry.number, "at": moment_shown(later), "sequence": entry.sequence,
            "earlier": before.number, "before": moment_shown(earlier)} if earlier - later > _LATE else None


@dataclass
class Chain:
    """What is known of the rows so far."""

    founding: Founding | None
    # What the next entry may state as the hash before it, and who bears it.
    before: set[object]
    before_name: str = ""
    sequence: int = 0
    count: int = 0
    read: int = 0
    shift: int = 0
    hashes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    running: dict[int, int] = field(default_factory=dict)
    superseded: dict[str, str] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    pdfs: dict[str, str] = field(default_factory=dict)

    def follow(self, row: StoredRow) -> tuple[Entry | None, list[Problem]]:
        """The entry of the next row, or None where it is none, and everything that doesn't fit."""
        if type(row.sequence) is not int:
            self.count += 1
            return None, [_fault("unreadable", shown(row.number), shown(row.sequence))]
        entry = parsed(row.body)
        name = entry.number if entry else shown(row.number)
        faults = list(self._place(row))
        gap = bool(faults)
        if entry is None:
            faults.append(_fault("unreadable", name, row.sequence))
            self._hold({row.hash}, name, row.sequence)
            self._pass_over(row)
            return None, faults
        if row.hash != entry.hash:
            faults.append(_fault("changed", name, row.sequence))
        faults += self._columns(row, entry)
        faults += self._link(row, entry, gap)
        faults += self._numbering(row, entry)
        faults += self._corrections(row, entry)
        self.read += 1
        self.hashes[entry.hash] = name
        self._hold({entry.hash, row.hash}, name, row.sequence)
        return entry, faults

    @property
    def last(self) -> str:
        """What stands at the end so far, in words."""
        if not self.count:
            return text("register.founding_name")
        return text("register.entry_name", number=self.before_name, sequence=self.sequence)

    def _hold(self, hashes: set[object], name: str, sequence: int) -> None:
        self.count += 1
        self.sequence = sequence
        self.before = {found for found in hashes if isinstance(found, str)}
        self.before_name = name

    def _place(self, row: StoredRow) -> Iterator[Problem]:
        """Rows come by their sequence, which has no holes."""
        due = self.sequence + 1
        if row.sequence < due:
            yield _fault("place", shown(row.number), row.sequence)
        elif row.sequence > due:
            yield Problem("register.fault_removed", {"span": span(due, row.sequence - 1)})

    def _columns(self, row: StoredRow, entry: Entry) -> Iterator[Problem]:
        """What stands beside the body to be looked up by says the same as the body."""
        if row.sequence - entry.sequence != self.shift:
            # One that stands where it was recorded again tells only that those before it were moved.
            if row.sequence != entry.sequence:
                yield Problem("register.fault_moved", {
                    "number": entry.number, "sequence": row.sequence, "stated": entry.sequence})
            self.shift = row.sequence - entry.sequence
        for column in COLUMNS:
            kept, stated = getattr(row, column), getattr(entry, column)
            if kept != stated or type(kept) is not type(stated):
                yield Problem("register.fault_column", {
                    "number": entry.number, "sequence": row.sequence, "kept": shown(kept),
                    "column": text(f"register.column_{column}"), "stated": shown(stated)})

    def _link(self, row: StoredRow, entry: Entry, gap: bool) -> Iterator[Problem]:
        """An entry states the hash of the one before; a removal that was named already explains a break."""
        if entry.previous in self.before or gap:
            return
        earlier = self.hashes.get(entry.previous)
        if earlier is not None:
            yield Problem("register.fault_inserted", {
                "number": entry.number, "sequence": row.sequence, "before": self.last,
                "earlier": earlier or text("register.founding_name")})
        else:
            yield Problem("register.fault_link", {
                "number": entry.number, "sequence": row.sequence, "before": self.last})

    def _numbering(self, row: StoredRow, entry: Entry) -> Iterator[Problem]:
        """Numbers run without holes within a year, and none stands twice."""
        prefix = self.founding.prefix if self.founding else entry.number.split("-")[0]
        if entry.number != number_text(prefix, entry.issued_on.year, entry.running):
            yield _fault("number", entry.number, row.sequence)
        if entry.number in self.numbers:
            yield Problem("register.fault_twice", {
                "number": entry.number, "sequence": row.sequence, "earlier": self.numbers[entry.number]})
        self.numbers[entry.number] = row.sequence
        due = self.running.get(entry.year, 0) + 1
        if entry.running > due:
            yield Problem("register.fault_hole", {
                "number": entry.number, "sequence": row.sequence, "year": entry.year,
                "span": _running(due, entry.running - 1)})
        elif entry.running < due:
            yield Problem("register.fault_running", {
                "number": entry.number, "sequence": row.sequence, "year": entry.year, "last": due - 1})
        self.running[entry.year] = entry.running

    def _pass_over(self, row: StoredRow) -> None:
        """A row that can't be read still holds the place of its number, if that is the next one."""
        if type(row.year) is int and type(row.running) is int \
                and row.running == self.running.get(row.year, 0) + 1:
            self.running[row.year] = row.running

    def _corrections(self, row: StoredRow, entry: Entry) -> Iterator[Problem]:
        """What is corrected stands before, is corrected once, and for a reason.

        A request is met once, and every number has a page of its own.
        """
        if (entry.supersedes is None) != (entry.reason is None):
            yield _fault("reason", entry.number, row.sequence)
        if entry.supersedes is not None:
            if self.numbers.get(entry.supersedes, row.sequence) == row.sequence:
                yield Problem("register.fault_supersedes_none", {
                    "number": entry.number, "sequence": row.sequence, "earlier": shown(entry.supersedes)})
            if entry.supersedes in self.superseded:
                yield Problem("register.fault_supersedes_twice", {
                    "number": entry.number, "sequence": row.sequence, "earlier": shown(entry.supersedes),
                    "other": self.superseded[entry.supersedes]})
            self.superseded[entry.supersedes] = entry.number
        if entry.pdf in self.pdfs:
            yield Problem("register.fault_pdf_twice", {
                "number": entry.number, "sequence": row.sequence, "other": self.pdfs[entry.pdf]})
        self.pdfs[entry.pdf] = entry.number
        if entry.request is not None:
            if entry.request in self.requests:
                yield Problem("register.fault_request_twice", {
                    "number": entry.number, "sequence": row.sequence, "other": self.requests[entry.request]})
            self.requests[entry.request] = entry.number


def span(first: int, last: int) -> str:
    """One entry, or several in a row, in words."""
    return text("register.one" if first == last else "register.several", first=first, last=last)


def _running(first: int, last: int) -> str:
    code = "register.running_one" if first == last else "register.running_several"
    return text(code, first=first, last=last)


def _fault(kind: str, number: str, sequence: object) -> Problem:
    return Problem(f"register.fault_{kind}", {"number": number, "sequence": sequence})
