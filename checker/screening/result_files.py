"""The files that a screening ends in: workbooks and portfolio page, each made by whoever is free.

Owns which files there are, and which rows stand in which: very many stand in several workbooks, each with
so many that an office program opens it well.  It must not know how they are laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from checker.messages import speaking, spoken_language
from checker.screening.depot import Depot
from checker.screening.hands import Hands
from checker.screening.kept_files import PORTFOLIO, WORKBOOK
from checker.screening.report import Report
from checker.screening.results_book import Volume, results_workbook, volume_workbook
from checker.screening.shard import ShardDone, rows_of

MOST_ROWS = 10_000


@dataclass(frozen=True)
class ResultFile:
    """A file by its name, and the shards of the rows in it; ``volume`` where it is one of several."""

    name: str
    shards: tuple[ShardDone, ...] = ()
    volume: Volume | None = None


@dataclass(frozen=True)
class _Ending:
    """What all files are made from."""

    report: Report
    depot: Depot
    volumes: tuple[Volume, ...]
    language: str


def result_files(report: Report, shards: Sequence[ShardDone], depot: Depot,
                 hands: Hands) -> Iterator[tuple[str, bytes]]:
    """Each file's name and bytes, as it gets done; what hangs on the fonts is made on this machine."""
    volumes = _volumes(shards)
    named = tuple(one.volume for one in volumes if one.volume)
    told = _Ending(report, depot, named, spoken_language())
    own = [ResultFile(WORKBOOK, () if volumes else tuple(shards)), ResultFile(PORTFOLIO)]
    if hands.near is hands:
        return hands.each(_made, told, [*volumes, *own])
    return chain(hands.each(_made, told, volumes) if volumes else (), hands.near.each(_made, told, own))


def _volumes(shards: Sequence[ShardDone]) -> list[ResultFile]:
    """The volumes of a screening; none where all rows find room in one workbook."""
    total = shards[-1].place.end if shards else 0
    if total <= MOST_ROWS:
        return []
    parts: dict[int, list[ShardDone]] = {}
    for done in shards:
        parts.setdefault(done.place.first // MOST_ROWS, []).append(done)
    width = len(str(len(parts)))
    names = (f"results-{number:0{width}}.xlsx" for number in range(1, len(parts) + 1))
    return [ResultFile(name, tuple(part), Volume(name, part[0].place.first + 1, part[-1].place.end))
            for name, part in zip(names, parts.values(), strict=True)]


def _made(told: _Ending, file: ResultFile) -> tuple[str, bytes]:
    with speaking(told.language):
        rows = [row for done in file.shards for row in rows_of(done, told.depot)]
        if file.volume:
            return file.name, volume_workbook(told.report, rows)
        if file.name == WORKBOOK:
            return file.name, results_workbook(told.report, rows, told.volumes)
        from checker.screening.portfolio import portfolio_pdf

        return file.name, portfolio_pdf(told.report)
