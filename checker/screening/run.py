"""A screening from table to folder: many rows, several processes, and a way to go on after a stop.

Owns what is kept while it runs and what is left when it is done.  The order of rows and the number
of processes change nothing.  It must not judge.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from checker.errors import Problem, UsageError
from checker.files.canonical import digest
from checker.files.processes import copied
from checker.files.reading import read_within
from checker.files.writing import put, unwritable
from checker.limits import MAX_BYTES
from checker.messages import text
from checker.screening.given_files import GIVEN
from checker.screening.kept_files import PAGES, RESULTS, ROWS, STATE, VERDICTS
from checker.screening.row import Frame, identity
from checker.screening.summary import Summary
from checker.screening.table import Table, TableLine
from checker.screening.worker import RowTerms, Task, Worker, start, work
from checker.text.normal import folded

CHUNK = 16
CHUNK_OF_PAGES = 2  # a page takes long: with many in a chunk the last one keeps the others waiting
LONGEST_NAME = 50
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Inputs:
    """What a screening is made from, by digests; two runs with the same go on from each other.

    ``given`` is where the files are, which makes no difference.
    """

    data: dict[str, Any]
    given: dict[str, object] = field(default_factory=dict)

    def differences(self, other: dict[str, Any]) -> list[str]:
        """The inputs that are not the same."""
        names = dict.fromkeys([*self.data, *other])
        return [name for name in names if name != GIVEN and other.get(name) != self.data.get(name)]

    def written(self) -> bytes:
        """As the folder keeps it."""
        data = {**self.data, **({GIVEN: self.given} if self.given else {})}
        return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


@dataclass(frozen=True)
class Screened:
    """What came of it: every row in the order of its own number.

    ``resumed`` rows are an earlier run's; ``unproven`` is how many it had left that were not taken.
    """

    summaries: list[Summary]
    resumed: int
    unproven: int


def tasks_of(table: Table, frame: Frame) -> list[Task]:
    """Every row with the name of its page, in the order of the rows' own numbers."""
    named = sorted(((_place(frame, line, at), identity(frame, line), line)
                    for at, line in enumerate(table.lines)), key=lambda entry: entry[:2])
    seen: dict[str, int] = {}
    pages: dict[str, int] = {}
    tasks = []
    for _, key, line in named:
        seen[key] = seen.get(key, 0) + 1
        stem = _stem(frame, line)
        pages[stem] = pages.get(stem, 0) + 1
        page = f"{PAGES}/{stem}{'' if pages[stem] == 1 else f'-{pages[stem]}'}.pdf"
        tasks.append(Task(key if seen[key] == 1 else f"{key}#{seen[key]}", line, page))
    return tasks


def _place(frame: Frame, line: TableLine, at: int) -> tuple[int, int, str, str]:
    """By number where it is one, then by name; rows without a number as they stand in the table."""
    number = folded(frame.number(line))
    if number.isdecimal():
        digits = number.lstrip("0")
        return 0, len(digits), digits, frame.text_of(line, "name")
    return (1, 0, number, frame.text_of(line, "name")) if number else (2, at, "", "")


def _stem(frame: Frame, line: TableLine) -> str:
    """A file's name that every system takes."""
    words = "-".join(filter(None, (frame.number(line), frame.text_of(line, "name"))))
    return re.sub(r"[^\w一-鿿.-]+", "_", words)[:LONGEST_NAME].strip("._") or "row"


def screen(tasks: Sequence[Task], frame: Frame, terms: RowTerms, inputs: Inputs, jobs: int, *, resume: bool,
           told: Progress) -> Screened:
    """Judge every row; raises :class:`UsageError` where the folder can't be used."""
    folder = Path(terms.folder)
    kept, unproven = _prepared(folder, inputs, resume=resume)
    done = {found.identity for found, _ in kept}
    left = [task for task in tasks if task.identity not in done]
    entries = [(found, place) for found, place in kept]
    with unwritable(folder):
        with open(folder / ROWS, "ab") as rows, open(folder / VERDICTS, "ab") as verdicts:
            for number, (found, line) in enumerate(_judged(left, frame, terms, jobs), len(done) + 1):
                entries.append((found, _keep(found, line, rows, verdicts)))
                told(number, len(tasks))
        order = {task.identity: place for place, task in enumerate(tasks)}
        entries.sort(key=lambda entry: order[entry[0].identity])
        put(folder / RESULTS, _results(folder, [place for _, place in entries]))
    return Screened([found for found, _ in entries], len(done), unproven)


def _judged(tasks: Sequence[Task], frame: Frame, terms: RowTerms,
            jobs: int) -> Iterator[tuple[Summary, bytes]]:
    if jobs == 1 or len(tasks) <= CHUNK_OF_PAGES:
        worker = Worker(frame, terms)
        for task in tasks:
            yield worker.judged(task)
        return
    size = CHUNK if terms.pages == "none" else CHUNK_OF_PAGES
    chunks = [tasks[i:i + size] for i in range(0, len(tasks), size)]
    loaded = [start.__module__, *([] if terms.pages == "none" else ["checker.reporting.document"])]
    with ProcessPoolExecutor(jobs, copied(loaded), start, (frame, terms)) as pool:
        rest = iter(chunks[2 * jobs:])
        try:
            waiting = {pool.submit(work, chunk) for chunk in chunks[:2 * jobs]}
            while waiting:
                finished = next(as_completed(waiting))
                waiting.remove(finished)
                waiting |= {pool.submit(work, chunk) for chunk in [next(rest, None)] if chunk}
                yield from finished.result()
        except BrokenProcessPool:  # killed from outside, as for want of memory; what was judged is kept
            raise UsageError(Problem("screen.worker_lost", {"folder": terms.folder})) from None
        finally:
            pool.shutdown(cancel_futures=True)


