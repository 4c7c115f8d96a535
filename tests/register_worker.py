"""A process that records: ``register_worker.py ADDRESS NAME COUNT``; each number is told once it is acknowledged."""

from __future__ import annotations

import datetime as dt
import sys

from checker.files.canonical import digest
from checker.register.entry import Assigned, Issued, Particulars
from checker.register.founding import opened

DAY = dt.date(2026, 3, 2)
NOW = dt.datetime(2026, 3, 2, 8, 30, 5, tzinfo=dt.UTC)
MADE_WITH = {"checker": "0.5.0", "engine": "durable_rules 2.0.28", "python": "3.11.2"}
RULESET = b'{"id":"hj274-2015"}' * 500


def facts(subject: str, outcome: str = "met", kind: str = "park") -> Particulars:
    return Particulars(subject=subject, kind=kind, rulesets=["hj274-2015"], period=2025, assessed_on=DAY, outcome=[outcome],
                 purpose="formal", verdicts=[digest(subject.encode())])


def issue(subject: str, outcome: str = "met", kind: str = "park"):  # type: ignore[no-untyped-def]
    """A page is made of whatever was assigned."""
    def made(assigned: Assigned) -> Issued:
        return Issued(f"%PDF {assigned.number} {subject}".encode(), {
            "verdict.json": subject.encode(), "ruleset.json": RULESET,
            "issue.json": assigned.number.encode()}, facts(subject, outcome, kind))
    return made


def main(address: str, name: str, count: str) -> None:
    with opened(address) as register:
        for number in range(int(count)):
            entry = register.record(issue(f"虚构园区{name}-{number}"), by=name, on=DAY, at=NOW, made_with=MADE_WITH)
            print(entry.number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
