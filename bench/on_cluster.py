"""Screening on a Dask cluster of this machine: what it costs a row beside processes of our own, and how it scales."""

from __future__ import annotations

import os
from pathlib import Path

from cluster import loopback
from screening import made_up, rules_of, screened
from section import table

WORKERS = (1, 2, 4)


def report(folder: Path) -> str:
    """A table: one process, then a scheduler with one, two and four workers, the same rows."""
    rows = int(os.environ.get("ROWS", "4000"))
    given, lines = made_up(folder / "rows.csv", rows), []
    words = rules_of(folder)["three floors (Kunming)"][0]
    alone = screened(rows, given, *words, "--jobs", 1, folder=folder / "alone")
    lines.append(("one process, no cluster", f"{alone.wall:.1f}", "", "1.00"))
    for count in WORKERS:
        with loopback(folder / f"dask-{count}", count) as found:
            took = screened(rows, given, *words, "--scheduler", found.address, folder=folder / f"by-{count}")
        over = (took.wall * min(count, len(os.sched_getaffinity(0))) - alone.wall) / rows * 1000
        lines.append((f"{count} workers", f"{took.wall:.1f}", f"{over:.2f}", f"{alone.wall / took.wall:.2f}"))
        same = (folder / f"by-{count}/results.jsonl.gz").read_bytes() == (folder / "alone/results.jsonl.gz").read_bytes()
        if not same:
            raise RuntimeError("a cluster judged otherwise than one process")
    heads = ("", "wall, s", "more than one process, ms a row and core", "times faster")
    return (f"{rows} made-up rows by Kunming's floors (`ROWS={rows} make bench PART=cluster`); scheduler and workers on "
            f"{len(os.sched_getaffinity(0))} cores that the screening itself uses too, so four workers can't be faster than "
            f"two. The results have the same bytes each time.\n\n{table(heads, lines)}")