RowPlace = tuple[int, int]


def _keep(found: Summary, line: bytes, rows: BinaryIO, verdicts: BinaryIO) -> RowPlace:
    """Append what was found, the verdict first, so that a row's entry is only there with it."""
    start_ = verdicts.tell()
    verdicts.write(line)
    verdicts.flush()
    entry = {"summary": found.plain(), "start": start_, "length": len(line), "digest": digest(line)}
    rows.write(_line({**entry, "whole": digest(_line(entry))}))
    rows.flush()
    return start_, len(line)


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _prepared(folder: Path, inputs: Inputs, *, resume: bool) -> tuple[list[tuple[Summary, RowPlace]], int]:
    """The folder ready to write to, what an earlier run left in it, and how much of that is unproven."""
    state = folder / STATE
    if not resume and state.exists():
        raise UsageError(Problem("screen.folder_taken", {"folder": str(folder)}))
    with unwritable(folder):
        if resume and state.exists():
            before = json.loads(read_within(state, MAX_BYTES, UsageError))
            differences = inputs.differences(before)
            if differences:
                raise UsageError(Problem("screen.other_state", {
                    "folder": str(folder),
                    "differences": text("join.names").join(text(f"input.{name}") for name in differences)}))
            (folder / PAGES).mkdir(exist_ok=True)
            put(state, inputs.written())
            if not (folder / ROWS).exists():
                _again(folder)
            return _kept(folder)
        if resume:
            raise UsageError(Problem("screen.not_ours", {"folder": str(folder)}))
        (folder / PAGES).mkdir(parents=True, exist_ok=True)
        put(state, inputs.written())
    return [], 0


def _again(folder: Path) -> None:
    """A run that was done leaves nothing to go on from: everything is judged once more."""
    for name in (ROWS, VERDICTS):
        (folder / name).write_bytes(b"")


def _kept(folder: Path) -> tuple[list[tuple[Summary, RowPlace]], int]:
    """The entries of an earlier run that are as it left them, and how many are not; these are judged again.

    What was torn off at the end, as by a power cut, is no entry.
    """
    found: dict[str, tuple[Summary, RowPlace]] = {}
    lines, unproven = [], 0
    with open(folder / ROWS, "rb") as rows, open(folder / VERDICTS, "ab+") as verdicts:
        for line in rows:
            entry = _entry(folder, line, verdicts)
            if entry is None or entry[0].identity in found:
                unproven += line.endswith(b"\n")
                continue
            found[entry[0].identity] = entry
            lines.append(line)
        verdicts.truncate(max((start_ + length for _, (start_, length) in found.values()), default=0))
    put(folder / ROWS, b"".join(lines))
    return list(found.values()), unproven


def _entry(folder: Path, line: bytes, verdicts: BinaryIO) -> tuple[Summary, RowPlace] | None:
    """A row's entry; None unless it and its verdict are as they were left, and its page is there."""
    try:
        entry = json.loads(line)
        whole = entry.pop("whole")
        if _line({**entry, "whole": whole}) != line or digest(_line(entry)) != whole:
            return None
        summary = Summary(**entry["summary"])
        verdicts.seek(entry["start"])
        content = verdicts.read(entry["length"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if digest(content) != entry["digest"] or (summary.pdf and not (folder / summary.pdf).is_file()):
        return None
    return summary, (entry["start"], entry["length"])


def _results(folder: Path, places: Sequence[RowPlace]) -> Iterator[bytes]:
    """The verdicts in the order of the rows' numbers."""
    with open(folder / VERDICTS, "rb") as verdicts:
        for start_, length in places:
            verdicts.seek(start_)
            yield verdicts.read(length)


def finished(folder: Path) -> None:
    """Take away what was only kept to go on from."""
    for name in (ROWS, VERDICTS):
        (folder / name).unlink(missing_ok=True)
    if not any((folder / PAGES).iterdir()):
        shutil.rmtree(folder / PAGES)


def counts(summaries: Sequence[Summary], broken: int) -> str:
    """How many rows came to what, in words; ``broken`` are those that aren't rows of the table at all."""
    tally: dict[str, int] = {}
    for found in summaries:
        tally[_outcome(found)] = tally.get(_outcome(found), 0) + 1
    if broken:
        unread = text("sheet.errors")
        tally[unread] = tally.get(unread, 0) + broken
    return text("join.also").join(f"{name} {count}" for name, count in tally.items())


def _outcome(found: Summary) -> str:
    return text("sheet.errors") if found.outcome == "error" else found.said
