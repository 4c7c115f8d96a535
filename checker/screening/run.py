"""A screening from table to folder: many rows, whoever judges them, and a way to go on after a stop.

Owns what is kept while it runs and what is left when it is done.  The order of rows and who judges them
change nothing.  It must not judge.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import add
from pathlib import Path
from typing import Any

from checker.errors import Problem, UsageError, reason
from checker.files.canonical import canonical, digest
from checker.files.reading import read_within
from checker.files.writing import put, unwritable
from checker.limits import MAX_BYTES
from checker.messages import text
from checker.screening.depot import Depot, FolderDepot
from checker.screening.given_files import GIVEN
from checker.screening.hands import Hands
from checker.screening.kept_files import PAGES, RESULTS, SHARDS, STATE, SUMMARIES
from checker.screening.noticed import among_others
from checker.screening.shard import (
    Bench,
    JudgedShards,
    Shard,
    ShardDone,
    ShardPlace,
    all_lines,
    all_verdicts,
    forgotten,
    found_again,
    judged_shard,
    marked,
    rows_of,
    shard,
    shard_places,
)
from checker.screening.summary import ERROR
from checker.screening.tally import RowTally
from checker.screening.tasks import Tasks

DIGITS = 16
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Inputs:
    """What a screening is made from, by digests; two runs with the same go on from each other.

    ``given`` is where the files are, which makes no difference.
    """

    data: dict[str, Any]
    given: dict[str, object] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What tells this screening from others, as part of an address."""
        return digest(canonical(self.data)).removeprefix("sha256:")[:DIGITS]

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
    """What came of it: the shards in the order of the rows' own numbers, and what they come to together.

    ``resumed`` rows are an earlier run's; ``unproven`` is how many it had left that were not taken.
    """

    shards: Sequence[ShardDone]
    tally: RowTally
    resumed: int = 0
    unproven: int = 0

    @property
    def digest(self) -> str:
        """Of all that is said of the rows."""
        return digest("".join(done.lines for done in self.shards).encode())


def depot_of(folder: Path) -> FolderDepot:
    """Where the shards of a folder's screening lie while it runs."""
    return FolderDepot(str(folder / SHARDS))


def screen(tasks: Tasks, bench: Bench, inputs: Inputs, hands: Hands, *, resume: bool,
           told: Progress) -> Screened:
    """Judge every row; raises :class:`UsageError` where the folder can't be used."""
    folder, depot = Path(bench.terms.folder), bench.depot
    places = shard_places(tasks, inputs.data, bench.terms.pages, bench.language)
    _prepared(folder, inputs, resume=resume)
    with kept_so_far(folder):
        if not resume:
            depot.clear()
        before = _before(places, depot, folder)
        judged = sum(filter(None, before.values()), JudgedShards())
        left = [place for place in places if not before.get(place)]
        counted = resumed = judged.tally.rows
        notes = among_others(bench.frame, tasks) if left else {}

        def done(given: Shard) -> None:
            nonlocal counted
            counted += len(given.tasks)
            told(counted, len(tasks))

        for found in hands.each(judged_shard, bench, (shard(place, tasks, notes) for place in left),
                                done=done, merge=add):
            judged += found
    shards = sorted(judged.shards, key=lambda one: one.place.first)
    return Screened(shards, judged.tally, resumed,
                    sum(place.end - place.first for place, found in before.items() if not found))


@contextmanager
def kept_so_far(folder: Path) -> Iterator[None]:
    """What the system refuses once rows are judged, in words: what is kept is gone on from."""
    try:
        yield
    except BrokenPipeError:  # whoever listened has gone; the folder takes no harm
        raise
    except OSError as problem:
        gone = isinstance(problem, FileNotFoundError)  # the folder itself, and with it what was kept there
        raise UsageError(Problem("error.write", {"path": str(folder), "reason": reason(problem)}) if gone
                         else Problem("screen.unwritable", {
                             "folder": str(folder), "reason": reason(problem)})) from None


def _before(places: Sequence[ShardPlace], depot: Depot,
            folder: Path) -> dict[ShardPlace, JudgedShards | None]:
    """The shards that an earlier run had done, None where they aren't as it left them or a page is gone.

    What was torn off, as by a power cut, is none.
    """
    there, found = set(marked(depot.names())), dict[ShardPlace, JudgedShards | None]()
    for place in (place for place in places if place.name in there):
        judged = found_again(place, depot)
        found[place] = judged if judged and _pages_there(judged.shards[0], depot, folder) else None
        if not found[place]:
            forgotten(place, depot)
    return found


def _pages_there(done: ShardDone, depot: Depot, folder: Path) -> bool:
    """Whether every page that an earlier run made is there."""
    return all((folder / row.pdf).is_file() for row in rows_of(done, depot) if row.pdf)


def _prepared(folder: Path, inputs: Inputs, *, resume: bool) -> None:
    """The folder ready to write to."""
    state = folder / STATE
    if not resume and state.exists():
        raise UsageError(Problem("screen.folder_taken", {"folder": str(folder)}))
    if resume and not state.exists():
        raise UsageError(Problem("screen.not_ours", {"folder": str(folder)}))
    with unwritable(folder):
        if resume:
            before = json.loads(read_within(state, MAX_BYTES, UsageError))
            differences = inputs.differences(before)
            if differences:
                raise UsageError(Problem("screen.other_state", {
                    "folder": str(folder),
                    "differences": text("join.names").join(text(f"input.{name}") for name in differences)}))
        (folder / PAGES).mkdir(parents=True, exist_ok=True)
        put(state, inputs.written())


def finished(screened: Screened, folder: Path, depot: Depot) -> None:
    """Leave the results in two files, and take away what was only kept to go on from."""
    with kept_so_far(folder):
        put(folder / RESULTS, all_verdicts(screened.shards, depot))
        put(folder / SUMMARIES, all_lines(screened.shards, depot))
        depot.clear()
        if not any((folder / PAGES).iterdir()):
            (folder / PAGES).rmdir()


def counts(tally: RowTally, broken: int) -> str:
    """How many rows came to what, in words; ``broken`` are those that aren't rows of the table at all."""
    unread = text("sheet.errors")
    counted = {unread if said == ERROR else said: count for said, count in tally.said.counts.items()}
    if broken:
        counted[unread] = counted.get(unread, 0) + broken
    return text("join.also").join(f"{name} {count}" for name, count in counted.items())
